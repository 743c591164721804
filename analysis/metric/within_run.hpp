#pragma once

#include <optional>
#include <string_view>

#include "analysis/metric/series_analysis.hpp"
#include "analysis/statistics/interval.hpp"

namespace wvagate::metric {

/// The 95 % interval of a figure from the run's own cycles, which follow one another too closely to count as
/// so many (statistics::effective_sample_size): Student's for means, Wilson's for shares. It describes how
/// well one run fixes the figure; how runs differ it cannot tell. Absent for figures that are neither, and
/// where it cannot be computed.
std::optional<statistics::Interval> within_run_interval(const SeriesAnalysis& analysis,
                                                        std::string_view name);

}  // namespace wvagate::metric
