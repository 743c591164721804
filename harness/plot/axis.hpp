#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wvagate::plot {

enum class Scale {
  linear,
  log,
  asinh,  ///< linear about 0, logarithmic far from it, for values of either sign
};

/// A tick with a label, or without one a minor tick.
struct Tick {
  double at = 0;
  std::string label;
};

/// An axis with its range and ticks, which are all chosen here and none by gnuplot.
struct Axis {
  std::string label;  ///< with the unit
  double low = 0;
  double high = 1;
  Scale scale = Scale::linear;
  double bend = 1;  ///< of Scale::asinh: where linear turns logarithmic
  std::vector<Tick> ticks;

  /// Where a share (0 … 1) of the axis's length lies.
  double at_share(double share) const;
};

/// How a value axis is chosen.
struct AxisWish {
  bool from_zero = true;   ///< 0 is on a linear axis; else only where the values reach near it
  bool whole = false;      ///< ticks at whole numbers
  bool may_bend = false;   ///< logarithmic (or asinh, with negative values) where values are far apart
  double headroom = 0.04;  ///< share of the length above the highest value
  double footroom = 0;     ///< share of the length below the lowest one, where that is not 0
  std::size_t most_ticks = 8;
};

/// An axis that shows all `values`; from 0 to 1 where there are none.
Axis value_axis(std::string_view label, std::span<const double> values, const AxisWish& wish = {});

/// An axis over minutes, labelled in minutes, hours or days by its length. Its positions are minutes.
Axis time_axis(double low_min, double high_min);

}  // namespace wvagate::plot
