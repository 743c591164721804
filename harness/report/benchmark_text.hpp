#pragma once

#include <optional>
#include <span>
#include <string>

namespace wvagate::report {

/// A benchmark's medians. Absent where it does not measure that, or this machine cannot.
struct BenchmarkRow {
  std::string name;
  std::optional<double> bytes_per_second;
  std::optional<double> to_memchr;  ///< of the throughput of looking for line ends alone, in the same run
  std::optional<double> to_read;    ///< of that of reading and adding up the bytes
  std::optional<double> allocations_per_sample;
  std::optional<double> instructions_per_byte;
  std::optional<double> time_ns;  ///< of processor, for one iteration
};

/// Two tables: what goes through bytes, with its ratios, and how long the others take.
std::string benchmark_text(std::span<const BenchmarkRow> rows);

}  // namespace wvagate::report
