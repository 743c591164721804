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
  std::size_t left_out = 0;           ///< trends of `chosen` beyond what fits on a page
};

/// The scenarios whose companions are drawn: the first ones, and before them those whose trends have more to
/// tell.
std::vector<std::string> accompanied_scenarios(std::span<const history::Trend> chosen,
                                               std::span<const history::TrendReview> reviews);

/// A chart a trend of `chosen`, those with most to tell where they are too many, and the charts of
/// companions.
HistoryCharts history_charts(std::span<const history::Trend> chosen,
                             std::span<const history::TrendReview> reviews,
                             std::span<const history::Trend> companions,
                             const BaselinesByScenario& baselines);

}  // namespace wvagate::cli
