#include "harness/store/json_document.hpp"

namespace wvagate::store {
namespace {

void write_lines(JsonWriter& json, const LineCounts& lines) {
  json.begin_object();
  json.member_count("total", lines.total);
  json.member_count("used", lines.used);
  json.member_count("ignored", lines.ignored);
  json.member_count("unknown_version", lines.unknown_version);
  json.member_count("malformed", lines.malformed_total());
  json.key("malformed_by_reason");
  json.begin_object();
  for (std::size_t i = 0; i < kMalformedCount; ++i) {
    if (lines.malformed[i] > 0)
      json.member_count(malformed_text(static_cast<Malformed>(i)).name, lines.malformed[i]);
  }
  json.end_object();
  json.end_object();
}

}  // namespace

void begin_document(JsonWriter& json, std::string_view schema, const Tool& tool) {
  json.begin_object();
  json.member("schema", schema);
  json.key("tool");
  json.begin_object();
  json.member("name", tool.name);
  json.member("version", tool.version);
  json.end_object();
}

void write_log(JsonWriter& json, const LogFacts& facts) {
  json.member("log", facts.name);
  json.key("lines");
  write_lines(json, facts.lines);
  json.member_bool("truncated", facts.truncated);
}

}  // namespace wvagate::store
