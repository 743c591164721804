#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/result.hpp"

namespace wvagate::store {

/// What is taken of a benchmark, by its key in the file.
enum class BenchmarkKey {
  bytes_per_second,
  allocations_per_sample,
  instructions_per_byte,
  cpu_time_ns,
  count
};
inline constexpr std::size_t kBenchmarkKeys = static_cast<std::size_t>(BenchmarkKey::count);

/// A benchmark, each time that it was measured.
struct BenchmarkResult {
  std::string name;  ///< without repetition and aggregate
  /// Values by BenchmarkKey; empty where the file does not tell. bytes_per_second is above 0, the others are
  /// not below.
  std::array<std::vector<double>, kBenchmarkKeys> values;

  const std::vector<double>& of(BenchmarkKey key) const { return values[static_cast<std::size_t>(key)]; }
};

/// The key as the file has it, "bytes_per_second" (cpu_time_ns: "cpu_time").
std::string_view benchmark_key_text(BenchmarkKey key);

/// Reads the JSON that Google Benchmark writes, `text` of the file `path`, in its order. Of aggregates only
/// the median counts, where the file has nothing else. Fails where a benchmark says that it failed.
Result<std::vector<BenchmarkResult>> parse_benchmarks(const std::string& path, std::string_view text);

}  // namespace wvagate::store
