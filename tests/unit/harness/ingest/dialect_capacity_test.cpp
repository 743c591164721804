#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"

namespace wvagate::ingest {
namespace {

using testing::cycle_completed;
using testing::read_lines;
using testing::ReadBack;
using testing::stamp_at;
using testing::zap;

std::string reactive(double seconds, std::string_view fields) {
  return zap(stamp_at(seconds), "Metrics collected for VA: " + std::string(fields));
}

TEST_CASE("capacity: a model's target of 0 is none") {
  const ReadBack log = read_lines(
      {zap(stamp_at(0), "Found SLO for model: model=org/m, class=Premium, slo-tpot=0, slo-ttft=1000"),
       zap(stamp_at(0), "Processing model: modelID=org/m, variantCount=1"),
       reactive(0, "variant=d, replicas=2, accelerator=H100, ttft=3ms, itl=9ms, cost=2, arrivalRate=3"),
       cycle_completed(stamp_at(0.2))});
  REQUIRE(log.samples.size() == 1);
  CHECK_FALSE(log.samples[0].sample.slo.itl);
  CHECK(log.samples[0].sample.slo.ttft == 1000.0);
}

TEST_CASE("capacity: a model's targets that change hold from there on") {
  std::vector<std::string> lines;
  for (const int minute : {0, 1, 2}) {
    lines.push_back(zap(stamp_at(60 * minute), "Found SLO for model: model=org/m, class=Premium, slo-tpot=" +
                                                   std::to_string(10 - minute) + ", slo-ttft=1000"));
    lines.push_back(zap(stamp_at(60 * minute), "Processing model: modelID=org/m, variantCount=1"));
    lines.push_back(
        reactive(60 * minute, "variant=d, replicas=2, accelerator=H100, ttft=3ms, itl=9ms, cost=2"));
    lines.push_back(cycle_completed(stamp_at(60 * minute + 0.2)));
  }
  const ReadBack log = read_lines(lines);
  REQUIRE(log.samples.size() == 3);
  CHECK(log.samples[0].sample.slo.itl == 10.0);
  CHECK(log.samples[1].sample.slo.itl == 9.0);
  CHECK(log.samples[2].sample.slo.itl == 8.0);
}

TEST_CASE("capacity: latencies are read, and nothing is predicted") {
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
  CHECK(sample.current_replicas == 2.0);
  CHECK(sample.latency.itl == 9.8);
  CHECK(sample.latency.ttft == 35.2);
  CHECK(sample.load.rate_rpm == 310.5);
  CHECK_FALSE(sample.load.in_tokens);
  CHECK_FALSE(sample.current_max_batch);
  CHECK_FALSE(sample.solution);
  CHECK_FALSE(sample.parameters);
  CHECK(sample.target_replicas == 3.0);
  CHECK(sample.slo.itl == 10.0);
  CHECK(sample.slo.ttft == 1000.0);
  CHECK(log.samples[0].digits.rate == "310.50");
  CHECK(log->dialects == std::map<std::string, std::uint64_t>{{"capacity", 1}});
  CHECK(log->lines.used == 5);
}

TEST_CASE("capacity: what is not logged is absent") {
  const ReadBack log = read_lines(
      {reactive(0, "variant=decode, replicas=2, accelerator=H100, ttft=0.00ms, itl=0.00ms, cost=20.00")});
  REQUIRE(log.samples.size() == 1);
  CHECK_FALSE(log.samples[0].sample.load.rate_rpm);
  CHECK_FALSE(log.samples[0].sample.slo.itl);
  CHECK_FALSE(log.samples[0].sample.target_replicas);
  CHECK(log.samples[0].sample.latency.itl == 0.0);
}

TEST_CASE("capacity: each cycle is a sample, each decision its own cycle's") {
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
  CHECK(log.samples[0].sample.target_replicas == 1.0);
  CHECK_FALSE(log.samples[1].sample.target_replicas);
  CHECK(log.samples[2].sample.target_replicas == 3.0);
  CHECK(log.samples[2].sample.latency.itl == 7.0);
}

}  // namespace
}  // namespace wvagate::ingest
