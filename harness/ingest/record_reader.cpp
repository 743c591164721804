#include "harness/ingest/record_reader.hpp"

#include <iterator>
#include <utility>

#include "harness/ingest/json_line.hpp"
#include "harness/ingest/record.hpp"
#include "harness/ingest/wrapper.hpp"

namespace wvagate::ingest {
namespace {

/// zap's members. The reason where the text is not one whole object.
std::optional<Fault> take_apart(std::string_view text, LogRecord& record) {
  JsonObject object(text);
  std::string_view key;
  JsonValue value;
  record.message = {};
  bool own_time = false;  // zap's own member outweighs others of a like name
  while (object.next(key, value)) {
    if (key == "msg" || key == "message") {
      record.message = value.text;
      if (value.escaped) {
        const auto message = resolve(value.text, record.parsed.message);
        if (!message) return fault_at(Malformed::broken_json, text, value.text.substr(value.text.size()));
        record.message = *message;
      }
    } else if (key == "ts") {
      record.timestamp = value.text;
      own_time = true;
    } else if (!own_time && (key == "time" || key == "timestamp")) {
      record.timestamp = value.text;
    }
  }
  if (object.cut()) return fault_at(Malformed::cut_line, text, text.substr(text.size()));
  if (object.broken() || object.rest().find_first_not_of(" \t\r") != std::string_view::npos) {
    return fault_at(Malformed::broken_json, text, object.rest());
  }
  record.object = text;
  return std::nullopt;
}

}  // namespace

Interpretation interpret(const MarkerLine& line, ParsedRecord& parsed) {
  Interpretation what;
  LogRecord record{
      .message = line.text, .object = {}, .timestamp = line.stamp, .markers = line.markers, .parsed = parsed};
  if (line.text.starts_with('{')) {
    if (auto fault = take_apart(line.text, record)) {
      what.reading = Reading::malformed(*std::move(fault));
      return what;
    }
  } else if (!is_klog(line.text)) {
    return what;  // prose, a stack trace, or another program's line that happens to name a marker
  }
  for (; what.dialect < std::size(kDialects); ++what.dialect) {
    parsed.numbers.clear();  // those that a dialect noted whose line it is not
    what.reading = kDialects[what.dialect].read(record);
    if (what.reading.kind != Reading::Kind::not_mine || what.reading.apply != nullptr) break;
  }
  const bool tells_nothing = what.reading.kind == Reading::Kind::not_mine && what.reading.apply == nullptr;
  if (tells_nothing && parsed.all_read()) {
    parsed.numbers.clear();
    parsed.pass_over(record.message);
  }
  what.timestamp = what.reading.timestamp.empty() ? record.timestamp : what.reading.timestamp;
  return what;
}

}  // namespace wvagate::ingest
