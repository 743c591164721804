#include "harness/store/run_set_json.hpp"

#include <chrono>
#include <limits>
#include <optional>

#include "analysis/core/format.hpp"
#include "analysis/history/gather.hpp"
#include "harness/store/baseline_file.hpp"
#include "harness/store/json_document.hpp"
#include "harness/store/json_object.hpp"

namespace wvagate::store {
namespace {

using history::Provenance;
using history::Run;
using history::RunSet;

constexpr std::string_view kSchema = "wvagate.run_set/1";
constexpr double kHuge = std::numeric_limits<double>::max();
constexpr std::size_t kMostDefinitions = 1'000'000;

void write_policy(JsonWriter& json, const Provenance& from) {
  json.key("policy");
  json.begin_object();
  json.member("name", from.policy);
  json.member("dedup_window_s", from.dedup_window_s);
  json.member("slo_itl_ms", from.slo_itl_ms);
  json.member("slo_ttft_ms", from.slo_ttft_ms);
  json.end_object();
}

void write_run(JsonWriter& json, const Run& run) {
  json.begin_object();
  json.member("log", run.log);
  json.member_name("sha256", run.sha256);
  json.key("figures");
  json.begin_object();
  for (const history::Figure& figure : run.figures)
    json.member(figure.metric, figure.value);
  json.end_object();
  json.end_object();
}

Provenance read_provenance(JsonObject& object, Faults& faults) {
  Provenance from{.controller = object.text_or_nothing("controller"),
                  .definitions = object.count("definitions", 0, kMostDefinitions),
                  .accelerator = object.text_or_nothing("accelerator"),
                  .model = object.text_or_nothing("model")};
  if (const JsonNode* node = object.required("tool")) {
    JsonObject tool(*node, "tool", faults);
    tool.text("name");
    from.tool = tool.text("version");
    tool.refuse_others();
  }
  if (const JsonNode* node = object.required("policy")) {
    JsonObject policy(*node, "policy", faults);
    from.policy = policy.text("name");
    from.dedup_window_s = policy.number("dedup_window_s", 0, kHuge);
    from.slo_itl_ms = policy.number_or_nothing("slo_itl_ms", kAboveZero, kHuge);
    from.slo_ttft_ms = policy.number_or_nothing("slo_ttft_ms", kAboveZero, kHuge);
    policy.refuse_others();
  }
  return from;
}

Run read_run(const JsonNode& node, std::size_t index, Faults& faults) {
  JsonObject object(node, "runs[" + std::to_string(index) + "]", faults);
  Run run{.log = object.text("log"), .sha256 = object.text_or_nothing("sha256"), .figures = {}};
  if (const JsonNode* figures = object.required("figures")) {
    const JsonObject named(*figures, object.place_of("figures"), faults);
    for (const JsonMember& member : figures->members) {
      if (member.value.type != JsonNode::Type::number)
        faults.add(member.line, "\"" + escape_for_terminal(member.name) + "\" is no number");
      run.figures.push_back({.metric = member.name, .value = member.value.number});
    }
  }
  object.refuse_others();
  return run;
}

RunSet read_run_set(const JsonNode& root, Faults& faults) {
  JsonObject object(root, "", faults);
  RunSet run_set;
  if (object.text("schema") != kSchema) {
    faults.add(root.line, "is no run-set: \"schema\" is not " + std::string(kSchema),
               "`wvagate track export --format ndjson` writes them");
    return run_set;
  }
  run_set.scenario = object.text("scenario");
  run_set.release = object.text("release");
  run_set.commit = object.text_or_nothing("commit");
  const auto date = parse_time(object.text("date"));
  if (date) run_set.date = std::chrono::floor<std::chrono::milliseconds>(*date);
  if (!date && faults.all().empty()) object.complain(*object.required("date"), "date", "is no time");
  run_set.provenance = read_provenance(object, faults);
  std::size_t index = 0;
  for (const JsonNode& run : object.items("runs"))
    run_set.runs.push_back(read_run(run, index++, faults));
  object.refuse_others();
  return run_set;
}

}  // namespace

void append_run_set_json(std::string& out, const RunSet& run_set) {
  JsonWriter json(JsonWriter::Layout::line);
  const Provenance& from = run_set.provenance;
  begin_document(json, kSchema, {.version = from.tool});
  json.member("scenario", run_set.scenario);
  json.member("release", run_set.release);
  json.member_name("commit", run_set.commit);
  json.key("date");
  json.time(run_set.date);
  json.member_name("controller", from.controller);
  json.member_count("definitions", from.definitions);
  write_policy(json, from);
  json.member_name("accelerator", from.accelerator);
  json.member_name("model", from.model);
  json.key("runs");
  json.begin_array();
  for (const Run& run : run_set.runs)
    write_run(json, run);
  json.end_array();
  json.end_object();
  out += json.take();
}

Result<RunSet> parse_run_set_json(const std::string& path, std::uint64_t line, std::string_view text) {
  const auto root = read_json(path, text);
  if (!root) {
    Error error = root.error();
    error.line = line;
    return error;
  }
  Faults faults(path);
  RunSet run_set = read_run_set(root.value(), faults);
  if (faults.all().empty()) {
    history::put_in_order(run_set);
    if (!is_scenario_name(run_set.scenario)) {
      faults.add(line, "\"" + escape_for_terminal(run_set.scenario) + "\" is no scenario's name",
                 "it may have letters, digits, \"-\", \"_\" and \".\"");
    } else if (const auto fault = history::fault_of(run_set)) {
      faults.add(line, *fault);
    }
  }
  if (faults.all().empty()) return run_set;
  Error error = faults.all().front();
  error.line = line;
  return error;
}

}  // namespace wvagate::store
