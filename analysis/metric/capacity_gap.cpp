#include "analysis/metric/capacity_gap.hpp"

#include "analysis/metric/analyzers.hpp"
#include "analysis/metric/gap.hpp"
#include "analysis/metric/stretch.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {
namespace {

/// Whether the analyzer needs more capacity; absent if it does not vote, or if the log has neither its
/// required capacity nor its utilization and threshold.
std::optional<bool> needs_capacity(const Sample& sample, std::string_view analyzer) {
  const Claim* const claim = claim_of(sample, analyzer);
  if (claim == nullptr || claim->votes != true) return std::nullopt;
  if (claim->required) return *claim->required > 0;
  if (!claim->utilization || !claim->scale_up_threshold) return std::nullopt;
  return *claim->utilization > *claim->scale_up_threshold;
}

bool at_maximum(const Sample& sample) {
  const auto wanted = wanted_replicas(sample);
  return wanted && sample.bounds.max_replicas && *wanted >= *sample.bounds.max_replicas;
}

CapacityGapCause cause_of(const MeasuredSeries& series, const Stretch& need) {
  std::size_t awaiting = 0;
  std::size_t bounded = 0;
  bool decided = false;
  for (std::size_t i = need.first; i <= need.last; ++i) {
    const Sample& sample = series[i];
    if (wants_more(sample)) {
      ++awaiting;
    } else if (at_maximum(sample)) {
      ++bounded;
    }
    decided = decided || (sample.decision && sample.decision->target);
  }
  const bool awaited_before =
      need.first > 0 && !series.ends_segment(need.first - 1) && wants_more(series[need.first - 1]);
  if ((awaiting > 0 || awaited_before) && awaiting >= bounded) return CapacityGapCause::scale_up_lag;
  if (bounded > 0) return CapacityGapCause::bounded;
  return decided ? CapacityGapCause::steady_state : CapacityGapCause::held;
}

CapacityGap make_gap(const MeasuredSeries& series, std::string_view analyzer, const Stretch& need) {
  std::vector<double> utilizations;
  std::vector<double> required;
  for (std::size_t i = need.first; i <= need.last; ++i) {
    const Claim& claim = *claim_of(series[i], analyzer);
    if (claim.utilization) utilizations.push_back(*claim.utilization);
    if (claim.required) required.push_back(*claim.required);
  }
  return {.analyzer = analyzer,
          .first = need.first,
          .last = need.last,
          .start_min = need.start_min,
          .last_min = need.last_min,
          .end_min = need.end_min,
          .duration_min = need.duration_min,
          .peak_utilization = statistics::maximum(utilizations),
          .mean_required = statistics::mean(required),
          .open = need.open(),
          .cause = cause_of(series, need),
          .first_line = series[need.first].line,
          .last_line = series[need.last].line};
}

bool logs_need(const MeasuredSeries& series, std::string_view analyzer) {
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (needs_capacity(series[i], analyzer).has_value()) return true;
  }
  return false;
}

}  // namespace

std::string_view cause_text(CapacityGapCause cause) {
  constexpr std::string_view kTexts[] = {"scale_up_lag", "bounded", "held", "steady_state"};
  return kTexts[static_cast<std::size_t>(cause)];
}

std::vector<CapacityGap> find_capacity_gaps(const MeasuredSeries& series) {
  std::vector<CapacityGap> gaps;
  for (const Analyzer& analyzer : kAnalyzers) {
    const auto needs = [&](std::size_t i) {
      return needs_capacity(series[i], analyzer.name).value_or(false);
    };
    for (const Stretch& need : find_stretches(series, needs))
      gaps.push_back(make_gap(series, analyzer.name, need));
  }
  return gaps;
}

void set_capacity_gap_figures(const MeasuredSeries& series, const std::vector<CapacityGap>& gaps,
                              Figures& figures) {
  for (const Analyzer& analyzer : kAnalyzers) {
    if (!logs_need(series, analyzer.name)) continue;
    std::vector<double> durations;
    double total = 0;
    std::size_t open = 0;
    for (const CapacityGap& gap : gaps) {
      if (gap.analyzer != analyzer.name) continue;
      durations.push_back(gap.duration_min);
      total += gap.duration_min;
      if (gap.open) ++open;
    }
    figures.set_count(capacity_metric(analyzer.name, "gaps.count"), durations.size());
    figures.set(capacity_metric(analyzer.name, "gaps.total_min"), total);
    figures.set(capacity_metric(analyzer.name, "gaps.longest_min"), statistics::maximum(durations));
    figures.set_count(capacity_metric(analyzer.name, "gaps.open"), open);
  }
}

}  // namespace wvagate::metric
