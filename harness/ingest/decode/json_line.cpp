#include "harness/ingest/decode/json_line.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "harness/ingest/lines/byte_search.hpp"

namespace wvagate::ingest {
namespace {

constexpr ByteSet kEndsLiteral(",}] \t\r\n");
constexpr ByteSet kNests("{}[]\"");

}  // namespace

JsonObject::JsonObject(std::string_view text) : text_(text) {
  if (text_.empty() || text_.front() != '{') {
    state_ = State::broken;
  } else {
    at_ = 1;
  }
}

bool JsonObject::stop(State state) {
  state_ = state;
  return false;
}

void JsonObject::skip_space() {
  while (at_ < text_.size() &&
         (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' || text_[at_] == '\n')) {
    ++at_;
  }
}

bool JsonObject::next(std::string_view& key, JsonValue& value) {
  if (state_ != State::start && state_ != State::members) return false;
  skip_space();
  if (at_ == text_.size()) return stop(State::cut);
  if (text_[at_] == '}') {
    ++at_;
    return stop(State::done);
  }
  if (state_ == State::members) {
    if (text_[at_] != ',') return stop(State::broken);
    ++at_;
    skip_space();
  }
  state_ = State::members;
  bool escaped = false;
  if (!read_string(key, escaped)) return false;
  skip_space();
  if (at_ == text_.size()) return stop(State::cut);
  if (text_[at_] != ':') return stop(State::broken);
  ++at_;
  skip_space();
  return read_value(value);
}

bool JsonObject::read_string(std::string_view& text, bool& escaped) {
  if (at_ == text_.size()) return stop(State::cut);
  if (text_[at_] != '"') return stop(State::broken);
  const std::size_t begin = ++at_;
  while (true) {
    at_ = find_either(text_, '"', '\\', at_);
    if (at_ == std::string_view::npos) {
      at_ = text_.size();
      return stop(State::cut);
    }
    if (text_[at_] == '"') break;
    escaped = true;
    at_ += 2;
    if (at_ > text_.size()) {
      at_ = text_.size();
      return stop(State::cut);
    }
  }
  text = text_.substr(begin, at_ - begin);
  ++at_;
  return true;
}

bool JsonObject::read_value(JsonValue& value) {
  if (at_ == text_.size()) return stop(State::cut);
  value = {};
  const char first = text_[at_];
  const std::size_t begin = at_;
  if (first == '"') {
    value.kind = JsonValue::Kind::string;
    return read_string(value.text, value.escaped);
  }
  if (first == '{' || first == '[') {
    value.kind = first == '{' ? JsonValue::Kind::object : JsonValue::Kind::array;
    if (!skip_nested()) return false;
  } else {
    value.kind = first == '-' || first == '+' || (first >= '0' && first <= '9') ? JsonValue::Kind::number
                                                                                : JsonValue::Kind::literal;
    at_ = kEndsLiteral.find_in(text_, at_);
    if (at_ == std::string_view::npos) {
      at_ = text_.size();
      return stop(State::cut);
    }
    if (at_ == begin) return stop(State::broken);
  }
  value.text = text_.substr(begin, at_ - begin);
  return true;
}

/// Passes over an object or array by counting brackets outside strings.
bool JsonObject::skip_nested() {
  std::size_t depth = 0;
  while (true) {
    at_ = kNests.find_in(text_, at_);
    if (at_ == std::string_view::npos) {
      at_ = text_.size();
      return stop(State::cut);
    }
    if (text_[at_] == '"') {
      std::string_view ignored;
      bool escaped = false;
      if (!read_string(ignored, escaped)) return false;
      continue;
    }
    const bool opens = text_[at_] == '{' || text_[at_] == '[';
    ++at_;
    if (opens) {
      ++depth;
    } else if (--depth == 0) {
      return true;
    }
  }
}

bool read_json_value(std::string_view& rest, JsonValue& value) {
  JsonObject walk("{");
  walk.text_ = rest;
  walk.at_ = 0;
  if (rest.empty()) return false;
  const bool nested_or_text = rest.front() == '"' || rest.front() == '{' || rest.front() == '[';
  if (nested_or_text) {
    if (!walk.read_value(value)) return false;
    rest.remove_prefix(walk.at_);
    return true;
  }
  const std::size_t end = std::min(kEndsLiteral.find_in(rest), rest.size());
  if (end == 0) return false;
  const bool number = rest.front() == '-' || (rest.front() >= '0' && rest.front() <= '9');
  value = {.kind = number ? JsonValue::Kind::number : JsonValue::Kind::literal,
           .text = rest.substr(0, end),
           .escaped = false};
  rest.remove_prefix(end);
  return true;
}

namespace {

std::optional<unsigned> read_hex4(std::string_view text) {
  unsigned value = 0;
  if (text.size() < 4) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + 4, value, 16);
  if (error != std::errc{} || end != text.data() + 4) return std::nullopt;
  return value;
}

void append_utf8(unsigned code, std::string& out) {
  const auto put = [&](unsigned byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

/// Resolves \uXXXX at the front of `text`, a surrogate pair too, and takes it off; a lone surrogate becomes
/// U+FFFD.
bool append_unicode_escape(std::string_view& text, std::string& out) {
  const auto high = read_hex4(text.substr(2));
  if (!high) return false;
  text.remove_prefix(6);
  unsigned code = *high;
  if (code >= 0xD800 && code < 0xDC00 && text.starts_with("\\u")) {
    const auto low = read_hex4(text.substr(2));
    if (low && *low >= 0xDC00 && *low < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (*low - 0xDC00);
      text.remove_prefix(6);
    }
  }
  append_utf8(code >= 0xD800 && code < 0xE000 ? 0xFFFD : code, out);
  return true;
}

}  // namespace

bool append_unescaped(std::string_view text, std::string& out) {
  static constexpr std::string_view kEscapes = "\"\\/bfnrt";
  static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  while (true) {
    const std::size_t backslash = text.find('\\');
    out.append(text.substr(0, backslash));
    if (backslash == std::string_view::npos) return true;
    text.remove_prefix(backslash);
    if (text.size() < 2) return false;
    if (text[1] == 'u') {
      if (!append_unicode_escape(text, out)) return false;
      continue;
    }
    const std::size_t which = kEscapes.find(text[1]);
    if (which == std::string_view::npos) return false;
    out += kMeanings[which];
    text.remove_prefix(2);
  }
}

}  // namespace wvagate::ingest
