#include <vector>

#include "analysis/metric/groups.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {
namespace {

/// Whether sample `i` meets its SLO; absent where it was not measured or has none.
std::optional<bool> complies(const MeasuredSeries& series, std::size_t i, Latency latency) {
  const auto observed = series.observed(i, latency);
  const auto& target = series[i].slo[latency];
  if (!observed || !target) return std::nullopt;
  return *observed <= *target;
}

void set_compliance(const MeasuredSeries& series, Latency latency, Figures& figures) {
  std::size_t measured = 0;
  double minutes = 0;
  double compliant_minutes = 0;
  std::vector<double> excess;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const auto compliant = complies(series, i, latency);
    if (!compliant) continue;
    ++measured;
    minutes += series.held_minutes(i);
    if (*compliant) {
      compliant_minutes += series.held_minutes(i);
    } else {
      excess.push_back(*series.observed(i, latency) - *series[i].slo[latency]);
    }
  }
  if (measured == 0) return;
  figures.set(
      metric_name(latency, "compliance_pct"),
      statistics::percentage(static_cast<double>(measured - excess.size()), static_cast<double>(measured)));
  figures.set_count(metric_name(latency, "violations"), excess.size());
  figures.set(metric_name(latency, "compliance_time_pct"),
              statistics::percentage(compliant_minutes, minutes));
  figures.set(metric_name(latency, "excess_ms"), statistics::mean(excess));
}

}  // namespace

void set_compliance_figures(const MeasuredSeries& series, Figures& figures) {
  for (const Latency latency : kLatencies)
    set_compliance(series, latency, figures);
  std::size_t both = 0;
  std::size_t compliant = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const auto itl = complies(series, i, Latency::itl);
    const auto ttft = complies(series, i, Latency::ttft);
    if (!itl || !ttft) continue;
    ++both;
    if (*itl && *ttft) ++compliant;
  }
  figures.set("slo.compliance_pct",
              statistics::percentage(static_cast<double>(compliant), static_cast<double>(both)));
}

}  // namespace wvagate::metric
