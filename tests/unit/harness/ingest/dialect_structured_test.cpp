#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"

namespace wvagate::ingest {
namespace {

using testing::models_payload;
using testing::read_lines;
using testing::ReadBack;
using testing::servers_payload;
using testing::solution_payload;
using testing::stamp_at;
using testing::Variant;
using testing::zap;

std::string member(std::string_view key, std::string_view text) {
  return ",\"" + std::string(key) + "\":\"" + std::string(text) + "\"";
}

std::string system_data(double seconds, std::string_view members) {
  return zap(stamp_at(seconds), "System data prepared for optimization", members);
}

TEST_CASE("structured: payloads are fields of the line") {
  const Variant v;
  const ReadBack log = read_lines(
      {system_data(0, member("servers", servers_payload({v})) + member("models", models_payload({v}))),
       zap(stamp_at(0.1), "Optimization solution", member("system", solution_payload({v})))});
  REQUIRE(log.samples.size() == 1);
  const Sample& sample = log.samples[0].sample;
  CHECK(sample.variant == "decode:llm");
  CHECK(sample.latency.itl == 8.5);
  CHECK(sample.current_replicas == 1.0);
  REQUIRE(sample.solution);
  CHECK(sample.solution->predicted.itl == 7.9);
  CHECK(sample.slo.itl == 10.0);
  REQUIRE(sample.parameters);
  CHECK(sample.parameters->alpha == 6.958);
  CHECK(log->dialects == std::map<std::string, std::uint64_t>{{"structured", 1}});
}

TEST_CASE("structured: payloads may come in lines of their own, the solution by either name") {
  const Variant v;
  const ReadBack log =
      read_lines({system_data(0, member("models", models_payload({v}))),
                  system_data(0, member("servers", servers_payload({v}))),
                  zap(stamp_at(0.1), "Optimization solution", member("solution", solution_payload({v})))});
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.parameters);
  CHECK(log.samples[0].sample.solution);
  CHECK(log.samples[0].sample.observed);
}

TEST_CASE("structured: a list without servers observes nothing") {
  const Variant v;
  const ReadBack log = read_lines(
      {system_data(0, member("servers", servers_payload({v}))), system_data(1, member("servers", "[]")),
       zap(stamp_at(1.1), "Optimization solution", member("system", solution_payload({v})))});
  REQUIRE(log.samples.size() == 2);
  CHECK_FALSE(log.samples[0].sample.solution);
  CHECK_FALSE(log.samples[1].sample.observed);
}

TEST_CASE("structured: metrics are fields of the line") {
  const ReadBack log = read_lines({zap(
      stamp_at(0), "Metrics collected for VA",
      R"(,"variant":"decode:llm","replicas":2,"accelerator":"H100","ttft":"35.20ms","itl":"9.80ms","cost":20,)"
      R"("maxBatch":256,"arrivalRate":310.5,"avgInputTokens":512,"avgOutputTokens":128)")});
  REQUIRE(log.samples.size() == 1);
  const Sample& sample = log.samples[0].sample;
  CHECK(sample.variant == "decode:llm");
  CHECK(sample.accelerator == "H100");
  CHECK(sample.latency.itl == 9.8);
  CHECK(sample.latency.ttft == 35.2);
  CHECK(sample.load.rate_rpm == 310.5);
  CHECK(sample.load.out_tokens == 128.0);
  CHECK(log->dialects == std::map<std::string, std::uint64_t>{{"structured", 1}});
}

TEST_CASE("structured: fields of metrics may come in any order, with others between them") {
  SECTION("a name comes last") {
    const ReadBack log = read_lines({zap(stamp_at(0), "Metrics collected for VA",
                                         R"(,"replicas":2,"ttft":35.2,"itl":9.8,"variant":"decode")")});
    REQUIRE(log.samples.size() == 1);
    CHECK(log.samples[0].sample.variant == "decode");
  }
  SECTION("an unknown field follows a name") {
    const ReadBack log =
        read_lines({zap(stamp_at(0), "Metrics collected for VA",
                        R"(,"variant":"decode","controller":"wva","replicas":2,"ttft":35.2,"itl":9.8)")});
    REQUIRE(log.samples.size() == 1);
    CHECK(log.samples[0].sample.variant == "decode");
  }
  SECTION("an unknown field follows a number") {
    const ReadBack log =
        read_lines({zap(stamp_at(0), "Metrics collected for VA",
                        R"(,"variant":"decode","replicas":2,"ready":1,"ttft":35.2,"itl":9.8)")});
    REQUIRE(log.samples.size() == 1);
    CHECK(log.samples[0].sample.current_replicas == 2.0);
  }
  SECTION("a name has escapes") {
    const ReadBack log = read_lines({zap(stamp_at(0), "Metrics collected for VA",
                                         R"(,"variant":"a\u003cb","replicas":2,"ttft":35.2,"itl":9.8)")});
    REQUIRE(log.samples.size() == 1);
    CHECK(log.samples[0].sample.variant == "a<b");
  }
}

TEST_CASE("structured: damaged payloads are counted by reason") {
  Variant bad;
  bad.itl = "fast";
  CHECK(read_lines({system_data(0, member("servers", servers_payload({bad})))})
            .malformed(Malformed::bad_number) == 1);
  CHECK(read_lines({system_data(0, member("servers", "[ { name: a"))}).malformed(Malformed::cut_line) == 1);
  CHECK(read_lines({zap(stamp_at(0), "Metrics collected for VA", R"(,"variant":"a")")})
            .malformed(Malformed::missing_field) == 1);
}

TEST_CASE("structured: the bare sentence without payload is ignored") {
  const ReadBack log = read_lines({system_data(0, ""), zap(stamp_at(0), "Optimization solution"),
                                   system_data(0, member("accelerators", "[]"))});
  CHECK(log->lines.ignored == 3);
}

}  // namespace
}  // namespace wvagate::ingest
