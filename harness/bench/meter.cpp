#include "harness/bench/meter.hpp"

#include <cstring>

#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace wvagate::bench {
namespace {

/// What the kernel gives of a counter that shares its register with others.
struct Reading {
  std::uint64_t value;
  std::uint64_t enabled_ns;
  std::uint64_t running_ns;
};

int open_counter() {
  perf_event_attr attributes;
  std::memset(&attributes, 0, sizeof attributes);
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_HARDWARE;
  attributes.config = PERF_COUNT_HW_INSTRUCTIONS;
  attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  attributes.inherit = 1;
  attributes.exclude_kernel = 1;
  attributes.exclude_hv = 1;
  constexpr int kThisProcess = 0;
  constexpr int kAnyProcessor = -1;
  constexpr int kNoGroup = -1;
  return static_cast<int>(::syscall(SYS_perf_event_open, &attributes, kThisProcess, kAnyProcessor, kNoGroup,
                                    PERF_FLAG_FD_CLOEXEC));
}

}  // namespace

InstructionCounter::InstructionCounter() : descriptor_(open_counter()) {}

InstructionCounter::~InstructionCounter() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<double> InstructionCounter::count() const {
  Reading reading{};
  if (descriptor_ < 0 || ::read(descriptor_, &reading, sizeof reading) != sizeof reading) return std::nullopt;
  if (reading.value == 0 || reading.running_ns == 0) return std::nullopt;
  return static_cast<double>(reading.value) * static_cast<double>(reading.enabled_ns) /
         static_cast<double>(reading.running_ns);
}

void Meter::report(benchmark::State& state, const Work& each) const {
  const auto instructions = instructions_.count();
  const auto made = static_cast<double>(allocations() - allocations_before_);
  const auto rounds = static_cast<double>(state.iterations());
  const auto bytes = static_cast<double>(each.bytes);
  const auto samples = static_cast<double>(each.samples);
  using benchmark::Counter;
  if (each.bytes > 0) state.SetBytesProcessed(static_cast<std::int64_t>(each.bytes) * state.iterations());
  if (each.samples > 0) {
    state.counters["samples_per_second"] = Counter(samples * rounds, Counter::kIsRate);
    state.counters["allocations_per_sample"] = made / (samples * rounds);
  }
  if (instructions && each.bytes > 0) {
    state.counters["instructions_per_byte"] = *instructions / (bytes * rounds);
  } else if (instructions) {
    state.counters["instructions"] = *instructions / rounds;
  }
}

}  // namespace wvagate::bench
