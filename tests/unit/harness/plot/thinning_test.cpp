#include "harness/plot/thinning.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/support/catch.hpp"

namespace wvagate::plot {
namespace {

/// `count` points over [0, 100), of y = 1, with a spike up and a spike down.
Line long_line(std::size_t count) {
  Line line;
  for (std::size_t i = 0; i < count; ++i) {
    const double y = i == 777 ? 50 : i == 12345 ? -50 : 1 + 0.001 * static_cast<double>(i % 7);
    line.add(0.001 + 100 * static_cast<double>(i) / static_cast<double>(count), y, i, false);
  }
  return line;
}

TEST_CASE("A line that has room is left as it is") {
  Line line;
  for (std::size_t i = 0; i < 20; ++i)
    line.add(static_cast<double>(i), static_cast<double>(i % 3), i, i == 5);
  const Line kept = thin(line, 0, 20, 10);
  CHECK(kept.x == line.x);
  CHECK(kept.y == line.y);
  CHECK(kept.breaks == line.breaks);
}

TEST_CASE("Thinning keeps the lowest and the highest point of every column, in order") {
  const Line line = long_line(20000);
  const Line kept = thin(line, 0, 100, 1000);
  CHECK(kept.size() <= 2000);
  CHECK(kept.size() > 1000);
  CHECK(*std::max_element(kept.y.begin(), kept.y.end()) == 50);
  CHECK(*std::min_element(kept.y.begin(), kept.y.end()) == -50);
  CHECK(std::is_sorted(kept.x.begin(), kept.x.end()));
  for (std::size_t i = 0; i < kept.size(); ++i) {
    REQUIRE(kept.y[i] == line.y[kept.index[i]]);
    REQUIRE(kept.x[i] == line.x[kept.index[i]]);
  }
  // The envelope of each column is that of the whole line.
  for (std::size_t column = 0; column < 1000; ++column) {
    const auto extremes = [&](const Line& of) {
      auto low = std::numeric_limits<double>::infinity();
      double high = -low;
      for (std::size_t i = 0; i < of.size(); ++i) {
        if (static_cast<std::size_t>(of.x[i] * 10) != column) continue;
        low = std::min(low, of.y[i]);
        high = std::max(high, of.y[i]);
      }
      return std::pair(low, high);
    };
    REQUIRE(extremes(kept) == extremes(line));
  }
}

TEST_CASE("Thinning keeps breaks that can be seen and drops those within a column") {
  Line line;
  for (std::size_t i = 0; i < 10000; ++i) {
    const double x = static_cast<double>(i) * 0.005;  // 0 … 50
    const double moved = i >= 5000 ? x + 40 : x;      // a hole of 40, then on
    line.add(moved, static_cast<double>(i % 11), i, i == 5000 || i % 3 == 0);
  }
  const Line kept = thin(line, 0, 100, 100);
  CHECK(std::count(kept.breaks.begin(), kept.breaks.end(), true) == 1);
  const auto at =
      static_cast<std::size_t>(std::find(kept.breaks.begin(), kept.breaks.end(), true) - kept.breaks.begin());
  CHECK(kept.x[at] >= 65);
  CHECK(kept.x[at - 1] <= 25);
}

TEST_CASE("A point between breaks stands alone") {
  Line line;
  line.add(0, 1, 0, true);  // nothing can lead to the first point
  line.add(1, 1, 1, true);
  line.add(2, 1, 2, true);
  line.add(3, 1, 3, false);
  CHECK_FALSE(line.breaks[0]);
  CHECK(stands_alone(line, 0));
  CHECK(stands_alone(line, 1));
  CHECK_FALSE(stands_alone(line, 2));
  CHECK_FALSE(stands_alone(line, 3));
}

TEST_CASE("A scatter keeps one point a cell, and all while they are few") {
  std::vector<double> x(2000, 1.0);
  std::vector<double> y(2000, 2.0);
  x[1999] = 5;
  y[1999] = 9;
  CHECK(thin_scatter(x, y, 10, 10) == std::vector<std::size_t>{0, 1999});
  x.resize(100);
  y.resize(100);
  CHECK(thin_scatter(x, y, 10, 10).size() == 100);
  CHECK(thin_scatter({}, {}, 10, 10).empty());
}

}  // namespace
}  // namespace wvagate::plot
