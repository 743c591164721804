#include "harness/ingest/records/record.hpp"

#include <set>
#include <string>

#include "harness/ingest/records/kinds.hpp"
#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

std::string_view kind_of(std::string_view message, std::string_view object = {}) {
  const LogEntry entry{.message = message, .object = object};
  const RecordKind* const kind = find_kind(kRecordKinds, entry);
  return kind == nullptr ? std::string_view() : kind->phrase;
}

TEST_CASE("Each phrase finds its own kind") {
  for (const RecordKind& kind : kRecordKinds) {
    CAPTURE(kind.phrase);
    CHECK(kind_of(kind.phrase) == kind.phrase);
    CHECK(kind_of(std::string(kind.phrase) + ": more") == kind.phrase);
    const std::string prefixed = "about: " + std::string(kind.phrase);
    CHECK((kind_of(prefixed) == kind.phrase) == (kind.match != Match::begins));
    CHECK((kind_of("x", prefixed) == kind.phrase) == (kind.match == Match::anywhere));
  }
}

TEST_CASE("A phrase is found by whole words") {
  CHECK(kind_of("Queue metric") == "Queue metric");
  CHECK(kind_of("Queue metrics").empty());
  CHECK(kind_of("Processing model (V2)") == "Processing model");
  CHECK(kind_of("Processing models").empty());
  CHECK(kind_of("scaling-decision2").empty());
  CHECK(kind_of("the alphabet") == "alpha");  // anywhere: parameters look for their keys themselves
}

TEST_CASE("The table of kinds is in order") {
  std::set<std::string_view> phrases;
  for (const RecordKind& kind : kRecordKinds) {
    CAPTURE(kind.phrase);
    CHECK_FALSE(kind.name.empty());
    CHECK(phrases.insert(kind.phrase).second);
    CHECK(kind.keys.size() <= Fields::kMostKeys);
    CHECK(kind.required <= kind.keys.size());
    CHECK(kind.read != nullptr);
    CHECK(std::set<std::string_view>(kind.keys.begin(), kind.keys.end()).size() == kind.keys.size());
  }
}

TEST_CASE("The text behind a phrase") {
  CHECK(text_after("a: b: c", ": ") == "b: c");
  CHECK(text_after("a", "a") == "");
  CHECK_FALSE(text_after("a", "b"));
}

TEST_CASE("A variant is found in a sentence") {
  CHECK(variant_in("Tuned: variant=v, x") == "v");
  CHECK(variant_in("validation succeeded for variant v/n: good") == "v/n");
  CHECK(variant_in("completed - variant: v, x") == "v");
  CHECK(variant_in("for variant ").empty());
  CHECK(variant_in("variants of old").empty());
}

TEST_CASE("A variant's name may have its namespace before a slash") {
  CHECK(variant_name("garden/tulip").name == "tulip");
  CHECK(variant_name("garden/tulip").name_space == "garden");
  CHECK(variant_name("tulip").name == "tulip");
  CHECK(variant_name("tulip").name_space.empty());
  CHECK(variant_name("tulip", "garden").name_space == "garden");
  CHECK(variant_name("garden/tulip", "other").name_space == "garden");
  CHECK(variant_name("").name.empty());
}

TEST_CASE("A time that is too long to keep is none") {
  CHECK(parse_log_time("2026-08-08T02:19:09Z"));
  CHECK_FALSE(parse_log_time("2026-08-08T02:19:09." + std::string(60, '0') + "Z"));
  CHECK_FALSE(parse_log_time(""));
}

}  // namespace
}  // namespace wvagate::ingest
