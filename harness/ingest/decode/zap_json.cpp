#include "harness/ingest/decode/json_line.hpp"
#include "harness/ingest/decode/log_entry.hpp"

namespace wvagate::ingest {

bool is_zap_json(std::string_view line) {
  if (!line.starts_with('{')) return false;
  const std::size_t first = line.find_first_not_of(" \t", 1);
  return first == std::string_view::npos || line[first] == '"' || line[first] == '}';
}

/// zap's JSON: {"level":"info","ts":"…","caller":"…","msg":"…",…}. The 2025 controllers have the keys level,
/// ts and msg alone; other programs' `time`, `timestamp` and `message` are understood, too.
std::optional<Fault> decode_zap_json(std::string_view line, TextArena& texts, LogEntry& entry) {
  JsonObject object(line);
  std::string_view key;
  JsonValue value;
  JsonValue message;
  bool own_time = false;  // zap's own member outweighs others of a like name
  while (object.next(key, value)) {
    if (key == "msg" || key == "message") {
      message = value;
    } else if (key == "ts") {
      entry.timestamp = value.text;
      own_time = true;
    } else if (!own_time && (key == "time" || key == "timestamp")) {
      entry.timestamp = value.text;
    } else if (key == "level") {
      entry.level = value.text;
    } else if (key == "caller") {
      entry.caller = value.text;
    } else if (key == "logger") {
      entry.logger = value.text;
    }
  }
  if (object.cut()) return fault_at(Malformed::cut_line, line, line.substr(line.size()));
  if (object.broken() || object.rest().find_first_not_of(" \t\r") != std::string_view::npos)
    return fault_at(Malformed::broken_json, line, object.rest());
  const auto text = resolve(message.text, message.escaped, texts);
  if (!text) return fault_at(Malformed::broken_json, line, message.text.substr(message.text.size()));
  entry.message = *text;
  entry.object = line;
  return std::nullopt;
}

}  // namespace wvagate::ingest
