#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "analysis/history/trend.hpp"
#include "harness/report/style.hpp"

namespace wvagate::report {

/// A line of bars, one a point and at most `columns`, of the last points: the medians between their lowest
/// and highest; a blank where there is none.
std::string sparkline(std::span<const history::PointSummary> points, std::size_t columns);

/// A table of each trend: medians by release, the range over the runs, and the changes to the run-set before
/// and to the best of all before. With a sparkline of at most `sparkline_columns` above it; 0: without.
std::string history_text(std::span<const history::Trend> trends, Colour colour,
                         std::size_t sparkline_columns);

}  // namespace wvagate::report
