#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace wvagate::plot {

/// A line over time that may be broken.
struct Line {
  std::vector<double> x;             ///< rising
  std::vector<double> y;             ///< one an x
  std::vector<std::size_t> index{};  ///< one an x: where the point comes from
  std::vector<bool> breaks{};        ///< one an x: nothing leads to this point from the one before

  std::size_t size() const { return x.size(); }
  bool empty() const { return x.empty(); }
  void add(double at, double value, std::size_t from, bool broken);
};

/// The line as it looks at `columns` pixel columns over [low, high]: of each column the lowest and the
/// highest point stay, so that no spike is lost. Breaks narrower than a column go. A line of at most two
/// points a column is left as it is.
Line thin(Line line, double low, double high, std::size_t columns);

/// Whether the point at `i` has no neighbour that it is joined to.
bool stands_alone(const Line& line, std::size_t i);

/// Indices of the points of a scatter of which each is the first in its cell of columns × rows; all of them
/// where they are few.
std::vector<std::size_t> thin_scatter(std::span<const double> x, std::span<const double> y,
                                      std::size_t columns, std::size_t rows);

}  // namespace wvagate::plot
