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
using testing::stamp_at;
using testing::target_in;
using testing::tuned;
using testing::Variant;
using testing::zap;

/// As observations name it: without namespace.
Variant observed_as(Variant v) {
  v.name = v.name.substr(0, v.name.find(':'));
  return v;
}

std::string reactive(double seconds, std::string_view fields) {
  return zap(stamp_at(seconds), "Metrics collected for VA: " + std::string(fields));
}

TEST_CASE("An observation in a sentence: every field is read, in the log's digits") {
  Variant v;
  v.itl = "9.40";
  const ReadBack log = read_lines({tuned(stamp_at(0), v), collected(stamp_at(0.1), observed_as(v)),
                                   solution(stamp_at(0.2), {v}), cycle_completed(stamp_at(0.3))});
  REQUIRE(log.samples.size() == 1);
  const Sample& sample = log.samples[0].sample;
  CHECK(sample.time == parse_time(stamp_at(0.1)));
  CHECK(sample.line == 2);
  CHECK(sample.variant == "decode:llm");
  CHECK(sample.model == "org/model-8b");
  CHECK(sample.accelerator == "H100");
  CHECK(observation_in(sample).replicas == 1.0);
  CHECK(observation_in(sample).cost == 100.0);
  CHECK(observation_in(sample).max_batch == 256.0);
  CHECK(observation_in(sample).latency.itl == 9.4);
  CHECK(observation_in(sample).latency.ttft == 40.25);
  CHECK(observation_in(sample).load.rate_rpm == 120.5);
  CHECK(observation_in(sample).load.in_tokens == 512.0);
  CHECK(observation_in(sample).load.out_tokens == 128.0);
  CHECK(sample.forecast);
  CHECK(sample.parameters);
  CHECK(log.samples[0].digits.itl == "9.40");
  CHECK(log.samples[0].digits.timestamp == stamp_at(0.1));
  CHECK(log->observations == std::map<std::string, std::uint64_t>{{"observation", 1}});
  CHECK(log->lines.used == 4);
}

TEST_CASE("An observation's sentence may begin with a check mark") {
  const Variant v;
  std::string line = collected(stamp_at(0), observed_as(v));
  line.replace(line.find("Metrics"), 0, "✓ ");
  const ReadBack log = read_lines({line, solution(stamp_at(0.1), {v})});
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.observation);
}

TEST_CASE("Unknown fields of an observation change no number before them") {
  const ReadBack log = read_lines(
      {zap(stamp_at(0),
           "Metrics collected for VA: variant=v, replicas=1 (ready), accelerator=H100, ttft=5.00ms; p99=9, "
           "itl=8.50ms, queue=3, cost=100, maxBatch=256, arrivalRate=60.5, trend=up"),
       zap(stamp_at(0.1),
           "Processing decision: variant=v, action=scale-up, current=1→target=2, reason=saturated")});
  CHECK(log->lines.malformed_total() == 0);
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].digits.ttft == "5.00");
  CHECK(log.samples[0].digits.itl == "8.50");
  CHECK(log.samples[0].digits.rate == "60.5");
  CHECK(observation_in(log.samples[0].sample).replicas == 1.0);
  CHECK(target_in(log.samples[0].sample) == 2.0);
}

TEST_CASE("Damaged observations are counted by reason") {
  const Variant v = observed_as(Variant());
  CHECK(read_lines({collected("soon", v)}).malformed(Malformed::bad_time) == 1);
  Variant nameless = v;
  nameless.name = "";
  CHECK(read_lines({collected(stamp_at(0), nameless)}).malformed(Malformed::missing_field) == 1);
  CHECK(read_lines({zap(stamp_at(0), "Metrics collected for VA: variant=decode, accelerator=H100")})
            .malformed(Malformed::missing_field) == 1);
  CHECK(read_lines({zap(stamp_at(0), "Metrics collected for VA: variant=decode, replicas=x, itl=?")})
            .malformed(Malformed::bad_number) == 1);
}

TEST_CASE("A number of an observation that cannot be read costs its field alone") {
  Variant v = observed_as(Variant());
  const std::string bad = GENERATE(as<std::string>(), "busy", "%!f(string=0.)", "1.2.3", "0x10");
  CAPTURE(bad);
  v.rate = bad;
  const ReadBack log = read_lines({collected(stamp_at(0), v)});
  CHECK(log->lines.used == 1);
  REQUIRE(log.samples.size() == 1);
  const LoggedSample& logged = log.samples[0];
  CHECK(observation_in(logged.sample).latency.itl == 8.5);
  CHECK(observation_in(logged.sample).load.out_tokens == 128.0);
  CHECK_FALSE(observation_in(logged.sample).load.rate_rpm);
  CHECK(logged.digits.rate.empty());
  CHECK(log->lost_fields == 1);
  REQUIRE(log->lost.size() == 1);
  CHECK(log->lost[0].key == "arrivalRate");
  CHECK(log->lost[0].value == bad);
}

TEST_CASE("An observation need not have every latency") {
  const ReadBack log =
      read_lines({zap(stamp_at(0), "Metrics collected for VA: variant=decode, replicas=1, ttft=5.00ms")});
  REQUIRE(log.samples.size() == 1);
  CHECK(observation_in(log.samples[0].sample).latency.ttft == 5.0);
  CHECK_FALSE(observation_in(log.samples[0].sample).latency.itl);
}

