#include "harness/ingest/marker.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

TEST_CASE("Every marker is found wherever it stands") {
  for (std::size_t i = 0; i < kMarkerCount; ++i) {
    const std::string text(kMarkerText[i]);
    CAPTURE(text);
    for (const std::string& line : {text, "before " + text, text + " after", "a" + text + "b"}) {
      const MarkerSet markers = find_markers(line);
      CHECK(markers.test(i));
    }
    CHECK_FALSE(find_markers(text.substr(1)).test(i));
    CHECK_FALSE(find_markers(text.substr(0, text.size() - 1)).test(i));
  }
}

TEST_CASE("A marker is found at every distance from either end of a line, and never beyond it") {
  for (std::size_t i = 0; i < kMarkerCount; ++i) {
    const std::string text(kMarkerText[i]);
    for (std::size_t before = 0; before < 70; ++before) {
      for (const std::size_t after : {0U, 1U, 2U, 15U, 16U, 17U, 31U, 32U, 33U}) {
        const std::string line = std::string(before, 'l') + text + std::string(after, 'T');
        MarkerSet expected;
        expected.set(i);
        REQUIRE(find_markers(line) == expected);
        // The buffer goes on behind the line.
        const std::string cut = std::string(before, 'P') + text;
        REQUIRE(find_markers(std::string_view(cut).substr(0, cut.size() - 1)).none());
      }
    }
  }
}

TEST_CASE("Pairs of bytes without their markers are none") {
  std::string line;
  for (const std::string_view text : kMarkerText) {
    for (std::size_t i = 0; i + 2 < text.size(); ++i)
      line += std::string(text.substr(i, 2)) + "~";
  }
  CHECK(find_markers(line).none());
  CHECK(find_markers(line + "alpha" + line).count() == 1);
}

TEST_CASE("A line may have several markers or none") {
  CHECK(find_markers("").none());
  CHECK(find_markers("nothing of ours").none());
  const MarkerSet both = find_markers("Tuner NIS validation failed for variant v: alpha=1");
  CHECK(both.count() == 2);
  CHECK(has(both, Marker::tuner_rejected));
  CHECK(has(both, Marker::alpha));
  CHECK_FALSE(has(both, Marker::tuner_accepted));
}

TEST_CASE("No marker holds a character that JSON escapes") {
  for (const std::string_view text : kMarkerText)
    CHECK(text.find_first_of("\"\\<>&\n") == std::string_view::npos);
}

}  // namespace
}  // namespace wvagate::ingest
