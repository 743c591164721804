#pragma once

#include <span>
#include <string>

#include "analysis/history/trend.hpp"
#include "analysis/history/trend_review.hpp"

/// What reports of a history have in common. Texts hold names out of the store: whoever puts them somewhere
/// escapes them for that place.
namespace wvagate::report {

/// A trend, and what its past tells.
struct ReviewedTrend {
  const history::Trend& trend;
  const history::TrendReview& review;
};

/// "worse by 1.23 since v0.5 (1.1 → 2.33, confidence 99.8 %)".
std::string change_words(const history::Trend& trend, const history::LevelChange& change);

/// "drifts by +0.012 from release to release (0.008 … 0.015), for the worse".
std::string drift_words(const history::Drift& drift);

/// "2 of 10 trends ended on a change for the worse, 1 on one for the better".
std::string history_summary(std::span<const ReviewedTrend> trends);

/// One line a finding: each trend's last change of level, and drift. Escaped for a terminal.
std::string findings_text(std::span<const ReviewedTrend> trends);

}  // namespace wvagate::report
