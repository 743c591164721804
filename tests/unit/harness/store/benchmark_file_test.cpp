#include "harness/store/benchmark_file.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace wvagate::store {
namespace {

std::string with(const std::string& items) {
  return "{\"context\": {\"date\": \"x\"},\n\"benchmarks\": [\n" + items + "\n]}";
}

std::string refusal(const std::string& text) {
  const auto parsed = parse_benchmarks("b.json", text);
  REQUIRE_FALSE(parsed);
  return describe(parsed.error());
}

TEST_CASE("Each measurement of a benchmark counts, and no aggregate of them") {
  const auto all = parse_benchmarks(
      "b.json",
      with(R"({"name": "a/repeats:2", "run_name": "a", "run_type": "iteration", "bytes_per_second": 2e9},
              {"name": "a/repeats:2", "run_name": "a", "run_type": "iteration", "bytes_per_second": 4e9},
              {"name": "a_median", "run_name": "a", "run_type": "aggregate", "aggregate_name": "median", "bytes_per_second": 9},
              {"name": "silent", "run_name": "silent", "run_type": "iteration", "real_time": 5},
              {"name": "old", "bytes_per_second": 7})"));
  REQUIRE(all);
  REQUIRE(all.value().size() == 2);
  CHECK(all.value()[0].name == "a");
  CHECK(all.value()[0].of(BenchmarkKey::bytes_per_second) == std::vector<double>{2e9, 4e9});
  CHECK(all.value()[1].name == "old");
}

TEST_CASE("The median stands in where only aggregates were written") {
  const auto all = parse_benchmarks(
      "b.json", with(R"({"name": "a_mean", "run_name": "a", "aggregate_name": "mean", "bytes_per_second": 1},
              {"name": "a_median", "run_name": "a", "aggregate_name": "median", "bytes_per_second": 3})"));
  REQUIRE(all);
  REQUIRE(all.value().size() == 1);
  CHECK(all.value()[0].of(BenchmarkKey::bytes_per_second) == std::vector<double>{3});
}

TEST_CASE("A benchmark's counters are taken beside its throughput, and its time in nanoseconds") {
  const auto all = parse_benchmarks(
      "b.json",
      with(R"({"name": "a", "real_time": 2.5, "cpu_time": 9, "time_unit": "us", "bytes_per_second": 1,
               "allocations_per_sample": 0, "instructions_per_byte": 0.75, "samples_per_second": 8},
              {"name": "b", "cpu_time": 3, "time_unit": "fortnights", "allocations_per_sample": 2})"));
  REQUIRE(all);
  REQUIRE(all.value().size() == 2);
  const BenchmarkResult& first = all.value()[0];
  CHECK(first.of(BenchmarkKey::cpu_time_ns) == std::vector<double>{9000});
  CHECK(first.of(BenchmarkKey::allocations_per_sample) == std::vector<double>{0});
  CHECK(first.of(BenchmarkKey::instructions_per_byte) == std::vector<double>{0.75});
  const BenchmarkResult& second = all.value()[1];
  CHECK(second.of(BenchmarkKey::cpu_time_ns).empty());
  CHECK(second.of(BenchmarkKey::instructions_per_byte).empty());
  CHECK(second.of(BenchmarkKey::allocations_per_sample) == std::vector<double>{2});
}

TEST_CASE("What is no result of a benchmark is refused with its line") {
  CHECK(refusal("{\"schema\": 1}").find("b.json:1: has no list \"benchmarks\"") == 0);
  CHECK(refusal("[1]").find("b.json:1: has no list") == 0);
  CHECK(refusal("{").find("b.json:1: is no JSON: ") == 0);
  CHECK(refusal(with(R"({"bytes_per_second": 1})")) == "b.json:3: a benchmark has no \"name\"");
  CHECK(refusal(with(R"({"name": "a", "bytes_per_second": 0})")) ==
        "b.json:3: \"bytes_per_second\" is no number above 0");
  CHECK(refusal(with(R"({"name": "a", "bytes_per_second": "fast"})")) ==
        "b.json:3: \"bytes_per_second\" is no number above 0");
  CHECK(refusal(with(R"({"name": "a", "allocations_per_sample": -1})")) ==
        "b.json:3: \"allocations_per_sample\" is no number from 0 on");
  CHECK(refusal(with(R"({"name": "a", "error_occurred": true, "error_message": "disk\u001b"})"))
            .find("b.json:3: benchmark \"a\" failed: disk\\x1b") == 0);
}

}  // namespace
}  // namespace wvagate::store
