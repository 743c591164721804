#include "harness/synth/log_writer.hpp"

#include <chrono>

namespace wvagate::synth {

LogWriter::LogWriter(const simulation::LogForm& form, bool tuner, std::string& out)
    : form_(form), tuner_(tuner), lines_(form, out) {}

void LogWriter::start(TimePoint time) {
  tuned_.clear();
  write_start(lines_, time);
}

void LogWriter::write(LoggedCycle& cycle) {
  CycleContext context{.lines = lines_, .tuner = tuner_, .tuned = tuned_, .cycle = cycles_++};
  kDialectWriters[static_cast<std::size_t>(form_.dialect)].write(cycle, context);
  for (int i = 0; i < form_.chatter_lines; ++i)
    write_chatter(lines_, cycle.time + std::chrono::seconds(i + 1), chattered_++);
}

const ParameterDigits* LogWriter::last_parameters(std::string_view variant) const {
  const auto found = tuned_.find(variant);
  return found == tuned_.end() ? nullptr : &found->second;
}

}  // namespace wvagate::synth
