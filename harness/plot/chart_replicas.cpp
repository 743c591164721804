// itl_replicas_timeline, ttft_replicas_timeline: latencies over time with the replicas on a second axis.
#include "analysis/core/format.hpp"
#include "harness/plot/time_panel.hpp"
#include "harness/plot/words.hpp"

namespace wvagate::plot {
namespace {

/// "3 ITL gaps, 12.0 min in all; 2 of them waited for a scale-up".
std::string gap_finding(const ChartSeries& series, Latency latency) {
  const std::string name(upper_name(latency));
  std::size_t gaps = 0;
  std::size_t lagging = 0;
  for (const metric::Gap& gap : series.analysis.gaps) {
    if (gap.latency != latency) continue;
    ++gaps;
    if (gap.cause == metric::GapCause::scale_up_lag) ++lagging;
  }
  if (!series.analysis.figures.get(metric::metric_name(latency, "gaps.count")))
    return name + " beside the replicas";
  if (gaps == 0)
    return "No " + name + " gaps with " + figure(series, "replicas.min", 0) + " to " +
           figure(series, "replicas.max", 0) + " replicas";
  const std::string total = figure(series, metric::metric_name(latency, "gaps.total_min"), 1);
  const std::string cause = lagging == 0 ? "none waited for a scale-up"
                                         : std::to_string(lagging) + " of them waited for a scale-up";
  return plural(gaps, (name + " gap").c_str(), (name + " gaps").c_str()) + ", " + total + " min in all; " +
         cause;
}

Draft replicas_timeline(const ChartInput& input, Latency latency) {
  Draft draft;
  const bool only = input.series.size() == 1;
  draft.page.title = only ? gap_finding(input.series.front(), latency)
                          : std::string(upper_name(latency)) + " and replicas of " +
                                std::to_string(input.series.size()) + " variants";
  draft.page.row_height_px = row_height_px(input.series.size());
  for (std::size_t i = 0; i < input.series.size(); ++i) {
    TimePanel panel(input, i, draft, true);
    panel.add_idle();
    panel.add_violations(latency);
    panel.add_restarts();
    panel.add_replicas();
    panel.add_latencies(latency);
    panel.add_slo(latency);
    draft.page.rows.push_back({panel.finish(
        series_heading(input, input.series[i], only ? "" : gap_finding(input.series[i], latency)),
        axis_name(latency), {.may_bend = true, .footroom = 0.06})});
  }
  draft.page.rows.back().front().x_label = true;
  return draft;
}

}  // namespace

Draft itl_replicas_timeline(const ChartInput& input) {
  return replicas_timeline(input, Latency::itl);
}

Draft ttft_replicas_timeline(const ChartInput& input) {
  return replicas_timeline(input, Latency::ttft);
}

}  // namespace wvagate::plot
