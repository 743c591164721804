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
