#include <algorithm>
#include <array>
#include <string>

#include "harness/ingest/json_line.hpp"
#include "harness/ingest/record.hpp"

namespace wvagate::ingest {
namespace {

/// A member's text with escapes resolved; empty where the record has none of that name.
std::string member_text(std::string_view object, std::string_view name) {
  JsonObject members(object);
  std::string_view key;
  JsonValue value;
  std::string text;
  while (members.next(key, value)) {
    if (key != name) continue;
    if (!value.escaped) return std::string(value.text);
    if (!append_unescaped(value.text, text)) text.clear();
    break;
  }
  return text;
}

Reading read_system_data(const LogRecord& record, CycleAssembler& cycle) {
  const std::string models = member_text(record.object, "models");
  const std::string servers = member_text(record.object, "servers");
  if (models.empty() && servers.empty()) return {};
  cycle.end_cycle();
  if (!models.empty()) {
    if (const auto fault = read_models(models, cycle)) return Reading::malformed(*fault);
  }
  return servers.empty() ? Reading::used() : read_servers(servers, record, cycle);
}

Reading read_bare_solution(const LogRecord& record, CycleAssembler& cycle) {
  for (const std::string_view name : {"system", "solution"}) {
    const std::string text = member_text(record.object, name);
    if (!text.empty()) return read_solution(text, record, cycle);
  }
  return {};
}

/// "Metrics collected for VA" with its fields as members of the line.
Reading read_metric_members(const LogRecord& record, CycleAssembler& cycle) {
  CollectedMetrics metrics;
  std::array<std::string, CollectedMetrics::kNames> names;
  JsonObject members(record.object);
  std::string_view key;
  JsonValue value;
  while (members.next(key, value)) {
    const auto known = std::find(CollectedMetrics::kKeys.begin(), CollectedMetrics::kKeys.end(), key);
    if (known == CollectedMetrics::kKeys.end()) continue;
    const auto index = static_cast<std::size_t>(known - CollectedMetrics::kKeys.begin());
    std::string_view text = value.text;
    if (index < names.size()) {
      names[index].clear();
      if (!append_unescaped(value.text, names[index])) return Reading::malformed(Malformed::broken_json);
      text = names[index];
    }
    if (!metrics.take(index, text))
      return Reading::malformed(fault_at(Malformed::bad_number, record.object, value.text));
  }
  if (const auto fault = metrics.finish(record)) return Reading::malformed(*fault);
  cycle.observe(std::move(metrics.observation));
  return Reading::observed();
}

}  // namespace

/// zap's key/value form: msg is the bare sentence, and the payload stands in fields of the line.
Reading read_structured(const LogRecord& record, CycleAssembler& cycle) {
  if (record.message == "System data prepared for optimization") return read_system_data(record, cycle);
  if (record.message.starts_with("Optimization solution") &&
      record.message.find("s=") == std::string_view::npos) {
    return read_bare_solution(record, cycle);
  }
  if (record.message == "Metrics collected for VA") {
    return read_metric_members(record, cycle);
  }
  return {};
}

}  // namespace wvagate::ingest
