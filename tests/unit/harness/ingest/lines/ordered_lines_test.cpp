#include "harness/ingest/lines/ordered_lines.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/memory_source.hpp"

namespace wvagate::ingest {
namespace {

using testing::MemorySource;

constexpr std::size_t kBlock = std::size_t{256} * 1024;

constexpr LineLimits kEveryLine{.first_lines = UINT64_MAX};

/// A line with its text copied: views live until the sink returns.
struct Copy {
  std::string text;
  std::uint64_t number;  // in the log
  bool too_long, unterminated;
};

std::vector<Copy> copies_of(ByteSource& source, const LineLimits& limits = kEveryLine) {
  std::vector<Copy> lines;
  std::uint64_t before = 0;
  const Status status = read_lines(source, limits, [&](const LineBatch& batch) {
    for (const Line& line : batch.lines())
      lines.push_back({std::string(line.text), before + line.number, line.too_long, line.unterminated});
    before += batch.count();
    return true;
  });
  REQUIRE(status);
  return lines;
}

std::vector<Copy> lines_of(std::string bytes, std::function<std::size_t()> piece = {}) {
  MemorySource source(std::move(bytes), std::move(piece));
  return copies_of(source);
}

/// `size` bytes that differ from place to place.
std::string filler(std::size_t size) {
  std::string text(size, '.');
  for (std::size_t i = 0; i < size; i += 7)
    text[i] = static_cast<char>('a' + i % 26);
  return text;
}

TEST_CASE("Lines are numbered from one") {
  const auto lines = lines_of("first\n\nthird\n");
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].text == "first");
  CHECK(lines[0].number == 1);
  CHECK(lines[1].text == "");
  CHECK(lines[2].text == "third");
  CHECK(lines[2].number == 3);
  CHECK_FALSE(lines[2].unterminated);
}

TEST_CASE("An empty file has no lines") {
  CHECK(lines_of("").empty());
  CHECK(lines_of("\n").size() == 1);
}

TEST_CASE("The last line may lack its end") {
  const auto lines = lines_of("first\nsecond");
  REQUIRE(lines.size() == 2);
  CHECK_FALSE(lines[0].unterminated);
  CHECK(lines[1].text == "second");
  CHECK(lines[1].unterminated);
}

TEST_CASE("Carriage returns and zero bytes stay") {
  using namespace std::string_literals;
  const auto lines = lines_of("a\r\nb\0c\n"s);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].text == "a\r");
  CHECK(lines[1].text == "b\0c"s);
}

TEST_CASE("Lines span blocks") {
  const std::size_t length =
      GENERATE(kBlock - 2, kBlock - 1, kBlock, kBlock + 1, 2 * kBlock, 3 * kBlock + 17);
  const std::string text = filler(length);
  const std::string small = "small";
  for (const bool ended : {true, false}) {
    CAPTURE(length, ended);
    const auto lines = lines_of(small + "\n" + text + "\n" + text + (ended ? "\n" : ""));
    REQUIRE(lines.size() == 3);
    CHECK((lines[1].text == text && lines[2].text == text));
    CHECK(lines[2].unterminated != ended);
  }
}

TEST_CASE("A line of exactly one block") {
  const auto lines = lines_of(filler(kBlock - 1) + "\n" + filler(kBlock) + "\nend\n");
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].text.size() == kBlock - 1);
  CHECK(lines[1].text.size() == kBlock);
  CHECK(lines[2].text == "end");
}

TEST_CASE("How the bytes come in changes nothing") {
  std::string text;
  for (int i = 0; i < 300; ++i)
    text += filler(static_cast<std::size_t>(i) * 13 % 997) + "\n";
  text += "last";
  const auto whole = lines_of(text);
  for (const std::size_t piece :
       {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{997}, std::size_t{4096}}) {
    CAPTURE(piece);
    const auto lines = lines_of(text, [piece] { return piece; });
    REQUIRE(lines.size() == whole.size());
    for (std::size_t i = 0; i < lines.size(); ++i)
      REQUIRE(lines[i].text == whole[i].text);
  }
}

TEST_CASE("A line too long is skipped and numbered") {
  const auto lines = lines_of("before\n" + std::string(kMaxLineBytes + 2 * kBlock, 'x') + "\nafter\n");
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].text == "before");
  CHECK(lines[1].too_long);
  CHECK(lines[1].text.empty());
  CHECK(lines[1].number == 2);
  CHECK_FALSE(lines[1].unterminated);
  CHECK(lines[2].text == "after");
  CHECK(lines[2].number == 3);
  CHECK_FALSE(lines[2].too_long);
}

TEST_CASE("A last line too long that lacks its end is one line") {
  const auto lines = lines_of(std::string(kMaxLineBytes + 3 * kBlock, 'x'));
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].too_long);
  CHECK(lines[0].unterminated);
}

TEST_CASE("The longest line that is looked at is read") {
  const auto lines = lines_of("a\n" + std::string(kMaxLineBytes, 'x') + "\nb\n");
  REQUIRE(lines.size() == 3);
  CHECK_FALSE(lines[1].too_long);
  CHECK(lines[1].text.size() == kMaxLineBytes);
}

