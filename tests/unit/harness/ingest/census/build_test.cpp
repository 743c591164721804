#include "harness/ingest/census/build.hpp"

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

using namespace std::chrono_literals;

TEST_CASE("A log without a known caller identifies no build") {
  BuildFinder finder;
  CHECK(finder.text().empty());
  CHECK_FALSE(finder.interval());
  finder.add("", "");
  finder.add("analyzer-result", "");
  finder.add("analyzer-result", "saturation/engine_v2.go");
  finder.add("analyzer-result", "saturation/engine_v2.go:");
  finder.add("analyzer-result", "saturation/engine_v2.go:x");
  finder.add("analyzer-result", "saturation/engine_v2.go:695x");
  finder.add("analyzer-result", "saturation/engine_v2.go:-695");
  finder.add("analyzer-result", "saturation/engine_v2.go:0");
  finder.add("analyzer-result", "saturation/engine_v2.go:696");
  finder.add("analyzer-result", "saturation/engine_v2.go:99999999999");
  finder.add("analyzer-result", "saturation/engine.go:695");
  finder.add("a message of nobody", "saturation/engine_v2.go:695");
  CHECK(finder.text().empty());
  CHECK_FALSE(finder.interval());
}

TEST_CASE("The newest lines have no end") {
  BuildFinder finder;
  finder.add("analyzer-result", "saturation/engine_v2.go:695");
  CHECK(finder.text() == "57f3fe64 (2026-08-07) or later");
  REQUIRE(finder.interval());
  CHECK(finder.interval()->from == 2026y / 8 / 7);
  CHECK_FALSE(finder.interval()->before);
}

TEST_CASE("An older line has both ends") {
  BuildFinder finder;
  finder.add("analyzer-result", "saturation/engine_v2.go:385");
  CHECK(finder.text() == "bd357196 (2026-06-25) … before 085cf09a (2026-07-20)");
  REQUIRE(finder.interval());
  CHECK(finder.interval()->from == 2026y / 6 / 25);
  CHECK(finder.interval()->before == 2026y / 7 / 20);
}

TEST_CASE("A call that was removed ends with its removal") {
  BuildFinder finder;
  finder.add("Processing model", "saturation/engine.go:204");
  CHECK(finder.text() == "f37677be (2026-02-11) … before 59f51f09 (2026-02-18)");
}

TEST_CASE("Each line narrows the interval, repetitions and unknown lines do not change it") {
  BuildFinder finder;
  finder.add("EmitReplicaMetrics completed", "actuator/actuator.go:89");
  CHECK(finder.text() == "94dfe181 (2026-05-11) or later");
  finder.add("V2 saturation analysis completed", "saturation/engine_v2.go:111");
  for (int i = 0; i < 3; ++i) {
    finder.add("EmitReplicaMetrics completed", "actuator/actuator.go:89");
    finder.add("EmitReplicaMetrics completed", "actuator/actuator.go:90");
    CHECK(finder.text() == "fbbdbbb9 (2026-06-22) … before bd357196 (2026-06-25)");
  }
}

TEST_CASE("A line number can return in a later commit") {
  BuildFinder finder;
  finder.add("Grouped VAs by model", "saturation/engine.go:379");
  CHECK(finder.text() ==
        "c55906a4 (2026-06-15) … before 6d25b134 (2026-06-15), or "
        "a6f2f510 (2026-06-17) … before 6c3cb00f (2026-06-30)");
  REQUIRE(finder.interval());
  CHECK(finder.interval()->from == 2026y / 6 / 15);
  CHECK(finder.interval()->before == 2026y / 6 / 30);
  finder.add("scaling-decision", "saturation/engine_v2.go:434");
  CHECK(finder.text() == "bd357196 (2026-06-25) … before 6c3cb00f (2026-06-30)");
}

TEST_CASE("The lines of two builds identify none") {
  BuildFinder finder;
  finder.add("analyzer-result", "saturation/engine_v2.go:385");
  finder.add("analyzer-result", "saturation/engine_v2.go:446");
  CHECK(finder.text().empty());
  CHECK_FALSE(finder.interval());
}

TEST_CASE("Two commits of one day can be in either order") {
  // 0052df02 moves the first call, 085cf09a the second one, both on 2026-07-20.
  constexpr auto kDispatch =
      "Pod has engine metrics but no dispatch rate — possible pod/pod_name label mismatch";
  BuildFinder only_first;
  only_first.add(kDispatch, "collector/replica_metrics.go:972");
  only_first.add("analyzer-result", "saturation/engine_v2.go:385");
  CHECK(only_first.text() == "0052df02 (2026-07-20) … before 085cf09a (2026-07-20)");
  BuildFinder only_second;
  only_second.add(kDispatch, "collector/replica_metrics.go:934");
  only_second.add("analyzer-result", "saturation/engine_v2.go:446");
  CHECK(only_second.text() == "085cf09a (2026-07-20) … before 9faa124e (2026-07-22)");
}

TEST_CASE("The builds of the releases") {
  BuildFinder v060;
  v060.add("Grouped VAs by model", "saturation/engine.go:228");
  v060.add("Processing decision for VA", "saturation/engine.go:893");
  v060.add("Successfully emitted metrics", "saturation/engine.go:1057");
  REQUIRE(v060.interval());
  CHECK(v060.interval()->from <= 2026y / 4 / 2);
  CHECK(v060.interval()->before > 2026y / 4 / 2);
  BuildFinder v070;
  v070.add("Processing model (V1)", "saturation/engine.go:341");
  REQUIRE(v070.interval());
  CHECK(v070.interval()->from <= 2026y / 4 / 30);
  CHECK(v070.interval()->before > 2026y / 4 / 30);
}

}  // namespace
}  // namespace wvagate::ingest
