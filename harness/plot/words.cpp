#include "harness/plot/words.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/core/format.hpp"
#include "harness/plot/gnuplot_text.hpp"

namespace wvagate::plot {
namespace {

/// Samples that are measured against an SLO, and those over it.
struct SloCount {
  std::size_t measured = 0;
  std::size_t over = 0;
  std::size_t observed = 0;
  std::optional<double> least_slo, most_slo;
};

void count(const ChartSeries& series, Latency latency, SloCount& counts) {
  const MeasuredSeries& measured = series.measured();
  for (std::size_t i = 0; i < measured.size(); ++i) {
    const auto& slo = measured[i].slo[latency];
    if (!measured.observed(i, latency)) continue;
    ++counts.observed;
    if (!slo) continue;
    ++counts.measured;
    counts.least_slo = std::min(counts.least_slo.value_or(*slo), *slo);
    counts.most_slo = std::max(counts.most_slo.value_or(*slo), *slo);
  }
  counts.over += static_cast<std::size_t>(
      series.analysis.figures.get(metric::metric_name(latency, "violations")).value_or(0));
}

std::string words(const SloCount& counts, Latency latency) {
  const std::string name(upper_name(latency));
  if (counts.observed == 0) return name + " was never measured";
  const std::string cycles = plural(counts.measured, "measured cycle", "measured cycles");
  if (counts.measured == 0)
    return name + " in " + plural(counts.observed, "cycle", "cycles") + "; no SLO is known";
  const std::string slo =
      counts.least_slo == counts.most_slo ? format_significant(*counts.most_slo, 6) + " ms SLO" : "SLO";
  if (counts.over == 0) return name + " within its " + slo + " in all of " + cycles;
  return name + " over its " + slo + " in " + std::to_string(counts.over) + " of " + cycles;
}

}  // namespace

std::string_view upper_name(Latency latency) {
  return latency == Latency::itl ? "ITL" : "TTFT";
}

std::string_view axis_name(Latency latency) {
  return latency == Latency::itl ? "Inter-token latency (ms)" : "Time to first token (ms)";
}

std::string slo_finding(const ChartInput& input, Latency latency) {
  SloCount counts;
  for (const ChartSeries& series : input.series)
    count(series, latency, counts);
  return words(counts, latency);
}

std::string slo_finding(const ChartSeries& series, Latency latency) {
  SloCount counts;
  count(series, latency, counts);
  return words(counts, latency);
}

std::string series_heading(const ChartInput& input, const ChartSeries& series, std::string_view finding) {
  if (input.series.size() < 2) return std::string(finding);
  return shown_name(series.measured().series().variant) +
         (finding.empty() ? "" : ":  " + std::string(finding));
}

std::string figure(const ChartSeries& series, std::string_view name, int digits) {
  const auto value = series.analysis.figures.get(name);
  return value ? format_fixed(value, digits) : "–";
}

std::string percent(double value) {
  return format_fixed(value, std::abs(value - std::round(value)) < 0.05 ? 0 : 1) + " %";
}

}  // namespace wvagate::plot
