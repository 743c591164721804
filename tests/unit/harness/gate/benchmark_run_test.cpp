#include "harness/gate/benchmark_run.hpp"

#include <string>

#include "analysis/metric/registry.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate::gate {
namespace {

using testing::TemporaryDirectory;

std::string result_of(const std::string& name, double bytes_per_second, const std::string& more = "") {
  return R"({"name": ")" + name + R"(", "bytes_per_second": )" + std::to_string(bytes_per_second) + more +
         "}";
}

Result<verdict::Run> run_of(const std::string& items) {
  const TemporaryDirectory directory;
  return benchmark_run(directory.write("bench.json", R"({"benchmarks": [)" + items + "]}"), {});
}

double measured(const verdict::Run& run, std::string_view metric) {
  const verdict::Measurement* const found = run.find(metric);
  INFO(metric);
  REQUIRE(found != nullptr);
  return *found->value;
}

TEST_CASE("Every metric of benchmarks is measured, each against its own reference") {
  const auto run = run_of(result_of("reference/memchr", 20) + "," + result_of("reference/read", 10) + "," +
                          result_of("reference/gzip", 4) + "," + result_of("reference/zstd", 8) + "," +
                          result_of("extract/text", 5, R"(, "allocations_per_sample": 0.01)") + "," +
                          result_of("extract/json", 4) + "," + result_of("extract/text/markers:5%", 9) + "," +
                          result_of("extract/text/markers:90%", 1) + "," + result_of("extract/text/gzip", 3) +
                          "," + result_of("extract/text/zstd", 4));
  REQUIRE(run);
  CHECK(run.value().measurements.size() == metric::benchmark_metrics().size());
  CHECK(measured(run.value(), "extractor.ratio_to_memchr") == 0.25);
  CHECK(measured(run.value(), "extractor.text.ratio_to_read") == 0.5);
  CHECK(measured(run.value(), "extractor.json.ratio_to_read") == 0.4);
  CHECK(measured(run.value(), "extractor.sparse.ratio_to_read") == 0.9);
  CHECK(measured(run.value(), "extractor.dense.ratio_to_read") == 0.1);
  CHECK(measured(run.value(), "extractor.gzip.ratio_to_inflate") == 0.75);
  CHECK(measured(run.value(), "extractor.zstd.ratio_to_inflate") == 0.5);
  CHECK(measured(run.value(), "extractor.allocations_per_sample") == 0.01);
}

TEST_CASE("A ratio is of medians") {
  const auto run = run_of(result_of("reference/read", 10) + "," + result_of("extract/text", 1) + "," +
                          result_of("extract/text", 6) + "," + result_of("extract/text", 5));
  REQUIRE(run);
  CHECK(measured(run.value(), "extractor.text.ratio_to_read") == 0.5);
}

TEST_CASE("What was not run is not measured, and of nothing there is no run") {
  const auto some = run_of(result_of("reference/read", 10) + "," + result_of("extract/json", 5));
  REQUIRE(some);
  CHECK(some.value().measurements.size() == 1);
  CHECK(some.value().find("extractor.text.ratio_to_read") == nullptr);
  const auto none = run_of(result_of("extract/json", 5));
  REQUIRE_FALSE(none);
  CHECK(none.error().what == R"(has no bytes_per_second of a benchmark "extract/text")");
}

}  // namespace
}  // namespace wvagate::gate
