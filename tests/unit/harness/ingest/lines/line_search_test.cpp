#include "harness/ingest/lines/line_search.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "harness/ingest/lines/block_reader.hpp"
#include "harness/ingest/lines/phrase_pairs.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/memory_source.hpp"

namespace wvagate::ingest {
namespace {

/// What has_phrase() must return.
bool has_any(std::string_view text) {
  return std::any_of(std::begin(kRecordKinds), std::end(kRecordKinds), [&](const RecordKind& kind) {
    return text.find(kind.phrase) != std::string_view::npos;
  });
}

TEST_CASE("Every phrase is found wherever it is") {
  for (const RecordKind& kind : kRecordKinds) {
    const std::string text(kind.phrase);
    CAPTURE(text);
    for (const std::string& line : {text, "before " + text, text + " after", "a" + text + "b"})
      CHECK(has_phrase(line));
    for (const std::string& line : {text.substr(1), text.substr(0, text.size() - 1)})
      CHECK(has_phrase(line) == has_any(line));
  }
}

TEST_CASE("A phrase is found at every distance from either end of a line, and never beyond it") {
  for (const RecordKind& kind : kRecordKinds) {
    const std::string text(kind.phrase);
    CAPTURE(text);
    bool found = true;
    bool beyond = false;
    for (std::size_t before = 0; before < 70; ++before) {
      for (const std::size_t after : {0U, 1U, 2U, 15U, 16U, 17U, 31U, 32U, 33U})
        found = found && has_phrase(std::string(before, 'l') + text + std::string(after, 'T'));
      // The buffer goes on behind the line.
      const std::string cut = std::string(before, 'P') + text;
      const std::string_view line = std::string_view(cut).substr(0, cut.size() - 1);
      beyond = beyond || has_phrase(line) != has_any(line);
    }
    CHECK(found);
    CHECK_FALSE(beyond);
  }
}

TEST_CASE("Pairs of bytes without their phrases are no phrases") {
  std::string line;
  for (const RecordKind& kind : kRecordKinds) {
    for (std::size_t i = 0; i + 2 < kind.phrase.size(); ++i)
      line += std::string(kind.phrase.substr(i, 2)) + "~";
  }
  CHECK_FALSE(has_phrase(line));
  CHECK(has_phrase(line + "alpha" + line));
}

TEST_CASE("A line may have several phrases or none") {
  CHECK_FALSE(has_phrase(""));
  CHECK_FALSE(has_phrase("nothing of ours"));
  CHECK(has_phrase("Tuner NIS validation failed for variant v: alpha=1"));
}

TEST_CASE("No phrase holds a character that JSON escapes") {
  for (const RecordKind& kind : kRecordKinds)
    CHECK(is_searchable(kind.phrase));
  CHECK_FALSE(is_searchable("a"));
  CHECK_FALSE(is_searchable("a \"b\""));
  CHECK_FALSE(is_searchable("a→b"));
  CHECK_FALSE(is_searchable("a<b"));
}

/// Numbers of the lines that are given of `text`, "*" behind those that have a phrase.
std::string given(const std::string& text, const LineLimits& limits) {
  testing::MemorySource source(text);
  BlockReader reader(source, limits);
  LineSearch search(limits);
  LineBatch batch;
  std::string numbers;
  std::uint64_t before = 0;
  while (true) {
    const auto more = reader.next(batch);
    REQUIRE(more);
    if (!more.value()) return numbers;
    search.find(batch);
    for (const Line& line : batch.lines())
      numbers += std::to_string(before + line.number) + (line.has_phrase ? "* " : " ");
    before += batch.count();
  }
}

TEST_CASE("Lines with a phrase are given, and all of them if they are asked for") {
  const std::string text = "nothing\nGrouped VAs by model\nnothing\nscaling-decision\nend\n";
  CHECK(given(text, {}) == "2* 4* ");
  CHECK(given(text, {.first_lines = 1}) == "1 2* 4* ");
  CHECK(given(text, {.all = true}) == "1 2* 3 4* 5 ");
  CHECK(given(text, {.block_bytes = 7, .all = true}) == "1 2* 3 4* 5 ");
}

TEST_CASE("The phrase of each kind is found in long logs, at any place of a block") {
  for (const RecordKind& kind : kRecordKinds) {
    std::string text;
    std::string expected;
    for (std::size_t i = 1; i < 200; ++i) {
      text += std::string(i * 7 % 131, 'x') + (i % 3 == 0 ? std::string(kind.phrase) : "y") + "\n";
      if (i % 3 == 0) expected += std::to_string(i) + "* ";
    }
    CAPTURE(kind.phrase);
    CHECK(given(text, {}) == expected);
    CHECK(given(text, {.block_bytes = 1000}) == expected);
  }
}

}  // namespace
}  // namespace wvagate::ingest
