#include "harness/ingest/decode/fields.hpp"

#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

constexpr std::string_view kKeys[] = {"variant", "rate", "itl", "on", "list", "object"};

/// The fields of one entry, with all that they refer to.
struct Collected {
  explicit Collected(LogEntry from, std::span<const std::string_view> keys = kKeys)
      : entry(from), fault(fields.collect(entry, keys, texts)) {}

  std::vector<std::string> lost() const {
    std::vector<std::string> texts_of;
    for (const UnreadableField& field : fields.unreadable())
      texts_of.push_back(std::string(field.key) + "=" + std::string(field.value));
    return texts_of;
  }

  TextArena texts;
  LogEntry entry;
  Fields fields;
  std::optional<Fault> fault;
};

LogEntry with_message(std::string_view message) {
  return {.message = message};
}
LogEntry with_object(std::string_view object) {
  return {.object = object};
}
LogEntry with_pairs(std::string_view pairs) {
  return {.encoding = Encoding::klog, .message = "m", .pairs = pairs};
}

TEST_CASE("Fields are members, or pairs in a message or behind one") {
  for (const LogEntry& entry : {with_message("words: variant=decode, rate=12.50, on=true"),
                                with_message("words - variant: decode, rate: 12.50, on: true"),
                                with_object(R"({"variant": "decode", "rate": 12.50, "on": true})"),
                                with_pairs(R"(variant="decode" rate=12.50 on=true)"),
                                with_pairs("variant=decode rate=12.50 on=true")}) {
    CAPTURE(entry.message, entry.object, entry.pairs);
    Collected of(entry);
    CHECK_FALSE(of.fault);
    CHECK(of.fields.any());
    CHECK(of.fields.text("itl").empty());
    CHECK(of.fields.text("variant") == "decode");
    CHECK(of.fields.number("rate").value == 12.5);
    CHECK(of.fields.number("rate").digits == "12.50");
    CHECK(of.fields.flag("on") == true);
    CHECK_FALSE(of.fields.number("itl").logged());
    CHECK(of.fields.text("itl").empty());
    CHECK(of.lost().empty());
  }
}

TEST_CASE("An entry without any of the keys has no fields") {
  for (const LogEntry& entry : {with_message("rates=5, other=1"), with_object(R"({"other":1})"),
                                with_pairs("other=1"), with_pairs(""), with_message("")}) {
    Collected of(entry);
    CHECK_FALSE(of.fault);
    CHECK_FALSE(of.fields.any());
  }
  Collected none(with_message("rate=5"), {});
  CHECK_FALSE(none.fields.any());
}

TEST_CASE("Members outweigh pairs, and of two of a key the last one counts") {
  LogEntry both = with_message("variant=a, rate=1");
  both.object = R"({"rate":2,"rate":3})";
  Collected of(both);
  CHECK(of.fields.text("variant") == "a");
  CHECK(of.fields.number("rate").value == 3.0);
  Collected pairs(with_message("rate=1, rate=2"));
  CHECK(pairs.fields.number("rate").value == 2.0);
}

TEST_CASE("A member cannot bring in pairs") {
  Collected of(with_object(R"({"variant":"a, rate=5"})"));
  CHECK(of.fields.text("variant") == "a, rate=5");
  CHECK(of.fields.text("rate").empty());
}

TEST_CASE("A number may have a unit, be a string, or be none") {
  const auto number = [](const LogEntry& entry) { return Collected(entry).fields.number("itl"); };
  CHECK(number(with_message("itl=46.15ms, x")).value == 46.15);
  CHECK(number(with_message("itl=46.15ms, x")).digits == "46.15");
  CHECK(number(with_object(R"({"itl":"46.15"})")).value == 46.15);
  CHECK(number(with_object(R"({"itl":"46.15ms"})")).value == 46.15);
  CHECK_FALSE(number(with_object(R"({"itl":null})")).logged());
  CHECK_FALSE(number(with_object(R"({"itl":""})")).logged());
  CHECK_FALSE(number(with_message("itl=, rate=5")).logged());
  CHECK(number(with_object(R"({"itl":"NaN"})")).logged());
  CHECK_FALSE(number(with_object(R"({"itl":"+Inf"})")).value);
  CHECK(number(with_object(R"({"itl":-3.37e-05})")).value == -3.37e-05);
}

