#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <set>

#include "analysis/core/format.hpp"
#include "analysis/metric/registry.hpp"
#include "analysis/statistics/summary.hpp"
#include "analysis/verdict/judge.hpp"
#include "harness/store/baseline_file.hpp"
#include "harness/store/json_object.hpp"
#include "harness/store/sha256.hpp"

namespace wvagate::store {
namespace {

using verdict::Baseline;
using verdict::BaselineMetric;

constexpr double kHuge = std::numeric_limits<double>::max();
constexpr std::size_t kMostDefinitions = 1000000;
constexpr std::size_t kFewestTested = 3;
constexpr std::string_view kDigestPrefix = "sha256:";

bool is_digest(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_date(std::string_view text) {
  return verdict::parse_date(text).has_value();
}

/// Takes a member that must be one of the words that `parse` knows.
template <typename Parse>
auto word(JsonObject& object, std::string_view key, Parse parse, std::string_view words) {
  using Value = typename decltype(parse(std::string_view()))::value_type;
  const JsonNode* node = object.required(key);
  if (node == nullptr) return Value{};
  const auto value = node->type == JsonNode::Type::text ? parse(node->text) : std::nullopt;
  if (value) return *value;
  object.complain(*node, key, "is not one of " + std::string(words));
  return Value{};
}

verdict::Level level(JsonObject& object, std::string_view key) {
  return word(object, key, verdict::parse_level, "error, warn and off");
}

verdict::Measure read_measure(const JsonNode& node, Faults& faults) {
  JsonObject object(node, "policy", faults);
  verdict::Measure measure;
  const JsonNode* name = object.required("name");
  if (name != nullptr) {
    if (name->text != "cycle" && name->text != "notebook")
      object.complain(*name, "name", "is neither cycle nor notebook");
    measure.policy = name->text;
  }
  measure.dedup_window_s = object.number("dedup_window_s", 0, 86400);
  measure.slo_itl_ms = object.number_or_nothing("slo_itl_ms", 1e-9, 1e9);
  measure.slo_ttft_ms = object.number_or_nothing("slo_ttft_ms", 1e-9, 1e9);
  object.refuse_others();
  return measure;
}

verdict::Acceptance read_acceptance(const JsonNode& node, Faults& faults) {
  JsonObject object(node, "accepted", faults);
  verdict::Acceptance accepted{.date = object.text("date"),
                               .by = object.text_or_nothing("by"),
                               .reason = object.text("reason"),
                               .supersedes = object.text_or_nothing("supersedes")};
  if (!accepted.date.empty() && !is_date(accepted.date)) {
    object.complain(*object.required("date"), "date", "is no day", "write 2025-12-09");
  }
  if (std::string& digest = accepted.supersedes; !digest.empty()) {
    if (digest.starts_with(kDigestPrefix) &&
        is_digest(std::string_view(digest).substr(kDigestPrefix.size()))) {
      digest.erase(0, kDigestPrefix.size());
    } else {
      object.complain(*object.optional("supersedes"), "supersedes",
                      "is not \"sha256:\" and 64 hexadecimal digits");
    }
  }
  object.refuse_others();
  return accepted;
}

std::vector<verdict::LogDigest> read_digests(const JsonNode& node, Faults& faults) {
  std::vector<verdict::LogDigest> logs;
  std::set<std::string> seen;
  if (node.type != JsonNode::Type::array) {
    faults.add(node.line, "provenance: \"logs\" is " + std::string(type_text(node.type)) + ", not a list");
    return logs;
  }
  if (node.items.size() > verdict::kMostRuns) {
    faults.add(node.line,
               "provenance: \"logs\" has more than " + std::to_string(verdict::kMostRuns) + " runs");
  }
  for (const JsonNode& item : node.items) {
    JsonObject object(item, "provenance: logs", faults);
    logs.push_back({.name = object.text("name"), .sha256 = object.text("sha256")});
    const std::string& digest = logs.back().sha256;
    if (!digest.empty() && !is_digest(digest)) {
      object.complain(*object.required("sha256"), "sha256", "is not 64 hexadecimal digits");
    } else if (!digest.empty() && !seen.insert(digest).second) {
      object.complain(*object.required("sha256"), "sha256", "is that of an earlier log", "a run counts once");
    }
    object.refuse_others();
  }
  return logs;
}

verdict::Provenance read_provenance(const JsonNode& node, Faults& faults) {
  JsonObject object(node, "provenance", faults);
  verdict::Provenance provenance;
  provenance.controller = object.text_or_nothing("controller");
  provenance.identity.accelerator = object.text_or_nothing("accelerator");
  provenance.identity.model = object.text_or_nothing("model");
  provenance.identity.slo_itl_ms = object.numbers("slo_itl_ms", 0, kHuge);
  provenance.identity.slo_ttft_ms = object.numbers("slo_ttft_ms", 0, kHuge);
  provenance.identity.mean_rpm = object.number_or_nothing("mean_rpm", 0, kHuge);
  provenance.identity.duration_min = object.number_or_nothing("duration_min", 0, kHuge);
  provenance.identity.definitions = object.count("definitions", 0, kMostDefinitions);
  if (const JsonNode* logs = object.required("logs")) provenance.logs = read_digests(*logs, faults);
  object.refuse_others();
  return provenance;
}

verdict::Defaults read_defaults(const JsonNode& node, Faults& faults) {
  JsonObject object(node, "defaults", faults);
  const verdict::Defaults defaults{.missing = level(object, "missing"),
                                   .fresh = level(object, "new"),
                                   .insufficient = level(object, "insufficient"),
                                   .min_runs = object.count("min_runs", kFewestTested, verdict::kMostRuns)};
  object.refuse_others();
  return defaults;
}

verdict::Limit read_limit(const JsonNode& node, const std::string& metric, Faults& faults) {
  JsonObject object(node, metric + ": limit", faults);
  const verdict::Limit limit{.min = object.number_or_nothing("min", -kHuge, kHuge),
                             .max = object.number_or_nothing("max", -kHuge, kHuge)};
  if (limit.min && limit.max && *limit.min > *limit.max) object.complain(node, "min", "is above \"max\"");
  if (!limit.min && !limit.max && faults.all().empty())
    object.complain(node, "min", "and \"max\" are both absent");
  object.refuse_others();
  return limit;
}

verdict::Tolerance read_tolerance(const JsonNode& node, const std::string& metric, Faults& faults) {
  JsonObject object(node, metric + ": tolerance", faults);
  const verdict::Tolerance tolerance{.absolute = object.number("abs", 0, kHuge),
                                     .relative = object.number("rel", 0, kHuge)};
  object.refuse_others();
  return tolerance;
}

verdict::Waiver read_waiver(const JsonNode& node, const std::string& metric, Faults& faults) {
  JsonObject object(node, metric + ": waiver", faults);
  verdict::Waiver waiver{.reason = object.text("reason"), .issue = object.text_or_nothing("issue")};
  const std::string expires = object.text("expires");
  const auto day = verdict::parse_date(expires);
  if (day) {
    waiver.expires = *day;
  } else if (!expires.empty()) {
    object.complain(*object.required("expires"), "expires", "is no day", "write 2026-03-31");
  }
  waiver.max = object.number_or_nothing("max", 0, kHuge);
  object.refuse_others();
  return waiver;
}

/// Refuses a metric that is none, and a direction that is not the metric's own.
void check_metric(JsonObject& object, const JsonMember& member, verdict::Better better, Faults& faults) {
  const metric::MetricInfo* const info = metric::find_metric(member.name);
  if (info == nullptr) {
    faults.add(member.line, "\"" + escape_for_terminal(member.name) + "\" is no metric",
               "`wvagate metrics` lists them");
    return;
  }
  const std::string_view own = metric::better_text(info->better);
  const JsonNode* said = member.value.find("better");
  if (said != nullptr && own != "neither" && own != verdict::better_text(better)) {
    object.complain(*said, "better", "is not the metric's: it gets better when " + std::string(own));
  }
}

BaselineMetric read_metric(const JsonMember& member, std::size_t runs, Faults& faults) {
  const std::string name = escape_for_terminal(member.name);
  const std::size_t before = faults.all().size();
  JsonObject object(member.value, name, faults);
  BaselineMetric metric;
  metric.name = member.name;
  metric.better = word(object, "better", verdict::parse_better, "higher, lower and zero");
  metric.level = level(object, "level");
  metric.value = object.number("value", -kHuge, kHuge);
  metric.runs = object.numbers("runs", -kHuge, kHuge);
  if (const JsonNode* limit = object.optional("limit")) metric.limit = read_limit(*limit, name, faults);
  if (const JsonNode* tolerance = object.required("tolerance")) {
    metric.tolerance = read_tolerance(*tolerance, name, faults);
  }
  metric.why = object.text_or_nothing("why");
  if (const JsonNode* waiver = object.optional("waiver")) metric.waiver = read_waiver(*waiver, name, faults);
  object.refuse_others();
  check_metric(object, member, metric.better, faults);
  if (faults.all().size() > before) return metric;
  if (metric.runs.size() != runs) {
    object.complain(*object.required("runs"), "runs",
                    "has " + plural(metric.runs.size(), "value", "values") + " for " +
                        plural(runs, "recorded log", "recorded logs"));
  } else if (!(std::abs(*statistics::quantile(metric.runs, 0.5) - metric.value) <=
               1e-5 * std::abs(metric.value) + 1e-9)) {
    object.complain(*object.required("value"), "value", "is not the median of \"runs\"");
  }
  return metric;
}

void read_metrics(const JsonNode& node, Baseline& baseline, Faults& faults) {
  if (node.type != JsonNode::Type::object) {
    faults.add(node.line, "\"metrics\" is " + std::string(type_text(node.type)) + ", not an object");
    return;
  }
  for (const JsonMember& member : node.members)
    baseline.metrics.push_back(read_metric(member, baseline.provenance.logs.size(), faults));
  const bool gates =
      std::any_of(baseline.metrics.begin(), baseline.metrics.end(),
                  [](const BaselineMetric& metric) { return metric.level == verdict::Level::error; });
  const auto of_benchmark =
      std::count_if(baseline.metrics.begin(), baseline.metrics.end(),
                    [](const auto& metric) { return verdict::is_of_benchmark(metric.name); });
  if (of_benchmark > 0 && static_cast<std::size_t>(of_benchmark) < baseline.metrics.size())
    faults.add(node.line, "metrics of benchmarks stand beside metrics of logs",
               "give either a scenario of its own");
  if (!gates) faults.add(node.line, "no metric has level error: the baseline gates nothing");
}

void read_scenario(JsonObject& object, const std::string& path, Baseline& baseline) {
  baseline.scenario = object.text("scenario");
  if (baseline.scenario.empty()) return;
  std::string stem = std::filesystem::path(path).filename().string();
  for (const std::string_view suffix : {kCandidateSuffix, kBaselineSuffix}) {
    if (stem.ends_with(suffix)) {
      stem.resize(stem.size() - suffix.size());
      break;
    }
  }
  if (!is_scenario_name(baseline.scenario)) {
    object.complain(*object.required("scenario"), "scenario",
                    "may have letters, digits, \"-\", \"_\" and \".\" only");
  } else if (stem != baseline.scenario) {
    object.complain(*object.required("scenario"), "scenario", "is not the file's name",
                    "a scenario's file is SCENARIO.json");
  }
}

void read_patterns(JsonObject& object, Baseline& baseline) {
  baseline.logs = object.texts("logs");
  const JsonNode* node = object.optional("logs");
  if (node != nullptr && node->type == JsonNode::Type::array && node->items.empty()) {
    object.complain(*node, "logs", "names no log");
  }
  for (const std::string& pattern : baseline.logs) {
    if (pattern.find('/') != std::string::npos) {
      object.complain(*node, "logs", "has a pattern with \"/\"",
                      "patterns are for names, without directories");
    }
  }
}

void read_all(const JsonNode& root, const std::string& path, Baseline& baseline, Faults& faults) {
  JsonObject object(root, "", faults);
  if (root.type != JsonNode::Type::object) return;
  const std::string schema = object.text("schema");
  if (schema != kBaselineSchema) {
    const JsonNode* node = root.find("schema");
    if (node != nullptr) {
      object.complain(*node, "schema", "is not " + std::string(kBaselineSchema),
                      "another version of wvagate wrote it, or it is no baseline");
    }
    return;
  }
  read_scenario(object, path, baseline);
  read_patterns(object, baseline);
  if (const std::string variant = object.text_or_nothing("variant"); !variant.empty())
    baseline.variant = variant;
  if (const JsonNode* node = object.required("policy")) baseline.measure = read_measure(*node, faults);
  const JsonNode* accepted = object.required("accepted");
  if (accepted != nullptr && accepted->type != JsonNode::Type::null) {
    baseline.accepted = read_acceptance(*accepted, faults);
  }
  if (const JsonNode* node = object.required("provenance"))
    baseline.provenance = read_provenance(*node, faults);
  if (const JsonNode* node = object.required("defaults")) baseline.defaults = read_defaults(*node, faults);
  if (const JsonNode* node = object.required("metrics")) read_metrics(*node, baseline, faults);
  object.refuse_others();
}

}  // namespace

bool is_scenario_name(std::string_view text) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  return !text.empty() && text.size() <= 200 && text.front() != '.' &&
         text.find_first_not_of(kAllowed) == std::string_view::npos && !text.ends_with(".candidate") &&
         !text.ends_with(".schema");
}

BaselineFile parse_baseline(const std::string& path, std::string_view text) {
  BaselineFile file{.path = path, .sha256 = sha256(text), .baseline = {}, .lines = {}, .faults = {}};
  const auto root = read_json(path, text);
  if (!root) {
    file.faults.push_back(root.error());
    return file;
  }
  Faults faults(path);
  read_all(root.value(), path, file.baseline, faults);
  file.faults = faults.all();
  if (const JsonNode* metrics = root.value().find("metrics")) {
    for (const JsonMember& member : metrics->members)
      file.lines.emplace(member.name, member.line);
  }
  return file;
}

BaselineFile read_baseline(const std::string& path) {
  const auto text = read_document(path);
  if (!text) return {.path = path, .sha256 = {}, .baseline = {}, .lines = {}, .faults = {text.error()}};
  return parse_baseline(path, text.value());
}

Result<std::vector<std::string>> list_baselines(const std::string& directory) {
  namespace fs = std::filesystem;
  std::vector<std::string> paths;
  std::error_code error;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const bool baseline = name.ends_with(kBaselineSuffix) && !name.ends_with(kCandidateSuffix) &&
                          !name.ends_with(".schema.json") && !name.starts_with('.');
    if (!baseline) continue;
    // A pipe would be waited for, and nothing is a baseline but a file.
    if (fs::exists(entry->status(error)) && !fs::is_regular_file(entry->status(error)))
      return Error{.where = entry->path().string(), .what = "is no regular file"};
    paths.push_back(entry->path().string());
  }
  if (error) return Error{.where = directory, .what = "cannot be listed: " + error.message()};
  if (paths.empty()) {
    return Error{
        .where = directory, .what = "holds no baselines", .help = "`wvagate baseline record` makes one"};
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace wvagate::store
