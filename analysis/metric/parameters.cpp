#include <array>
#include <string>
#include <vector>

#include "analysis/metric/groups.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {
namespace {

struct Parameter {
  std::string_view name;
  double PerfParameters::*value;
};
constexpr std::array<Parameter, 4> kParameters = {{{"alpha", &PerfParameters::alpha},
                                                   {"beta", &PerfParameters::beta},
                                                   {"gamma", &PerfParameters::gamma},
                                                   {"delta", &PerfParameters::delta}}};

void set_tuner_figures(const MeasuredSeries& series, Figures& figures) {
  std::size_t accepted = 0;
  std::size_t rejected = 0;
  std::vector<double> nis;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const auto& tuner = series[i].tuner;
    if (!tuner) continue;
    ++(tuner->accepted ? accepted : rejected);
    if (tuner->nis) nis.push_back(*tuner->nis);
  }
  figures.set_count("tuner.accepted", accepted);
  figures.set_count("tuner.rejected", rejected);
  figures.set("tuner.nis_mean", statistics::mean(nis));
}

}  // namespace

void set_parameter_figures(const MeasuredSeries& series, Figures& figures) {
  set_tuner_figures(series, figures);
  for (const Parameter& parameter : kParameters) {
    std::vector<double> values;
    for (std::size_t i = 0; i < series.size(); ++i) {
      if (series[i].parameters) values.push_back(*series[i].parameters.*parameter.value);
    }
    if (values.empty()) continue;
    const std::string prefix = "params." + std::string(parameter.name) + ".";
    figures.set(prefix + "first", values.front());
    figures.set(prefix + "last", values.back());
    figures.set(prefix + "mean", statistics::mean(values));
    figures.set(prefix + "stddev", statistics::standard_deviation(values));
    if (values.front() != 0)
      figures.set(prefix + "drift_pct", 100 * (values.back() - values.front()) / values.front());
  }
}

}  // namespace wvagate::metric
