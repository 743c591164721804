#pragma once

#include <span>
#include <string>
#include <string_view>

#include "harness/report/history_words.hpp"

namespace wvagate::report {

struct HistoryChart {
  std::string scenario;
  std::string name;   ///< unlike any other chart's
  std::string title;  ///< what it shows, in words
  std::string svg;    ///< gnuplot's picture; empty where it could not be drawn
};

struct HistoryPage {
  std::span<const ReviewedTrend> trends;  ///< those of a scenario one after another
  std::span<const HistoryChart> charts;
  std::string_view tool_version;
  std::string remark;  ///< what is not drawn, and why; may be empty
};

/// The last run-sets of each trend that the page has as numbers; `track export` has all.
inline constexpr std::size_t kListedRunSets = 50;

/// The trends as a page that needs nothing but itself: what changed, then each scenario's charts and numbers.
std::string history_html(const HistoryPage& page);

}  // namespace wvagate::report
