#pragma once

#include <optional>
#include <span>
#include <string>

#include "analysis/metric/series_analysis.hpp"
#include "analysis/sample/recording.hpp"

namespace wvagate::report {

/// A chart on its way into a page.
struct HtmlChart {
  std::string name;
  std::string title;
  std::string svg;      ///< gnuplot's picture; empty where it could not be drawn
  std::string instead;  ///< why there is nothing to draw; empty where there is
};

/// What a log's page is made of.
struct HtmlReport {
  const LogFacts& facts;
  std::span<const metric::SeriesAnalysis> series;
  std::span<const HtmlChart> charts;
  std::string tool_version;
  std::string without_charts;  ///< why the page has no charts; empty where it has
};

/// One log's analysis as a page that needs nothing but itself: no network, no script to be read, light and
/// dark.
std::string analysis_html(const HtmlReport& report);

}  // namespace wvagate::report
