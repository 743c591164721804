#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "analysis/history/trend.hpp"
#include "analysis/history/trend_review.hpp"
#include "analysis/verdict/baseline.hpp"
#include "harness/plot/chart.hpp"

/// What the page of a history is made of.
namespace wvagate::cli {

/// The baselines of scenarios, by name.
using BaselinesByScenario = std::map<std::string, verdict::Baseline>;

/// The metrics besides the chosen ones that a scenario's charts show: parameters, the error's parts, what was
/// reproduced.
std::vector<std::string> companion_metrics();

/// What each trend's past tells. A change must exceed the baseline's tolerance, or where there is no
/// baseline, the one that a new baseline would have.
std::vector<history::TrendReview> review_all(std::span<const history::Trend> trends,
                                             const BaselinesByScenario& baselines, std::uint64_t seed);

struct ScenarioChart {
  std::string scenario;
  plot::Chart chart;
};

struct HistoryCharts {
  std::vector<ScenarioChart> charts;  ///< by scenario
  std::size_t left_out = 0;           ///< more than fit on a page
};

/// A chart a trend of `chosen`, and for each of their scenarios those of the companions.
HistoryCharts history_charts(std::span<const history::Trend> chosen,
                             std::span<const history::TrendReview> reviews,
                             std::span<const history::Trend> companions,
                             const BaselinesByScenario& baselines);

}  // namespace wvagate::cli
