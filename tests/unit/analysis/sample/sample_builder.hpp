#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/sample/policy.hpp"
#include "analysis/sample/series.hpp"

/// Samples as tests write them: only what a test is about is named.
namespace wvagate::testing {

/// A moment `count` seconds after the time that all these samples count from.
inline TimePoint at_second(double count) {
  const auto since = std::chrono::round<std::chrono::nanoseconds>(std::chrono::duration<double>(count));
  return TimePoint(std::chrono::seconds(1'760'000'000)) + since;
}

/// Takes a sample's fields one by one. Until told otherwise: an observed sample with SLOs of 10 and 1000 ms,
/// and nothing else.
class SampleBuilder {
 public:
  explicit SampleBuilder(double minute) {
    sample_.time = at_second(minute * 60);
    sample_.line = static_cast<std::uint64_t>(minute) + 1;
    sample_.variant = "v";
    sample_.observation.emplace();
    sample_.slo.itl = 10;
    sample_.slo.ttft = 1000;
  }

  SampleBuilder& itl(std::optional<double> value) { return sample_.observation->latency.itl = value, *this; }
  SampleBuilder& ttft(std::optional<double> value) {
    return sample_.observation->latency.ttft = value, *this;
  }
  SampleBuilder& rate(std::optional<double> rpm) { return sample_.observation->load.rate_rpm = rpm, *this; }
  SampleBuilder& running(std::optional<double> replicas) {
    return sample_.observation->replicas = replicas, *this;
  }
  SampleBuilder& target(double replicas) {
    if (!sample_.decision) sample_.decision.emplace();
    return sample_.decision->target = replicas, *this;
  }
  SampleBuilder& slo(std::optional<double> itl, std::optional<double> ttft) {
    return sample_.slo.itl = itl, sample_.slo.ttft = ttft, *this;
  }
  SampleBuilder& segment(std::uint32_t number) { return sample_.segment = number, *this; }
  SampleBuilder& line(std::uint64_t number) { return sample_.line = number, *this; }
  SampleBuilder& variant(std::string_view name) { return sample_.variant = name, *this; }
  SampleBuilder& unobserved() { return sample_.observation.reset(), *this; }
  SampleBuilder& cost(double rate) { return sample_.observation->cost = rate, *this; }

  /// A forecast of that many replicas for a load of `rate_rpm`, without predictions.
  SampleBuilder& wants(double replicas, double rate_rpm = 100) {
    Forecast& forecast = sample_.forecast ? *sample_.forecast : sample_.forecast.emplace();
    forecast.replicas = replicas;
    forecast.load.rate_rpm = rate_rpm;
    sample_.controller = ControllerKind::model_based;
    return *this;
  }
  SampleBuilder& predicts(std::optional<double> itl, std::optional<double> ttft = std::nullopt) {
    if (!sample_.forecast) wants(1);
    return sample_.forecast->predicted = {itl, ttft}, *this;
  }
  SampleBuilder& parameters(PerfParameters values) { return sample_.parameters = values, *this; }
  SampleBuilder& tuner(bool accepted, std::optional<double> nis) {
    return sample_.tuner = TunerOutcome{accepted, nis}, *this;
  }

  SampleBuilder& controller(ControllerKind kind) { return sample_.controller = kind, *this; }
  /// An analyzer's claim: the controller is one of 2026. Nothing but what it is given; it does not vote
  /// unless that is.
  SampleBuilder& claim(const Claim& claim) {
    sample_.controller = ControllerKind::analyzers;
    return sample_.claims.push_back(claim), *this;
  }
  /// A decision with its action, not changed by anything after the optimizer.
  SampleBuilder& decided(double current, double target) {
    Decision& decision = sample_.decision ? *sample_.decision : sample_.decision.emplace();
    decision.current = current;
    decision.optimizer_target = decision.target = target;
    decision.action = target > current ? "scale-up" : target < current ? "scale-down" : "no-change";
    return *this;
  }
  SampleBuilder& optimizer_target(double replicas) {
    if (!sample_.decision) sample_.decision.emplace();
    return sample_.decision->optimizer_target = replicas, *this;
  }
  SampleBuilder& held(std::string_view why) { return sample_.held = why, *this; }
  SampleBuilder& emits(double replicas) { return sample_.emitted_replicas = replicas, *this; }
  SampleBuilder& bounds(std::optional<double> min_replicas, std::optional<double> max_replicas) {
    sample_.bounds.min_replicas = min_replicas;
    return sample_.bounds.max_replicas = max_replicas, *this;
  }
  SampleBuilder& interrupted() { return sample_.interrupted = true, *this; }
  SampleBuilder& pod(std::optional<double> kv_usage, std::optional<double> queue_length) {
    sample_.observation->pods.push_back({.kv_usage = kv_usage, .queue_length = queue_length});
    return *this;
  }
  /// The throughput analyzer misses a pod's decode rate, tokens a second.
  SampleBuilder& mismatch(double observed_tps, double predicted_tps, double error_pct) {
    if (!sample_.throughput) sample_.throughput.emplace();
    sample_.throughput->mismatches.push_back(
        {.observed_tps = observed_tps, .predicted_tps = predicted_tps, .error_pct = error_pct});
    return *this;
  }
  SampleBuilder& window_cleared() {
    if (!sample_.throughput) sample_.throughput.emplace();
    return sample_.throughput->cleared = true, *this;
  }

  operator Sample() const { return sample_; }  // NOLINT(google-explicit-constructor)

 private:
  Sample sample_;
};

/// The sample of minute `minute`.
inline SampleBuilder at_minute(double minute) {
  return SampleBuilder(minute);
}

/// Of one segment's samples, as make_series() gives them: solved somewhere, the whole is of a model-based
/// controller; else, with a claim somewhere, of one with analyzers.
inline Series series_of(std::vector<Sample> samples) {
  const bool solved = std::any_of(samples.begin(), samples.end(),
                                  [](const Sample& sample) { return sample.forecast.has_value(); });
  const bool claimed = std::any_of(samples.begin(), samples.end(),
                                   [](const Sample& sample) { return !sample.claims.empty(); });
  for (Sample& sample : samples) {
    if (solved) sample.controller = ControllerKind::model_based;
    if (claimed && !solved) sample.controller = ControllerKind::analyzers;
  }
  return {
      .variant = "v", .model = "m", .service_class = "c", .accelerator = "a", .samples = std::move(samples)};
}

/// Samples a minute apart with these observed ITLs, held to 10 ms; an absent one is of a cycle that logged no
/// observation.
inline Series series_of_itl(std::initializer_list<std::optional<double>> values) {
  std::vector<Sample> samples;
  double minute = 0;
  for (const auto& value : values)
    samples.push_back(at_minute(minute++).itl(value));
  return series_of(std::move(samples));
}

inline constexpr Policy kCycle{.name = PolicyName::cycle};
inline constexpr Policy kNotebook{.name = PolicyName::notebook};

}  // namespace wvagate::testing
