#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "analysis/simulation/log_form.hpp"
#include "harness/synth/log_lines.hpp"
#include "harness/synth/logged_cycle.hpp"

namespace wvagate::synth {

/// alpha, beta, gamma and delta as they are printed.
using ParameterDigits = std::array<Digits, 4>;

/// What a dialect's writer has to hand.
struct CycleContext {
  LogLines& lines;
  bool tuner = false;  ///< the online tuner is switched on
  /// The last parameters that this process logged of each variant, by full name.
  std::map<std::string, ParameterDigits, std::less<>>& tuned;
  std::uint64_t cycle = 0;  ///< counted from 0 over the log
};

/// Writes a cycle, and sets the lines of its samples' observations.
void write_text(LoggedCycle& cycle, CycleContext& context);
void write_json(LoggedCycle& cycle, CycleContext& context);
void write_capacity(LoggedCycle& cycle, CycleContext& context);
void write_structured(LoggedCycle& cycle, CycleContext& context);
void write_metrics(LoggedCycle& cycle, CycleContext& context);

/// A form of log. Adding one takes a dialect_<name>.cpp, a name in simulation::kLogDialectNames and a line
/// in kDialectWriters.
struct DialectWriter {
  simulation::LogDialect dialect;
  void (*write)(LoggedCycle& cycle, CycleContext& context);
};

inline constexpr std::array<DialectWriter, simulation::kLogDialectNames.size()> kDialectWriters = {{
    {simulation::LogDialect::text, write_text},
    {simulation::LogDialect::json, write_json},
    {simulation::LogDialect::capacity, write_capacity},
    {simulation::LogDialect::structured, write_structured},
    {simulation::LogDialect::metrics, write_metrics},
}};

/// Writes a controller's log.
class LogWriter {
 public:
  /// Appends to `out`, which must outlive the object; whoever owns it may empty it between calls.
  LogWriter(const simulation::LogForm& form, bool tuner, std::string& out);

  /// The controller's process starts at `time`.
  void start(TimePoint time);

  /// A cycle, and the chatter after it. Sets the lines of its samples' observations.
  void write(LoggedCycle& cycle);

  std::uint64_t lines() const { return lines_.count(); }
  /// What the running process logged last of `variant`'s parameters; null where it has not yet.
  const ParameterDigits* last_parameters(std::string_view variant) const;

 private:
  simulation::LogForm form_;
  bool tuner_;
  LogLines lines_;
  std::map<std::string, ParameterDigits, std::less<>> tuned_;
  std::uint64_t cycles_ = 0;
  std::uint64_t chattered_ = 0;
};

/// The lines of a starting controller up to its election as leader.
void write_start(LogLines& lines, TimePoint time);
/// The `nth` of the lines that any pod may print and no dialect reads.
void write_chatter(LogLines& lines, TimePoint time, std::uint64_t nth);

}  // namespace wvagate::synth
