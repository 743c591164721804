#include "harness/ingest/assemble/liveness.hpp"

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

TimePoint at(int seconds) {
  return TimePoint(std::chrono::seconds(1'786'000'000 + seconds));
}

/// A cycle each minute, with the result of one analyzer of one model; what is_live() says in each.
std::string liveness_of(std::string_view informative, bool from_start) {
  Liveness liveness;
  if (from_start) liveness.restart();
  std::string live;
  int seconds = 0;
  for (const char c : informative) {
    liveness.begin_cycle(at(seconds += 60));
    liveness.add("m", "throughput", c == 'i');
    const auto is_live = liveness.is_live("m", "throughput");
    live += !is_live ? 'u' : *is_live ? 'l' : '-';
  }
  return live;
}

TEST_CASE("An analyzer that falls silent is live for two more cycles") {
  CHECK(liveness_of("iii....", true) == "lllll--");
  CHECK(liveness_of("i..i...", true) == "llllll-");
  CHECK(liveness_of("....i", true) == "----l");
}

TEST_CASE("What was before the log is not known in its first cycles") {
  CHECK(liveness_of(".....", false) == "uuu--");
  CHECK(liveness_of(".i...", false) == "ulll-");
}

TEST_CASE("Models and analyzers have their own liveness") {
  Liveness liveness;
  liveness.restart();
  liveness.begin_cycle(at(0));
  liveness.add("m", "throughput", true);
  CHECK(liveness.is_live("m", "throughput") == true);
  CHECK(liveness.is_live("m", "saturation") == false);
  CHECK(liveness.is_live("n", "throughput") == false);
}

TEST_CASE("A cycle that is tried again at once is the same interval") {
  Liveness liveness;
  liveness.restart();
  liveness.begin_cycle(at(0));
  liveness.add("m", "a", true);
  for (int seconds = 1; seconds < 5; ++seconds)
    liveness.begin_cycle(at(seconds));
  CHECK(liveness.is_live("m", "a") == true);
  liveness.begin_cycle(at(60));
  liveness.begin_cycle(at(120));
  CHECK(liveness.is_live("m", "a") == true);
  liveness.begin_cycle(at(180));
  CHECK(liveness.is_live("m", "a") == false);
}

TEST_CASE("After a start nothing from before counts") {
  Liveness liveness;
  liveness.begin_cycle(at(0));
  liveness.add("m", "a", true);
  liveness.restart();
  liveness.begin_cycle(at(60));
  CHECK(liveness.is_live("m", "a") == false);
}

}  // namespace
}  // namespace wvagate::ingest
