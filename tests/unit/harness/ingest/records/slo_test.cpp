#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"
#include "tests/unit/harness/ingest/one_record.hpp"

namespace wvagate::ingest {
namespace {

using testing::collected;
using testing::cycle_completed;
using testing::OneRecord;
using testing::read_lines;
using testing::ReadBack;
using testing::stamp_at;
using testing::zap;

std::string reactive(double seconds, std::string_view fields) {
  return zap(stamp_at(seconds), "Metrics collected for VA: " + std::string(fields));
}

TEST_CASE("A model's target of 0 is none") {
  const ReadBack log = read_lines(
      {zap(stamp_at(0), "Found SLO for model: model=org/m, class=Premium, slo-tpot=0, slo-ttft=1000"),
       zap(stamp_at(0), "Processing model: modelID=org/m, variantCount=1"),
       reactive(0, "variant=d, replicas=2, accelerator=H100, ttft=3ms, itl=9ms, cost=2, arrivalRate=3"),
       cycle_completed(stamp_at(0.2))});
  REQUIRE(log.samples.size() == 1);
  CHECK_FALSE(log.samples[0].sample.slo.itl);
  CHECK(log.samples[0].sample.slo.ttft == 1000.0);
}

TEST_CASE("A model's targets that change hold from there on") {
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

TEST_CASE("Damaged targets and decisions are counted by reason") {
  const auto reason_of = [](const std::string& message, Malformed reason) {
    const ReadBack log = read_lines({zap(stamp_at(0), message)});
    return log.malformed(reason) == 1;
  };
  CHECK(reason_of("Found SLO for model: model=m, class=c, slo-tpot=x, slo-ttft=y", Malformed::bad_number));
  CHECK(reason_of("Found SLO for model: class=c, slo-tpot=5, slo-ttft=5", Malformed::missing_field));
  CHECK(reason_of("Found SLO for model: model=m, class=c", Malformed::missing_field));
  CHECK(reason_of("Processing decision: variant=v, action=scale-up", Malformed::missing_field));
  CHECK(reason_of("Processing decision: action=scale-up, current=1→target=2", Malformed::missing_field));
  CHECK(reason_of("Processing decision: variant=v, current=1→target=two", Malformed::bad_number));
}

TEST_CASE("A target that cannot be read costs its field alone") {
  const OneRecord record(zap(stamp_at(0), "Found SLO for model: model=m, class=c, slo-tpot=x, slo-ttft=5"));
  const auto& named = record.only<ModelTargetsNamed>();
  CHECK(named.model == "m");
  CHECK_FALSE(named.targets.slo.itl);
  CHECK(named.targets.slo.ttft == 5.0);
  CHECK(named.targets.service_class == "c");
  CHECK(record.lost() == std::vector<std::string>{"slo-tpot"});
}

TEST_CASE("Targets are read from sentences and members, under either name") {
  for (const std::string& line :
       {zap(stamp_at(0), "Found SLO for model: model=org/m, class=Premium, slo-tpot=9, slo-ttft=1000"),
        zap(stamp_at(0), "Found SLO for model - model: org/m, class: Premium, slo-tpot: 9, slo-ttft: 1000"),
        zap(stamp_at(0), "Found SLO for model: model=org/m, class=Premium, slo-itl=9, slo-ttft=1000"),
        zap(stamp_at(0), "Found SLO for model",
            R"(,"model":"org/m","class":"Premium","slo-tpot":9,"slo-ttft":1000)")}) {
    CAPTURE(line);
    const OneRecord record(line);
    CHECK(record.kind() == "targets");
    const auto& named = record.only<ModelTargetsNamed>();
    CHECK(named.model == "org/m");
    CHECK(named.targets.slo.itl == 9.0);
    CHECK(named.targets.itl_digits == "9");
    CHECK(named.targets.slo.ttft == 1000.0);
    CHECK(named.targets.service_class == "Premium");
  }
  CHECK(OneRecord(zap(stamp_at(0), "Found SLO for model in another way")).is_unknown_version());
}

}  // namespace
}  // namespace wvagate::ingest