TEST_CASE("Whether a line is too long does not depend on how it comes in") {
  const std::string text = "a\n" + std::string(kMaxLineBytes + 5000, 'x') + "\nb\n";
  CHECK(lines_of(text, [] { return std::size_t{4096}; })[1].too_long);
  CHECK(lines_of(text)[1].too_long);
}

TEST_CASE("Blocks and the longest line may be of any size") {
  const std::string text =
      "a\n\n" + filler(20) + "\n" + filler(21) + "\nb\n" + filler(300) + "\nc\n" + filler(50);
  for (std::size_t block = 1; block < 80; ++block) {
    CAPTURE(block);
    MemorySource source(text);
    std::string read;
    for (const Copy& line :
         copies_of(source, {.block_bytes = block, .line_bytes = 20, .first_lines = UINT64_MAX}))
      read += std::to_string(line.number) + ":" + (line.too_long ? "long" : line.text) + ";";
    CHECK(read == "1:a;2:;3:" + filler(20) + ";4:long;5:b;6:long;7:c;8:long;");
  }
}

TEST_CASE("Bytes are counted") {
  MemorySource source("one\ntwo\n", [] { return std::size_t{5}; });
  std::string batches;
  REQUIRE(read_lines(source, kEveryLine, [&](const LineBatch& batch) {
    batches += std::to_string(batch.bytes()) + ":" + std::to_string(batch.count()) + ";";
    return true;
  }));
  CHECK(batches == "5:1;3:1;");
}

TEST_CASE("Lines that carry nothing are counted and skipped") {
  const std::string marked = "a line with alpha in it";
  const std::string framed = "2025-11-18T18:12:14.661111Z stdout P a piece of a record";
  std::string text;
  for (int i = 0; i < 100; ++i)
    text += "nothing of ours\n";
  text += marked + "\n\n" + framed + "\nlast";
  for (std::size_t block = 1; block < 200; block += 7) {
    MemorySource source(text);
    std::string read;
    for (const Copy& line : copies_of(source, {.block_bytes = block, .line_bytes = 1000}))
      read += std::to_string(line.number) + ":" + line.text + "\n";
    CHECK(read == "101:" + marked + "\n103:" + framed + "\n104:last\n");
  }
}

TEST_CASE("The first lines are given whatever is in them") {
  for (std::size_t block = 1; block < 30; ++block) {
    CAPTURE(block);
    MemorySource source("one\n" + std::string(25, 'x') + "\n\nfour\nfive\nsix\nlast");
    std::string read;
    for (const Copy& line : copies_of(source, {.block_bytes = block, .line_bytes = 20, .first_lines = 4}))
      read += std::to_string(line.number) + ":" + line.text + ";";
    CHECK(read == "1:one;2:;3:;4:four;7:last;");
  }
}

std::string many_lines() {
  std::string text;
  for (int i = 0; i < 3000; ++i)
    text += filler(static_cast<std::size_t>(i) * 31 % 997) + std::to_string(i) + "\n";
  return text + "last";
}

TEST_CASE("A sink that wants no more gets no more") {
  MemorySource source(many_lines());
  int batches = 0;
  CHECK(read_lines(source, {.block_bytes = 1000}, [&](const LineBatch&) { return ++batches < 7; }));
  CHECK(batches == 7);
}

TEST_CASE("What the sink throws comes out, and ends the reading") {
  MemorySource source(many_lines());
  int batches = 0;
  const auto sink = [&](const LineBatch&) -> bool {
    if (++batches == 7) throw std::runtime_error("no memory");
    return true;
  };
  CHECK_THROWS_AS(read_lines(source, {.block_bytes = 1000}, sink), std::runtime_error);
  CHECK(batches == 7);
}

/// Fails, or throws, after its first lines.
class FailingSource final : public ByteSource {
 public:
  FailingSource(int lines, bool throws) : left_(lines), throws_(throws) {}

  Result<std::size_t> read(std::span<char> buffer) override {
    if (left_-- == 0) {
      if (throws_) throw std::runtime_error("a bug");
      left_ = 0;
      return Error{.kind = ErrorKind::log, .what = "the disk is gone"};
    }
    buffer[0] = 'a';
    buffer[1] = '\n';
    buffer[2] = 'b';
    return std::size_t{3};
  }

 private:
  int left_;
  bool throws_;
};

TEST_CASE("A fault comes after the lines before it") {
  FailingSource source(50, false);
  std::uint64_t lines = 0;
  const Status status = read_lines(source, kEveryLine, [&](const LineBatch& batch) {
    lines += batch.lines().size();
    return true;
  });
  CHECK(lines == 50);
  REQUIRE_FALSE(status);
  CHECK(status.error().what == "the disk is gone");
}

TEST_CASE("What the source throws comes out after the lines before it") {
  FailingSource source(50, true);
  std::uint64_t lines = 0;
  const auto sink = [&](const LineBatch& batch) {
    lines += batch.lines().size();
    return true;
  };
  CHECK_THROWS_AS(read_lines(source, kEveryLine, sink), std::runtime_error);
  CHECK(lines == 50);
}

}  // namespace
}  // namespace wvagate::ingest
