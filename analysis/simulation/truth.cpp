#include "analysis/simulation/truth.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/model/queue_model.hpp"
#include "analysis/model/replay.hpp"

namespace wvagate::simulation {
namespace {

using Cycles = std::vector<const TrueSample*>;

/// A cycle's place among the segments.
enum class Follows { nothing, another_segment, its_segment };

class Worker {
 public:
  Worker(Cycles cycles, const LatencyPair& targets, bool in_solved_log)
      : cycles_(std::move(cycles)), targets_(targets), in_solved_log_(in_solved_log) {}

  SeriesTruth work() {
    SeriesTruth truth;
    for (std::size_t i = 0; i < cycles_.size(); ++i) {
      const Sample& now = sample(i);
      const bool rests = observation_in(now).load.rate_rpm == 0.0 && !latency_of(i, Latency::itl) &&
                         !latency_of(i, Latency::ttft);
      if (rests) ++truth.idle;
      if (in_solved_log_ && !now.forecast) ++truth.unsolved;
      if (follows(i) != Follows::its_segment) ++truth.segments;
      truth.duration_min += held(i);
      truth.replica_minutes += running_replicas(now).value_or(0) * held(i);
    }
    truth.itl = work_latency(Latency::itl);
    truth.ttft = work_latency(Latency::ttft);
    truth.events = work_events();
    return truth;
  }

 private:
  const Sample& sample(std::size_t i) const { return cycles_[i]->sample; }
  double minute(std::size_t i) const { return minutes_between(sample(0).time, sample(i).time); }

  /// How cycle `i` follows the one before.
  Follows follows(std::size_t i) const {
    if (i == 0) return Follows::nothing;
    return sample(i).segment == sample(i - 1).segment ? Follows::its_segment : Follows::another_segment;
  }
  bool goes_on(std::size_t i) const {
    return i + 1 < cycles_.size() && follows(i + 1) == Follows::its_segment;
  }
  /// Each sample holds until the next one of its segment.
  double held(std::size_t i) const { return goes_on(i) ? minute(i + 1) - minute(i) : 0; }

  /// A latency of 0 was not measured.
  std::optional<double> latency_of(std::size_t i, Latency latency) const {
    const auto value = observation_in(sample(i)).latency[latency];
    return value && *value > 0 ? value : std::nullopt;
  }
  std::optional<double> target_of(std::size_t i, Latency latency) const {
    const auto own = sample(i).slo[latency];
    return own ? own : targets_[latency];
  }
  bool violates(std::size_t i, Latency latency) const {
    const auto value = latency_of(i, latency);
    const auto target = target_of(i, latency);
    return value && target && *value > *target;
  }

  LatencyTruth work_latency(Latency latency) const {
    LatencyTruth truth;
    for (std::size_t i = 0; i < cycles_.size(); ++i) {
      const auto value = latency_of(i, latency);
      if (!value && sample(i).observation) ++truth.unmeasured;
      if (value && target_of(i, latency)) ++truth.measured;
      if (violates(i, latency)) ++truth.violations;
      if (const auto expected = predicted(i, latency); value && expected)
        truth.errors_ms.push_back(*value - *expected);
      if (const auto expected = modelled(i, latency); value && expected)
        truth.model_errors_ms.push_back(*value - *expected);
      const bool begins =
          violates(i, latency) && !(follows(i) == Follows::its_segment && violates(i - 1, latency));
      if (begins) truth.gaps.push_back(work_gap(i, latency));
    }
    if (truth.measured > 0) {
      const double compliant = static_cast<double>(truth.measured - truth.violations);
      truth.compliance_pct = 100 * compliant / static_cast<double>(truth.measured);
    }
    return truth;
  }

  /// The prediction that the controller logged; none for a cycle without load.
  std::optional<double> predicted(std::size_t i, Latency latency) const {
    const auto& solution = sample(i).forecast;
    if (!solution || solution->load.rate_rpm == 0.0) return std::nullopt;
    return solution->predicted[latency];
  }

