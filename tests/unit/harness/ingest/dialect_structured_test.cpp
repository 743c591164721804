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

TEST_CASE("structured: targets, parameters and the tuner's outcome are fields of the line") {
  const std::string name = R"(,"variant":"decode")";
  const std::string metrics = name + R"(,"replicas":1,"maxBatch":64,"ttft":35.2,"itl":9.8,"arrivalRate":60)" +
                              R"(,"avgInputTokens":100,"avgOutputTokens":50)";
  const std::vector<std::string> lines = {
      zap(stamp_at(0), "Found SLO for model",
          R"(,"model":"llm","class":"Premium","slo-tpot":24,"slo-ttft":500.5)"),
      zap(stamp_at(0.1), "Metrics collected for VA", metrics),
      zap(stamp_at(0.2), "Updated tuner status",
          name + R"(,"alpha":7,"beta":0.05,"gamma":15.5,"delta":5e-04)"),
      zap(stamp_at(0.3), "Tuner validation succeeded for variant", name + R"(,"NIS":0.25)")};
  SECTION("targets are those of the model in progress") {
    const ReadBack log = read_lines(
        {lines[0], zap(stamp_at(0), "Processing model", R"(,"modelID":"llm","variantCount":1)"), lines[1]});
    REQUIRE(log.samples.size() == 1);
    CHECK(log.samples[0].sample.slo.itl == 24.0);
    CHECK(log.samples[0].sample.slo.ttft == 500.5);
    CHECK(log.samples[0].digits.slo_ttft == "500.5");
    CHECK(log->lines.used == 3);
  }
  SECTION("parameters and outcome are the variant's") {
    Variant v;
    v.name = "decode:llm";
    const ReadBack log =
        read_lines({lines[1], lines[2], lines[3],
                    zap(stamp_at(1), "Optimization solution", member("system", solution_payload({v})))});
    REQUIRE(log.samples.size() == 1);
    const Sample& sample = log.samples[0].sample;
    REQUIRE(sample.parameters);
    CHECK(sample.parameters->alpha == 7.0);
    CHECK(sample.parameters->delta == 5e-04);
    CHECK(log.samples[0].digits.parameters[3] == "5e-04");
    CHECK(sample.tuner->accepted);
    CHECK(sample.tuner->nis == 0.25);
    CHECK(log->lines.used == 4);
  }
  SECTION("a field that is no number is named") {
    std::string broken = lines[0];
    broken.replace(broken.find(":24"), 3, R"(:"soon")");
    CHECK(read_lines({broken}).malformed(Malformed::bad_number) == 1);
    CHECK(read_lines({zap(stamp_at(0), "Processing decision", name + R"(,"target":"two")")})
              .malformed(Malformed::bad_number) == 1);
    CHECK(read_lines({zap(stamp_at(0), "Tuner validation succeeded for variant", name + R"(,"NIS":"low")")})
              .malformed(Malformed::bad_number) == 1);
  }
  SECTION("a field of a name cannot bring in others") {
    const ReadBack log = read_lines(
        {zap(stamp_at(0), "Found SLO for model", R"(,"model":"llm, slo-tpot=1","slo-tpot":24)"), lines[1]});
    REQUIRE(log.samples.size() == 1);
    CHECK_FALSE(log.samples[0].sample.slo.itl == 1.0);
  }
}

TEST_CASE("structured: a reactive controller's decision is in fields of the line") {
  const ReadBack log = read_lines({zap(stamp_at(0), "Metrics collected for VA",
                                       R"(,"variant":"decode","replicas":1,"ttft":35.2,"itl":9.8)"),
                                   zap(stamp_at(1), "Processing decision",
                                       R"(,"variant":"decode","action":"scale-up","current":1,"target":3)")});
  CHECK(log->lines.used == 2);
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.target_replicas == 3.0);
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
