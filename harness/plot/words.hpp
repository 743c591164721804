#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/plot/chart.hpp"

/// What charts say in words.
namespace wvagate::plot {

/// "ITL", "TTFT".
std::string_view upper_name(Latency latency);
/// "Inter-token latency (ms)", "Time to first token (ms)".
std::string_view axis_name(Latency latency);

/// "ITL over its 9 ms SLO in 26 of 31 measured cycles", over all series.
std::string slo_finding(const ChartInput& input, Latency latency);
/// The same of one series.
std::string slo_finding(const ChartSeries& series, Latency latency);

/// What heads a series' panel: nothing where it is the only one, whose name the subtitle has; else its name
/// and `finding`.
std::string series_heading(const ChartInput& input, const ChartSeries& series, std::string_view finding = {});

/// A figure with `digits` after the point, or "–".
std::string figure(const ChartSeries& series, std::string_view name, int digits);

/// A percentage without decimals where it is whole.
std::string percent(double value);

}  // namespace wvagate::plot
