#include "harness/report/live_text.hpp"

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate::report {
namespace {

using metric::analyze_live;
using metric::LiveAnalysis;
using metric::LiveEvents;
using testing::at_minute;
using testing::kCycle;
using testing::series_of;

/// Variants, of which some are over an SLO.
struct Fleet {
  std::deque<std::string> names;
  std::deque<Series> series;
  std::vector<LiveAnalysis> lives;
  LogFacts facts;

  void add(std::string name, double last_itl) {
    names.push_back(std::move(name));
    Series& made = series.emplace_back(
        series_of({at_minute(0).itl(9).rate(60).running(1).wants(1).predicts(8.5),
                   at_minute(1).itl(12).rate(60).running(1).wants(2).predicts(8.5),
                   at_minute(2).itl(9).rate(60).running(2).wants(2).predicts(8.5),
                   at_minute(3).itl(last_itl).rate(1234.5).running(2).wants(3).predicts(8.5)}));
    made.variant = names.back();
    for (Sample& sample : made.samples)
      sample.variant = names.back();
    lives.push_back(analyze_live(made, kCycle));
  }

  std::vector<std::string> screen(ScreenSize size, const LiveStatus& status = {},
                                  Colour colour = Colour::off) const {
    return live_screen(facts, status, lives, size, colour);
  }
};

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines)
    text += line + "\n";
  return text;
}

bool has(const std::vector<std::string>& lines, std::string_view text) {
  return joined(lines).find(text) != std::string::npos;
}

TEST_CASE("The screen tells the state of each variant") {
  Fleet fleet;
  fleet.facts.name = "run.log";
  fleet.facts.lines = {.total = 100, .used = 60, .ignored = 39, .malformed = {1}};
  fleet.add("a:x", 9);
  fleet.add("b:x", 15.25);
  const auto lines =
      fleet.screen({.rows = 24, .columns = 100}, {.quiet = std::chrono::seconds(7), .notice = "n"});
  CHECK(joined(lines) ==
        "run.log  100 lines: 60 used, 39 ignored, 1 malformed\n"
        "8 samples of 2 variants, 0 starts and elections; last 2025-10-09T08:56:20Z; quiet for 7 s\n"
        "n\n"
        "\n"
        "        now ms  SLO ms  state             compliant  gaps          mean error  abs error ms\n"
        "a:x  replicas 2→3  1234.5 rpm\n"
        "  ITL     9.00      10  within               75.0 %  1 in 1.0 min        1.25          1.25\n"
        "  TTFT       -    1000  -                         -  -                      -             -\n"
        "b:x  replicas 2→3  1234.5 rpm\n"
        "  ITL    15.25      10  over for 0.0 min     50.0 %  2 in 1.0 min        2.81          2.81\n"
        "  TTFT       -    1000  -                         -  -                      -             -\n"
        "\n"
        "Last gaps\n"
        "  10-09 08:54  ITL 1.0 min, peak 12.00 ms, scale_up_lag  a:x\n"
        "  10-09 08:54  ITL 1.0 min, peak 12.00 ms, scale_up_lag  b:x\n"
        "\n"
        "Ctrl-C ends it with the whole report\n");
}

TEST_CASE("The screen fits every terminal") {
  Fleet fleet;
  fleet.facts.name = std::string(300, 'n');
  for (int i = 0; i < 12; ++i)
    fleet.add(std::string(static_cast<std::size_t>(i * 13 + 1), 'a') + ":é→", i % 3 == 0 ? 15 : 9);
  for (std::size_t rows = 1; rows <= 60; ++rows) {
    for (std::size_t columns = 1; columns <= 150; columns += 7) {
      const auto lines =
          fleet.screen({rows, columns}, {.quiet = std::chrono::seconds(7), .notice = "notice"});
      REQUIRE(lines.size() <= rows);
      for (const std::string& line : lines)
        REQUIRE(display_width(line) <= columns);
    }
  }
}

TEST_CASE("Where room is short, variants over an SLO are shown, and the others are counted") {
  Fleet fleet;
  for (int i = 0; i < 10; ++i)
    fleet.add("fine-" + std::to_string(i), 9);
  fleet.add("late-1", 15);
  fleet.add("late-2", 15);
  SECTION("room for some") {
    const auto lines = fleet.screen({.rows = 16, .columns = 100});
    CHECK(has(lines, "late-1"));
    CHECK(has(lines, "late-2"));
    CHECK(has(lines, "fine-0"));
    CHECK(has(lines, "not shown: 8 variants, 0 over an SLO"));
  }
  SECTION("room for one") {
    const auto lines = fleet.screen({.rows = 8, .columns = 100});
    CHECK(has(lines, "late-1"));
    CHECK_FALSE(has(lines, "fine"));
    CHECK(has(lines, "not shown: 11 variants, 1 over an SLO"));
  }
  SECTION("room for none") {
    CHECK(has(fleet.screen({.rows = 3, .columns = 100}), "not shown: 12 variants, 2 over an SLO"));
  }
  SECTION("room for all keeps their order") {
    const auto text = joined(fleet.screen({.rows = 60, .columns = 100}));
    CHECK(text.find("fine-9") < text.find("late-1"));
    CHECK(text.find("not shown") == std::string::npos);
  }
}

TEST_CASE("A narrow terminal keeps the latency, its SLO and its state") {
  Fleet fleet;
  fleet.add("late", 15);
  const auto lines = fleet.screen({.rows = 24, .columns = 40});
  CHECK(has(lines, "  ITL    15.00      10  over for 0.0 min"));
  CHECK_FALSE(has(lines, "compliant"));
}

TEST_CASE("Colours are only where they are wanted, and names cannot bring their own") {
  Fleet fleet;
  fleet.add("evil\x1b[31m\nname", 15);
  CHECK_FALSE(has(fleet.screen({}), "\x1b"));
  CHECK(has(fleet.screen({}), "evil\\x1b[31m\\x0aname"));
  CHECK(has(fleet.screen({}, {}, Colour::on), "\x1b[31m  ITL"));
}

TEST_CASE("An event is a line that can be cut at its spaces") {
  Fleet fleet;
  fleet.add("a b:x", 15);
  LiveEvents events;
  std::string lines;
  for (const auto& event : events.update(fleet.lives))
    lines += event_line(event);
  CHECK(lines ==
        "2025-10-09T08:53:20.000Z variant_seen variant=a\\x20b:x model= accelerator= slo_itl_ms=10 "
        "slo_ttft_ms=1000 line=1\n"
        "2025-10-09T08:54:20.000Z scaled variant=a\\x20b:x from=1 to=2 rate_rpm=60 line=2\n"
        "2025-10-09T08:54:20.000Z gap_opened variant=a\\x20b:x latency=itl observed_ms=12 slo_ms=10 "
        "replicas=1 wanted=2 line=2\n"
        "2025-10-09T08:55:20.000Z gap_closed variant=a\\x20b:x latency=itl lasted_min=1.0 peak_ms=12 "
        "cause=scale_up_lag line=3\n"
        "2025-10-09T08:56:20.000Z scaled variant=a\\x20b:x from=2 to=3 rate_rpm=1234.5 line=4\n"
        "2025-10-09T08:56:20.000Z gap_opened variant=a\\x20b:x latency=itl observed_ms=15 slo_ms=10 "
        "replicas=2 wanted=3 line=4\n");
}

}  // namespace
}  // namespace wvagate::report