TEST_CASE("A reactive controller's observation has latencies, and no forecast") {
  const ReadBack log = read_lines(
      {zap(stamp_at(0), "Found SLO for model: model=org/m, class=Premium, slo-tpot=10, slo-ttft=1000"),
       zap(stamp_at(0), "Processing model: modelID=org/m, variantCount=1"),
       reactive(0,
                "variant=decode, replicas=2, accelerator=H100, ttft=35.20ms, itl=9.80ms, cost=20.00, "
                "arrivalRate=310.50"),
       zap(stamp_at(0.1), "Processing decision: variant=decode, action=scale-up, current=2→target=3"),
       cycle_completed(stamp_at(0.2))});
  REQUIRE(log.samples.size() == 1);
  const Sample& sample = log.samples[0].sample;
  CHECK(sample.variant == "decode");
  CHECK(sample.model == "org/m");
  CHECK(sample.accelerator == "H100");
  CHECK(sample.service_class == "Premium");
  CHECK(observation_in(sample).replicas == 2.0);
  CHECK(observation_in(sample).latency.itl == 9.8);
  CHECK(observation_in(sample).latency.ttft == 35.2);
  CHECK(observation_in(sample).load.rate_rpm == 310.5);
  CHECK_FALSE(observation_in(sample).load.in_tokens);
  CHECK_FALSE(observation_in(sample).max_batch);
  CHECK_FALSE(sample.forecast);
  CHECK_FALSE(sample.parameters);
  CHECK(target_in(sample) == 3.0);
  CHECK(sample.slo.itl == 10.0);
  CHECK(sample.slo.ttft == 1000.0);
  CHECK(log.samples[0].digits.rate == "310.50");
  CHECK(log->observations == std::map<std::string, std::uint64_t>{{"observation", 1}});
  CHECK(log->lines.used == 5);
}

TEST_CASE("What an observation does not log is absent") {
  const ReadBack log = read_lines(
      {reactive(0, "variant=decode, replicas=2, accelerator=H100, ttft=0.00ms, itl=0.00ms, cost=20.00")});
  REQUIRE(log.samples.size() == 1);
  CHECK_FALSE(observation_in(log.samples[0].sample).load.rate_rpm);
  CHECK_FALSE(log.samples[0].sample.slo.itl);
  CHECK_FALSE(target_in(log.samples[0].sample));
  CHECK(observation_in(log.samples[0].sample).latency.itl == 0.0);
}

TEST_CASE("Each observed cycle is a sample with its own decision") {
  std::vector<std::string> lines;
  for (int i = 0; i < 3; ++i) {
    lines.push_back(reactive(60.0 * i, "variant=decode, replicas=1, accelerator=H100, ttft=1.00ms, itl=" +
                                           std::to_string(5 + i) + ".00ms, cost=10.00"));
    if (i != 1)
      lines.push_back(
          zap(stamp_at(60.0 * i),
              "Processing decision: variant=decode, action=x, current=1→target=" + std::to_string(1 + i)));
    lines.push_back(cycle_completed(stamp_at(60.0 * i + 0.1)));
  }
  const ReadBack log = read_lines(lines);
  REQUIRE(log.samples.size() == 3);
  CHECK(target_in(log.samples[0].sample) == 1.0);
  CHECK_FALSE(target_in(log.samples[1].sample));
  CHECK(target_in(log.samples[2].sample) == 3.0);
  CHECK(observation_in(log.samples[2].sample).latency.itl == 7.0);
}

TEST_CASE("An observation may be in members") {
  const ReadBack log = read_lines({zap(
      stamp_at(0), "Metrics collected for VA",
      R"(,"variant":"decode:llm","replicas":2,"accelerator":"H100","ttft":"35.20ms","itl":"9.80ms","cost":20,)"
      R"("maxBatch":256,"arrivalRate":310.5,"avgInputTokens":512,"avgOutputTokens":128)")});
  REQUIRE(log.samples.size() == 1);
  const Sample& sample = log.samples[0].sample;
  CHECK(sample.variant == "decode:llm");
  CHECK(sample.accelerator == "H100");
  CHECK(observation_in(sample).latency.itl == 9.8);
  CHECK(observation_in(sample).latency.ttft == 35.2);
  CHECK(observation_in(sample).load.rate_rpm == 310.5);
  CHECK(observation_in(sample).load.out_tokens == 128.0);
  CHECK(log->observations == std::map<std::string, std::uint64_t>{{"observation", 1}});
}

TEST_CASE("Members of an observation may come in any order, with others between them") {
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
    CHECK(observation_in(log.samples[0].sample).replicas == 2.0);
  }
  SECTION("a name has escapes") {
    const ReadBack log = read_lines({zap(stamp_at(0), "Metrics collected for VA",
                                         R"(,"variant":"a\u003cb","replicas":2,"ttft":35.2,"itl":9.8)")});
    REQUIRE(log.samples.size() == 1);
    CHECK(log.samples[0].sample.variant == "a<b");
  }
}

}  // namespace
}  // namespace wvagate::ingest
