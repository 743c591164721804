#include "harness/ingest/census/census_taker.hpp"

#include <string>
#include <vector>

#include "harness/ingest/records/kinds.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/today_log.hpp"

namespace wvagate::ingest {
namespace {

using namespace testing;

ReadBack with_census(const std::vector<std::string>& lines) {
  const TemporaryDirectory directory;
  return read_path(directory.write("controller.log", log_of(lines)), {.census = true});
}

const MessageCount* find(const std::vector<MessageCount>& list, std::string_view message) {
  for (const MessageCount& count : list) {
    if (count.message == message) return &count;
  }
  return nullptr;
}

TEST_CASE("A census counts messages by what is made of them") {
  std::vector<std::string> lines = run_lines({}, 2);
  lines.push_back("2026-08-08T02:02:00Z\tINFO\tgarden/weeds.go:1\tWeeds pulled in bed 7\t{\"count\": 5}");
  lines.push_back("2026-08-08T02:02:00Z\tINFO\tgarden/weeds.go:1\tWeeds pulled in bed 12\t{\"count\": 9}");
  lines.push_back("2026-08-08T02:02:01Z\tERROR\tsaturation/engine.go:1\tWeeds won\t{\"error\": \"x\"}");
  const ReadBack log = with_census(lines);
  const Census& census = log->census;
  REQUIRE(find(census.read, "analyzer-result") != nullptr);
  CHECK(find(census.read, "analyzer-result")->lines == 4);
  CHECK(find(census.read, "analyzer-result")->first_line == 4);
  REQUIRE(find(census.silent, "Applying scaling decisions") != nullptr);
  CHECK(find(census.silent, "Applying scaling decisions")->lines == 2);
  REQUIRE(find(census.unknown, "Weeds pulled in bed *") != nullptr);
  CHECK(find(census.unknown, "Weeds pulled in bed *")->lines == 2);
  REQUIRE(census.errors.size() == 1);
  CHECK(census.errors[0].message == "Weeds won");
}

TEST_CASE("A census changes no sample and no count") {
  for (const Form form : {Form::console, Form::json}) {
    const ReadBack without = read_lines(run_lines({form, true}, 2));
    const ReadBack with = with_census(run_lines({form, true}, 2));
    CHECK(with.samples.size() == without.samples.size());
    CHECK(with->lines.used == without->lines.used);
    CHECK(with->lines.ignored == without->lines.ignored);
    CHECK(without->census.read.empty());
  }
}

TEST_CASE("A census makes no segment of a pod that logs no record") {
  std::vector<std::string> lines;
  for (const std::string& line : run_lines({}, 2))
    lines.push_back("[pod/wva-0/manager] " + line);
  lines.insert(lines.begin(),
               "[pod/other-0/manager] 2026-08-08T02:00:00Z\tINFO\tgarden/weeds.go:1\tWeeds pulled\t{}");
  const TemporaryDirectory directory;
  const std::string path = directory.write("controller.log", log_of(lines));
  const ReadBack without = read_path(path);
  const ReadBack with = read_path(path, {.census = true});
  REQUIRE(without.samples.size() > 0);
  REQUIRE(with.samples.size() == without.samples.size());
  CHECK(with->segments.size() == without->segments.size());
  for (std::size_t i = 0; i < with.samples.size(); ++i)
    CHECK(with.samples[i].sample.segment == without.samples[i].sample.segment);
}

TEST_CASE("Keys that a record lacks or has in addition are drift") {
  const auto drift_of = [](const std::vector<Member>& members) {
    const ReadBack log =
        with_census({line_of(Form::json, {.message = "Processing decision for VA", .members = members}),
                     line_of(Form::console, {.message = "Processing decision for VA", .members = members})});
    std::string drift;
    for (const KeyDrift& key : log->census.drift)
      drift += (key.added ? "+" : "-") + key.key + " ";
    return drift;
  };
  const std::vector<Member> whole = {
      {"variant", R"("n/a")"}, {"action", R"("scale-up")"}, {"current", "1"}, {"target", "2"}};
  CHECK(drift_of(whole).empty());
  std::vector<Member> other = {
      {"variant", R"("n/a")"}, {"action", R"("scale-up")"}, {"target", "2"}, {"mood", "3"}};
  CHECK(drift_of(other) == "+mood -current ");
  other.push_back({"reconcileID", R"("x")"});  // controller-runtime's
  CHECK(drift_of(other) == "+mood -current ");
}

TEST_CASE("A record in a sentence has no drift") {
  const ReadBack log =
      with_census({zap(stamp_at(0), "Processing decision: variant=a, action=scale-up, current=1→target=2")});
  CHECK(log->census.drift.empty());
  CHECK(find(log->census.read, "Processing decision") != nullptr);
}

TEST_CASE("Messages beyond those that are counted apart are counted together") {
  Census census;
  CensusTaker taker(census);
  std::vector<std::string> messages;
  for (int i = 0; i < 3000; ++i) {
    std::string word = "word";
    for (int rest = i; rest > 0; rest /= 26)
      word += static_cast<char>('a' + rest % 26);
    messages.push_back(word + " of nobody");
  }
  for (const std::string& message : messages) {
    const LogEntry entry{.message = message};
    taker.add(entry, 1, nullptr, false);
  }
  CHECK(census.unknown.size() <= 1001);
  CHECK(census.unknown.back().message == "(further messages)");
  CHECK(census.unknown.back().lines >= 1999);
}

TEST_CASE("With a census a segment has its build") {
  std::vector<std::string> lines = {started(Form::console)};
  lines.push_back(line_of(Form::console, {.message = "analyzer-result",
                                          .members = {{"modelID", R"("m")"}, {"supply", "5"}},
                                          .caller = "saturation/engine_v2.go:695"}));
  lines.push_back(started(Form::console));
  lines.push_back(line_of(Form::console, {.message = "analyzer-result",
                                          .members = {{"modelID", R"("m")"}, {"supply", "5"}},
                                          .caller = "saturation/engine_v2.go:385"}));
  const ReadBack log = with_census(lines);
  REQUIRE(log->segments.size() == 4);
  CHECK(log->segments[2].build == "57f3fe64 (2026-08-07) or later");
  CHECK(log->segments[3].build == "bd357196 (2026-06-25) … before 085cf09a (2026-07-20)");
}

}  // namespace
}  // namespace wvagate::ingest
