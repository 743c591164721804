#pragma once

#include <span>
#include <string>

#include "analysis/metric/series_analysis.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/report/style.hpp"

namespace wvagate::report {

/// One log's analysis for a person to read.
std::string analysis_text(const LogFacts& facts, std::span<const metric::SeriesAnalysis> all, Colour colour);

/// The short summary that an experiment directory keeps.
std::string summary_text(const LogFacts& facts, std::span<const metric::SeriesAnalysis> all);

}  // namespace wvagate::report
