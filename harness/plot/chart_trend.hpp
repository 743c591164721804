#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/history/trend.hpp"
#include "analysis/history/trend_review.hpp"
#include "harness/plot/chart.hpp"

namespace wvagate::plot {

/// What a baseline says that a metric should be.
struct Expectation {
  std::optional<double> value;
  double tolerance = 0;         ///< ± about the value
  std::optional<double> least;  ///< hard limits
  std::optional<double> most;
};

/// One metric as a line over releases.
struct TrendLine {
  const history::Trend& trend;
  const history::TrendReview& review;
  Thing thing = Thing::median;
};

/// Lines in one frame. Single runs, levels and changes are shown where there is one line alone.
struct TrendPanel {
  std::string heading;
  std::string axis;  ///< with the unit
  std::vector<TrendLine> lines;
  Expectation expected;
};

/// Panels over the same run-sets, one below the other; each line has a point a run-set.
struct TrendPicture {
  std::string title;
  std::string subtitle;
  std::vector<TrendPanel> panels;
};

/// One picture, over releases.
Chart trend_chart(const TrendPicture& picture, std::string_view name, Format format);

}  // namespace wvagate::plot
