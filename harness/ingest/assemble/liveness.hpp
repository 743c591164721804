#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/core/time.hpp"

namespace wvagate::ingest {

/// Which analyzers are live: since 30 July 2026 one votes only while its last informative result is at most
/// three intervals old. The interval is not logged. A cycle takes it and the time that the cycle itself runs,
/// so that an analyzer which falls silent stays live for two more cycles. Cycles are separated by time,
/// since one that fails is tried again at once.
class Liveness {
 public:
  /// A cycle begins.
  void begin_cycle(TimePoint time);
  /// An analyzer has a result for a model; `informative`: with the capacity of some variant.
  void add(std::string_view model_key, std::string_view analyzer, bool informative);
  /// Whether the analyzer is live in this cycle, after its result was added. Absent if that depends on what
  /// was before the log.
  std::optional<bool> is_live(std::string_view model_key, std::string_view analyzer) const;
  /// The controller started: nothing from before counts. What comes is known from the first cycle on.
  void restart();

 private:
  static std::string key_of(std::string_view model_key, std::string_view analyzer);

  std::uint32_t cycle_ = 0;  // counted in intervals
  std::optional<TimePoint> began_;
  bool from_start_ = false;                                 // the log has the controller's start
  std::map<std::string, std::uint32_t, std::less<>> last_;  // informative, by analyzer: its cycle
};

}  // namespace wvagate::ingest
