#include "harness/ingest/decode/pair_scan.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

constexpr std::array<std::string_view, 5> kKeys = {"name", "class", "rate", "slo-itl", "load"};

using Fields = std::vector<std::pair<std::string, std::string>>;

Fields texts(std::string_view text) {
  Fields fields;
  for (PairScan scan(text, kKeys); scan.next();)
    fields.emplace_back(kKeys[scan.key()], scan.text());
  return fields;
}

Fields numbers(std::string_view text) {
  Fields fields;
  for (PairScan scan(text, kKeys); scan.next();)
    fields.emplace_back(kKeys[scan.key()], scan.number());
  return fields;
}

TEST_CASE("Pairs are found whatever stands between them") {
  CHECK(texts("name: a, class: b") == Fields{{"name", "a"}, {"class", "b"}});
  CHECK(texts("name=a; class=b") == Fields{{"name", "a"}, {"class", "b"}});
  CHECK(texts("{   name: a,   class: b }").size() == 2);
  CHECK(texts("\nname=a\nclass=b\n") == Fields{{"name", "a"}, {"class", "b"}});
  CHECK(texts("(name=a|class=b") == Fields{{"name", "a|"}, {"class", "b"}});
  CHECK(texts("").empty());
  CHECK(texts("no pair here").empty());
  CHECK(texts("=").empty());
  CHECK(texts("other: 5, name: a") == Fields{{"name", "a"}});
}

TEST_CASE("A number stands without what surrounds it") {
  CHECK(numbers("load: {     rate: 12.5,     slo-itl: 9    }   },") ==
        Fields{{"load", ""}, {"rate", "12.5"}, {"slo-itl", "9"}});
  CHECK(numbers("rate=0; slo-itl=3.37e-05} ]") == Fields{{"rate", "0"}, {"slo-itl", "3.37e-05"}});
  CHECK(numbers("rate= 9.5, ") == Fields{{"rate", "9.5"}});
  CHECK(numbers("rate=-5|") == Fields{{"rate", "-5"}});
  CHECK(numbers("rate=") == Fields{{"rate", ""}});
  CHECK(numbers("rate=, slo-itl={ }") == Fields{{"rate", ""}, {"slo-itl", ""}});
}

TEST_CASE("A number ends where it does, though fields of no known key follow") {
  CHECK(numbers("rate: 7.47, newField: 3 }, slo-itl: 9; new: { x: 1 } }") ==
        Fields{{"rate", "7.47"}, {"slo-itl", "9"}});
  CHECK(numbers("rate=5; foo=7; slo-itl=6|bar=8") == Fields{{"rate", "5"}, {"slo-itl", "6"}});
  CHECK(numbers("{\"rate\":\"5\",\"new\":1}") == Fields{{"rate", "5"}});
  CHECK(numbers("rate=5x, new=1") == Fields{{"rate", "5x"}});
  CHECK(leading_number(" 2 of 3") == "2");
  CHECK(leading_number("").empty());
}

TEST_CASE("A name may hold commas and colons and what else there is") {
  CHECK(texts("name: decode:llm-d, class: x") == Fields{{"name", "decode:llm-d"}, {"class", "x"}});
  CHECK(texts("name: a, b; c, class: x") == Fields{{"name", "a, b; c"}, {"class", "x"}});
  CHECK(texts("name=org/model-8.1:v=2, class=x") == Fields{{"name", "org/model-8.1:v=2"}, {"class", "x"}});
  CHECK(texts("name=\"quoted\", class=x") == Fields{{"name", "quoted"}, {"class", "x"}});
  CHECK(texts("name= , class=x") == Fields{{"name", ""}, {"class", "x"}});
  CHECK(texts("name=ä\x01ö, class=x") == Fields{{"name", "ä\x01ö"}, {"class", "x"}});
  CHECK(texts("name=x,, class=y") == Fields{{"name", "x,"}, {"class", "y"}});
}

TEST_CASE("A key inside another word is none") {
  CHECK(texts("name: my-rate: 5, class: x") == Fields{{"name", "my-rate: 5"}, {"class", "x"}});
  CHECK(texts("name: x.rate: 5") == Fields{{"name", "x.rate: 5"}});
  CHECK(texts("name=rate=5") == Fields{{"name", "rate=5"}});
  CHECK(texts("name:rate:5") == Fields{{"name", "rate:5"}});
  CHECK(texts("names: x, rates: 5").empty());
  CHECK(texts("Name: x").empty());
}

TEST_CASE("Keys may be quoted, as in JSON") {
  CHECK(texts(R"({"name":"a","class":"b","rate":1})")[1].second == "b");
  CHECK(texts(R"("name": "a", "class": "b")") == Fields{{"name", "a"}, {"class", "b"}});
  CHECK(numbers(R"("rate":12.5,"slo-itl":"9"})") == Fields{{"rate", "12.5"}, {"slo-itl", "9"}});
}

TEST_CASE("A value reaches up to the next known key") {
  CHECK(texts("name: a, unknown: 5, class: b") == Fields{{"name", "a, unknown: 5"}, {"class", "b"}});
  CHECK(texts("class: x and all the rest") == Fields{{"class", "x and all the rest"}});
}

TEST_CASE("A key may come again") {
  CHECK(numbers("rate: 1, rate: 2") == Fields{{"rate", "1"}, {"rate", "2"}});
}

TEST_CASE("White space is trimmed at both ends") {
  CHECK(trim(" \t a b\r\n") == "a b");
  CHECK(trim("") == "");
  CHECK(trim(" \n ") == "");
}

TEST_CASE("A number keeps the log's digits") {
  std::optional<double> value;
  Digits digits = "before";
  CHECK(read_number("3.37e-05", value, digits));
  CHECK(value == 3.37e-05);
  CHECK(digits == "3.37e-05");
  CHECK(read_number("12.50", value, digits));
  CHECK(digits == "12.50");
}

TEST_CASE("NaN and infinity keep their digits and have no value") {
  const char* const text = GENERATE("NaN", "+Inf", "-Inf", "1e999");
  std::optional<double> value = 5;
  Digits digits;
  CHECK(read_number(text, value, digits));
  CHECK_FALSE(value);
  CHECK(digits == text);
}

TEST_CASE("What is no number changes nothing") {
  std::optional<double> value = 5;
  Digits digits = "5";
  CHECK_FALSE(read_number("five", value, digits));
  CHECK_FALSE(read_number("", value, digits));
  CHECK(value == 5.0);
  CHECK(digits == "5");
}

}  // namespace
}  // namespace wvagate::ingest
