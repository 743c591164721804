// Damaged lines between the lines of a good run: they are counted, and the run is read as without them.

#include <functional>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/sample_text.hpp"
#include "tests/unit/harness/ingest/today_log.hpp"

namespace wvagate::ingest {
namespace {

using namespace testing;

const std::string kHead = "2026-08-08T02:00:30Z\tINFO\tsaturation/engine_v2.go:1\t";

/// A good run with `bad` between its cycles, and checks that its samples are unharmed. The first bad line is
/// kFirstBad.
ReadBack read_with(const std::vector<std::string>& bad) {
  std::vector<std::string> lines = run_lines({}, 2);
  const auto half = static_cast<std::ptrdiff_t>(lines.size() / 2);
  lines.insert(lines.begin() + half, bad.begin(), bad.end());
  ReadBack log = read_lines(lines);
  check_same(log, read_lines(run_lines({}, 2)));
  return log;
}

std::uint64_t first_bad() {
  return run_lines({}, 1).size() + 1;
}

TEST_CASE("A broken object in a console line is malformed, with its line") {
  const std::string line = kHead +
                           "analyzer-result\t"
                           R"({"modelID": "m" "supply": 5, "demand": 1})";
  const ReadBack log = read_with({line});
  CHECK(log.malformed(Malformed::broken_json) == 1);
  REQUIRE(log->offending.size() == 1);
  CHECK(log->offending[0].number == first_bad());
  CHECK(log->offending[0].reason == Malformed::broken_json);
  CHECK(line.find(log->offending[0].snippet) != std::string::npos);
}

TEST_CASE("A cut object in a console line is a cut line") {
  const ReadBack log = read_with({kHead + "analyzer-result\t"
                                          R"({"modelID": "m", "supply": 5, "dem)"});
  CHECK(log.malformed(Malformed::cut_line) == 1);
  REQUIRE(log->offending.size() == 1);
  CHECK(log->offending[0].number == first_bad());
  CHECK_FALSE(log->truncated);
  std::string last = log_of(run_lines({}, 2)) + kHead +
                     "analyzer-result\t"
                     R"({"modelID": "m", "supply": 5, "dem)";
  const ReadBack truncated = read_text(last);
  CHECK(truncated.malformed(Malformed::cut_line) == 1);
  CHECK(truncated->truncated);
}

TEST_CASE("A number that is none costs its field") {
  const ReadBack log = read_with({kHead + "Scale-from-zero decision written to cache\t" +
                                  R"x({"va": "rose", "targetReplicas": "%!d(string=1)"})x"});
  CHECK(log->lines.malformed_total() == 0);
  CHECK(log->lost_fields == 1);
  REQUIRE(log->lost.size() == 1);
  CHECK(log->lost[0].line == first_bad());
  CHECK(log->lost[0].key == "targetReplicas");
  CHECK(log->lost[0].value == "%!d(string=1)");
}

TEST_CASE("Of a key that comes twice the last one counts") {
  std::vector<std::string> lines = run_lines({}, 1);
  for (std::string& line : lines) {
    const std::size_t at = line.find(R"("target": 2})");
    if (at != std::string::npos) line.replace(at, 12, R"("target": 7, "target": 2})");
  }
  const ReadBack log = read_lines(lines);
  check_same(log, read_lines(run_lines({}, 1)));
  CHECK(log->lines.malformed_total() == 0);
}

TEST_CASE("An object of 10 MB is read, and what is around it") {
  const std::string filler(10 * 1000 * 1000, 'x');
  const ReadBack log = read_with({kHead +
                                      "Model in transition, blocking scaling decisions\t"
                                      R"({"modelID": "m", "reasons": [")" +
                                      filler + R"("]})",
                                  kHead +
                                      "analyzer-result\t"
                                      R"({"modelID": ")" +
                                      filler + R"(", "supply": 5)"});
  CHECK(log.malformed(Malformed::cut_line) == 1);
  CHECK(log->lines.malformed_total() == 1);
  REQUIRE(log->offending.size() == 1);
  CHECK(log->offending[0].snippet.size() < 1000);
}

TEST_CASE("A line of too many bytes is skipped") {
  const std::string filler(kMaxLineBytes + 100, 'x');
  const ReadBack log = read_with({kHead +
                                  "analyzer-result\t"
                                  R"({"modelID": ")" +
                                  filler + R"(", "supply": 5})"});
  CHECK(log.malformed(Malformed::too_long) == 1);
}

TEST_CASE("Many variants in one object are all read") {
  std::string variants = "[";
  for (int i = 0; i < 20000; ++i)
    variants += std::string(i == 0 ? "" : ",") + R"({"name":"v)" + std::to_string(i) +
                R"(","prc":5,"reason":"P1-obs"})";
  std::vector<std::string> lines = {
      line_of(Form::console, {.message = "Grouped VAs by model", .members = {{"modelCount", "1"}}}),
      line_of(Form::console, {.message = "analyzer-result",
                              .members = {{"modelID", json_text("m")},
                                          {"analyzer", json_text("saturation")},
                                          {"supply", "5"},
                                          {"variants", variants + "]"}}})};
  const ReadBack log = read_lines(lines);
  CHECK(log.samples.size() == 20000);
  CHECK(log.claims.size() == 20000);
}

