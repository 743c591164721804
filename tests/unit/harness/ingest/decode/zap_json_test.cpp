#include <string>

#include "harness/ingest/decode/log_entry.hpp"
#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

LogEntry decoded(const std::string& line, TextArena& texts) {
  LogEntry entry;
  REQUIRE(is_zap_json(line));
  REQUIRE_FALSE(decode_zap_json(line, texts, entry));
  return entry;
}

std::optional<Fault> fault_of(const std::string& line) {
  TextArena texts;
  LogEntry entry;
  return decode_zap_json(line, texts, entry);
}

TEST_CASE("A JSON line of 2025 has level, time and message") {
  TextArena texts;
  const std::string line =
      R"({"level":"DEBUG","ts":"2025-11-01T10:00:00.000Z","msg":"a \"b\"\n→\u003c","x":1})";
  const LogEntry entry = decoded(line, texts);
  CHECK(entry.level == "DEBUG");
  CHECK(entry.timestamp == "2025-11-01T10:00:00.000Z");
  CHECK(entry.message == "a \"b\"\n→<");
  CHECK(entry.caller.empty());
  CHECK(entry.object == line);
}

TEST_CASE("A JSON line of 2026 has caller and logger, too") {
  TextArena texts;
  const std::string line =
      R"({"level":"info","ts":"2026-08-08T02:19:09Z","logger":"cost-aware","caller":"a/b.go:1","msg":"m"})";
  const LogEntry entry = decoded(line, texts);
  CHECK(entry.logger == "cost-aware");
  CHECK(entry.caller == "a/b.go:1");
  CHECK(entry.message == "m");
  CHECK_FALSE(entry.is_error());
  const std::string error = R"({"level":"error","msg":"m","stacktrace":"a\n\tb"})";
  CHECK(decoded(error, texts).is_error());
}

TEST_CASE("Other programs' names of time and message are understood") {
  TextArena texts;
  CHECK(decoded(R"({"time":"t","message":"m"})", texts).timestamp == "t");
  CHECK(decoded(R"({"time":"t","message":"m"})", texts).message == "m");
  CHECK(decoded(R"({"timestamp":"t"})", texts).timestamp == "t");
  // zap's own member outweighs them, in whatever order.
  CHECK(decoded(R"({"ts":"own","time":"t"})", texts).timestamp == "own");
  CHECK(decoded(R"({"time":"t","ts":"own"})", texts).timestamp == "own");
  CHECK(decoded(R"({"ts":1761991200.25})", texts).timestamp == "1761991200.25");
}

TEST_CASE("A JSON line that is damaged has a fault") {
  CHECK(fault_of(R"({"msg":"m)")->reason == Malformed::cut_line);
  CHECK(fault_of(R"({"msg":"m","a":{"b":1)")->reason == Malformed::cut_line);
  CHECK(fault_of(R"({"msg" "m"})")->reason == Malformed::broken_json);
  CHECK(fault_of(R"({"msg":"m"}})")->reason == Malformed::broken_json);
  CHECK(fault_of(R"({"msg":"\x"})")->reason == Malformed::broken_json);
  CHECK_FALSE(fault_of("{\"msg\":\"m\"} \t\r"));
}

}  // namespace
}  // namespace wvagate::ingest
