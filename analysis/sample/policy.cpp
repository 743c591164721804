#include "analysis/sample/policy.hpp"

#include <algorithm>

namespace wvagate {
namespace {

bool is_measured(std::optional<double> latency) {
  return latency && *latency > 0;
}

}  // namespace

std::string_view policy_text(PolicyName name) {
  return name == PolicyName::cycle ? "cycle" : "notebook";
}

std::optional<PolicyName> parse_policy(std::string_view text) {
  for (const PolicyName name : {PolicyName::cycle, PolicyName::notebook}) {
    if (text == policy_text(name)) return name;
  }
  return std::nullopt;
}

MeasuredSeries::MeasuredSeries(const Series& series, const Policy& policy)
    : series_(&series), policy_(policy) {
  const auto& all = series.samples;
  model_based_ = std::any_of(all.begin(), all.end(), [](const Sample& sample) {
    return sample.controller == ControllerKind::model_based;
  });
  const Sample* observed = nullptr;  // of the rows of one cycle the last one in which something was observed
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool repeated = i + 1 < all.size() && all[i + 1].time - all[i].time < policy.dedup_window;
    if (all[i].observation) observed = &all[i];
    if (!policy.notebook() && repeated) {
      ++duplicates_;
      continue;
    }
    const Sample& sample = policy.notebook() || observed == nullptr ? all[i] : *observed;
    observed = nullptr;
    const bool unsolved = sample.controller == ControllerKind::model_based && !sample.forecast;
    if (unsolved) ++unsolved_;
    if (policy.notebook() && unsolved) continue;
    samples_.push_back(&sample);
  }
  for (std::size_t i = 0; i < samples_.size(); ++i) {
    if (ends_segment(i)) ++segments_;
  }
}

bool MeasuredSeries::ends_segment(std::size_t i) const {
  return i + 1 == samples_.size() || samples_[i + 1]->segment != samples_[i]->segment;
}

std::vector<Sample> MeasuredSeries::samples() const {
  std::vector<Sample> counted;
  counted.reserve(size());
  for (const Sample* sample : samples_)
    counted.push_back(*sample);
  return counted;
}

double MeasuredSeries::held_minutes(std::size_t i) const {
  return ends_segment(i) ? 0.0 : minutes_between(samples_[i]->time, samples_[i + 1]->time);
}

std::optional<double> MeasuredSeries::observed(std::size_t i, Latency latency) const {
  const auto& value = observation_in(*samples_[i]).latency[latency];
  return policy_.notebook() || is_measured(value) ? value : std::nullopt;
}

bool MeasuredSeries::unmeasured(std::size_t i, Latency latency) const {
  const auto& observation = samples_[i]->observation;
  return observation && !is_measured(observation->latency[latency]);
}

bool MeasuredSeries::idle(std::size_t i) const {
  const Observation& observation = observation_in(*samples_[i]);
  return observation.load.rate_rpm == 0.0 && !is_measured(observation.latency.itl) &&
         !is_measured(observation.latency.ttft);
}

std::optional<double> MeasuredSeries::predicted(std::size_t i, Latency latency) const {
  const auto& forecast = samples_[i]->forecast;
  if (!forecast) return std::nullopt;
  const bool no_load = forecast->load.rate_rpm.value_or(1) == 0;
  return policy_.notebook() || !no_load ? forecast->predicted[latency] : std::nullopt;
}

std::optional<double> MeasuredSeries::replicas(std::size_t i) const {
  const Sample& sample = *samples_[i];
  switch (sample.controller) {
    case ControllerKind::reactive:
      return running_replicas(sample);
    case ControllerKind::model_based:  // an unsolved cycle wants nothing, whatever its safety net emits
      return sample.forecast ? sample.forecast->replicas : std::nullopt;
    case ControllerKind::analyzers:
      break;
  }
  return wanted_replicas(sample);
}

}  // namespace wvagate
