#include "harness/plot/axis.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "tests/support/catch.hpp"

namespace wvagate::plot {
namespace {

std::vector<std::string> labels_of(const Axis& axis) {
  std::vector<std::string> labels;
  for (const Tick& tick : axis.ticks) {
    if (!tick.label.empty()) labels.push_back(tick.label);
  }
  return labels;
}

TEST_CASE("A time axis has few ticks, whatever the duration, in a fitting unit") {
  struct Case {
    double minutes;
    std::string_view unit;
  };
  for (const auto& [minutes, unit] : {Case{0.5, "minutes"}, Case{3, "minutes"}, Case{34, "minutes"},
                                      Case{150, "minutes"}, Case{600, "hours"}, Case{4000, "hours"},
                                      Case{30240, "days"}, Case{500000, "days"}, Case{5e7, "days"}}) {
    CAPTURE(minutes);
    const Axis axis = time_axis(0, minutes);
    const auto labels = labels_of(axis);
    CHECK(axis.label == "Time from the first sample (" + std::string(unit) + ")");
    CHECK(labels.size() >= 4);
    CHECK(labels.size() <= 19);
    CHECK(labels.front() == "0");
    CHECK(std::set<std::string>(labels.begin(), labels.end()).size() == labels.size());
    CHECK(axis.ticks.size() <= 140);
  }
  CHECK(labels_of(time_axis(0, 3 * 7 * 1440)).back() == "20");
  CHECK(labels_of(time_axis(-0.4, 34.4)) == std::vector<std::string>{"0", "2", "4", "6", "8", "10", "12",
                                                                     "14", "16", "18", "20", "22", "24", "26",
                                                                     "28", "30", "32", "34"});
}

TEST_CASE("A value axis shows every value below its headroom") {
  const std::array<double, 3> values = {3, 9.5, 12};
  const Axis axis = value_axis("ms", values, {.headroom = 0.25});
  CHECK(axis.low == 0);
  CHECK(axis.high == Approx(16));
  CHECK(axis.at_share(0.75) == Approx(12));
  CHECK(axis.scale == Scale::linear);
  CHECK(labels_of(axis) == std::vector<std::string>{"0", "2", "4", "6", "8", "10", "12", "14", "16"});
}

TEST_CASE("An axis that need not start at 0 does so only where the values come near") {
  const std::array<double, 2> near = {3, 12};
  const std::array<double, 2> far = {9, 12};
  CHECK(value_axis("ms", near, {.from_zero = false}).low == 0);
  CHECK(value_axis("ms", far, {.from_zero = false}).low == 9);
  CHECK(value_axis("ms", far, {.from_zero = false, .footroom = 0.1}).low < 9);
  CHECK(value_axis("ms", far, {.from_zero = true}).low == 0);
}

TEST_CASE("One value alone, or none, still makes an axis") {
  const std::array<double, 1> one = {7};
  const std::array<double, 1> zero = {0};
  for (const Axis& axis :
       {value_axis("", one, {.from_zero = false}), value_axis("", zero), value_axis("", {})}) {
    CHECK(axis.high > axis.low);
    CHECK(labels_of(axis).size() >= 2);
  }
}

TEST_CASE("Whole numbers get whole ticks") {
  const std::array<double, 2> replicas = {1, 2};
  CHECK(labels_of(value_axis("Replicas", replicas, {.whole = true})) ==
        std::vector<std::string>{"0", "1", "2"});
}

TEST_CASE("An axis bends only where it may and values are far apart") {
  const std::array<double, 5> close = {20, 21, 25, 30, 40};
  const std::array<double, 5> apart = {20, 21, 25, 30, 10000};
  std::vector<double> errors(30, 2);
  errors[3] = -2;
  std::vector<double> spread = errors;
  errors[7] = 9000;
  for (std::size_t i = 0; i < 8; ++i)
    spread[i] = 9000;
  CHECK(value_axis("ms", close, {.may_bend = true}).scale == Scale::linear);
  CHECK(value_axis("ms", apart, {.may_bend = false}).scale == Scale::linear);
  const Axis log = value_axis("ms", apart, {.may_bend = true});
  CHECK(log.scale == Scale::log);
  CHECK(log.low > 0);
  CHECK(log.at_share(0.5) == Approx(std::sqrt(log.low * log.high)));
  CHECK(labels_of(log) == std::vector<std::string>{"100", "1000", "10000"});
  CHECK(value_axis("ms", spread, {.may_bend = true}).scale == Scale::log);
  spread[9] = -1;
  CHECK(value_axis("ms", spread, {.may_bend = true}).scale == Scale::linear);
  const Axis asinh = value_axis("ms", errors, {.may_bend = true});
  CHECK(asinh.scale == Scale::asinh);
  CHECK(asinh.bend == 2);
  CHECK(labels_of(asinh) == std::vector<std::string>{"0", "10", "100", "1000", "10000"});
}

TEST_CASE("Axes are finite and have few ticks however far apart the values are") {
  const std::vector<std::vector<double>> extremes = {
      {1e-300, 1e-300, 9},     {1e300, 1e-300, 1}, {-1e-300, 9, 1e-300, 1e-300},
      {-1e300, 1e-300, 1e300}, {5e-324, 1.7e308},  {-1.7e308, 1.7e308}};
  for (const auto& values : extremes) {
    for (const bool bend : {false, true}) {
      const Axis axis = value_axis("ms", values, {.from_zero = false, .may_bend = bend, .footroom = 0.1});
      CAPTURE(values, bend, axis.low, axis.high);
      CHECK(std::isfinite(axis.low));
      CHECK(std::isfinite(axis.high));
      CHECK(axis.low < axis.high);
      CHECK(axis.ticks.size() < 200);
      CHECK(labels_of(axis).size() < 40);
    }
  }
}

}  // namespace
}  // namespace wvagate::plot