  /// The model with the parameters in force at the observed load on the replicas that ran.
  std::optional<double> modelled(std::size_t i, Latency latency) const {
    const Sample& now = sample(i);
    if (!now.parameters || !observation_in(now).load.rate_rpm || *observation_in(now).load.rate_rpm == 0.0)
      return std::nullopt;
    std::optional<double> batch = observation_in(now).max_batch;
    if (!batch && now.forecast) batch = now.forecast->max_batch;
    const auto prediction = predict({.parameters = *now.parameters,
                                     .in_tokens = *observation_in(now).load.in_tokens,
                                     .out_tokens = *observation_in(now).load.out_tokens,
                                     .max_batch = batch.value_or(kAssumedBatch)},
                                    *observation_in(now).load.rate_rpm / *running_replicas(now));
    if (!prediction) return std::nullopt;
    return latency == Latency::itl ? prediction->itl_ms : prediction->ttft_ms;
  }

  TrueGap work_gap(std::size_t first, Latency latency) const {
    std::size_t last = first;
    while (goes_on(last) && violates(last + 1, latency))
      ++last;
    TrueGap gap{.latency = latency, .start_min = minute(first), .last_violation_min = minute(last)};
    gap.first_line = sample(first).line;
    gap.last_line = sample(last).line;
    double sum = 0;
    for (std::size_t i = first; i <= last; ++i) {
      const double value = *latency_of(i, latency);
      sum += value;
      gap.peak_ms = std::max(gap.peak_ms, value);
    }
    gap.mean_ms = sum / static_cast<double>(last - first + 1);
    gap.duration_min = gap.last_violation_min - gap.start_min;
    if (goes_on(last)) {
      gap.end_min = minute(last + 1);
      gap.duration_min = *gap.end_min - gap.start_min;
    }
    work_lags(first, last, gap);
    return gap;
  }

  /// Replicas that cycle `i` wants beyond those that run; 0 where it wants no more.
  double missing(std::size_t i) const {
    const auto wanted = wanted_replicas(sample(i));
    return wanted ? std::max(0.0, *wanted - *running_replicas(sample(i))) : 0.0;
  }

  /// The scale-up that a gap waited for: asked for in the cycle before and not there when the gap began, else
  /// asked for in the gap, else asked for in the cycle before and there at once.
  std::optional<std::size_t> scale_up(std::size_t first, std::size_t last) const {
    const bool before = follows(first) == Follows::its_segment && missing(first - 1) > 0;
    if (before && *running_replicas(sample(first)) < *wanted_replicas(sample(first - 1))) return first - 1;
    for (std::size_t i = first; i <= last; ++i) {
      if (missing(i) > 0) return i;
    }
    return before ? std::optional(first - 1) : std::nullopt;
  }

  void work_lags(std::size_t first, std::size_t last, TrueGap& gap) const {
    const auto decision = scale_up(first, last);
    gap.waited_for_replicas = decision.has_value();
    if (!decision) return;
    gap.detection_min = minute(*decision) - gap.start_min;
    std::size_t there = *decision;
    while (goes_on(there)) {
      ++there;
      if (*running_replicas(sample(there)) < *wanted_replicas(sample(*decision))) continue;
      gap.actuation_min = minute(there) - minute(*decision);
      if (gap.end_min && *gap.end_min >= minute(there)) gap.settling_min = *gap.end_min - minute(there);
      return;
    }
  }

  /// Changes of what is wanted; where nothing is solved, of what runs.
  std::vector<TrueEvent> work_events() const {
    std::vector<TrueEvent> events;
    std::optional<double> before;
    for (std::size_t i = 0; i < cycles_.size(); ++i) {
      const auto now = in_solved_log_ ? wanted_replicas(sample(i)) : running_replicas(sample(i));
      if (!now) continue;
      if (before && *before != *now)
        events.push_back({.time_min = minute(i), .from = *before, .to = *now, .line = sample(i).line});
      before = now;
    }
    return events;
  }

  Cycles cycles_;
  LatencyPair targets_;
  bool in_solved_log_;
};

}  // namespace

SeriesTruth work_out_truth(const std::vector<TrueSample>& samples, const LatencyPair& targets,
                           bool in_solved_log) {
  Cycles cycles;
  for (const TrueSample& sample : samples) {
    if (!sample.superseded) cycles.push_back(&sample);
  }
  SeriesTruth truth = Worker(cycles, targets, in_solved_log).work();
  truth.samples = samples.size();
  truth.duplicates = samples.size() - cycles.size();
  return truth;
}

}  // namespace wvagate::simulation
