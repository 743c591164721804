#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/result.hpp"

namespace wvagate::store {

/// A benchmark's throughput, each time that it was measured.
struct BenchmarkThroughput {
  std::string name;  ///< without repetition and aggregate
  std::vector<double> bytes_per_second;
};

/// Reads the JSON that Google Benchmark writes, `text` of the file `path`: the benchmarks that tell
/// bytes_per_second, in their order. Of aggregates only the median counts, where the file has nothing else.
/// Fails where a benchmark says that it failed.
Result<std::vector<BenchmarkThroughput>> parse_benchmarks(const std::string& path, std::string_view text);

}  // namespace wvagate::store
