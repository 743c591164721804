#pragma once

#include <string_view>

#include <rapidjson/document.h>

namespace wvagate::fuzz {

inline constexpr unsigned kStrictJson =
    rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;

/// `text` is one JSON value, in valid UTF-8. Behind a number like `0e616`, which JSON has and RapidJSON has
/// no room for, nothing is looked at.
inline bool is_json(std::string_view text) {
  rapidjson::Document document;
  document.Parse<kStrictJson>(text.data(), text.size());
  return !document.HasParseError() || document.GetParseError() == rapidjson::kParseErrorNumberTooBig;
}

/// Each line of `text` is one JSON object.
inline bool is_json_lines(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.size() == text.size() || !line.starts_with('{') || !is_json(line)) return false;
    text.remove_prefix(line.size() + 1);
  }
  return true;
}

}  // namespace wvagate::fuzz
