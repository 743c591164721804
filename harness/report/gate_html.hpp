#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analysis/verdict/verdict.hpp"

namespace wvagate::report {

/// A picture of what made a scenario fail.
struct GateChart {
  std::string scenario;
  std::string name;    ///< unlike any other chart's
  std::string title;   ///< what it shows, in words
  std::string svg;     ///< gnuplot's picture; empty where it could not be drawn
  std::string remark;  ///< said below it: the metrics that it is of, and what is missing in it
};

/// What a gate's page is made of.
struct GatePage {
  const verdict::Verdict& verdict;
  std::span<const GateChart> charts;
  std::string_view tool_version;
  std::string without_charts;  ///< why the page has no charts; empty where it has, or needs none
};

/// The verdict as a page that needs nothing but itself: what does not pass first, with its charts.
std::string gate_html(const GatePage& page);

}  // namespace wvagate::report
