#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"

namespace wvagate::ingest {
namespace {

using testing::read_lines;
using testing::ReadBack;
using testing::stamp_at;

std::string metrics_line(double seconds, std::string_view members) {
  return R"({"level":"INFO","ts":")" + stamp_at(seconds) + R"(","optimizationMetrics":{)" +
         std::string(members) + "}}";
}

TEST_CASE("Metrics object: a target of 0 is none") {
  const ReadBack log = read_lines({metrics_line(
      0, R"("itlAverage":1,"ttftAverage":2,"numRep":1,"itl":1,"ttft":2,"slo_itl":0,"slo_ttft":9)")});
  REQUIRE(log.samples.size() == 1);
  CHECK_FALSE(log.samples[0].sample.slo.itl);
  CHECK(log.samples[0].sample.slo.ttft == 9.0);
}

TEST_CASE("Metrics object: the notebook's columns are read, in the log's digits") {
  const ReadBack log = read_lines({metrics_line(
      0, R"("itlAverage":12.50,"ttftAverage":850,"rate":45.2,"inTk":512,"outTk":128,"numRep":3,"itl":9.5,)"
         R"("ttft":700,"slo_itl":10,"slo_ttft":1000,"alpha":6.958,"beta":0.042,"gamma":5.2,"delta":3.37e-05,)"
         R"("variant":"decode:llm","model":"org/m","service_class":"Premium","accelerator":"H100",)"
         R"("current_replicas":2,"max_batch":256,"rho":0.25,"max_rpm":480,"cost":300)")});
  REQUIRE(log.samples.size() == 1);
  const Sample& sample = log.samples[0].sample;
  CHECK(sample.time == parse_time(stamp_at(0)));
  CHECK(sample.variant == "decode:llm");
  CHECK(sample.model == "org/m");
  CHECK(sample.service_class == "Premium");
  CHECK(sample.accelerator == "H100");
  CHECK(observation_in(sample).latency.itl == 12.5);
  CHECK(observation_in(sample).latency.ttft == 850.0);
  CHECK(observation_in(sample).load.rate_rpm == 45.2);
  CHECK(observation_in(sample).replicas == 2.0);
  REQUIRE(sample.forecast);
  CHECK(sample.forecast->replicas == 3.0);
  CHECK(sample.forecast->predicted.itl == 9.5);
  CHECK(sample.forecast->load.rate_rpm == 45.2);
  CHECK(sample.slo.ttft == 1000.0);
  REQUIRE(sample.parameters);
  CHECK(*sample.parameters == PerfParameters{6.958, 0.042, 5.2, 3.37e-05});
  CHECK(log.samples[0].digits.itl == "12.50");
  CHECK(log.samples[0].digits.parameters[3] == "3.37e-05");
  CHECK(log->observations == std::map<std::string, std::uint64_t>{{"metrics object", 1}});
}

TEST_CASE("Metrics object: the short form of the design is enough") {
  const ReadBack log = read_lines({metrics_line(0, R"("itlAverage":12.5,"ttftAverage":850,"rate":45.2)"),
                                   metrics_line(60, R"("itlAverage":13.5,"ttftAverage":860,"rate":46)")});
  REQUIRE(log.samples.size() == 2);
  CHECK(log.samples[0].sample.variant == "default");
  CHECK(observation_in(log.samples[1].sample).latency.itl == 13.5);
  CHECK_FALSE(log.samples[0].sample.forecast);
  CHECK_FALSE(log.samples[0].sample.parameters);
}

TEST_CASE("Metrics object: the object may bring its own time, and null is absent") {
  const ReadBack log = read_lines(
      {R"({"optimizationMetrics":{"timestamp":"2025-11-01T10:00:00Z","itlAverage":12.5,"ttftAverage":null,"numRep":"2","rate":"NaN"}})"});
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.time == parse_time("2025-11-01T10:00:00Z"));
  CHECK_FALSE(observation_in(log.samples[0].sample).latency.ttft);
  CHECK(log.samples[0].sample.forecast->replicas == 2.0);
  CHECK_FALSE(observation_in(log.samples[0].sample).load.rate_rpm);
  CHECK(log.samples[0].digits.rate == "NaN");
}

TEST_CASE("Metrics object: two variants are two series") {
  const ReadBack log =
      read_lines({metrics_line(0, R"("itlAverage":1,"ttftAverage":2,"variant":"a","numRep":1)"),
                  metrics_line(0, R"("itlAverage":3,"ttftAverage":4,"variant":"b","numRep":2)")});
  REQUIRE(log.samples.size() == 2);
  CHECK(log.samples[0].sample.variant == "a");
  CHECK(observation_in(log.samples[1].sample).latency.itl == 3.0);
  CHECK(log.samples[1].sample.forecast->replicas == 2.0);
}

TEST_CASE("Metrics object: a name that is null is no name") {
  const ReadBack log = read_lines({metrics_line(0, R"("itlAverage":1,"ttftAverage":2,"variant":null)")});
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.variant == "default");
}

TEST_CASE("Metrics object: damaged objects are counted by reason") {
  CHECK(read_lines({metrics_line(0, R"("itlAverage":"fast","ttftAverage":"slow")")})
            .malformed(Malformed::bad_number) == 1);
  CHECK(read_lines({metrics_line(0, R"("rate":5)")}).malformed(Malformed::missing_field) == 1);
  CHECK(read_lines({R"({"optimizationMetrics":{"itlAverage":1,"ttftAverage":1}})"})
            .malformed(Malformed::bad_time) == 1);
  CHECK(
      read_lines({metrics_line(0, R"("itlAverage":1 "ttftAverage":1)")}).malformed(Malformed::broken_json) ==
      1);
  CHECK(read_lines({metrics_line(0, R"("itlAverage":1,"ttftAverage":1,"variant":"\x")")})
            .malformed(Malformed::broken_json) == 1);
  CHECK(read_lines({R"({"optimizationMetrics":5})"})->lines.ignored == 1);
}

TEST_CASE("Metrics object: a number that cannot be read costs its field alone") {
  const ReadBack log =
      read_lines({metrics_line(0, R"("itlAverage":"fast","ttftAverage":850,"rate":{},"numRep":2)")});
  CHECK(log->lines.used == 1);
  REQUIRE(log.samples.size() == 1);
  CHECK_FALSE(observation_in(log.samples[0].sample).latency.itl);
  CHECK(observation_in(log.samples[0].sample).latency.ttft == 850.0);
  CHECK(log.samples[0].sample.forecast->replicas == 2.0);
  CHECK(log->lost_fields == 2);
  REQUIRE(log->lost.size() == 2);
  CHECK(log->lost[0].line == 1);
  CHECK(log->lost[0].key == "itlAverage");
  CHECK(log->lost[0].value == "fast");
  CHECK(log->lost[1].key == "rate");
}

}  // namespace
}  // namespace wvagate::ingest
