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

/// "Metrics collected for VA" with its fields as members of the line.
Reading read_metric_members(const LogRecord& record) {
  CollectedMetrics metrics(record.parsed);
  JsonObject members(record.object);
  std::string_view key;
  JsonValue value;
  while (members.next(key, value)) {
    const auto known = std::find(CollectedMetrics::kKeys.begin(), CollectedMetrics::kKeys.end(), key);
    if (known == CollectedMetrics::kKeys.end()) continue;
    const auto index = static_cast<std::size_t>(known - CollectedMetrics::kKeys.begin());
    std::string_view text = value.text;
    if (index < CollectedMetrics::kNames && value.escaped) {
      const auto name = resolve(value.text, record.parsed.texts[index]);
      if (!name) return Reading::malformed(Malformed::broken_json);
      text = *name;
    }
    if (!metrics.take(index, text))
      return Reading::malformed(fault_at(Malformed::bad_number, record.object, value.text));
  }
  if (const auto fault = metrics.finish(record)) return Reading::malformed(*fault);
  return Reading::observed(apply_observation);
}

}  // namespace

/// zap's key/value form: msg is the bare sentence, and the payload stands in fields of the line.
Reading read_structured(const LogRecord& record) {
  if (record.message == "System data prepared for optimization") return read_system_data(record);
  if (record.message.starts_with("Optimization solution") &&
      record.message.find("s=") == std::string_view::npos) {
    return read_bare_solution(record);
  }
  if (record.message == "Metrics collected for VA") {
    return read_metric_members(record);
  }
  return {};
}

}  // namespace wvagate::ingest
