#include "harness/store/verdict_json.hpp"

#include <limits>

#include "harness/store/json_reader.hpp"
#include "tests/support/catch.hpp"

namespace wvagate::store {
namespace {

verdict::Verdict sample() {
  verdict::Finding regressed{.metric = "m",
                             .kind = verdict::Kind::regressed,
                             .evidence = verdict::Evidence::runs,
                             .consequence = verdict::Consequence::fail,
                             .value = 3,
                             .baseline = 1,
                             .delta = 2,
                             .margin = 0.5};
  regressed.bounds = verdict::ShiftBounds{1.5, std::numeric_limits<double>::infinity(), 0.975, 0.95};
  regressed.contender_runs = 5;
  regressed.where = {{"run.log", "gap", 1, 2.5, 10, 20}};
  verdict::Finding fresh{.metric = "new one", .kind = verdict::Kind::fresh, .value = 7};
  fresh.note = "line\nbreak \xff";
  verdict::ScenarioVerdict scenario{.scenario = "s", .baseline_file = "b/s.json", .runs = {"run.log"}};
  scenario.findings = {fresh, regressed};
  scenario.declared = 1;
  return {.scenarios = {scenario}};
}

TEST_CASE("The verdict as JSON has every finding, the worst first, and absent as null") {
  const auto read = read_json("verdict", verdict_document({.version = "1"}, sample(), 1));
  REQUIRE(read);
  const JsonNode& root = read.value();
  CHECK(root.members[0].name == "schema");
  CHECK(root.find("schema")->text == "wvagate.verdict/1");
  CHECK(root.find("tool")->find("version")->text == "1");
  CHECK(root.find("verdict")->text == "fail");
  CHECK(root.find("exit_code")->number == 1);
  const JsonNode& scenario = root.find("scenarios")->items.at(0);
  CHECK(scenario.find("scenario")->text == "s");
  CHECK(scenario.find("runs")->items.at(0).text == "run.log");
  const auto& metrics = scenario.find("metrics")->items;
  REQUIRE(metrics.size() == 2);
  CHECK(metrics[0].find("metric")->text == "m");
  CHECK(metrics[0].find("verdict")->text == "regressed");
  CHECK(metrics[0].find("value")->number == 3);
  CHECK(metrics[0].find("baseline")->number == 1);
  CHECK(metrics[0].find("delta")->number == 2);
  CHECK(metrics[0].find("tolerance")->number == 0.5);
  CHECK(metrics[0].find("runs")->number == 5);
  CHECK(metrics[0].find("bounds")->items.at(0).number == 1.5);
  CHECK(metrics[0].find("bounds")->items.at(1).type == JsonNode::Type::null);
  CHECK(metrics[0].find("limit")->type == JsonNode::Type::null);
  const JsonNode& place = metrics[0].find("where")->items.at(0);
  CHECK(place.find("first_line")->number == 10);
  CHECK(place.find("end_min")->number == 2.5);
  CHECK(metrics[1].find("verdict")->text == "new");
  CHECK(metrics[1].find("baseline")->type == JsonNode::Type::null);
  CHECK(metrics[1].find("bounds")->type == JsonNode::Type::null);
  CHECK(metrics[1].find("tolerance")->type == JsonNode::Type::null);
  CHECK(metrics[1].find("note")->text == "line\nbreak \xEF\xBF\xBD");
}

TEST_CASE("Faults are in the JSON, and the verdict is fail") {
  verdict::Verdict verdict = sample();
  verdict.scenarios[0].findings.clear();
  verdict.scenarios[0].faults = {{.kind = ErrorKind::log, .where = "x.log", .what = "no samples"}};
  const auto read = read_json("verdict", verdict_document({}, verdict, 4));
  REQUIRE(read);
  CHECK(read.value().find("verdict")->text == "fail");
  CHECK(read.value().find("scenarios")->items.at(0).find("faults")->items.at(0).text == "x.log: no samples");
}

}  // namespace
}  // namespace wvagate::store
