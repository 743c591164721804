#include "harness/store/json_reader.hpp"

#include <string>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate::store {
namespace {

std::string refusal(std::string_view text) {
  const auto read = read_json("file.json", text);
  return read ? "read" : describe(read.error());
}

TEST_CASE("A document is read with the lines of its values") {
  const auto read =
      read_json("f", "{\n \"a\": [1,\n  -2.5e3, null],\n \"b\": {\"c\": \"\\u00e9\\n\", \"d\": true}\n}\n");
  REQUIRE(read);
  const JsonNode& root = read.value();
  CHECK(root.line == 1);
  const JsonNode* a = root.find("a");
  REQUIRE(a != nullptr);
  REQUIRE(a->items.size() == 3);
  CHECK(a->items[0].line == 2);
  CHECK(a->items[1].number == -2500.0);
  CHECK(a->items[1].line == 3);
  CHECK(a->items[2].type == JsonNode::Type::null);
  const JsonNode* b = root.find("b");
  REQUIRE(b != nullptr);
  CHECK(b->find("c")->text == "é\n");
  CHECK(b->find("d")->boolean);
  CHECK(root.members[1].line == 4);
  CHECK(root.find("c") == nullptr);
}

TEST_CASE("Numbers are read to the last digit, integers of any size too") {
  const auto read = read_json("f", "[0.1, 94.8148, 18446744073709551615, -9223372036854775808, 1e-320]");
  REQUIRE(read);
  CHECK(read.value().items[0].number == 0.1);
  CHECK(read.value().items[1].number == 94.8148);
  CHECK(read.value().items[2].number == 18446744073709551615.0);
  CHECK(read.value().items[3].number == -9223372036854775808.0);
}

TEST_CASE("What is no JSON is refused with its line") {
  CHECK(refusal("{\"a\": 1,\n\"b\": NaN}") == "file.json:2: NaN is no number of JSON");
  CHECK(refusal("[\n\n-Infinity]") == "file.json:3: Infinity is no number of JSON");
  CHECK(refusal("[1, // no\n2]") == "file.json:1: JSON has no comments");
  CHECK(refusal("{\"a\": 1,\n \"b\": 2,\n \"a\": 3}") == "file.json:3: \"a\" is there twice");
  CHECK(refusal("{\"a\": {\"x\": 1}, \"b\": {\"x\": 1}}") == "read");
  CHECK(refusal("{\"a\": 1,\n}").find("file.json:2: is no JSON: ") == 0);
  CHECK(refusal("").find("file.json:1: is no JSON: ") == 0);
  CHECK(refusal("{} {}").find("file.json:1: is no JSON: ") == 0);
  CHECK(refusal("[1e999]").find("file.json:1: is no JSON: ") == 0);
  CHECK(refusal("[\"\xff\"]").find("file.json:1: is no JSON: ") == 0);
  CHECK(refusal("[\"a\nb\"]").find("is no JSON: ") != std::string::npos);
  CHECK(refusal("[01]") != "read");
  CHECK(refusal("['a']") != "read");
  CHECK(refusal("\xEF\xBB\xBF{}") == "read");
}

TEST_CASE("A zero byte does not end a document unseen") {
  using namespace std::string_literals;
  CHECK(refusal("{}\n\0garbage"s) == "file.json:2: is no JSON: it holds a zero byte");
}

TEST_CASE("Names of keys cannot steer a terminal") {
  CHECK(refusal("{\"\\u001b[31m\": 1, \"\\u001b[31m\": 2}") == "file.json:1: \"\\x1b[31m\" is there twice");
}

TEST_CASE("Deep nesting is refused, and does not exhaust the stack") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(refusal(nested(32)) == "read");
  CHECK(refusal(nested(33)) == "file.json:1: is nested too deeply");
  CHECK(refusal(std::string(1000000, '[')) == "file.json:1: is nested too deeply");
}

TEST_CASE("A document is read whole, and not without bounds") {
  const testing::TemporaryDirectory directory;
  CHECK(read_document(directory.write("a.json", "{}\n")).value() == "{}\n");
  const auto missing = read_document((directory.path() / "none.json").string());
  REQUIRE_FALSE(missing);
  CHECK(missing.error().what == "cannot be opened: No such file or directory");
  CHECK(missing.error().kind == ErrorKind::usage);
  CHECK_FALSE(read_document(directory.path().string()));
  const auto large = read_document(directory.write("large.json", std::string((16u << 20) + 1, ' ')));
  REQUIRE_FALSE(large);
  CHECK(large.error().what == "is larger than 16 MiB");
}

}  // namespace
}  // namespace wvagate::store
