#include "harness/store/scenario_file.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/model/queue_model.hpp"
#include "harness/store/json_object.hpp"
#include "harness/store/recorded_load.hpp"

namespace wvagate::store {
namespace {

using namespace simulation;

/// Numbers that a member may have, both ends included.
struct Range {
  double least;
  double most;
};

constexpr Range kMinute{0, 1e7};  // 19 years
constexpr Range kLength{0.1, 1e7};
constexpr Range kRate{0, 1e9};
constexpr Range kShare{0, 1};
constexpr Range kSpread{0, 10};
constexpr Range kSeconds{0, 1e6};
constexpr Range kReplicas{1, 100'000};
constexpr Range kBatch{1, kLargestBatch};
constexpr Range kTarget{kAboveZero, 1e9};
constexpr Range kParameter{0, 1e6};

double number(JsonObject& object, std::string_view name, Range range) {
  return object.number(name, range.least, range.most);
}

double number_or(JsonObject& object, std::string_view name, Range range, double fallback) {
  return object.number_or_nothing(name, range.least, range.most).value_or(fallback);
}

double whole_or(JsonObject& object, std::string_view name, Range range, double fallback) {
  return object.whole_or(name, range.least, range.most, fallback);
}

/// The directory that paths in the file at `path` start from, with its slash.
std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

/// Reads the items of the array `name`, each an object, by `read`.
template <typename Item, typename Read>
std::vector<Item> read_items(JsonObject& object, std::string_view name, const Read& read) {
  std::vector<Item> items;
  for (const JsonNode& node : object.items(name)) {
    JsonObject item(node, object.place_of(name) + "[" + std::to_string(items.size()) + "]", object.faults());
    items.push_back(read(item));
    item.refuse_others();
  }
  return items;
}

/// Reads the object `name` by `read`, where it is there.
template <typename Read>
void read_section(JsonObject& object, std::string_view name, const Read& read) {
  const JsonNode* node = object.optional(name);
  if (node == nullptr) return;
  JsonObject section(*node, object.place_of(name), object.faults());
  read(section);
  section.refuse_others();
}

/// Neither empty nor with control characters.
std::string text(JsonObject& object, std::string_view name) {
  std::string value = object.text(name);
  const bool controls =
      std::any_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (controls) object.complain(object.node(), name, "holds a control character");
  return value;
}

std::string text_or(JsonObject& object, std::string_view name, std::string fallback) {
  return object.optional(name) == nullptr ? std::move(fallback) : text(object, name);
}

Span read_span(JsonObject& object) {
  const Span span{.from_min = number(object, "from_min", kMinute),
                  .to_min = number(object, "to_min", kMinute)};
  if (span.to_min <= span.from_min) object.complain(object.node(), "to_min", "must lie behind from_min");
  return span;
}

/// Reads one value, or a list of values with an at_min each.
template <typename T, typename Read>
Timeline<T> read_timeline(JsonObject& object, std::string_view name, const Read& read) {
  Timeline<T> timeline;
  const JsonNode* node = object.required(name);
  if (node != nullptr && node->type != JsonNode::Type::array) {
    JsonObject value(*node, object.place_of(name), object.faults());
    timeline.entries.push_back({.at_min = 0, .value = read(value)});
    value.refuse_others();
  } else if (node != nullptr) {
    timeline.entries = read_items<typename Timeline<T>::Entry>(object, name, [&](JsonObject& item) {
      return typename Timeline<T>::Entry{.at_min = number(item, "at_min", kMinute), .value = read(item)};
    });
    for (std::size_t i = 1; i < timeline.entries.size(); ++i) {
      if (timeline.entries[i].at_min <= timeline.entries[i - 1].at_min)
        object.complain(node->items[i], name, "goes back: at_min must lie behind the entry before");
    }
  }
  if (timeline.entries.empty()) {
    if (node != nullptr) object.complain(*node, name, "is empty");
    timeline.entries.emplace_back();
  }
  return timeline;
}

PerfParameters read_parameters(JsonObject& object) {
  return {.alpha = number(object, "alpha", {kAboveZero, kParameter.most}),
          .beta = number(object, "beta", kParameter),
          .gamma = number(object, "gamma", kParameter),
          .delta = number(object, "delta", kParameter)};
}

LatencyPair read_targets(JsonObject& object) {
  return {.itl = number(object, "itl_ms", kTarget), .ttft = number(object, "ttft_ms", kTarget)};
}

/// The recorded load that the object names, from a file beside the scenario.
LoadPart read_recorded(JsonObject& object, const std::string& directory) {
  const std::string name = text(object, "file");
  if (name.empty()) return RecordedLoad{};
  const auto content = read_document(directory + name);
  auto load = content ? parse_recorded_load(directory + name, content.value())
                      : Result<RecordedLoad>(content.error());
  if (load) return std::move(load).value();
  object.faults().add(load.error());
  return RecordedLoad{};
}

/// Complains where `key` is absent or null.
void require_value(JsonObject& object, std::string_view key) {
  const JsonNode* const node = object.required(key);
  if (node != nullptr && node->type == JsonNode::Type::null) object.complain(*node, key, "is null");
}

LoadPart read_load_part(JsonObject& object, const std::string& directory) {
  enum Kind : std::size_t { step, ramp, sine, bursts, recorded };
  static constexpr std::array<std::string_view, 5> kKinds = {"step", "ramp", "sine", "bursts", "recorded"};
  require_value(object, "kind");
  switch (object.choice("kind", kKinds)) {
    case ramp:
      return Ramp{.span = read_span(object),
                  .from_rpm = number(object, "from_rpm", kRate),
                  .to_rpm = number(object, "to_rpm", kRate)};
    case sine:
      return Sine{.mean_rpm = number(object, "mean_rpm", kRate),
                  .amplitude_rpm = number(object, "amplitude_rpm", kRate),
                  .period_min = number(object, "period_min", kLength)};
    case bursts:
      return Bursts{.every_min = number(object, "every_min", kLength),
                    .lasts_min = number(object, "lasts_min", kLength),
                    .rpm = number(object, "rpm", kRate)};
    case recorded:
      return read_recorded(object, directory);
    default:
      return Step{.span = read_span(object), .rpm = number(object, "rpm", kRate)};
  }
}

VariantScenario read_variant(JsonObject& object, const std::string& directory) {
  VariantScenario variant;
  variant.name = text(object, "name");
  variant.name_space = text(object, "namespace");
  variant.model = text(object, "model");
  variant.service_class = text_or(object, "service_class", variant.service_class);
  variant.accelerator = text_or(object, "accelerator", variant.accelerator);
  variant.unit_cost = number_or(object, "unit_cost", {0, 1e6}, variant.unit_cost);
  variant.max_batch = whole_or(object, "max_batch", kBatch, variant.max_batch);
  variant.planned_batch = whole_or(object, "planned_batch", kBatch, variant.max_batch);
  variant.min_replicas = whole_or(object, "min_replicas", kReplicas, variant.min_replicas);
  variant.replicas = whole_or(object, "replicas", kReplicas, variant.min_replicas);
  variant.max_replicas = whole_or(object, "max_replicas", kReplicas, variant.max_replicas);
  if (variant.max_replicas < variant.min_replicas)
    object.faults().add(object.node().line, object.place_of("max_replicas") + " is below min_replicas");
  variant.in_tokens = number(object, "in_tokens", {0, 1e7});
  variant.out_tokens = number(object, "out_tokens", {1, 1e7});
  variant.slo = read_timeline<LatencyPair>(object, "slo", read_targets);
  variant.true_parameters = read_timeline<PerfParameters>(object, "true", read_parameters);
  variant.believed_parameters = read_timeline<PerfParameters>(object, "believed", read_parameters);
  require_value(object, "load");
  variant.load =
      read_items<LoadPart>(object, "load", [&](JsonObject& part) { return read_load_part(part, directory); });
  variant.idle = read_items<Span>(object, "idle", read_span);
  variant.without_metrics = read_items<Span>(object, "without_metrics", read_span);
  return variant;
}

template <typename T>
bool same(const Timeline<T>& a, const Timeline<T>& b) {
  return std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                    [](const auto& x, const auto& y) { return x.at_min == y.at_min && x.value == y.value; });
}

/// Complains of variants that a controller's log could not tell apart from `variants[index]`.
void check_against_others(const Scenario& scenario, std::size_t index, std::uint64_t line, Faults& faults) {
  const VariantScenario& b = scenario.variants[index];
  for (std::size_t j = 0; j < index; ++j) {
    const VariantScenario& a = scenario.variants[j];
    const std::string both =
        "variants[" + std::to_string(j) + "] and variants[" + std::to_string(index) + "] ";
    if (a.name == b.name) faults.add(line, both + "have the same name", "give each its own");
    if (a.model != b.model) continue;
    if (!same(a.slo, b.slo))
      faults.add(line, both + "are of one model with different slo",
                 "a model has one slo in its service class");
    if (a.accelerator != b.accelerator) continue;
    if (scenario.tuner || !same(a.believed_parameters, b.believed_parameters))
      faults.add(line, both + "are of one model on one accelerator, and so share their parameters",
                 "give both the same believed, and leave the tuner off");
  }
}

void read_controller(JsonObject& object, Scenario& scenario) {
  read_section(object, "tuner", [&](JsonObject& tuner) {
    scenario.tuner = TunerScenario{.gain = number_or(tuner, "gain", {kAboveZero, 1}, 0.3)};
  });
  scenario.restarts = read_items<Restart>(object, "restarts", [](JsonObject& item) {
    return Restart{.at_min = number(item, "at_min", kMinute),
                   .down_min = number_or(item, "down_min", kLength, 0.5),
                   .mid_cycle = item.boolean_or("mid_cycle", false)};
  });
  for (std::size_t i = 1; i < scenario.restarts.size(); ++i) {
    if (scenario.restarts[i].at_min <= scenario.restarts[i - 1].at_min)
      object.complain(object.items("restarts")[i], "restarts",
                      "goes back: at_min must lie behind the one before");
  }
  read_section(object, "duplicates", [&](JsonObject& duplicates) {
    scenario.duplicates = {.probability = number(duplicates, "probability", kShare),
                           .after_ms = number_or(duplicates, "after_ms", {10, 4000}, 15)};
  });
}

void read_actuation(JsonObject& object, Actuation& actuation) {
  actuation.delay_s = number_or(object, "delay_s", kSeconds, actuation.delay_s);
  actuation.jitter_s = number_or(object, "jitter_s", kSeconds, actuation.jitter_s);
  actuation.failure_probability =
      number_or(object, "failure_probability", kShare, actuation.failure_probability);
}

void read_noise(JsonObject& object, ObservationNoise& noise) {
  noise.itl = number_or(object, "itl_rel", kSpread, noise.itl);
  noise.ttft = number_or(object, "ttft_rel", kSpread, noise.ttft);
  noise.rate = number_or(object, "rate_rel", kSpread, noise.rate);
  noise.tokens = number_or(object, "tokens_rel", kSpread, noise.tokens);
  noise.ar1 = number_or(object, "ar1", {0, 0.999}, noise.ar1);
}

void read_form(JsonObject& object, LogForm& form) {
  form.dialect = static_cast<LogDialect>(object.choice("dialect", kLogDialectNames));
  form.wrapper = static_cast<LogWrapper>(object.choice("wrapper", kLogWrapperNames));
  form.chatter_lines = static_cast<int>(whole_or(object, "chatter_lines", {0, 10'000}, 0));
  form.crlf = object.boolean_or("crlf", false);
  form.byte_order_mark = object.boolean_or("byte_order_mark", false);
}

void read_head(JsonObject& object, Scenario& scenario) {
  if (const std::string schema = text(object, "schema"); schema != kScenarioSchema) {
    object.complain(object.node(), "schema",
                    "is \"" + escape_for_terminal(schema) + "\", not " + std::string(kScenarioSchema));
  }
  scenario.name = text(object, "name");
  scenario.seed = static_cast<std::uint64_t>(whole_or(object, "seed", {0, 9e15}, 1));
  const std::string start = text_or(object, "start", "2026-01-05T09:00:00Z");
  const auto time = parse_time(start);
  if (time && format_time(*time) >= "1970" && format_time(*time) < "2200") {
    scenario.start = *time;
  } else {
    object.complain(object.node(), "start",
                    "is \"" + escape_for_terminal(start) + "\", which is no RFC 3339 time from 1970 to 2199");
  }
  scenario.duration_min = number(object, "duration_min", kMinute);
  scenario.interval_s = number_or(object, "interval_s", {10, 86'400}, scenario.interval_s);
}

}  // namespace

Result<ScenarioFile> parse_scenario(const std::string& path, std::string_view text) {
  const auto root = read_json(path, text);
  if (!root) return root.error();
  Faults faults(path);
  ScenarioFile file;
  Scenario& scenario = file.scenario;
  JsonObject object(root.value(), "", faults);
  read_head(object, scenario);
  read_section(object, "controller", [&](JsonObject& section) { read_controller(section, scenario); });
  read_section(object, "actuation",
               [&](JsonObject& section) { read_actuation(section, scenario.actuation); });
  read_section(object, "noise", [&](JsonObject& section) { read_noise(section, scenario.noise); });
  read_section(object, "log", [&](JsonObject& section) { read_form(section, file.form); });
  const JsonNode* variants = object.required("variants");
  scenario.variants = read_items<VariantScenario>(
      object, "variants", [&](JsonObject& item) { return read_variant(item, directory_of(path)); });
  if (variants != nullptr && variants->items.empty()) object.complain(*variants, "variants", "is empty");
  for (std::size_t i = 0; i < scenario.variants.size(); ++i)
    check_against_others(scenario, i, variants->items[i].line, faults);
  object.refuse_others();
  if (!faults.all().empty()) return faults.all().front();
  return file;
}

Result<ScenarioFile> read_scenario(const std::string& path) {
  const auto text = read_document(path);
  if (!text) return text.error();
  return parse_scenario(path, text.value());
}

}  // namespace wvagate::store
