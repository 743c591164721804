// Any bytes as results of Google Benchmark: refused with their line, or throughputs above 0.

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
  for (const store::BenchmarkThroughput& each : all.value()) {
    expect(names.insert(each.name).second, "a benchmark is there once");
    expect(!each.bytes_per_second.empty(), "a benchmark has a throughput");
    for (const double rate : each.bytes_per_second)
      expect(std::isfinite(rate) && rate > 0, "a throughput is a number above 0");
  }
  return 0;
}
