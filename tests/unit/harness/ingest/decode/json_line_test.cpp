#include "harness/ingest/decode/json_line.hpp"

#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

using Members = std::vector<std::pair<std::string, std::string>>;

Members members_of(JsonObject& object) {
  Members members;
  std::string_view key;
  JsonValue value;
  while (object.next(key, value))
    members.emplace_back(key, value.text);
  return members;
}

enum class End { whole, cut, broken };

End end_of(std::string_view text) {
  JsonObject object(text);
  members_of(object);
  if (object.cut()) return End::cut;
  return object.broken() ? End::broken : End::whole;
}

TEST_CASE("An object's members are walked in order") {
  JsonObject object(R"( {"no":1})");
  CHECK(members_of(object).empty());
  CHECK(object.broken());  // the object begins at its brace

  JsonObject whole(R"({"a":"x","b":12.5,"c":{"d":[1,{"e":"}"}]},"f":[],"g":true,"h":null,"i":-3e-5})");
  CHECK(members_of(whole) == Members{{"a", "x"},
                                     {"b", "12.5"},
                                     {"c", R"({"d":[1,{"e":"}"}]})"},
                                     {"f", "[]"},
                                     {"g", "true"},
                                     {"h", "null"},
                                     {"i", "-3e-5"}});
  CHECK_FALSE(whole.cut());
  CHECK_FALSE(whole.broken());
  CHECK(whole.rest() == "");
}

TEST_CASE("A value tells its kind") {
  JsonObject object(R"({"s":"5","n":5,"m":-5,"o":{},"a":[5],"t":true,"x":NaN})");
  std::string_view key;
  JsonValue value;
  using Kind = JsonValue::Kind;
  for (const Kind kind :
       {Kind::string, Kind::number, Kind::number, Kind::object, Kind::array, Kind::literal, Kind::literal}) {
    REQUIRE(object.next(key, value));
    CAPTURE(key);
    CHECK(value.kind == kind);
  }
  CHECK_FALSE(object.next(key, value));
}

TEST_CASE("White space between members does not matter") {
  JsonObject object("{ \"a\" : 1 ,\t\"b\":\r\n\"x\" }  tail");
  CHECK(members_of(object) == Members{{"a", "1"}, {"b", "x"}});
  CHECK(object.rest() == "  tail");
  CHECK(end_of("{}") == End::whole);
  CHECK(end_of("{ }") == End::whole);
}

TEST_CASE("Escapes are left as they are, and told of") {
  JsonObject object(R"({"a":"say \"hi\"\\","b":"plain","c\"d":1})");
  std::string_view key;
  JsonValue value;
  REQUIRE(object.next(key, value));
  CHECK(value.text == R"(say \"hi\"\\)");
  CHECK(value.escaped);
  REQUIRE(object.next(key, value));
  CHECK_FALSE(value.escaped);
  REQUIRE(object.next(key, value));
  CHECK(key == R"(c\"d)");
  CHECK_FALSE(object.next(key, value));
  CHECK_FALSE(object.broken());
}

TEST_CASE("A text that breaks off inside the object is cut") {
  const std::string whole = R"({"a":"x\"y","b":12.5,"c":{"d":[1,"}"]},"e":true})";
  CHECK(end_of(whole) == End::whole);
  for (std::size_t length = 1; length < whole.size(); ++length) {
    CAPTURE(whole.substr(0, length));
    CHECK(end_of(whole.substr(0, length)) == End::cut);
  }
}

TEST_CASE("What is no JSON is broken") {
  const char* const text =
      GENERATE("", "x", "[]", "{,}", R"({"a":1,})", R"({"a"})", R"({"a" 1})", R"({a:1})", R"({"a":1 "b":2})",
               R"({"a":})", R"({"a":,})", R"({"a":1}"b":2)", R"({'a':1})", R"({"a":]})");
  CAPTURE(text);
  const bool more_behind = std::string_view(text) == R"({"a":1}"b":2)";
  CHECK(end_of(text) == (more_behind ? End::whole : End::broken));
}

TEST_CASE("After the end there is nothing more") {
  JsonObject object("{}");
  std::string_view key;
  JsonValue value;
  CHECK_FALSE(object.next(key, value));
  CHECK_FALSE(object.next(key, value));
  CHECK_FALSE(object.broken());
  JsonObject broken(R"({"a":1 x "b":2})");
  CHECK(broken.next(key, value));
  CHECK_FALSE(broken.next(key, value));
  CHECK_FALSE(broken.next(key, value));
  CHECK(broken.broken());
}

TEST_CASE("Deep nesting is passed over without recursion") {
  const std::string deep = R"({"a":)" + std::string(200000, '[') + std::string(200000, ']') + R"(,"b":1})";
  JsonObject object(deep);
  CHECK(members_of(object).size() == 2);
  CHECK(end_of(R"({"a":)" + std::string(200000, '[')) == End::cut);
}

std::string unescaped(std::string_view text) {
  std::string out = "> ";
  return append_unescaped(text, out) ? out.substr(2) : "broken";
}

TEST_CASE("Escapes are resolved") {
  CHECK(unescaped("") == "");
  CHECK(unescaped("plain") == "plain");
  CHECK(unescaped(R"(\"\\\/\b\f\n\r\t)") == "\"\\/\b\f\n\r\t");
  CHECK(unescaped(R"(a\nb)") == "a\nb");
  CHECK(unescaped(R"(\\n)") == "\\n");
  CHECK(unescaped(R"(\u0041\u00e4\u20AC)") == "Aä€");
  CHECK(unescaped(R"(\u0000)") == std::string(1, '\0'));
  CHECK(unescaped(R"(\u07ff\u0800\uffff)") == "\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF");
  CHECK(unescaped(R"(3\u003c4)") == "3<4");  // as Go escapes HTML
}

TEST_CASE("A pair of surrogates is one character, a lone one is none") {
  CHECK(unescaped(R"(\ud83d\ude00)") == "😀");
  CHECK(unescaped(R"(\uD800\uDC00)") == "\xF0\x90\x80\x80");
  CHECK(unescaped(R"(\uDBFF\uDFFF)") == "\xF4\x8F\xBF\xBF");
  CHECK(unescaped(R"(\ud83dx)") == "\xEF\xBF\xBDx");
  CHECK(unescaped(R"(\ud83d)") == "\xEF\xBF\xBD");
  CHECK(unescaped(R"(\ude00)") == "\xEF\xBF\xBD");
  CHECK(unescaped(R"(\ud83d\u0041)") ==
        "\xEF\xBF\xBD"
        "A");
  CHECK(unescaped(R"(\ud83d\ud83d\ude00)") == "\xEF\xBF\xBD😀");
}

TEST_CASE("A broken escape is told") {
  CHECK(unescaped("\\") == "broken");
  CHECK(unescaped(R"(a\x41)") == "broken");
  CHECK(unescaped(R"(\u)") == "broken");
  CHECK(unescaped(R"(\u12)") == "broken");
  CHECK(unescaped(R"(\u12g4)") == "broken");
  CHECK(unescaped(R"(\u-123)") == "broken");
  CHECK(unescaped(R"(\u+123)") == "broken");
  CHECK(unescaped(R"(\ud83d\u12)") == "broken");
  CHECK(unescaped(R"(\')") == "broken");
}

}  // namespace
}  // namespace wvagate::ingest
