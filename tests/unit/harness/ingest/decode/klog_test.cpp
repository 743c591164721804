#include <string>

#include "harness/ingest/decode/log_entry.hpp"
#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

const std::string kHead = "E0807 20:42:36.955971       1 event.go:442] ";

LogEntry decoded(const std::string& line, TextArena& texts) {
  LogEntry entry{.encoding = Encoding::klog};
  REQUIRE_FALSE(decode_klog(line, texts, entry));
  return entry;
}

TEST_CASE("A klog line is recognised by its head") {
  CHECK(is_klog("I1118 18:12:14.661111       1 leaderelection.go:271] successfully acquired lease a/b"));
  CHECK(is_klog("E1231 23:59:59.000000      10 a.go:1] b"));
  CHECK(is_klog(kHead));
  CHECK_FALSE(is_klog("D1118 18:12:14.661111       1 a.go:1] b"));
  CHECK_FALSE(is_klog("I118 18:12:14.661111        1 a.go:1] b"));
  CHECK_FALSE(is_klog("Information about something else"));
  CHECK_FALSE(is_klog("I1118 18:12"));
  CHECK_FALSE(is_klog(R"({"level":"INFO","ts":"2025-11-01T10:00:00.000Z","msg":"x: y=1"})"));
}

TEST_CASE("A klog line without quotes is a message") {
  TextArena texts;
  const std::string line =
      "I1118 18:12:14.661111       1 leaderelection.go:271] successfully acquired lease a/b";
  const LogEntry entry = decoded(line, texts);
  CHECK(entry.level == "I");
  CHECK(entry.caller == "leaderelection.go:271");
  CHECK(entry.message == "successfully acquired lease a/b");
  CHECK(entry.timestamp.empty());  // klog's times have no year
  CHECK(entry.object.empty());
  CHECK(entry.pairs.empty());
  CHECK_FALSE(entry.is_error());
}

TEST_CASE("A klog message in quotes is followed by pairs") {
  TextArena texts;
  const std::string line = kHead + R"("A \"message\" of words" err="no kind" object={"a":1} n=5)";
  const LogEntry entry = decoded(line, texts);
  CHECK(entry.message == R"(A "message" of words)");
  CHECK(entry.pairs == R"( err="no kind" object={"a":1} n=5)");
  CHECK(entry.is_error());
}

TEST_CASE("A klog line that breaks off is a message") {
  TextArena texts;
  CHECK(decoded(kHead + R"("A message without an end)", texts).message == R"("A message without an end)");
  CHECK(decoded(kHead + R"("ends with a backslash\)", texts).message == R"("ends with a backslash\)");
  CHECK(decoded(kHead + R"("a broken \x escape" k=v)", texts).message == R"("a broken \x escape" k=v)");
  CHECK(decoded(kHead, texts).message.empty());
  CHECK(decoded("I1118 18:12:14.661111 no bracket", texts).message == " no bracket");
}

}  // namespace
}  // namespace wvagate::ingest
