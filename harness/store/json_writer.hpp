#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "analysis/core/time.hpp"

namespace wvagate::store {

/// Writes one JSON document. Absent, NaN and infinite numbers become null; numbers have the fewest digits
/// that read back as the same; broken UTF-8 becomes U+FFFD.
class JsonWriter {
 public:
  enum class Layout {
    document,  ///< for programs
    reviewed,  ///< for people to read and to compare: deeper indents, and a list on one line
    line,      ///< for programs that read a document a line
  };

  explicit JsonWriter(Layout layout = Layout::document) : layout_(layout), writer_(buffer_) {
    writer_.SetIndent(' ', layout == Layout::reviewed ? 2 : layout == Layout::document ? 1 : 0);
    if (layout == Layout::reviewed) writer_.SetFormatOptions(rapidjson::kFormatSingleLineArray);
  }

  void begin_object() { writer_.StartObject(); }
  void end_object() { writer_.EndObject(); }
  void begin_array() { writer_.StartArray(); }
  void end_array() { writer_.EndArray(); }

  void key(std::string_view name) { write_string(name); }
  void text(std::string_view value) { write_string(value); }
  void number(std::optional<double> value);
  void count(std::uint64_t value) { writer_.Uint64(value); }
  void boolean(bool value) { writer_.Bool(value); }
  void null() { writer_.Null(); }
  void time(TimePoint value) { write_string(format_time(value)); }

  void member(std::string_view name, std::string_view value) { key(name), text(value); }
  /// A name; null where it is empty.
  void member_name(std::string_view name, std::string_view value);
  void member(std::string_view name, std::optional<double> value) { key(name), number(value); }
  void member_count(std::string_view name, std::uint64_t value) { key(name), count(value); }
  void member_bool(std::string_view name, bool value) { key(name), boolean(value); }

  /// The document, ended by a line break.
  std::string take() const;

 private:
  void write_string(std::string_view value);

  Layout layout_;
  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer_;
};

/// `text` with every ill-formed UTF-8 byte as U+FFFD.
std::string valid_utf8(std::string_view text);

}  // namespace wvagate::store
