#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/sample/series.hpp"

namespace wvagate {

/// What the figures count (design, domain §2).
enum class PolicyName {
  cycle,     ///< each cycle once, and only what was measured
  notebook,  ///< the reference notebook's arithmetic: every row, zeros included
};

struct Policy {
  PolicyName name = PolicyName::cycle;
  /// Under `cycle`, a sample less than this after the one before is the same cycle logged twice.
  std::chrono::nanoseconds dedup_window = std::chrono::seconds(5);

  bool notebook() const { return name == PolicyName::notebook; }
};

std::string_view policy_text(PolicyName name);
std::optional<PolicyName> parse_policy(std::string_view text);

/// A series as a policy sees it: the samples that count, in order, and how many did not.
class MeasuredSeries {
 public:
  /// Refers to `series`, which must outlive the object.
  MeasuredSeries(const Series& series, const Policy& policy);

  const Series& series() const { return *series_; }
  const Policy& policy() const { return policy_; }
  std::size_t size() const { return samples_.size(); }
  const Sample& operator[](std::size_t i) const { return *samples_[i]; }

  /// Copies of the samples that count.
  std::vector<Sample> samples() const;
  std::size_t duplicates() const { return duplicates_; }
  std::size_t unsolved() const { return unsolved_; }
  /// Stretches between controller restarts that hold a sample.
  std::size_t segments() const { return segments_; }
  /// Some segment is of a model-based controller, so that forecasts can be there.
  bool model_based() const { return model_based_; }

  /// Minutes from the first sample that counts.
  double minute(std::size_t i) const { return minutes_between(samples_.front()->time, samples_[i]->time); }
  /// Minutes until the next sample; 0 for the last one of a segment: durations do not bridge a restart.
  double held_minutes(std::size_t i) const;
  bool ends_segment(std::size_t i) const;

  /// The observed latency that counts, ms: under `cycle` only a measured one, under `notebook` zeros too.
  std::optional<double> observed(std::size_t i, Latency latency) const;
  /// The observed latency was 0: no traffic, nothing measured.
  bool unmeasured(std::size_t i, Latency latency) const;
  /// No requests came, and nothing was measured.
  bool idle(std::size_t i) const;
  /// The prediction that an observation may be held against, ms: under `cycle` none that was made for no
  /// load.
  std::optional<double> predicted(std::size_t i, Latency latency) const;
  /// The replicas by which scaling is measured: those that the controller wants; those that run, of a
  /// reactive one.
  std::optional<double> replicas(std::size_t i) const;

 private:
  const Series* series_;
  Policy policy_;
  std::vector<const Sample*> samples_;
  std::size_t duplicates_ = 0;
  std::size_t unsolved_ = 0;
  std::size_t segments_ = 0;
  bool model_based_ = false;
};

}  // namespace wvagate
