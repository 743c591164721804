#include "analysis/sample/series.hpp"

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate {
namespace {

using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using testing::at_minute;

Recording recording_of(std::vector<Sample> samples) {
  Recording recording;
  recording.samples = std::move(samples);
  return recording;
}

std::vector<std::string> names_of(const std::vector<Series>& all) {
  std::vector<std::string> names;
  for (const Series& series : all)
    names.emplace_back(series.variant);
  return names;
}

TEST_CASE("A shell pattern matches as a whole") {
  CHECK(matches_glob("", ""));
  CHECK_FALSE(matches_glob("", "a"));
  CHECK(matches_glob("abc", "abc"));
  CHECK_FALSE(matches_glob("abc", "abcd"));
  CHECK_FALSE(matches_glob("abcd", "abc"));
  CHECK_FALSE(matches_glob("ABC", "abc"));
  CHECK(matches_glob("*", ""));
  CHECK(matches_glob("*", "anything"));
  CHECK(matches_glob("**", "anything"));
  CHECK(matches_glob("?", "a"));
  CHECK_FALSE(matches_glob("?", ""));
  CHECK_FALSE(matches_glob("?", "ab"));
  CHECK(matches_glob("a*c", "ac"));
  CHECK(matches_glob("a*c", "abcbc"));
  CHECK_FALSE(matches_glob("a*c", "abcb"));
  CHECK(matches_glob("*decode*:llm-?", "ms-llm-decode-0:llm-d"));
  CHECK(matches_glob("*a*b*", "xxaxxaxb"));
  CHECK_FALSE(matches_glob("*a*b*", "bbbba"));
  CHECK(matches_glob("a?*", "ab"));
  CHECK_FALSE(matches_glob("a?*", "a"));
  CHECK(matches_glob("[a]", "[a]"));  // brackets stand for themselves
  CHECK(matches_glob("a*", "a*b"));
}

TEST_CASE("A pattern of many stars takes no exponential time") {
  std::string pattern;
  for (int i = 0; i < 50; ++i)
    pattern += "*a";
  CHECK_FALSE(matches_glob(pattern + "b", std::string(2000, 'a')));
}

TEST_CASE("A time bound is a moment or a span") {
  CHECK(parse_time_bound("90s") == TimeBound(nanoseconds(seconds(90))));
  CHECK(parse_time_bound("12.5m") == TimeBound(nanoseconds(seconds(750))));
  CHECK(parse_time_bound("2h") == TimeBound(nanoseconds(minutes(120))));
  CHECK(parse_time_bound("0s") == TimeBound(nanoseconds(0)));
  CHECK(parse_time_bound("2025-10-20T16:24:09.876Z") == TimeBound(*parse_time("2025-10-20T16:24:09.876Z")));
  CHECK(parse_time_bound("2025-10-20T18:24:09+0200") == TimeBound(*parse_time("2025-10-20T16:24:09Z")));
}

TEST_CASE("What is no time bound is absent") {
  const char* const text =
      GENERATE("", "s", "m", "5", "-5s", "5d", "5 m", "m5", "NaNs", "Infs", "1e300h", "noon", "1760977449",
               "2025-10-20", "2025-10-20T16:24:09", "2025-13-20T16:24:09Z");
  CAPTURE(text);
  CHECK_FALSE(parse_time_bound(text));
}

TEST_CASE("A span may end beyond all times") {
  const auto bound = parse_time_bound("8999999999s");
  REQUIRE(bound);
  Sample sample;
  sample.time = *parse_time("2261-12-31T00:00:00Z");
  const TimePoint first = *parse_time("2025-11-01T10:00:00Z");
  CHECK_FALSE(SampleFilter{.variant_glob = {}, .since = bound, .until = {}}.passes(sample, first));
  CHECK(SampleFilter{.variant_glob = {}, .since = {}, .until = bound}.passes(sample, first));
}

TEST_CASE("Samples become one series a variant, in order of appearance") {
  const auto recording =
      recording_of({at_minute(0).variant("b:x"), at_minute(0).variant("a:x"), at_minute(1).variant("b:x")});
  const auto all = make_series(recording, {}, {});
  CHECK(names_of(all) == std::vector<std::string>{"b:x", "a:x"});
  CHECK(all[0].samples.size() == 2);
  CHECK(all[1].samples.size() == 1);
  CHECK(make_series(recording_of({}), {}, {}).empty());
}

TEST_CASE("A series names the model of its first sample that names one") {
  Sample unnamed = at_minute(0).variant("v");
  Sample named = at_minute(1).variant("v");
  named.model = "m1";
  named.service_class = "Premium";
  named.accelerator = "H100";
  Sample other = at_minute(2).variant("v");
  other.model = "m2";
  const auto recording = recording_of({unnamed, named, other});
  const auto all = make_series(recording, {}, {});
  REQUIRE(all.size() == 1);
  CHECK(all[0].model == "m1");
  CHECK(all[0].service_class == "Premium");
  CHECK(all[0].accelerator == "H100");
}

TEST_CASE("A name without namespace joins the only one that has it") {
  SECTION("before it and after it in the log") {
    const auto recording = recording_of(
        {at_minute(0).variant("decode"), at_minute(1).variant("decode:llm"), at_minute(2).variant("decode")});
    const auto all = make_series(recording, {}, {});
    CHECK(names_of(all) == std::vector<std::string>{"decode:llm"});
    CHECK(all[0].samples.size() == 3);
    for (const Sample& sample : all[0].samples)
      CHECK(sample.variant == "decode:llm");
  }
  SECTION("but not where two have it") {
    const auto recording = recording_of(
        {at_minute(0).variant("decode"), at_minute(1).variant("decode:a"), at_minute(2).variant("decode:b")});
    CHECK(names_of(make_series(recording, {}, {})) ==
          std::vector<std::string>{"decode", "decode:a", "decode:b"});
  }
  SECTION("nor where the name is only the front of another") {
    const auto recording = recording_of({at_minute(0).variant("dec"), at_minute(1).variant("decode:a")});
    CHECK(names_of(make_series(recording, {}, {})) == std::vector<std::string>{"dec", "decode:a"});
  }
  SECTION("the namespace is what stands behind the last colon") {
    const auto recording = recording_of({at_minute(0).variant("a:b"), at_minute(1).variant("a:b:c")});
    CHECK(names_of(make_series(recording, {}, {})) == std::vector<std::string>{"a:b:c"});
  }
}

TEST_CASE("SLOs of the user stand in where the log names none") {
  const auto recording =
      recording_of({at_minute(0).slo(9, std::nullopt), at_minute(1).slo(std::nullopt, std::nullopt)});
  const auto all = make_series(recording, {}, {.itl = 20, .ttft = 500});
  CHECK(all[0].samples[0].slo.itl == 9.0);
  CHECK(all[0].samples[0].slo.ttft == 500.0);
  CHECK(all[0].samples[1].slo.itl == 20.0);
  const auto without = make_series(recording, {}, {});
  CHECK_FALSE(without[0].samples[1].slo.itl);
}

TEST_CASE("A variant without solutions in a log that has some is unsolved, whatever the filter leaves") {
  Recording recording =
      recording_of({at_minute(0).itl(5), at_minute(1).variant("other").wants(2), at_minute(2).itl(6)});
  recording.facts.segments = {Segment{.controller = ControllerKind::model_based, .build = {}}};
  const std::vector<Series> all = make_series(recording, {.variant_glob = "v", .since = {}, .until = {}}, {});
  REQUIRE(all.size() == 1);
  const MeasuredSeries measured(all.front(), {});
  CHECK(measured.model_based());
  CHECK(measured.unsolved() == 2);
  const std::vector<Series> reactive = make_series(recording_of({at_minute(0).itl(5)}), {}, {});
  CHECK(MeasuredSeries(reactive.front(), {}).unsolved() == 0);
}

TEST_CASE("Of the rows of one cycle the last one that was observed stays") {
  Sample again = at_minute(0).itl(6).wants(2).line(2);
  again.time += seconds(1);
  Sample unobserved = at_minute(0).wants(3).unobserved().line(3);
  unobserved.time += seconds(2);
  const std::vector<Series> all = make_series(
      recording_of({at_minute(0).itl(5).wants(1).line(1), again, unobserved, at_minute(1).itl(7).wants(1)}),
      {}, {});
  const MeasuredSeries measured(all.front(), {});
  REQUIRE(measured.size() == 2);
  CHECK(measured[0].line == 2);
  CHECK(measured.duplicates() == 2);
  CHECK(MeasuredSeries(all.front(), {.name = PolicyName::notebook}).size() == 4);
}

TEST_CASE("A series is sorted by time, equal times stay in log order") {
  const auto recording =
      recording_of({at_minute(2).line(1), at_minute(0).line(2), at_minute(1).line(3), at_minute(0).line(4)});
  const auto all = make_series(recording, {}, {});
  std::vector<std::uint64_t> lines;
  for (const Sample& sample : all[0].samples)
    lines.push_back(sample.line);
  CHECK(lines == std::vector<std::uint64_t>{2, 4, 3, 1});
}

TEST_CASE("A filter takes samples by name and time") {
  const auto recording = recording_of({at_minute(0).variant("a:x"), at_minute(1).variant("b:x"),
                                       at_minute(2).variant("a:x"), at_minute(3).variant("a:x")});
  const auto count = [&](const SampleFilter& filter) {
    std::size_t total = 0;
    for (const Series& series : make_series(recording, filter, {}))
      total += series.samples.size();
    return total;
  };
  CHECK(count({}) == 4);
  CHECK(count({.variant_glob = "a:*"}) == 3);
  CHECK(count({.variant_glob = "nothing"}) == 0);
  SECTION("from a moment on, itself included") {
    CHECK(count({.since = TimeBound(testing::at_second(60))}) == 3);
    CHECK(count({.since = TimeBound(testing::at_second(60.001))}) == 2);
  }
  SECTION("up to a moment, itself left out") {
    CHECK(count({.until = TimeBound(testing::at_second(60))}) == 1);
    CHECK(count({.until = TimeBound(testing::at_second(60.001))}) == 2);
  }
  SECTION("spans count from the recording's first sample") {
    CHECK(count({.since = TimeBound(nanoseconds(minutes(1))), .until = TimeBound(nanoseconds(minutes(3)))}) ==
          2);
    CHECK(count({.variant_glob = "b:x", .since = TimeBound(nanoseconds(minutes(1)))}) == 1);
  }
}

TEST_CASE("A filter sees the name with its namespace") {
  const auto recording = recording_of({at_minute(0).variant("a"), at_minute(1).variant("a:x")});
  const auto all = make_series(recording, {.variant_glob = "a:x"}, {});
  REQUIRE(all.size() == 1);
  CHECK(all[0].samples.size() == 2);
}

}  // namespace
}  // namespace wvagate
