#include "harness/ingest/decode/fault.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

std::string numbered(std::size_t count) {
  std::string text;
  while (text.size() < count)
    text += std::to_string(text.size() % 10);
  return text;
}

TEST_CASE("A fault near the start is shown from the start") {
  CHECK(snippet_around("short", 3) == "short");
  const std::string text = numbered(400);
  CHECK(snippet_around(text, 0) == text.substr(0, 200));
  CHECK(snippet_around(text, 50) == text.substr(0, 200));
}

TEST_CASE("A fault further on is shown with what stands round it") {
  const std::string text = numbered(400);
  CHECK(snippet_around(text, 51) == "…" + text.substr(1, 200));
  CHECK(snippet_around(text, 300) == "…" + text.substr(250));
  CHECK(snippet_around(text, 400) == "…" + text.substr(290));
  const std::string two_lines = numbered(120);
  CHECK(snippet_around(two_lines, 120) == "…" + two_lines.substr(10));
}

TEST_CASE("A snippet does not start in the middle of a character") {
  std::string text;
  for (int i = 0; i < 100; ++i)
    text += "→";
  for (std::size_t at = 51; at <= text.size(); ++at) {
    const std::string shown = snippet_around(text, at);
    CHECK(shown.starts_with("…→"));
  }
}

TEST_CASE("A value that stands nowhere leaves the record as a whole") {
  const std::string text = numbered(400);
  CHECK(fault_at(Malformed::bad_number, text, {}).place.empty());
  CHECK(fault_at(Malformed::bad_number, text, "elsewhere").place.empty());
  CHECK(fault_at(Malformed::bad_number, text, std::string_view(text).substr(300)).place ==
        "…" + text.substr(250));
  CHECK(fault_at(Malformed::cut_line, text, std::string_view(text).substr(400)).place ==
        "…" + text.substr(290));
}

}  // namespace
}  // namespace wvagate::ingest
