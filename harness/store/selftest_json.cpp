#include "harness/store/selftest_json.hpp"

#include "harness/store/json_document.hpp"

namespace wvagate::store {
namespace {

using verdict::Caught;
using verdict::ScenarioSelftest;

void write_regression(JsonWriter& json, const verdict::InjectedRegression& regression) {
  json.begin_object();
  json.member("metric", regression.metric);
  json.member_name("injection", regression.injection);
  json.member("magnitude", regression.magnitude);
  json.member("asked_tolerances", regression.asked);
  json.member("tolerance", regression.margin);
  json.member("injected", regression.worsening);
  json.member("injected_tolerances", regression.tolerances());
  json.member("result", caught_text(regression.caught));
  json.member_name("verdict", regression.finding ? kind_text(regression.finding->kind) : "");
  json.member_name("evidence", regression.finding ? evidence_text(regression.finding->evidence) : "");
  json.member_name("note", regression.finding ? regression.finding->note : regression.note);
  json.end_object();
}

void write_damage(JsonWriter& json, const verdict::DamagedLogs& damaged) {
  json.begin_object();
  json.member("damage", damage_text(damaged.damage));
  json.member("outcome", damaged.outcome);
  json.member_bool("acceptable", damaged.acceptable);
  json.member_name("note", damaged.note);
  json.end_object();
}

void write_false_alarms(JsonWriter& json, const verdict::FalseAlarms& alarms) {
  json.begin_object();
  json.member("method", alarms.method);
  json.member_count("trials", alarms.trials);
  json.member_count("comparisons", alarms.comparisons);
  json.member_count("alarms", alarms.alarms);
  json.member_count("undecided", alarms.undecided);
  json.member("alarms_pct", alarms.alarms_pct());
  json.end_object();
}

template <typename Items, typename Write>
void write_all(JsonWriter& json, std::string_view name, const Items& items, const Write& write) {
  json.key(name);
  json.begin_array();
  for (const auto& item : items)
    write(json, item);
  json.end_array();
}

void write_scenario(JsonWriter& json, const ScenarioSelftest& scenario) {
  json.begin_object();
  json.member("scenario", scenario.scenario);
  write_all(json, "runs", scenario.runs, [](JsonWriter& to, const std::string& run) { to.text(run); });
  write_all(json, "faults", scenario.faults,
            [](JsonWriter& to, const Error& fault) { to.text(describe(fault)); });
  json.member_count("gating", scenario.gating);
  json.member_count("tested", scenario.tested());
  write_all(json, "regressions", scenario.regressions, write_regression);
  write_all(json, "damaged_logs", scenario.damages, write_damage);
  write_all(json, "false_alarms", scenario.false_alarms, write_false_alarms);
  json.end_object();
}

}  // namespace

std::string selftest_document(const Tool& tool, const verdict::Selftest& selftest, int exit_code) {
  JsonWriter json;
  begin_document(json, "wvagate.selftest/1", tool);
  json.key("exit_code");
  json.count(static_cast<std::uint64_t>(exit_code));
  json.member_count("caught", selftest.count(Caught::yes));
  json.member_count("passed", selftest.count(Caught::no));
  json.member_count("undecided", selftest.count(Caught::undecided));
  json.member_count("not_injected", selftest.count(Caught::not_injected));
  write_all(json, "scenarios", selftest.scenarios, write_scenario);
  json.end_object();
  return json.take();
}

}  // namespace wvagate::store
