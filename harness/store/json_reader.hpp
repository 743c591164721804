#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/result.hpp"

namespace wvagate::store {

struct JsonMember;

/// A value of a JSON document that was read, with the line it ends on.
struct JsonValue {
  enum class Type { null, boolean, number, text, array, object };

  Type type = Type::null;
  std::uint64_t line = 0;
  bool boolean = false;
  double number = 0;
  std::string text;
  std::vector<JsonValue> items;     ///< of an array
  std::vector<JsonMember> members;  ///< of an object, in the document's order; no name twice

  /// nullptr where there is no such member.
  const JsonValue* find(std::string_view name) const;
};

struct JsonMember {
  std::string name;
  std::uint64_t line = 0;
  JsonValue value;
};

/// "null", "a number", …: what a reader of an error wants to know.
std::string_view type_text(JsonValue::Type type);

/// Reads a whole document. Refused, with its line in `file`: what is no JSON (comments, NaN, trailing commas
/// and broken UTF-8 included), a member's name that comes twice in an object, and nesting beyond 32 levels.
Result<JsonValue> read_json(const std::string& file, std::string_view text);

/// The bytes of the file at `path`; fails with ErrorKind::usage where it cannot be read or has more than 16
/// MiB.
Result<std::string> read_document(const std::string& path);

}  // namespace wvagate::store
