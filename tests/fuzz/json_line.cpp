// JsonObject against RapidJSON: what that accepts as an object, it walks member by member; and any text
// without going astray.

#include "harness/ingest/decode/json_line.hpp"

#include <string>
#include <vector>

#include "tests/fuzz/support/expect.hpp"
#include "tests/fuzz/support/rapidjson_text.hpp"
#include "tests/fuzz/support/utf8.hpp"

namespace wvagate::fuzz {
namespace {

using ingest::JsonObject;
using ingest::JsonValue;

struct Walk {
  std::vector<std::string_view> keys;
  std::vector<JsonValue> values;
  bool cut = false;
  bool broken = false;
  bool done() const { return !cut && !broken; }
};

Walk walk(std::string_view text) {
  Walk seen;
  JsonObject object(text);
  std::string_view key;
  JsonValue value;
  while (object.next(key, value)) {
    expect(is_within(key, text) && is_within(value.text, text), "members are pieces of the text");
    expect(value.kind == JsonValue::Kind::string || !value.text.empty(), "only strings may be empty");
    expect(value.kind == JsonValue::Kind::string || !value.escaped, "only strings are escaped");
    expect(!value.escaped || value.text.find('\\') != std::string_view::npos, "escapes are told of");
    seen.keys.push_back(key);
    seen.values.push_back(value);
  }
  expect(!object.next(key, value), "after the end there is nothing more");
  expect(!(object.cut() && object.broken()), "a text is cut or broken, not both");
  expect(is_within(object.rest(), text), "the rest is a piece of the text");
  seen.cut = object.cut();
  seen.broken = object.broken();
  return seen;
}

std::string unescaped(std::string_view text) {
  std::string out;
  expect(ingest::append_unescaped(text, out), "escapes of valid JSON are resolved", text);
  return out;
}

// RapidJSON makes three bytes that are no UTF-8 of a lone low surrogate, we make U+FFFD.
void check_against(const rapidjson::Document& document, std::string_view text) {
  const Walk seen = walk(text);
  expect(seen.done(), "valid JSON is walked to its end", text);
  expect(seen.keys.size() == document.MemberCount(), "every member is walked", text);
  std::size_t i = 0;
  for (const auto& member : document.GetObject()) {
    const std::string_view key(member.name.GetString(), member.name.GetStringLength());
    expect(unescaped(seen.keys[i]) == key || !is_utf8(key), "keys are RapidJSON's", text);
    const JsonValue& value = seen.values[i++];
    expect((value.kind == JsonValue::Kind::string) == member.value.IsString() &&
               (value.kind == JsonValue::Kind::object) == member.value.IsObject() &&
               (value.kind == JsonValue::Kind::array) == member.value.IsArray() &&
               (value.kind == JsonValue::Kind::number) == member.value.IsNumber(),
           "kinds are RapidJSON's", text);
    if (member.value.IsString()) {
      const std::string_view string(member.value.GetString(), member.value.GetStringLength());
      expect(unescaped(value.text) == string || !is_utf8(string), "strings are RapidJSON's", text);
    }
  }
}

}  // namespace
}  // namespace wvagate::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate::fuzz;
  const std::string_view text = as_text(data, size);
  std::string unescaped;
  wvagate::ingest::append_unescaped(text, unescaped);
  expect(unescaped.size() <= text.size(), "resolving escapes makes nothing longer");

  const Walk seen = walk(text);
  if (seen.done()) {
    // A record that the log broke off in is never taken for a whole one.
    wvagate::ingest::JsonObject object(text);
    std::string_view key;
    wvagate::ingest::JsonValue value;
    while (object.next(key, value)) {
    }
    const std::size_t length = text.size() - object.rest().size();
    Choices choices(text);
    for (int i = 0; i < 4; ++i)
      expect(walk(text.substr(0, 1 + choices.below(length - 1))).cut, "the front of an object is cut", text);
  }

  rapidjson::Document document;
  document.Parse<kStrictJson>(text.data(), text.size());
  if (!document.HasParseError() && document.IsObject() && text.starts_with('{'))
    check_against(document, text);
  return 0;
}
