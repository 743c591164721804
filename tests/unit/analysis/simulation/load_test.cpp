#include "analysis/simulation/load.hpp"

#include <cmath>
#include <numbers>

#include "tests/support/catch.hpp"

namespace wvagate::simulation {
namespace {

TEST_CASE("What is told minute by minute comes again once the duration is over") {
  VariantScenario variant;
  variant.load = {Step{.span = {.from_min = 2, .to_min = 6}, .rpm = 100},
                  Ramp{.span = {.from_min = 6, .to_min = 10}, .from_rpm = 200, .to_rpm = 240},
                  RecordedLoad{.points = {{0, 1}, {8, 5}}}};
  variant.idle = {{.from_min = 4, .to_min = 5}};
  Load load(variant, 10, Chance(1, 1));
  CHECK(load.rpm_at(1) == 1);
  CHECK(load.rpm_at(2) == 101);
  CHECK(load.rpm_at(4.5) == 0);
  CHECK(load.rpm_at(9) == 235);
  CHECK(load.rpm_at(10) == 5);  // the scenario's last cycle
  CHECK(load.rpm_at(11) == 1);
  CHECK(load.rpm_at(14.5) == 0);
  CHECK(load.rpm_at(19) == 235);
  CHECK(load.rpm_at(1000002) == 101);
}

TEST_CASE("A sine goes on, and a scenario of no duration begins once") {
  VariantScenario variant;
  variant.load = {Sine{.mean_rpm = 100, .amplitude_rpm = 50, .period_min = 7}};
  Load load(variant, 10, Chance(1, 1));
  CHECK(load.rpm_at(10 + 1.75) == Approx(100 + 50 * std::sin(2 * std::numbers::pi * 11.75 / 7)));
  variant.load = {Step{.span = {.from_min = 0, .to_min = 1}, .rpm = 100}};
  Load instant(variant, 0, Chance(1, 1));
  CHECK(instant.rpm_at(0) == 100);
  CHECK(instant.rpm_at(5) == 0);
}

}  // namespace
}  // namespace wvagate::simulation
