#include "analysis/metric/gap.hpp"

#include "analysis/metric/stretch.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {
namespace {

/// The SLO that a sample is held to: its own, or under `notebook` the first sample's.
std::optional<double> threshold(const MeasuredSeries& series, std::size_t i, Latency latency) {
  return series[series.policy().notebook() ? 0 : i].slo[latency];
}

bool violates(const MeasuredSeries& series, std::size_t i, Latency latency) {
  const auto observed = series.observed(i, latency);
  const auto target = threshold(series, i, latency);
  return observed && target && *observed > *target;
}

/// The sample that decided on the scale-up that a gap waited for: one just before it that had not come true
/// when the gap began, else the first one in it, else one just before it that had.
std::optional<std::size_t> scale_up_decision(const MeasuredSeries& series, const Gap& gap) {
  std::optional<std::size_t> before;
  if (gap.first > 0 && !series.ends_segment(gap.first - 1) && wants_more(series[gap.first - 1])) {
    before = gap.first - 1;
    const auto& running = running_replicas(series[gap.first]);
    if (!running || *running < *wanted_replicas(series[*before])) return before;
  }
  for (std::size_t i = gap.first; i <= gap.last; ++i) {
    if (wants_more(series[i])) return i;
  }
  return before;
}

/// The first sample after `decision`, in its segment, on which as many replicas ran as it wanted.
std::optional<std::size_t> caught_up(const MeasuredSeries& series, std::size_t decision) {
  const double wanted = *wanted_replicas(series[decision]);
  for (std::size_t i = decision + 1; i < series.size() && !series.ends_segment(i - 1); ++i) {
    if (running_replicas(series[i]) && *running_replicas(series[i]) >= wanted) return i;
  }
  return std::nullopt;
}

void find_cause(const MeasuredSeries& series, std::optional<std::size_t> recovery, Gap& gap) {
  const auto decision = scale_up_decision(series, gap);
  if (!decision) return;
  gap.cause = GapCause::scale_up_lag;
  gap.lags.detection_min = series.minute(*decision) - gap.start_min;
  const auto actuated = caught_up(series, *decision);
  if (!actuated) return;
  gap.lags.actuation_min = series.minute(*actuated) - series.minute(*decision);
  if (recovery && *recovery >= *actuated) {
    gap.lags.settling_min = series.minute(*recovery) - series.minute(*actuated);
  }
}

void measure(const MeasuredSeries& series, Gap& gap) {
  std::vector<double> observed;
  std::vector<double> excess;
  std::vector<double> rates;
  for (std::size_t i = gap.first; i <= gap.last; ++i) {
    observed.push_back(*series.observed(i, gap.latency));
    excess.push_back(observed.back() - *threshold(series, i, gap.latency));
    if (observation_in(series[i]).load.rate_rpm) rates.push_back(*observation_in(series[i]).load.rate_rpm);
  }
  gap.threshold_ms = *threshold(series, gap.first, gap.latency);
  gap.peak_ms = *statistics::maximum(observed);
  gap.mean_ms = *statistics::mean(observed);
  gap.mean_excess_ms = *statistics::mean(excess);
  gap.mean_rate_rpm = statistics::mean(rates);
}

Gap make_gap(const MeasuredSeries& series, Latency latency, const Stretch& violations) {
  Gap gap{.latency = latency, .first = violations.first, .last = violations.last};
  gap.start_min = violations.start_min;
  gap.last_violation_min = violations.last_min;
  gap.end_min = violations.end_min;
  gap.open = violations.open();
  gap.first_line = series[gap.first].line;
  gap.last_line = series[gap.last].line;
  measure(series, gap);

  gap.duration.policy_min = violations.duration_min;
  gap.duration.violations_min = gap.last_violation_min - gap.start_min;
  if (const auto& recovery = violations.next) {
    gap.duration.to_recovery_min = series.minute(*recovery) - gap.start_min;
    const bool bounded = gap.first > 0 && !series.ends_segment(gap.first - 1);
    if (bounded) gap.duration.upper_bound_min = series.minute(*recovery) - series.minute(gap.first - 1);
  }
  find_cause(series, violations.next, gap);
  return gap;
}

}  // namespace

std::string_view cause_text(GapCause cause) {
  return cause == GapCause::scale_up_lag ? "scale_up_lag" : "steady_state";
}

bool wants_more(const Sample& sample) {
  const auto wanted = wanted_replicas(sample);
  const auto running = running_replicas(sample);
  return wanted && running && *wanted > *running;
}

bool has_target(const MeasuredSeries& series, Latency latency) {
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (series.observed(i, latency) && threshold(series, i, latency)) return true;
  }
  return false;
}

std::vector<Gap> find_gaps(const MeasuredSeries& series, Latency latency) {
  std::vector<Gap> gaps;
  const auto violating = [&](std::size_t i) { return violates(series, i, latency); };
  for (const Stretch& violations : find_stretches(series, violating))
    gaps.push_back(make_gap(series, latency, violations));
  return gaps;
}

void set_gap_figures(const std::vector<Gap>& gaps, Latency latency, Figures& figures) {
  std::vector<double> durations;
  std::size_t open = 0;
  for (const Gap& gap : gaps) {
    durations.push_back(gap.duration.policy_min);
    if (gap.open) ++open;
  }
  double total = 0;
  for (const double duration : durations)
    total += duration;
  figures.set_count(metric_name(latency, "gaps.count"), gaps.size());
  figures.set(metric_name(latency, "gaps.total_min"), total);
  figures.set(metric_name(latency, "gaps.mean_min"), statistics::mean(durations));
  figures.set(metric_name(latency, "gaps.longest_min"), statistics::maximum(durations));
  figures.set_count(metric_name(latency, "gaps.open"), open);
}

}  // namespace wvagate::metric
