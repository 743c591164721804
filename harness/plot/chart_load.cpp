// load_pattern: what arrived, and when the replicas changed.
#include "analysis/core/format.hpp"
#include "harness/plot/time_panel.hpp"
#include "harness/plot/words.hpp"

namespace wvagate::plot {
namespace {

/// "Load peaks at 2513 rpm; replicas go up 6 and down 4 times".
std::string load_finding(const ChartSeries& series) {
  if (!series.analysis.figures.get("load.peak_rpm")) return "No arrival rate was logged";
  return "Load peaks at " + figure(series, "load.peak_rpm", 0) + " rpm; replicas go up " +
         figure(series, "scaling.ups", 0) + " and down " + figure(series, "scaling.downs", 0) + " times";
}

}  // namespace

Draft load_pattern(const ChartInput& input) {
  Draft draft;
  const bool only = input.series.size() == 1;
  draft.page.title = only ? load_finding(input.series.front())
                          : "Load of " + std::to_string(input.series.size()) + " variants, and their scaling";
  draft.page.row_height_px = only ? 300 : row_height_px(input.series.size());
  for (std::size_t i = 0; i < input.series.size(); ++i) {
    TimePanel panel(input, i, draft);
    panel.add_idle();
    panel.add_scaling_marks();
    panel.add_restarts();
    const MeasuredSeries& measured = panel.measured();
    panel.add_line(Thing::load, "rate", "minute rpm", line_of(measured, [&](std::size_t k) {
                     return observation_in(measured[k]).load.rate_rpm;
                   }));
    draft.page.rows.push_back(
        {panel.finish(series_heading(input, input.series[i], only ? "" : load_finding(input.series[i])),
                      "Requests a minute (rpm)")});
  }
  draft.page.rows.back().front().x_label = true;
  return draft;
}

}  // namespace wvagate::plot
