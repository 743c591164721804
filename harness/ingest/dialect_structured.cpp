#include <algorithm>
#include <string>

#include "harness/ingest/json_line.hpp"
#include "harness/ingest/record.hpp"

namespace wvagate::ingest {
namespace {

/// A member's text with escapes resolved, by means of `buffer`; empty where the record has none of that name.
std::string_view member_text(std::string_view object, std::string_view name, ResolvedText& buffer) {
  JsonObject members(object);
  std::string_view key;
  JsonValue value;
  while (members.next(key, value)) {
    if (key != name) continue;
    return value.escaped ? resolve(value.text, buffer).value_or("") : value.text;
  }
  return {};
}

Reading read_system_data(const LogRecord& record) {
  ParsedRecord& parsed = record.parsed;
  auto& texts = parsed.texts;
  const std::string_view models = member_text(record.object, "models", texts[0]);
  const std::string_view servers = member_text(record.object, "servers", texts[1]);
  if (models.empty() && servers.empty()) return {};
  parsed.models.clear();
  parsed.has_servers = false;
  if (!models.empty()) {
    if (const auto fault = parse_models(models, parsed)) return Reading::malformed(*fault, end_cycle);
  }
  return servers.empty() ? Reading::used(apply_system_data) : read_servers(servers, record);
}

Reading read_bare_solution(const LogRecord& record) {
  for (const std::string_view name : {"system", "solution"}) {
    const std::string_view text = member_text(record.object, name, record.parsed.texts[0]);
    if (!text.empty()) return read_solution(text, record);
  }
  return {};
}

/// Gives `fields` the members that it knows. The reason where a number is none.
template <typename Fields>
std::optional<Fault> take_members(const LogRecord& record, Fields& fields) {
  JsonObject members(record.object);
  std::string_view key;
  JsonValue value;
  while (members.next(key, value)) {
    const auto known = std::find(Fields::kKeys.begin(), Fields::kKeys.end(), key);
    if (known == Fields::kKeys.end()) continue;
    const auto index = static_cast<std::size_t>(known - Fields::kKeys.begin());
    std::string_view text = value.text;
    if (index < Fields::kNames && value.escaped) {
      const auto name = resolve(value.text, record.parsed.texts[index]);
      if (!name) return Malformed::broken_json;
      text = *name;
    }
    if (!fields.take(index, text)) return fault_at(Malformed::bad_number, record.object, value.text);
  }
  return std::nullopt;
}

Reading read_metrics(const LogRecord& record) {
  CollectedMetrics metrics(record.parsed);
  auto fault = take_members(record, metrics);
  if (!fault) fault = metrics.finish(record);
  return fault ? Reading::malformed(*fault) : Reading::observed(apply_observation);
}

Reading read_slo(const LogRecord& record) {
  SloFields slo(record.parsed);
  const auto fault = take_members(record, slo);
  return fault ? Reading::malformed(*fault) : slo.finish();
}

Reading read_parameters(const LogRecord& record) {
  ParameterFields parameters(record.parsed);
  const auto fault = take_members(record, parameters);
  return !fault && parameters.finish() ? Reading::used(apply_parameters) : Reading();
}

Reading read_tuner(const LogRecord& record) {
  ParsedRecord& parsed = record.parsed;
  read_parameters(record);
  if (parsed.name.empty()) return {};
  parsed.tuner = {.accepted = has(record.markers, Marker::tuner_accepted), .nis = {}};
  const std::string_view nis = member_text(record.object, "NIS", parsed.texts[3]);
  if (!nis.empty() && !parsed.number(nis, parsed.tuner.nis, parsed.ignored))
    return Reading::malformed(fault_at(Malformed::bad_number, record.object, nis));
  return Reading::used(apply_tuner);
}

Reading read_decision(const LogRecord& record) {
  ParsedRecord& parsed = record.parsed;
  parsed.name = member_text(record.object, "variant", parsed.texts[0]);
  const std::string_view target = member_text(record.object, "target", parsed.texts[1]);
  if (parsed.name.empty() || target.empty()) return {};
  parsed.replicas.reset();
  if (!parsed.number(target, parsed.replicas, parsed.ignored) || !parsed.replicas)
    return Reading::malformed(fault_at(Malformed::bad_number, record.object, target));
  return Reading::used(apply_decision);
}

Reading read_model_in_progress(const LogRecord& record) {
  record.parsed.name = member_text(record.object, "modelID", record.parsed.texts[0]);
  return record.parsed.name.empty() ? Reading() : Reading::used(apply_model_in_progress);
}

/// What msg says alone where its fields are members.
struct Sentence {
  std::string_view text;
  Reading (*read)(const LogRecord& record);
};

constexpr Sentence kSentences[] = {
    {"System data prepared for optimization", read_system_data},
    {"Metrics collected for VA", read_metrics},
    {"Found SLO for model", read_slo},
    {"Tuner validation succeeded for variant", read_tuner},
    {"Tuner NIS validation failed for variant", read_tuner},
    {"Processing decision", read_decision},
    {"Processing model", read_model_in_progress},
};

}  // namespace

/// zap's key/value form: msg is the bare sentence, and the payload stands in fields of the line.
Reading read_structured(const LogRecord& record) {
  for (const Sentence& sentence : kSentences) {
    if (record.message == sentence.text) return sentence.read(record);
  }
  if (record.message.find('=') != std::string_view::npos) return {};
  if (record.message.starts_with("Optimization solution")) return read_bare_solution(record);
  return has(record.markers, Marker::alpha) ? read_parameters(record) : Reading();
}

}  // namespace wvagate::ingest
