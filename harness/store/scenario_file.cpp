#include "harness/store/scenario_file.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/model/queue_model.hpp"
#include "harness/store/recorded_load.hpp"
#include "harness/store/strict_json.hpp"

namespace wvagate::store {
namespace {

using namespace simulation;

constexpr NumberRange kMinute{.least = 0, .most = 1e7};  // 19 years
constexpr NumberRange kRate{.least = 0, .most = 1e9};
constexpr NumberRange kShare{.least = 0, .most = 1};
constexpr NumberRange kSpread{.least = 0, .most = 10};
constexpr NumberRange kSeconds{.least = 0, .most = 1e6};
constexpr NumberRange kReplicas{.least = 1, .most = 100'000, .whole = true};
constexpr NumberRange kBatch{.least = 1, .most = kLargestBatch, .whole = true};
constexpr NumberRange kTarget{.least = 0, .most = 1e9, .above_least = true};
constexpr NumberRange kLatencyParameter{.least = 0, .most = 1e6};

std::string item_place(const std::string& list, std::size_t index) {
  return list + "[" + std::to_string(index) + "]";
}

/// The directory that paths in the file at `path` start from, with its slash.
std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

Span read_span(ObjectReader& object) {
  Span span{.from_min = object.number("from_min", kMinute), .to_min = object.number("to_min", kMinute)};
  if (span.to_min <= span.from_min)
    object.reading().complain(object.line(), object.place_of("to_min") + " must lie behind from_min");
  return span;
}

std::vector<Span> read_spans(ObjectReader& object, std::string_view name) {
  std::vector<Span> spans;
  for (const JsonNode& node : object.items_or_none(name)) {
    ObjectReader item(object.reading(), node, item_place(object.place_of(name), spans.size()));
    spans.push_back(read_span(item));
    item.finish();
  }
  return spans;
}

/// Reads one value, or a list of values with an at_min each.
template <typename T, typename ReadValue>
Timeline<T> read_timeline(ObjectReader& object, std::string_view name, const ReadValue& read_value) {
  Timeline<T> timeline;
  const std::string place = object.place_of(name);
  JsonReading& reading = object.reading();
  const JsonNode* node = object.require(name);
  const auto add = [&](const JsonNode& value, const std::string& where, bool dated) {
    ObjectReader entry(reading, value, where);
    const double at_min = dated ? entry.number("at_min", kMinute) : 0.0;
    if (!timeline.entries.empty() && at_min <= timeline.entries.back().at_min)
      reading.complain(value.line, where + ".at_min must lie behind the entry before");
    timeline.entries.push_back({.at_min = at_min, .value = read_value(entry)});
    entry.finish();
  };
  if (node == nullptr) {
    timeline.entries.emplace_back();
  } else if (node->kind != JsonNode::Kind::array) {
    add(*node, place, false);
  } else {
    for (std::size_t i = 0; i < node->items.size(); ++i)
      add(node->items[i], item_place(place, i), true);
    if (node->items.empty()) {
      reading.complain(node->line, place + " is empty");
      timeline.entries.emplace_back();
    }
  }
  return timeline;
}

PerfParameters read_parameters(ObjectReader& object) {
  return {.alpha = object.number("alpha", {.least = 0, .most = 1e6, .above_least = true}),
          .beta = object.number("beta", kLatencyParameter),
          .gamma = object.number("gamma", kLatencyParameter),
          .delta = object.number("delta", kLatencyParameter)};
}

LatencyPair read_targets(ObjectReader& object) {
  return {.itl = object.number("itl_ms", kTarget), .ttft = object.number("ttft_ms", kTarget)};
}

LoadPart read_recorded(ObjectReader& object) {
  const std::string path = directory_of(object.reading().path) + object.text("file");
  if (object.reading().fault) return RecordedLoad{};
  const auto text = read_text_file(path);
  if (!text) {
    object.reading().fault = text.error();
    return RecordedLoad{};
  }
  auto load = parse_recorded_load(path, text.value());
  if (!load) {
    object.reading().fault = load.error();
    return RecordedLoad{};
  }
  return std::move(load).value();
}

LoadPart read_load_part(ObjectReader& object) {
  enum Kind : std::size_t { step, ramp, sine, bursts, recorded };
  static const std::vector<std::string_view> kKinds = {"step", "ramp", "sine", "bursts", "recorded"};
  if (object.require("kind") == nullptr) return Step{};
  switch (object.choice_or("kind", kKinds, step)) {
    case ramp:
      return Ramp{.span = read_span(object),
                  .from_rpm = object.number("from_rpm", kRate),
                  .to_rpm = object.number("to_rpm", kRate)};
    case sine:
      return Sine{.mean_rpm = object.number("mean_rpm", kRate),
                  .amplitude_rpm = object.number("amplitude_rpm", kRate),
                  .period_min = object.number("period_min", {.least = 0, .most = 1e7, .above_least = true})};
    case bursts:
      return Bursts{.every_min = object.number("every_min", {.least = 0.1, .most = 1e7}),
                    .lasts_min = object.number("lasts_min", {.least = 0.1, .most = 1e7}),
                    .rpm = object.number("rpm", kRate)};
    case recorded:
      return read_recorded(object);
    default:
      return Step{.span = read_span(object), .rpm = object.number("rpm", kRate)};
  }
}

std::vector<LoadPart> read_load(ObjectReader& object) {
  std::vector<LoadPart> load;
  object.require("load");
  for (const JsonNode& node : object.items_or_none("load")) {
    ObjectReader item(object.reading(), node, item_place(object.place_of("load"), load.size()));
    load.push_back(read_load_part(item));
    item.finish();
  }
  return load;
}

VariantScenario read_variant(ObjectReader& object) {
  VariantScenario variant;
  variant.name = object.text("name");
  variant.name_space = object.text("namespace");
  variant.model = object.text("model");
  variant.service_class = object.text_or("service_class", variant.service_class);
  variant.accelerator = object.text_or("accelerator", variant.accelerator);
  variant.unit_cost = object.number_or("unit_cost", {.least = 0, .most = 1e6}, variant.unit_cost);
  variant.max_batch = object.number_or("max_batch", kBatch, variant.max_batch);
  variant.planned_batch = object.number_or("planned_batch", kBatch, variant.max_batch);
  variant.min_replicas = object.number_or("min_replicas", kReplicas, variant.min_replicas);
  variant.replicas = object.number_or("replicas", kReplicas, variant.min_replicas);
  variant.max_replicas = object.number_or("max_replicas", kReplicas, variant.max_replicas);
  variant.in_tokens = object.number("in_tokens", {.least = 0, .most = 1e7});
  variant.out_tokens = object.number("out_tokens", {.least = 1, .most = 1e7});
  variant.slo = read_timeline<LatencyPair>(object, "slo", read_targets);
  variant.true_parameters = read_timeline<PerfParameters>(object, "true", read_parameters);
  variant.believed_parameters = read_timeline<PerfParameters>(object, "believed", read_parameters);
  variant.load = read_load(object);
  variant.idle = read_spans(object, "idle");
  variant.without_metrics = read_spans(object, "without_metrics");
  return variant;
}

template <typename T>
bool same(const Timeline<T>& a, const Timeline<T>& b) {
  return std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                    [](const auto& x, const auto& y) { return x.at_min == y.at_min && x.value == y.value; });
}

/// What a controller's log could not tell apart.
void check_together(const std::vector<VariantScenario>& variants, bool tuner, std::uint64_t line,
                    JsonReading& reading) {
  for (std::size_t i = 0; i < variants.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const VariantScenario& a = variants[j];
      const VariantScenario& b = variants[i];
      const std::string both = item_place("variants", j) + " and " + item_place("variants", i);
      if (a.name == b.name) reading.complain(line, both + " have the same name", "give each its own");
      if (a.model != b.model) continue;
      if (!same(a.slo, b.slo))
        reading.complain(line, both + " are of one model with different slo",
                         "a model has one slo in its service class");
      if (a.accelerator != b.accelerator) continue;
      if (tuner || !same(a.believed_parameters, b.believed_parameters))
        reading.complain(line, both + " are of one model on one accelerator, and so share their parameters",
                         "give both the same believed, and leave the tuner off");
    }
  }
}

void read_controller(ObjectReader& object, Scenario& scenario) {
  if (const JsonNode* node = object.find("tuner")) {
    ObjectReader tuner(object.reading(), *node, object.place_of("tuner"));
    scenario.tuner =
        TunerScenario{.gain = tuner.number_or("gain", {.least = 0, .most = 1, .above_least = true}, 0.3)};
    tuner.finish();
  }
  for (const JsonNode& node : object.items_or_none("restarts")) {
    ObjectReader item(object.reading(), node,
                      item_place(object.place_of("restarts"), scenario.restarts.size()));
    const Restart restart{.at_min = item.number("at_min", kMinute),
                          .down_min = item.number_or("down_min", {.least = 0.1, .most = 1e7}, 0.5),
                          .mid_cycle = item.boolean_or("mid_cycle", false)};
    if (!scenario.restarts.empty() && restart.at_min <= scenario.restarts.back().at_min)
      object.reading().complain(node.line, item.place_of("at_min") + " must lie behind the restart before");
    scenario.restarts.push_back(restart);
    item.finish();
  }
  if (const JsonNode* node = object.find("duplicates")) {
    ObjectReader duplicates(object.reading(), *node, object.place_of("duplicates"));
    scenario.duplicates = {.probability = duplicates.number("probability", kShare),
                           .after_ms = duplicates.number_or("after_ms", {.least = 10, .most = 4000}, 15)};
    duplicates.finish();
  }
}

void read_actuation(ObjectReader& object, Actuation& actuation) {
  actuation.delay_s = object.number_or("delay_s", kSeconds, actuation.delay_s);
  actuation.jitter_s = object.number_or("jitter_s", kSeconds, actuation.jitter_s);
  actuation.failure_probability =
      object.number_or("failure_probability", kShare, actuation.failure_probability);
}

void read_noise(ObjectReader& object, ObservationNoise& noise) {
  noise.itl = object.number_or("itl_rel", kSpread, noise.itl);
  noise.ttft = object.number_or("ttft_rel", kSpread, noise.ttft);
  noise.rate = object.number_or("rate_rel", kSpread, noise.rate);
  noise.tokens = object.number_or("tokens_rel", kSpread, noise.tokens);
  noise.ar1 = object.number_or("ar1", {.least = 0, .most = 0.999}, noise.ar1);
}

template <std::size_t Count>
std::vector<std::string_view> names(const std::array<std::string_view, Count>& table) {
  return {table.begin(), table.end()};
}

void read_form(ObjectReader& object, LogForm& form) {
  form.dialect = static_cast<LogDialect>(object.choice_or("dialect", names(kLogDialectNames), 0));
  form.wrapper = static_cast<LogWrapper>(object.choice_or("wrapper", names(kLogWrapperNames), 0));
  form.chatter_lines =
      static_cast<int>(object.number_or("chatter_lines", {.least = 0, .most = 10'000, .whole = true}, 0));
  form.crlf = object.boolean_or("crlf", false);
  form.byte_order_mark = object.boolean_or("byte_order_mark", false);
}

/// Reads the object `name` by `read`, where it is there.
template <typename Value, typename Read>
void read_section(ObjectReader& object, std::string_view name, const Read& read, Value& value) {
  const JsonNode* node = object.find(name);
  if (node == nullptr) return;
  ObjectReader section(object.reading(), *node, object.place_of(name));
  read(section, value);
  section.finish();
}

void read_head(ObjectReader& object, Scenario& scenario) {
  if (const std::string schema = object.text("schema"); schema != kScenarioSchema) {
    object.reading().complain(object.line(), "schema is \"" + escape_for_terminal(schema) + "\", not " +
                                                 std::string(kScenarioSchema));
  }
  scenario.name = object.text("name");
  scenario.seed =
      static_cast<std::uint64_t>(object.number_or("seed", {.least = 0, .most = 9e15, .whole = true}, 1));
  const std::string start = object.text_or("start", "2026-01-05T09:00:00Z");
  const auto time = parse_time(start);
  const bool in_range = time && format_time(*time) >= "1970" && format_time(*time) < "2200";
  if (!in_range)
    object.reading().complain(object.line(), "start is \"" + escape_for_terminal(start) +
                                                 "\", which is no RFC 3339 time from 1970 to 2199");
  if (in_range) scenario.start = *time;
  scenario.duration_min = object.number("duration_min", kMinute);
  scenario.interval_s = object.number_or("interval_s", {.least = 10, .most = 86'400}, scenario.interval_s);
}

}  // namespace

Result<ScenarioFile> parse_scenario(const std::string& path, std::string_view text) {
  const auto root = parse_strict_json(path, text);
  if (!root) return root.error();
  JsonReading reading{.path = path, .fault = {}};
  ScenarioFile file;
  ObjectReader object(reading, root.value(), "");
  read_head(object, file.scenario);
  read_section(object, "controller", read_controller, file.scenario);
  read_section(object, "actuation", read_actuation, file.scenario.actuation);
  read_section(object, "noise", read_noise, file.scenario.noise);
  read_section(object, "log", read_form, file.form);
  const JsonNode* variants = object.require("variants");
  for (const JsonNode& node : object.items_or_none("variants")) {
    ObjectReader item(reading, node, item_place("variants", file.scenario.variants.size()));
    file.scenario.variants.push_back(read_variant(item));
    item.finish();
  }
  if (variants != nullptr && variants->items.empty()) reading.complain(variants->line, "variants is empty");
  check_together(file.scenario.variants, file.scenario.tuner.has_value(), root.value().line, reading);
  object.finish();
  if (reading.fault) return *reading.fault;
  return file;
}

Result<ScenarioFile> read_scenario(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.error();
  return parse_scenario(path == "-" ? "standard input" : path, text.value());
}

}  // namespace wvagate::store
