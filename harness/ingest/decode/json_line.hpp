#pragma once

#include <string>
#include <string_view>

namespace wvagate::ingest {

/// A member's value in a line of JSON, not copied.
struct JsonValue {
  enum class Kind { string, number, object, array, literal };
  Kind kind = Kind::literal;
  std::string_view text;  ///< a string's characters as written, without quotes; else all of the value
  bool escaped = false;   ///< a string that holds backslash escapes
};

/// Walks the members of one JSON object in a line, in place: no tree, no allocation. Made for log lines; what
/// lies deeper than the object itself is passed over by its brackets.
class JsonObject {
 public:
  /// `text` starts at the object's "{".
  explicit JsonObject(std::string_view text);

  /// Moves to the next member. False at the object's end and where the text is no JSON.
  bool next(std::string_view& key, JsonValue& value);

  /// The text broke off inside the object.
  bool cut() const { return state_ == State::cut; }
  /// The text is not JSON.
  bool broken() const { return state_ == State::broken; }
  friend bool read_json_value(std::string_view& rest, JsonValue& value);

  /// What follows the object, once next() has come to its end.
  std::string_view rest() const { return text_.substr(at_); }

 private:
  enum class State { start, members, done, cut, broken };

  bool stop(State state);
  void skip_space();
  bool read_string(std::string_view& text, bool& escaped);
  bool read_value(JsonValue& value);
  bool skip_nested();

  std::string_view text_;
  std::size_t at_ = 0;
  State state_ = State::start;
};

/// Reads the value at the front of `rest` and takes it off. False if the text there is no whole JSON value.
bool read_json_value(std::string_view& rest, JsonValue& value);

/// Appends a JSON string's characters with their escapes resolved. False where an escape is broken.
bool append_unescaped(std::string_view text, std::string& out);

}  // namespace wvagate::ingest
