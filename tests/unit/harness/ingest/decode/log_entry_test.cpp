#include "harness/ingest/decode/log_entry.hpp"

#include <set>
#include <string>

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

TEST_CASE("Each line has at most one decoder") {
  const auto name_of = [](std::string_view line) {
    const Decoder* const decoder = find_decoder(kDecoders, line);
    return decoder == nullptr ? std::string_view() : decoder->name;
  };
  CHECK(name_of(R"({"msg":"m"})") == "zap JSON");
  CHECK(name_of("2026-08-08T02:19:09Z\tINFO\ta/b.go:1\tm") == "zap console");
  CHECK(name_of("I1118 18:12:14.661111       1 a.go:1] m") == "klog");
  for (const std::string_view prose : {"", "goroutine 1 [running]:", "\t/go/src/main.go:12 +0x1d", "[]"})
    CHECK(name_of(prose).empty());
}

TEST_CASE("Every decoder has a name and an encoding of its own") {
  std::set<std::string_view> names;
  std::set<Encoding> encodings;
  for (const Decoder& decoder : kDecoders) {
    CHECK_FALSE(decoder.name.empty());
    CHECK(names.insert(decoder.name).second);
    CHECK(encodings.insert(decoder.encoding).second);
  }
}

TEST_CASE("A text without escapes is not copied") {
  TextArena texts;
  const std::string written = "plain";
  const auto same = resolve(written, false, texts);
  REQUIRE(same);
  CHECK(same->data() == written.data());
  CHECK(resolve(R"(a\tb)", true, texts) == "a\tb");
  CHECK_FALSE(resolve(R"(\x)", true, texts));
}

TEST_CASE("Texts of an arena stay where they are until it is cleared") {
  TextArena texts;
  const auto first = resolve(R"(first\n)", true, texts);
  for (int i = 0; i < 100; ++i)
    resolve(R"(another\n)", true, texts);
  CHECK(first == "first\n");
  texts.clear();
  CHECK(texts.add().empty());
}

}  // namespace
}  // namespace wvagate::ingest
