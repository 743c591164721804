#include "harness/store/selftest_json.hpp"

#include "harness/store/json_reader.hpp"
#include "tests/support/catch.hpp"

namespace wvagate::store {
namespace {

using verdict::Caught;

verdict::Selftest sample() {
  verdict::InjectedRegression caught{.metric = "m",
                                     .injection = "itl-inflated",
                                     .asked = 1,
                                     .margin = 2,
                                     .magnitude = 0.5,
                                     .worsening = 3,
                                     .caught = Caught::yes};
  caught.finding = verdict::Finding{.metric = "m",
                                    .kind = verdict::Kind::regressed,
                                    .evidence = verdict::Evidence::limit,
                                    .consequence = verdict::Consequence::fail};
  verdict::InjectedRegression not_injected{.metric = "n\xff", .asked = 1, .note = "has no value"};
  verdict::ScenarioSelftest scenario{.scenario = "s", .runs = {"run.log"}, .gating = 2};
  scenario.regressions = {caught, not_injected};
  scenario.damages = {{.damage = verdict::Damage::cut_line, .outcome = "refused", .acceptable = true}};
  scenario.false_alarms = {{.method = "halves", .trials = 20, .comparisons = 40, .alarms = 1}};
  verdict::ScenarioSelftest faulty{.scenario = "t"};
  faulty.faults = {{.kind = ErrorKind::log, .where = "x.log", .what = "no samples"}};
  return {.scenarios = {scenario, faulty}};
}

TEST_CASE("The selftest as JSON has what was injected, and absent as null") {
  const auto read = read_json("selftest", selftest_document({.version = "1"}, sample(), 4));
  REQUIRE(read);
  const JsonNode& root = read.value();
  CHECK(root.members[0].name == "schema");
  CHECK(root.find("schema")->text == "wvagate.selftest/1");
  CHECK(root.find("exit_code")->number == 4);
  CHECK(root.find("caught")->number == 1);
  CHECK(root.find("passed")->number == 0);
  CHECK(root.find("undecided")->number == 0);
  CHECK(root.find("not_injected")->number == 1);
  const JsonNode& scenario = root.find("scenarios")->items.at(0);
  CHECK(scenario.find("runs")->items.at(0).text == "run.log");
  CHECK(scenario.find("gating")->number == 2);
  CHECK(scenario.find("tested")->number == 1);
  const JsonNode& caught = scenario.find("regressions")->items.at(0);
  CHECK(caught.find("injection")->text == "itl-inflated");
  CHECK(caught.find("magnitude")->number == 0.5);
  CHECK(caught.find("asked_tolerances")->number == 1);
  CHECK(caught.find("injected")->number == 3);
  CHECK(caught.find("injected_tolerances")->number == 1.5);
  CHECK(caught.find("result")->text == "caught");
  CHECK(caught.find("verdict")->text == "regressed");
  CHECK(caught.find("evidence")->text == "limit");
  CHECK(caught.find("note")->type == JsonNode::Type::null);
  const JsonNode& none = scenario.find("regressions")->items.at(1);
  CHECK(none.find("metric")->text == "n\xef\xbf\xbd");
  for (const std::string_view absent : {"injection", "magnitude", "injected", "verdict", "evidence"})
    CHECK(none.find(absent)->type == JsonNode::Type::null);
  CHECK(none.find("note")->text == "has no value");
  CHECK(scenario.find("damaged_logs")->items.at(0).find("outcome")->text == "refused");
  CHECK(scenario.find("false_alarms")->items.at(0).find("alarms_pct")->number == 2.5);
  CHECK(root.find("scenarios")->items.at(1).find("faults")->items.at(0).text == "x.log: no samples");
}

}  // namespace
}  // namespace wvagate::store
