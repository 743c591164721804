#include "harness/store/verdict_json.hpp"

#include <array>

#include "harness/store/json_document.hpp"

namespace wvagate::store {
namespace {

using verdict::Finding;
using verdict::ScenarioVerdict;

void write_bounds(JsonWriter& json, const Finding& finding) {
  json.key("bounds");
  if (!finding.bounds) {
    json.null();
    return;
  }
  json.begin_array();
  json.number(finding.bounds->lower);
  json.number(finding.bounds->upper);
  json.end_array();
}

void write_limit(JsonWriter& json, const verdict::Limit& limit) {
  json.key("limit");
  if (!limit.min && !limit.max) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("min", limit.min);
  json.member("max", limit.max);
  json.end_object();
}

void write_detectable(JsonWriter& json, const Finding& finding) {
  json.key("detectable");
  if (!finding.detectable) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("smallest_effect", finding.detectable->smallest_effect);
  json.key("runs");
  if (finding.detectable->runs) {
    json.count(*finding.detectable->runs);
  } else {
    json.null();
  }
  json.end_object();
}

void write_places(JsonWriter& json, const Finding& finding) {
  json.key("where");
  json.begin_array();
  for (const verdict::Place& place : finding.where) {
    json.begin_object();
    json.member("log", place.log);
    json.member("what", place.what);
    json.member("start_min", place.start_min);
    json.member("end_min", place.end_min);
    json.member_count("first_line", place.first_line);
    json.member_count("last_line", place.last_line);
    json.end_object();
  }
  json.end_array();
}

std::string_view waiver_text(verdict::WaiverState state) {
  constexpr std::array<std::string_view, 4> kTexts = {"", "used", "exceeded", "expired"};
  return kTexts[static_cast<std::size_t>(state)];
}

void write_finding(JsonWriter& json, const Finding& finding) {
  json.begin_object();
  json.member("metric", finding.metric);
  json.member("verdict", kind_text(finding.kind));
  json.member("consequence", consequence_text(finding.consequence));
  json.member("evidence", evidence_text(finding.evidence));
  json.member("value", finding.value);
  json.member("baseline", finding.baseline);
  json.member("delta", finding.delta);
  write_bounds(json, finding);
  json.member("lower_confidence",
              finding.bounds ? std::optional(finding.bounds->lower_confidence) : std::nullopt);
  json.member("tolerance", finding.baseline ? std::optional(finding.margin) : std::nullopt);
  write_limit(json, finding.limit);
  json.member_count("runs", finding.contender_runs);
  json.member_count("baseline_runs", finding.baseline_runs);
  json.key("within_run");
  if (finding.within_run) {
    json.begin_array();
    json.number(finding.within_run->lower);
    json.number(finding.within_run->upper);
    json.end_array();
  } else {
    json.null();
  }
  write_detectable(json, finding);
  json.member_name("waiver", waiver_text(finding.waiver));
  json.member_name("note", finding.note);
  write_places(json, finding);
  json.end_object();
}

void write_findings(JsonWriter& json, std::string_view name, const std::vector<Finding>& findings) {
  json.key(name);
  json.begin_array();
  for (const Finding* finding : gravest_first(findings))
    write_finding(json, *finding);
  json.end_array();
}

void write_scenario(JsonWriter& json, const ScenarioVerdict& scenario) {
  json.begin_object();
  json.member("scenario", scenario.scenario);
  json.key("runs");
  json.begin_array();
  for (const std::string& run : scenario.runs)
    json.text(run);
  json.end_array();
  json.member_count("declared", scenario.declared);
  json.member_count("gated", scenario.gated());
  json.key("faults");
  json.begin_array();
  for (const Error& fault : scenario.faults)
    json.text(describe(fault));
  json.end_array();
  json.key("notes");
  json.begin_array();
  for (const std::string& note : scenario.notes)
    json.text(note);
  json.end_array();
  write_findings(json, "metrics", scenario.findings);
  write_findings(json, "since_release", scenario.since_release);
  json.end_object();
}

}  // namespace

std::string verdict_document(const Tool& tool, const verdict::Verdict& verdict, int exit_code) {
  JsonWriter json;
  begin_document(json, "wvagate.verdict/1", tool);
  json.member("verdict", outcome_text(verdict.outcome()));
  json.key("exit_code");
  json.count(static_cast<std::uint64_t>(exit_code));
  json.member_count("declared", verdict.declared());
  json.member_count("gated", verdict.gated());
  json.key("scenarios");
  json.begin_array();
  for (const ScenarioVerdict& scenario : verdict.scenarios)
    write_scenario(json, scenario);
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace wvagate::store
