#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"

namespace wvagate::ingest {
namespace {

using testing::collected;
using testing::cycle_completed;
using testing::read_lines;
using testing::ReadBack;
using testing::solution;
using testing::solution_payload;
using testing::stamp_at;
using testing::Variant;
using testing::zap;

/// As observations name it: without namespace.
Variant observed_as(Variant v) {
  v.name = v.name.substr(0, v.name.find(':'));
  return v;
}

TEST_CASE("The tuner's outcome is read with its NIS") {
  const Variant v;
  const ReadBack log = read_lines(
      {zap(stamp_at(0),
           "Tuner validation succeeded for variant decode/llm, server decode:llm - New NIS: 0.001828"),
       collected(stamp_at(0), observed_as(v)), solution(stamp_at(0.1), {v}), cycle_completed(stamp_at(0.2)),
       zap(stamp_at(60),
           "Tuner NIS validation failed for variant decode/llm, server decode:llm - NIS=12.5 (rejected), "
           "keeping alpha=7.5, beta=0.06, gamma=16.5, delta=0.0003"),
       collected(stamp_at(60), observed_as(v)), solution(stamp_at(60.1), {v})});
  REQUIRE(log.samples.size() == 2);
  REQUIRE(log.samples[0].sample.tuner);
  CHECK(log.samples[0].sample.tuner->accepted);
  CHECK(log.samples[0].sample.tuner->nis == 0.001828);
  REQUIRE(log.samples[1].sample.tuner);
  CHECK_FALSE(log.samples[1].sample.tuner->accepted);
  CHECK(log.samples[1].sample.tuner->nis == 12.5);
  REQUIRE(log.samples[1].sample.parameters);  // a rejection names those that stay
  CHECK(log.samples[1].sample.parameters->alpha == 7.5);
}

TEST_CASE("A tuner's outcome without NIS is an outcome, one without variant is damaged") {
  const Variant v;
  const ReadBack log =
      read_lines({zap(stamp_at(0), "Tuner validation succeeded for variant decode/llm - New NIS: unknown"),
                  collected(stamp_at(0), observed_as(v)), solution(stamp_at(0.1), {v}),
                  zap(stamp_at(1), "Tuner validation succeeded for variant ")});
  REQUIRE(log.samples[0].sample.tuner);
  CHECK_FALSE(log.samples[0].sample.tuner->nis);
  CHECK(log.malformed(Malformed::missing_field) == 1);
}

std::string member(std::string_view key, std::string_view text) {
  return ",\"" + std::string(key) + "\":\"" + std::string(text) + "\"";
}

TEST_CASE("Targets, parameters and the tuner's outcome may be members") {
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
    CHECK(read_lines({broken})->lost[0].key == "slo-tpot");
    CHECK(read_lines({zap(stamp_at(0), "Processing decision", name + R"(,"target":"two")")})
              .malformed(Malformed::bad_number) == 1);
    const ReadBack low =
        read_lines({zap(stamp_at(0), "Tuner validation succeeded for variant", name + R"(,"NIS":"low")")});
    CHECK(low->lines.used == 1);
    CHECK(low->lost[0].key == "NIS");
  }
  SECTION("a field of a name cannot bring in others") {
    const ReadBack log = read_lines(
        {zap(stamp_at(0), "Found SLO for model", R"(,"model":"llm, slo-tpot=1","slo-tpot":24)"), lines[1]});
    REQUIRE(log.samples.size() == 1);
    CHECK_FALSE(log.samples[0].sample.slo.itl == 1.0);
  }
}

}  // namespace
}  // namespace wvagate::ingest
