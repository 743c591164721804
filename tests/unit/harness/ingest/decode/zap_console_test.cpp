#include <string>

#include "harness/ingest/decode/log_entry.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"

namespace wvagate::ingest {
namespace {

LogEntry decoded(const std::string& line) {
  TextArena texts;
  LogEntry entry{.encoding = Encoding::zap_console};
  REQUIRE(is_zap_console(line));
  REQUIRE_FALSE(decode_zap_console(line, texts, entry));
  return entry;
}

TEST_CASE("A console line is recognised by its time and level") {
  CHECK(is_zap_console("2026-08-08T02:19:09Z\tINFO\ta/b.go:1\tmessage"));
  CHECK(is_zap_console("2026-08-08T02:19:09.123456789+02:00\tLEVEL(-4)\ta/b.go:1\tmessage"));
  CHECK(is_zap_console("2026-08-08T02:19:09Z\tsome-level-unknown\tmessage"));
  CHECK_FALSE(is_zap_console(""));
  CHECK_FALSE(is_zap_console("2026-08-08T02:19:09Z INFO a/b.go:1 message"));
  CHECK_FALSE(is_zap_console("2026-08-08T02:19:09Z\tINFO"));
  CHECK_FALSE(is_zap_console("2026-08-08T02:19:09Z\t\ta/b.go:1"));
  CHECK_FALSE(is_zap_console("2026-08-08T02:19:09Z\ttwo words\ta/b.go:1"));
  CHECK_FALSE(is_zap_console("2026-08-08T02:19:09Z\t" + std::string(25, 'L') + "\ta/b.go:1"));
  CHECK(is_zap_console("2026-13-08T02:19:09Z\tINFO\ta/b.go:1"));  // of a time that there is not
  CHECK_FALSE(is_zap_console("2026 apples\tINFO\ta/b.go:1"));
  CHECK_FALSE(is_zap_console("\t/go/pkg/file.go:12\t0x1"));
  CHECK_FALSE(is_zap_console("5 apples\tand\tpears"));
  CHECK_FALSE(is_zap_console(R"({"level":"info"})"));
}

TEST_CASE("A console line is taken apart at its tabs") {
  const std::string line =
      "2026-08-08T02:19:09Z\tINFO\tsaturation/engine.go:490\tGrouped VAs by model\t"
      R"({"modelCount": 1, "totalVAs": 2})";
  const LogEntry entry = decoded(line);
  CHECK(entry.timestamp == "2026-08-08T02:19:09Z");
  CHECK(entry.level == "INFO");
  CHECK(entry.logger.empty());
  CHECK(entry.caller == "saturation/engine.go:490");
  CHECK(entry.message == "Grouped VAs by model");
  CHECK(entry.object == R"({"modelCount": 1, "totalVAs": 2})");
  CHECK_FALSE(entry.is_error());
}

TEST_CASE("A console line may have a logger, and need have neither caller nor object") {
  const std::string named =
      "2026-08-08T02:19:09Z\tDEBUG\tcost-aware\tpipeline/cost.go:7\tmessage\t{\"a\": 1}";
  CHECK(decoded(named).logger == "cost-aware");
  CHECK(decoded(named).caller == "pipeline/cost.go:7");
  CHECK(decoded(named).message == "message");
  const std::string bare = "2026-08-08T02:19:09Z\tINFO\ta/b.go:1\tmessage";
  CHECK(decoded(bare).message == "message");
  CHECK(decoded(bare).object.empty());
  const std::string without_caller = "2026-08-08T02:19:09Z\tINFO\tmessage\t{\"a\": 1}";
  CHECK(decoded(without_caller).caller.empty());
  CHECK(decoded(without_caller).message == "message");
  CHECK(decoded(without_caller).object == "{\"a\": 1}");
  const std::string nothing = "2026-08-08T02:19:09Z\tINFO\t";
  CHECK(decoded(nothing).message.empty());
}

TEST_CASE("A console message may hold tabs and what looks like an object") {
  const std::string tabs = "2026-08-08T02:19:09Z\tINFO\ta/b.go:1\tone\ttwo\t{three\t{\"a\": 1}";
  CHECK(decoded(tabs).message == "one\ttwo\t{three");
  CHECK(decoded(tabs).object == "{\"a\": 1}");
  const std::string brace = "2026-08-08T02:19:09Z\tINFO\ta/b.go:1\tset {a: 1}";
  CHECK(decoded(brace).message == "set {a: 1}");
  CHECK(decoded(brace).object.empty());
  const std::string trailing = "2026-08-08T02:19:09Z\tINFO\ta/b.go:1\tmessage\t";
  CHECK(decoded(trailing).object.empty());
}

TEST_CASE("What looks like a caller in a console message is part of it") {
  const std::string line = "2026-08-08T02:19:09Z\tINFO\ta/b.go:1\tc/d.go:2\te/f.go:3";
  CHECK(decoded(line).caller == "a/b.go:1");
  CHECK(decoded(line).message == "c/d.go:2\te/f.go:3");
  for (const std::string not_a_caller : {"b.go", "b.go:", "b.go:x1", ".go:1", "a b.go:1"}) {
    CAPTURE(not_a_caller);
    const std::string other = "2026-08-08T02:19:09Z\tINFO\t" + not_a_caller + "\tmessage";
    CHECK(decoded(other).caller.empty());
    CHECK(decoded(other).message == not_a_caller + "\tmessage");
  }
}

TEST_CASE("Of console levels ERROR and above are errors") {
  for (const std::string level : {"ERROR", "DPANIC", "PANIC", "FATAL"})
    CHECK(decoded("2026-08-08T02:19:09Z\t" + level + "\tmessage").is_error());
  for (const std::string level : {"INFO", "DEBUG", "WARN", "LEVEL(-2)", "TRACE", "E", "F"})
    CHECK_FALSE(decoded("2026-08-08T02:19:09Z\t" + level + "\tmessage").is_error());
}

}  // namespace
}  // namespace wvagate::ingest
