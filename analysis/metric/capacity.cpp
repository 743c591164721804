#include <algorithm>
#include <string>
#include <vector>

#include "analysis/metric/analyzers.hpp"
#include "analysis/metric/groups.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {
namespace {

/// A capacity of one replica that changes by this factor or more from one cycle to the next has jumped.
constexpr double kJumpFactor = 2;

/// Nothing was supplied, and nothing demanded: the analyzer had no data.
bool is_without_data(const Claim& claim) {
  return claim.supply == 0.0 && claim.demand == 0.0;
}

/// The values of a member of `analyzer`'s claims, in the cycles that log it and had data.
std::vector<double> values_of(const MeasuredSeries& series, std::string_view analyzer,
                              std::optional<double> Claim::*member) {
  std::vector<double> values;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const Claim* const claim = claim_of(series[i], analyzer);
    if (claim != nullptr && !is_without_data(*claim) && claim->*member) values.push_back(*(claim->*member));
  }
  return values;
}

/// The capacity of one replica of the variant; absent if it is not logged, or 0: nothing is known of it.
std::optional<double> known_per_replica(const Sample& sample, std::string_view analyzer) {
  const Claim* const claim = claim_of(sample, analyzer);
  return claim != nullptr && claim->per_replica > 0.0 ? claim->per_replica : std::nullopt;
}

void set_utilization(const MeasuredSeries& series, std::string_view analyzer, Figures& figures) {
  const auto values = values_of(series, analyzer, &Claim::utilization);
  figures.set(capacity_metric(analyzer, "util_mean"), statistics::mean(values));
  figures.set(capacity_metric(analyzer, "util_p90"), statistics::quantile(values, 0.9));
  figures.set(capacity_metric(analyzer, "util_max"), statistics::maximum(values));
  std::size_t known = 0;
  std::size_t over = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const Claim* const claim = claim_of(series[i], analyzer);
    if (claim == nullptr || claim->votes == false || !claim->utilization || !claim->scale_up_threshold)
      continue;
    ++known;
    if (*claim->utilization > *claim->scale_up_threshold) ++over;
  }
  figures.set(capacity_metric(analyzer, "over_pct"),
              statistics::percentage(static_cast<double>(over), static_cast<double>(known)));
}

void set_per_replica(const MeasuredSeries& series, std::string_view analyzer, Figures& figures) {
  std::vector<double> values;
  std::size_t jumps = 0;
  std::optional<double> before;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const auto now = known_per_replica(series[i], analyzer);
    if (now) values.push_back(*now);
    if (now && before && std::max(*now, *before) >= kJumpFactor * std::min(*now, *before)) ++jumps;
    before = series.ends_segment(i) ? std::nullopt : now;
  }
  if (values.empty()) return;
  figures.set(capacity_metric(analyzer, "prc_min"), statistics::minimum(values));
  figures.set(capacity_metric(analyzer, "prc_median"), statistics::quantile(values, 0.5));
  figures.set(capacity_metric(analyzer, "prc_max"), statistics::maximum(values));
  figures.set_count(capacity_metric(analyzer, "prc_jumps"), jumps);
}

void set_sources(const MeasuredSeries& series, const Analyzer& analyzer, Figures& figures) {
  std::vector<std::string_view> logged;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const Claim* const claim = claim_of(series[i], analyzer.name);
    if (claim != nullptr && !claim->source.empty()) logged.push_back(claim->source);
  }
  for (const CapacitySource& source : analyzer.sources) {
    const auto count = std::count(logged.begin(), logged.end(), source.name);
    figures.set(capacity_metric(analyzer.name, "source_pct." + std::string(source.name)),
                statistics::percentage(static_cast<double>(count), static_cast<double>(logged.size())));
  }
}

}  // namespace

void set_capacity_figures(const MeasuredSeries& series, Figures& figures) {
  for (const Analyzer& analyzer : kAnalyzers) {
    set_utilization(series, analyzer.name, figures);
    figures.set(capacity_metric(analyzer.name, "required_mean"),
                statistics::mean(values_of(series, analyzer.name, &Claim::required)));
    figures.set(capacity_metric(analyzer.name, "spare_mean"),
                statistics::mean(values_of(series, analyzer.name, &Claim::spare)));
    set_per_replica(series, analyzer.name, figures);
    set_sources(series, analyzer, figures);
  }
}

}  // namespace wvagate::metric
