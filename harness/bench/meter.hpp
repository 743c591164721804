#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <benchmark/benchmark.h>

namespace wvagate::bench {

/// Calls of `operator new` in this process so far: allocation_count.cpp replaces it.
std::uint64_t allocations();

/// Instructions that this process retires in user mode, threads included that it starts later. Nothing where
/// the processor or the kernel does not count them (virtual machines, perf_event_paranoid).
class InstructionCounter {
 public:
  InstructionCounter();
  InstructionCounter(const InstructionCounter&) = delete;
  InstructionCounter& operator=(const InstructionCounter&) = delete;
  ~InstructionCounter();

  std::optional<double> count() const;

 private:
  int descriptor_;
};

/// What one iteration works through. 0 where it is not counted in that.
struct Work {
  std::size_t bytes = 0;
  std::size_t samples = 0;  ///< or records, or scenarios
};

/// Stands around a benchmark's loop, and sets its counters afterwards: bytes_per_second, samples_per_second
/// and allocations_per_sample, instructions_per_byte (instructions an iteration where there are no bytes). A
/// counter whose source is missing is left out, and never says 0 for "unknown". Nor is one set that is 0 all
/// the time: Google Benchmark's variation of zeros is NaN, and its JSON then none.
class Meter {
 public:
  void report(benchmark::State& state, const Work& each) const;

 private:
  InstructionCounter instructions_;
  std::uint64_t allocations_before_ = allocations();
};

}  // namespace wvagate::bench
