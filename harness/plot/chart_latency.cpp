// itl_analysis, ttft_analysis, combined_itl_ttft: latencies over time against their SLOs.
#include "harness/plot/time_panel.hpp"
#include "harness/plot/words.hpp"

namespace wvagate::plot {
namespace {

Panel latency_panel(const ChartInput& input, std::size_t series, Latency latency, Draft& draft, bool labels,
                    std::string heading) {
  TimePanel panel(input, series, draft);
  panel.add_idle();
  panel.add_violations(latency);
  panel.add_scaling_marks(labels);
  panel.add_restarts();
  panel.add_latencies(latency);
  panel.add_slo(latency);
  return panel.finish(std::move(heading), axis_name(latency),
                      {.from_zero = false, .may_bend = true, .footroom = 0.1});
}

Draft latency_analysis(const ChartInput& input, Latency latency) {
  Draft draft;
  draft.page.title = slo_finding(input, latency);
  draft.page.row_height_px = row_height_px(input.series.size());
  for (std::size_t i = 0; i < input.series.size(); ++i) {
    const bool only = input.series.size() == 1;
    draft.page.rows.push_back({latency_panel(
        input, i, latency, draft, true,
        series_heading(input, input.series[i], only ? "" : slo_finding(input.series[i], latency)))});
  }
  draft.page.rows.back().front().x_label = true;
  return draft;
}

/// "Both SLOs met in 71 % of cycles".
std::string both_finding(const ChartInput& input) {
  if (input.series.size() > 1) return "ITL and TTFT of " + std::to_string(input.series.size()) + " variants";
  const auto share = input.series.front().analysis.figures.get("slo.compliance_pct");
  if (!share) return "ITL and TTFT over time";
  return "Both SLOs met in " + percent(*share) + " of the cycles that measured both";
}

}  // namespace

Draft itl_analysis(const ChartInput& input) {
  return latency_analysis(input, Latency::itl);
}

Draft ttft_analysis(const ChartInput& input) {
  return latency_analysis(input, Latency::ttft);
}

Draft combined_itl_ttft(const ChartInput& input) {
  Draft draft;
  draft.page.title = both_finding(input);
  draft.page.row_height_px = row_height_px(2 * input.series.size());
  for (std::size_t i = 0; i < input.series.size(); ++i) {
    for (const Latency latency : kLatencies) {
      draft.page.rows.push_back(
          {latency_panel(input, i, latency, draft, latency == Latency::itl,
                         series_heading(input, input.series[i], slo_finding(input.series[i], latency)))});
    }
  }
  draft.page.rows.back().front().x_label = true;
  return draft;
}

}  // namespace wvagate::plot
