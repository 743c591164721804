#include "harness/store/json_writer.hpp"

#include <functional>
#include <limits>
#include <string>

#include <rapidjson/document.h>

#include "harness/store/extract_json.hpp"
#include "tests/support/catch.hpp"

namespace wvagate::store {
namespace {

using namespace std::string_literals;

std::string document_of(const std::function<void(JsonWriter&)>& write) {
  JsonWriter json;
  json.begin_object();
  write(json);
  json.end_object();
  return json.take();
}

TEST_CASE("A number that JSON cannot spell is null") {
  const double value =
      GENERATE(std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
               -std::numeric_limits<double>::infinity());
  CHECK(document_of([&](JsonWriter& json) { json.member("x", value); }) == "{\n \"x\": null\n}\n");
}

TEST_CASE("An absent number is null, a name that is empty too") {
  CHECK(document_of([](JsonWriter& json) {
          json.member("x", std::optional<double>());
          json.member_name("n", "");
          json.member("t", "");
        }) == "{\n \"x\": null,\n \"n\": null,\n \"t\": \"\"\n}\n");
}

TEST_CASE("A number reads back as the same") {
  for (const double value : {0.1, 1e300, -2.5, 5e-324, 1.0 / 3, 0.0, 100.0}) {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseFullPrecisionFlag>(
        document_of([&](JsonWriter& json) { json.member("x", value); }).c_str());
    REQUIRE_FALSE(document.HasParseError());
    CHECK(document["x"].GetDouble() == value);
  }
}

TEST_CASE("Every kind of member is written") {
  CHECK(document_of([](JsonWriter& json) {
          json.member_count("c", 18446744073709551615U);
          json.member_bool("b", true);
          json.key("t");
          json.time(TimePoint(std::chrono::milliseconds(1500)));
          json.key("a");
          json.begin_array();
          json.text("x");
          json.number(2);
          json.end_array();
        }) ==
        "{\n \"c\": 18446744073709551615,\n \"b\": true,\n \"t\": \"1970-01-01T00:00:01.500Z\",\n \"a\": [\n "
        " \"x\",\n  2\n ]\n}\n");
}

TEST_CASE("Text is escaped") {
  const std::string text = document_of([](JsonWriter& json) { json.member("k\"\n", "a\"b\\c\n\x01\0z"s); });
  CHECK(text == "{\n \"k\\\"\\n\": \"a\\\"b\\\\c\\n\\u0001\\u0000z\"\n}\n");
}

TEST_CASE("Broken UTF-8 becomes the replacement character, byte by byte") {
  CHECK(valid_utf8("plain ä 漢 😀") == "plain ä 漢 😀");
  CHECK(valid_utf8("") == "");
  CHECK(valid_utf8("a\xFFz") == "a\xEF\xBF\xBDz");
  CHECK(valid_utf8("\xE2\x82") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(valid_utf8("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  const std::string text = document_of([](JsonWriter& json) { json.member("k\xC0", "\x80v"); });
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(text.c_str());
  CHECK_FALSE(document.HasParseError());
}

TEST_CASE("An extracted sample is a line with the log's digits where JSON can spell them") {
  LoggedSample logged;
  logged.sample.variant = "a\"b\xFF";
  logged.sample.line = 12;
  logged.digits.timestamp = "T";
  logged.digits.itl = "9.40";
  logged.digits.ttft = "NaN";
  logged.digits.rate = "+Inf";
  logged.digits.in_tokens = "1.2345678e+06";
  logged.digits.out_tokens = "-0.5E-3";
  logged.digits.replicas = "007";
  logged.digits.predicted_itl = ".5";
  logged.digits.predicted_ttft = "5.";
  logged.digits.slo_itl = "+5";
  logged.digits.slo_ttft = "1e";
  logged.digits.rho = "1e616";
  logged.digits.parameters = {"0", "-0", "0.0", "1e5"};
  logged.sample.emitted_replicas = 2;
  std::string out;
  append_extract_json(out, logged, "x.log");
  CHECK(
      out ==
      R"({"timestamp":"T","itlAverage":9.40,"ttftAverage":null,"rate":null,"inTk":1.2345678e+06,"outTk":-0.5E-3,)"
      R"("numRep":null,"itl":null,"ttft":null,"slo_itl":null,"slo_ttft":null,"alpha":0,"beta":-0,"gamma":0.0,"delta":1e5,)"
      "\"variant\":\"a\\\"b\xEF\xBF\xBD\","
      R"("model":null,"service_class":null,"accelerator":null,"current_replicas":null,"max_batch":null,"rho":null,)"
      R"("max_rpm":null,"cost":null,"log":"x.log","line":12,"cycle":null,"namespace":null,"role":null,)"
      R"("target":2,"optimizer_target":null,"action":null,"reason":null,"optimizer":null,"min_replicas":null,)"
      R"("max_replicas":null,"latency_source":null})"
      "\n");
}

}  // namespace
}  // namespace wvagate::store