TEST_CASE("A number that cannot be read is lost with its key and text") {
  Collected sentence(with_message("variant=a, rate=busy, itl=5"));
  CHECK_FALSE(sentence.fields.number("rate").logged());
  CHECK(sentence.fields.number("itl").value == 5.0);
  CHECK(sentence.lost() == std::vector<std::string>{"rate=busy"});
  Collected members(with_object(R"({"rate":{"a":1},"itl":true})"));
  CHECK_FALSE(members.fields.number("rate").logged());
  CHECK_FALSE(members.fields.number("itl").logged());
  CHECK(members.lost() == std::vector<std::string>{R"(rate={"a":1})", "itl=true"});
  const std::string object = R"({"rate":)" + std::string(60, '1') + "}";
  Collected long_one(with_object(object));
  CHECK_FALSE(long_one.fields.number("rate").logged());
  CHECK(long_one.lost().size() == 1);
}

TEST_CASE("Escapes of a member's text are resolved") {
  Collected of(with_object(R"({"variant":"a\u003cb\t","list":[{"variant":"c\\d"}]})"));
  CHECK(of.fields.text("variant") == "a<b\t");
  CHECK(of.fields.array("list")->front().text("variant") == "c\\d");
}

TEST_CASE("A flag is true, false or absent") {
  CHECK(Collected(with_object(R"({"on":false})")).fields.flag("on") == false);
  CHECK(Collected(with_message("on=false, rate=1")).fields.flag("on") == false);
  CHECK_FALSE(Collected(with_object(R"({"on":1})")).fields.flag("on"));
  CHECK_FALSE(Collected(with_object("{}")).fields.flag("on"));
}

TEST_CASE("Objects and arrays are walked") {
  Collected of(with_object(
      R"({"object": {"name":"x","n":5,"inner":{"m":"6"},"bad":"six"}, "list": [{"name":"a"}, 7, {"name":"b"} ]})"));
  const Members object = of.fields.object("object");
  CHECK(object.text("name") == "x");
  CHECK(object.number("n").value == 5.0);
  CHECK(object.object("inner").number("m").value == 6.0);
  CHECK(object.object("name").empty());
  CHECK(object.object("missing").empty());
  CHECK_FALSE(object.number("missing").logged());
  CHECK_FALSE(object.number("bad").logged());
  CHECK(of.lost() == std::vector<std::string>{"name=x", "bad=six"});
  const auto list = of.fields.array("list");
  REQUIRE(list);
  REQUIRE(list->size() == 2);
  CHECK((*list)[1].text("name") == "b");
  CHECK_FALSE(of.fields.array("object"));
  CHECK(of.fields.object("list").empty());
  CHECK(Collected(with_object(R"({"list":[]})")).fields.array("list")->empty());
}

TEST_CASE("Broken nested values are no array, and have a fault as object") {
  CHECK_FALSE(Collected(with_object(R"({"list":[{"a":1},,]})")).fields.array("list"));
  Collected of(with_object(R"({"object":{"a" 1}})"));
  REQUIRE(of.fields.object("object").fault());
  CHECK(of.fields.object("object").fault()->reason == Malformed::broken_json);
  CHECK_FALSE(Collected(with_object(R"({"object":{"a":1}})")).fields.object("object").fault());
}

TEST_CASE("An object that cannot be read to its end has a fault") {
  const auto reason = [](std::string_view object) {
    const Collected of(with_object(object));
    REQUIRE(of.fault);
    return of.fault->reason;
  };
  CHECK(reason(R"({"rate":5)") == Malformed::cut_line);
  CHECK(reason(R"({"rate":5,"variant":"a)") == Malformed::cut_line);
  CHECK(reason(R"({"rate" 5})") == Malformed::broken_json);
  CHECK(reason(R"({"rate":5} tail)") == Malformed::broken_json);
  CHECK_FALSE(Collected(with_object("{\"rate\":5} \r")).fault);
}

TEST_CASE("Pairs of klog end at what cannot be read") {
  Collected of(with_pairs(R"(rate=1 variant="a b" object={"n":1} list=[1] itl="cut)"));
  CHECK(of.fields.number("rate").value == 1.0);
  CHECK(of.fields.text("variant") == "a b");
  CHECK(of.fields.object("object").number("n").value == 1.0);
  CHECK(of.fields.array("list")->empty());
  CHECK(of.fields.text("itl").empty());
  CHECK(Collected(with_pairs("no pair rate=")).fields.text("rate").empty());
}

TEST_CASE("Fields may be used again") {
  TextArena texts;
  Fields fields;
  const LogEntry first = with_message("rate=x, itl=5");
  REQUIRE_FALSE(fields.collect(first, kKeys, texts));
  fields.number("rate");
  REQUIRE(fields.unreadable().size() == 1);
  const LogEntry second = with_message("variant=a");
  REQUIRE_FALSE(fields.collect(second, kKeys, texts));
  CHECK(fields.unreadable().empty());
  CHECK(fields.text("itl").empty());
  CHECK(fields.text("variant") == "a");
}

}  // namespace
}  // namespace wvagate::ingest
