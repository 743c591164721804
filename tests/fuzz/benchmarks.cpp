// Any bytes as results of Google Benchmark: refused with their line, or throughputs above 0 and other values
// not below it.

#include <cmath>
#include <set>
#include <string>

#include "harness/store/benchmark_file.hpp"
#include "tests/fuzz/support/expect.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate;
  using namespace wvagate::fuzz;
  const auto all = store::parse_benchmarks("bench.json", as_text(data, size));
  if (!all) {
    expect(!all.error().what.empty() && all.error().line > 0, "an error says what and where");
    expect(is_tame(describe(all.error())), "an error steers no terminal");
    return 0;
  }
  std::set<std::string> names;
  for (const store::BenchmarkResult& each : all.value()) {
    expect(names.insert(each.name).second, "a benchmark is there once");
    std::size_t told = 0;
    for (const auto& values : each.values) {
      told += values.size();
      for (const double value : values)
        expect(std::isfinite(value) && value >= 0, "a value is a number from 0 on");
    }
    expect(told > 0, "a benchmark tells something");
    for (const double rate : each.of(store::BenchmarkKey::bytes_per_second))
      expect(rate > 0, "a throughput is above 0");
  }
  return 0;
}
