#pragma once

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
    sample_.observed = true;
    sample_.slo.itl = 10;
    sample_.slo.ttft = 1000;
  }

  SampleBuilder& itl(std::optional<double> value) { return sample_.latency.itl = value, *this; }
  SampleBuilder& ttft(std::optional<double> value) { return sample_.latency.ttft = value, *this; }
  SampleBuilder& rate(std::optional<double> rpm) { return sample_.load.rate_rpm = rpm, *this; }
  SampleBuilder& running(std::optional<double> replicas) {
    return sample_.current_replicas = replicas, *this;
  }
  SampleBuilder& target(double replicas) { return sample_.target_replicas = replicas, *this; }
  SampleBuilder& slo(std::optional<double> itl, std::optional<double> ttft) {
    return sample_.slo.itl = itl, sample_.slo.ttft = ttft, *this;
  }
  SampleBuilder& segment(std::uint32_t number) { return sample_.segment = number, *this; }
  SampleBuilder& line(std::uint64_t number) { return sample_.line = number, *this; }
  SampleBuilder& variant(std::string_view name) { return sample_.variant = name, *this; }
  SampleBuilder& unobserved() { return sample_.observed = false, *this; }
  SampleBuilder& cost(double rate) { return sample_.current_cost = rate, *this; }

  /// A solution of that many replicas for a load of `rate_rpm`, without predictions.
  SampleBuilder& wants(double replicas, double rate_rpm = 100) {
    Solution& solution = sample_.solution ? *sample_.solution : sample_.solution.emplace();
    solution.replicas = replicas;
    solution.load.rate_rpm = rate_rpm;
    return *this;
  }
  SampleBuilder& predicts(std::optional<double> itl, std::optional<double> ttft = std::nullopt) {
    if (!sample_.solution) wants(1);
    return sample_.solution->predicted = {itl, ttft}, *this;
  }
  SampleBuilder& parameters(PerfParameters values) { return sample_.parameters = values, *this; }
  SampleBuilder& tuner(bool accepted, std::optional<double> nis) {
    return sample_.tuner = TunerOutcome{accepted, nis}, *this;
  }

  operator Sample() const { return sample_; }  // NOLINT(google-explicit-constructor)

 private:
  Sample sample_;
};

/// The sample of minute `minute`.
inline SampleBuilder at_minute(double minute) {
  return SampleBuilder(minute);
}

inline Series series_of(std::vector<Sample> samples) {
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
