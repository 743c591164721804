#include "harness/plot/axis.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "analysis/core/format.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::plot {
namespace {

// Largest value in medians, from which on an axis bends. Many values about 0 are next to none, so that there
// the largest must also dwarf the 90th percentile.
constexpr double kFarApart = 20;
constexpr double kFarApartAboutZero = 100;
constexpr double kFarAboveMost = 6;

constexpr double kNearZero = 0.4;  // of the highest value, below which the lowest lets an axis start at 0

/// 1, 2 or 5 times a power of ten, the least that is not below `value`.
double nice_step(double value) {
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= value * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

/// Digits after the point that multiples of `step` need.
int decimals_of(double step) {
  return static_cast<int>(std::clamp(std::ceil(-std::log10(step) - 1e-9), 0.0, 12.0));
}

std::string value_label(double value, double step) {
  const double size = std::max(std::abs(value), step);
  if (size >= 1e7 || step < 1e-5) return format_significant(value, 6);
  return format_fixed(value, decimals_of(step));
}

std::vector<Tick> linear_ticks(double low, double high, double step, int parts) {
  std::vector<Tick> ticks;
  const double minor = step / parts;
  const auto last = static_cast<long>(std::floor(high / minor + 1e-9));
  for (auto i = static_cast<long>(std::ceil(low / minor - 1e-9)); i <= last; ++i) {
    const double at = static_cast<double>(i) * minor;
    ticks.push_back({at, i % parts == 0 ? value_label(at, step) : ""});
  }
  return ticks;
}

constexpr int kMostPowers = 15;

/// Powers of ten with labels, and where they are few, their 2- and 5-folds too; where they are many, not
/// each.
std::vector<Tick> log_ticks(double low, double high) {
  std::vector<Tick> ticks;
  const int first = static_cast<int>(std::floor(std::log10(low)));
  const int last = static_cast<int>(std::ceil(std::log10(high)));
  const bool few = std::log10(high / low) < 2.5;
  const int step = 1 + (last - first) / kMostPowers;
  for (int exponent = first; exponent <= last; exponent += step) {
    const double power = std::pow(10.0, exponent);
    for (int digit = 1; digit <= (step == 1 ? 9 : 1); ++digit) {
      const double at = digit * power;
      if (at < low * (1 - 1e-9) || at > high * (1 + 1e-9)) continue;
      const bool labelled = digit == 1 || (few && (digit == 2 || digit == 5));
      ticks.push_back({at, labelled ? format_significant(at, 6) : ""});
    }
  }
  return ticks;
}

/// 0 and powers of ten on either side, from about the bend on.
constexpr double kMostDecades = 8;  // with a tick on either side of 0

std::vector<Tick> asinh_ticks(double low, double high, double bend) {
  std::vector<Tick> ticks;
  const double farthest = std::max(std::abs(low), std::abs(high));
  const double first = std::ceil(std::log10(bend) - 1e-9);
  const double last = std::floor(std::log10(farthest) + 1e-9);
  const double step = std::max(1.0, std::ceil((last - first) / kMostDecades));
  std::vector<double> sizes;
  for (double decade = first; decade <= last; decade += step)
    sizes.push_back(std::pow(10.0, decade));
  for (auto size = sizes.rbegin(); size != sizes.rend(); ++size) {
    if (-*size >= low) ticks.push_back({-*size, format_significant(-*size, 6)});
  }
  if (low <= 0 && high >= 0) ticks.push_back({0, "0"});
  for (const double size : sizes) {
    if (size <= high) ticks.push_back({size, format_significant(size, 6)});
  }
  return ticks;
}

double bent(double value, Scale scale, double bend) {
  if (scale == Scale::log) return std::log(value);
  return scale == Scale::asinh ? std::asinh(value / bend) : value;
}

double unbent(double value, Scale scale, double bend) {
  if (scale == Scale::log) return std::exp(value);
  return scale == Scale::asinh ? bend * std::sinh(value) : value;
}

/// Chooses the scale: bent only where the largest value dwarfs a typical one.
void choose_scale(std::span<const double> values, bool may_bend, Axis& axis) {
  if (!may_bend) return;
  std::vector<double> sizes;
  bool positive = true;
  for (const double value : values) {
    if (value != 0) sizes.push_back(std::abs(value));
    if (!(value > 0)) positive = false;
  }
  const auto typical = statistics::quantile(sizes, 0.5);
  const auto largest = statistics::maximum(sizes);
  if (!typical || *largest < (positive ? kFarApart : kFarApartAboutZero) * *typical) return;
  if (!positive && *largest < kFarAboveMost * *statistics::quantile(sizes, 0.9)) return;
  axis.scale = positive ? Scale::log : Scale::asinh;
  axis.bend = nice_step(*typical);
}

/// Widens [low, high] by the wished shares of the whole length, on the axis's scale.
void widen(const AxisWish& wish, bool keep_low, Axis& axis) {
  double low = bent(axis.low, axis.scale, axis.bend);
  double high = bent(axis.high, axis.scale, axis.bend);
  const double footroom = keep_low ? 0 : wish.footroom;
  const double length = (high - low) / (1 - wish.headroom - footroom);
  low -= footroom * length;
  high += wish.headroom * length;
  constexpr double kFarthest = std::numeric_limits<double>::max();
  const double lowest = axis.scale == Scale::log ? std::numeric_limits<double>::min() : -kFarthest;
  axis.low = std::clamp(unbent(low, axis.scale, axis.bend), lowest, kFarthest);
  axis.high = std::clamp(unbent(high, axis.scale, axis.bend), -kFarthest, kFarthest);
}

struct TimeUnit {
  std::string_view name;
  double minutes;
  double longest_min;  ///< that it is used for
};
constexpr std::array<TimeUnit, 3> kTimeUnits = {
    {{"minutes", 1, 200}, {"hours", 60, 72 * 60}, {"days", 1440, 1e300}}};

struct TimeStep {
  double minutes;
  int parts;  ///< that minor ticks cut it into
};
constexpr std::array<TimeStep, 24> kTimeSteps = {
    {{0.01, 2},     {0.02, 2},     {0.05, 5},     {0.1, 2},       {0.2, 2},       {0.5, 5},
     {1, 2},        {2, 2},        {5, 5},        {10, 2},        {15, 3},        {30, 3},
     {60, 4},       {120, 4},      {180, 3},      {360, 3},       {720, 4},       {1440, 4},
     {2 * 1440, 2}, {5 * 1440, 5}, {7 * 1440, 7}, {14 * 1440, 2}, {28 * 1440, 4}, {100 * 1440, 4}}};

}  // namespace

double Axis::at_share(double share) const {
  const double from = bent(low, scale, bend);
  return unbent(from + share * (bent(high, scale, bend) - from), scale, bend);
}

Axis value_axis(std::string_view label, std::span<const double> values, const AxisWish& wish) {
  Axis axis{.label = std::string(label)};
  choose_scale(values, wish.may_bend, axis);
  if (!values.empty()) {
    axis.low = *statistics::minimum(values);
    axis.high = *statistics::maximum(values);
  }
  const bool linear = axis.scale == Scale::linear;
  if (linear && (wish.from_zero || (axis.low >= 0 && axis.low < kNearZero * axis.high))) {
    axis.low = std::min(axis.low, 0.0);
    axis.high = std::max(axis.high, 0.0);
  }
  if (!(axis.high > axis.low)) {  // one value alone
    const double room = axis.low == 0 ? 1 : 0.1 * std::abs(axis.low);
    axis.high += room;
    if (axis.low != 0) axis.low -= room;
  }
  widen(wish, linear && axis.low == 0, axis);
  if (axis.scale == Scale::log) {
    axis.ticks = log_ticks(axis.low, axis.high);
  } else if (axis.scale == Scale::asinh) {
    axis.ticks = asinh_ticks(axis.low, axis.high, axis.bend);
  } else {
    const auto parts = static_cast<double>(wish.most_ticks);
    double step = nice_step(axis.high / parts - axis.low / parts);  // the difference may be infinite
    if (wish.whole) step = std::max(1.0, step);
    axis.ticks = linear_ticks(axis.low, axis.high, step, 1);
  }
  return axis;
}

Axis time_axis(double low_min, double high_min) {
  constexpr double kMostSteps = 18;
  Axis axis{.label = {}, .low = low_min, .high = high_min};
  const double length = high_min - low_min;
  const auto unit = std::find_if(kTimeUnits.begin(), kTimeUnits.end(),
                                 [&](const TimeUnit& candidate) { return length <= candidate.longest_min; });
  const auto step = std::find_if(kTimeSteps.begin(), kTimeSteps.end() - 1, [&](const TimeStep& candidate) {
    return candidate.minutes * kMostSteps >= length;
  });
  axis.label = "Time from the first sample (" + std::string(unit->name) + ")";
  const double most = kMostSteps * 4 * step->minutes;
  const double step_min = length <= most ? step->minutes : nice_step(length / kMostSteps);
  for (Tick& tick : linear_ticks(low_min, high_min, step_min, step->parts)) {
    if (!tick.label.empty()) tick.label = format_significant(tick.at / unit->minutes, 6);
    if (tick.label == "-0") tick.label = "0";
    axis.ticks.push_back(std::move(tick));
  }
  return axis;
}

}  // namespace wvagate::plot