TEST_CASE("A line of another program ends or restarts nothing") {
  const std::vector<std::string> lines = {
      line_of(Form::console, {.message = "Grouped VAs by model", .members = {{"modelCount", "1"}}}),
      "I0820 09:00:01.000000       1 leaderelection.go:271] successfully acquired lease keda/operator.keda.sh",
      line_of(Form::console, {.message = "Logger initialized by epp"}),
      line_of(Form::console, {.message = "Processing decision for VA",
                              .members = {{"variant", json_text("a")}, {"current", "1"}, {"target", "2"}}}),
      line_of(Form::console, {.message = "Optimization completed successfully"})};
  const ReadBack log = read_lines(lines);
  CHECK(log.samples.size() == 1);
  CHECK(log.facts.restarts == 0);
}

TEST_CASE("A record whose time cannot be read gives no row, and is counted") {
  const std::string decision =
      line_of(Form::json, {.message = "Processing decision for VA",
                           .members = {{"variant", json_text("a")}, {"current", "1"}, {"target", "2"}}});
  std::string damaged = decision;
  const std::size_t day = damaged.find("-", damaged.find("\"ts\"")) + 1;
  REQUIRE(day < damaged.size());
  damaged.replace(day, 2, "99");
  CHECK(read_lines({decision}).samples.size() == 1);
  const ReadBack log = read_lines({damaged});
  CHECK(log.samples.empty());
  CHECK(log.malformed(Malformed::bad_time) == 1);
}

TEST_CASE("What is no text, no array and no object is lost with its key") {
  const auto lost_of = [](const std::string& variants) {
    const ReadBack log = read_lines({line_of(Form::json, {.message = "analyzer-result",
                                                          .members = {{"modelID", json_text("m")},
                                                                      {"analyzer", json_text("saturation")},
                                                                      {"supply", "5"},
                                                                      {"variants", variants}}})});
    CHECK(log.claims.size() == 1);
    return log.facts.lost_fields;
  };
  CHECK(lost_of("5") == 1);
  CHECK(lost_of("[5]") == 1);
  CHECK(lost_of(R"([{"name":7,"prc":5}])") == 1);
  CHECK(lost_of(R"([{"name":"a","prc":}])") == 1);
  CHECK(lost_of(R"([{"name":"a","prc":5}])") == 0);
}

TEST_CASE("Tabs in a message harm nothing") {
  const ReadBack log =
      read_with({kHead + "a\tmessage\twith tabs\t{\"a\": 1}", kHead + "\t\t\t",
                 kHead + "Model in transition, blocking scaling decisions\tof a kind\t{\"modelID\": \"m\"}"});
  CHECK(log->lines.malformed_total() == 0);
  CHECK(log->records.at("Model in transition, blocking scaling decisions") == 1);
}

TEST_CASE("A level that nobody knows is a level") {
  std::vector<std::string> lines = run_lines({}, 2);
  for (std::string& line : lines)
    line.replace(line.find("\tINFO\t"), 6, "\tNOTICE(9)\t");
  check_same(read_lines(lines), read_lines(run_lines({}, 2)));
}

TEST_CASE("A stack trace of 10,000 lines is ignored") {
  std::vector<std::string> trace = {
      "2026-08-08T02:00:30Z\tERROR\tsaturation/engine.go:1\tsomething else failed\t"
      R"({"error": "no metrics"})"};
  for (int i = 0; i < 5000; ++i) {
    trace.push_back("example.com/wva/alpha.(*Engine).scaling-decision" + std::to_string(i));
    trace.push_back("\t/go/src/alpha/engine_v2.go:" + std::to_string(i));
  }
  const ReadBack log = read_with(trace);
  CHECK(log->lines.malformed_total() == 0);
  CHECK(log->lines.ignored >= 10000);
}

TEST_CASE("A record of an unknown version is counted apart, and shown") {
  const ReadBack log = read_with({kHead + "analyzer-result\t"
                                          R"({"model": "m", "capacity": 5})",
                                  kHead + "scaling-decision"});
  CHECK(log->lines.unknown_version == 2);
  CHECK(log->lines.malformed_total() == 0);
  REQUIRE(log->unknown_versions.size() == 2);
  CHECK(log->unknown_versions[0].number == first_bad());
  CHECK(log->unknown_versions[0].snippet == kHead +
                                                "analyzer-result\t"
                                                R"({"model": "m", "capacity": 5})");
  CHECK(log->offending.empty());
}

TEST_CASE("Of lines of an unknown version, and of lost fields, the first few are kept") {
  std::vector<std::string> bad;
  for (int i = 0; i < 100; ++i) {
    bad.push_back(kHead + "scaling-decision");
    bad.push_back(kHead +
                  "Scale-from-zero decision written to cache\t"
                  R"({"va": "rose", "targetReplicas": "x"})");
  }
  const ReadBack log = read_with(bad);
  CHECK(log->lines.unknown_version == 100);
  CHECK(log->unknown_versions.size() == 5);
  CHECK(log->lost_fields == 100);
  CHECK(log->lost.size() == 5);
}

TEST_CASE("A malformed record shows the field that cannot be read") {
  const ReadBack log = read_with({kHead +
                                  "analyzer-result\t"
                                  R"({"modelID": "m", "note": ")" +
                                  std::string(300, 'n') + R"(", "supply": "plenty"})"});
  CHECK(log.malformed(Malformed::bad_number) == 1);
  REQUIRE(log->offending.size() == 1);
  CHECK(log->offending[0].snippet.find("plenty") != std::string::npos);
}

}  // namespace
}  // namespace wvagate::ingest
