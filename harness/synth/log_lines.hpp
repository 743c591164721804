#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analysis/core/time.hpp"
#include "analysis/simulation/log_form.hpp"

namespace wvagate::synth {

/// Longest piece of a record in one line of a container runtime's file, bytes.
inline constexpr std::size_t kRuntimePieceBytes = 16384;

/// A log that grows line by line, each in its collector's wrapper.
class LogLines {
 public:
  /// Appends to `out`, which must outlive the object; whoever owns it may empty it at any time.
  LogLines(const simulation::LogForm& form, std::string& out);

  /// A line as the controller printed it at `time`. Gives its number in the log, counted from 1; of a record
  /// that the container runtime cuts into several lines the first one's.
  std::uint64_t add(std::string_view record, TimePoint time);

  /// zap's line of a level, to the millisecond, and a message. Its number.
  std::uint64_t zap(std::string_view level, TimePoint time, std::string_view message);
  std::uint64_t debug(TimePoint time, std::string_view message) { return zap("DEBUG", time, message); }
  std::uint64_t info(TimePoint time, std::string_view message) { return zap("INFO", time, message); }
  std::uint64_t warn(TimePoint time, std::string_view message) { return zap("WARN", time, message); }
  std::uint64_t error(TimePoint time, std::string_view message) { return zap("ERROR", time, message); }

  std::uint64_t count() const { return count_; }

 private:
  void add_line(std::string_view before, std::string_view text, std::string_view after = {});
  void add_cri(std::string_view record, TimePoint time);
  void add_docker(std::string_view record, TimePoint time);

  simulation::LogForm form_;
  std::string& out_;
  std::string record_;
  std::uint64_t count_ = 0;
};

/// Appends `text` as the inside of a JSON string.
void append_escaped(std::string& out, std::string_view text);

}  // namespace wvagate::synth
