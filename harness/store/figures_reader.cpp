#include "harness/store/figures_reader.hpp"

#include <limits>

#include "analysis/core/format.hpp"
#include "analysis/sample/series.hpp"
#include "harness/store/json_object.hpp"

namespace wvagate::store {
namespace {

using history::MeasuredRun;

constexpr std::string_view kSchema = "wvagate.figures/1";
constexpr double kHuge = std::numeric_limits<double>::max();

void read_series(const JsonNode& node, const std::string& place, Faults& faults, MeasuredRun& measured) {
  JsonObject series(node, place, faults);
  measured.provenance.accelerator = escape_for_terminal(series.text_or_nothing("accelerator"));
  measured.provenance.model = escape_for_terminal(series.text_or_nothing("model"));
  const auto first = parse_time(series.text("first_sample"));
  if (first) measured.first_sample = *first;
  if (!first && faults.all().empty())
    series.complain(*series.required("first_sample"), "first_sample", "is no time");
  const JsonNode* const figures = series.required("figures");
  if (figures == nullptr) return;
  const JsonObject named(*figures, series.place_of("figures"), faults);
  for (const JsonMember& member : figures->members) {
    if (member.value.type == JsonNode::Type::null) continue;
    if (member.value.type != JsonNode::Type::number)
      faults.add(member.line, "\"" + escape_for_terminal(member.name) + "\" is neither a number nor null");
    measured.run.figures.push_back({.metric = member.name, .value = member.value.number});
  }
}

/// The one series that is asked for; nullptr, and a fault, where there is none or several.
const JsonNode* choose_series(JsonObject& recording, const std::optional<std::string>& variant,
                              Faults& faults) {
  const JsonNode* chosen = nullptr;
  std::string names;
  std::size_t matching = 0;
  for (const JsonNode& series : recording.items("series")) {
    const JsonNode* const name = series.find("variant");
    if (name == nullptr || name->type != JsonNode::Type::text) {
      faults.add(series.line, "a series has no \"variant\"");
      continue;
    }
    if (variant && !matches_glob(*variant, name->text)) continue;
    names += (names.empty() ? "" : ", ") + escape_for_terminal(name->text);
    chosen = &series;
    ++matching;
  }
  if (matching == 1) return chosen;
  faults.add(recording.node().line,
             matching == 0 ? "a log has no variant that is asked for"
                           : "a log has several variants, and a scenario is one: " + names,
             "name one with --variant");
  return nullptr;
}

MeasuredRun read_recording(const JsonNode& node, const std::string& path, std::size_t index,
                           const std::optional<std::string>& variant, Faults& faults) {
  const std::string place = "recordings[" + std::to_string(index) + "]";
  JsonObject recording(node, place, faults);
  MeasuredRun measured{.source = path, .run = {}, .provenance = {}, .first_sample = {}};
  measured.run.log = escape_for_terminal(recording.text("log"));
  measured.run.sha256 = recording.text_or_nothing("sha256");
  measured.provenance.policy = recording.text("policy");
  measured.provenance.definitions = recording.count("definitions", 1, 1'000'000);
  measured.provenance.dedup_window_s = recording.number("dedup_window_s", 0, kHuge);
  measured.provenance.slo_itl_ms = recording.number_or_nothing("slo_itl_ms", kAboveZero, kHuge);
  measured.provenance.slo_ttft_ms = recording.number_or_nothing("slo_ttft_ms", kAboveZero, kHuge);
  if (recording.boolean_or("truncated", false))
    faults.add(node.line, "the log ends in the middle of a line: what comes after it is not known");
  if (recording.optional("since") != nullptr || recording.optional("until") != nullptr)
    faults.add(node.line, "only a part of the log was analyzed", "leave out --since and --until");
  if (const JsonNode* series = choose_series(recording, variant, faults))
    read_series(*series, place + ".series", faults, measured);
  return measured;
}

}  // namespace

Result<std::vector<MeasuredRun>> parse_figures(const std::string& path, std::string_view text,
                                               const std::optional<std::string>& variant) {
  const auto root = read_json(path, text);
  if (!root) return root.error();
  Faults faults(path);
  JsonObject document(root.value(), "", faults);
  std::vector<MeasuredRun> runs;
  if (document.text("schema") != kSchema)
    faults.add(1, "\"schema\" is not " + std::string(kSchema), "another version of wvagate wrote it");
  std::string tool;
  if (const JsonNode* node = document.required("tool"))
    tool = JsonObject(*node, "tool", faults).text("version");
  for (const JsonNode& recording : document.items("recordings")) {
    runs.push_back(read_recording(recording, path, runs.size(), variant, faults));
    runs.back().provenance.tool = tool;
  }
  if (!faults.all().empty()) return faults.all().front();
  if (runs.empty()) return Error{.kind = ErrorKind::log, .where = path, .what = "holds no log's figures"};
  return runs;
}

}  // namespace wvagate::store
