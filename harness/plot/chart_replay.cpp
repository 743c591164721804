// replica_replay: the replicas that the controller decided on, and what its model decides with other
// parameters.
#include "analysis/core/format.hpp"
#include "harness/plot/time_panel.hpp"
#include "harness/plot/words.hpp"

namespace wvagate::plot {
namespace {

/// "Replay gives back 31 of 31 decisions; with fitted parameters 4 of 31 would differ".
std::string replay_finding(const ChartSeries& series) {
  const WhatIfOutcome& replayed = series.decisions.replayed;
  if (replayed.decided == 0) return "Nothing to replay: no parameters and load were logged";
  std::string text = "The model gives back " + std::to_string(replayed.decided - replayed.differing) +
                     " of " + plural(replayed.decided, "decision", "decisions");
  if (const auto& calibrated = series.decisions.calibrated) {
    text += "; with fitted parameters " +
            (calibrated->differing == 0 ? "none" : std::to_string(calibrated->differing)) + " would differ";
  }
  return text;
}

Line decisions(const MeasuredSeries& measured, const WhatIfOutcome& outcome) {
  return steps_of(measured, [&](std::size_t i) { return outcome.cycles[i].replicas; });
}

/// Crosses where the model finds no allocation that meets the SLOs.
void add_infeasible(TimePanel& panel, const WhatIfOutcome& outcome, Draft& draft) {
  if (outcome.infeasible == 0) return;
  const std::string name = panel.tagged("infeasible");
  draft.data.begin(name, "minute");
  for (std::size_t i = 0; i < outcome.cycles.size(); ++i) {
    if (outcome.cycles[i].infeasible) draft.data.row({panel.measured().minute(i)});
  }
  panel.add_layer(
      block(name) + " using 1:(low + 0.03*(high-low)) with " + drawn_with(Thing::infeasible) + " notitle",
      {});
  draft.page.explain(Thing::infeasible);
}

}  // namespace

Draft replica_replay(const ChartInput& input) {
  Draft draft;
  const bool only = input.series.size() == 1;
  draft.page.title = only ? replay_finding(input.series.front())
                          : "Decisions of " + std::to_string(input.series.size()) + " variants, replayed";
  draft.page.row_height_px = only ? 340 : row_height_px(input.series.size());
  for (std::size_t i = 0; i < input.series.size(); ++i) {
    const ChartSeries& series = input.series[i];
    TimePanel panel(input, i, draft);
    panel.add_idle();
    panel.add_restarts();
    const MeasuredSeries& measured = panel.measured();
    panel.add_steps(Thing::replicas_running, "running", "minute replicas",
                    steps_of(measured, [&](std::size_t k) { return running_replicas(measured[k]); }));
    panel.add_steps(Thing::replicas_wanted, "wanted", "minute replicas",
                    steps_of(measured, [&](std::size_t k) { return wanted_replicas(measured[k]); }));
    panel.add_steps(Thing::replayed, "replayed", "minute replicas",
                    decisions(measured, series.decisions.replayed));
    if (series.decisions.calibrated) {
      panel.add_steps(Thing::calibrated, "calibrated", "minute replicas",
                      decisions(measured, *series.decisions.calibrated));
    }
    add_infeasible(panel, series.decisions.replayed, draft);
    draft.page.rows.push_back({panel.finish(series_heading(input, series, only ? "" : replay_finding(series)),
                                            "Replicas", {.whole = true, .headroom = 0.1})});
  }
  draft.page.rows.back().front().x_label = true;
  return draft;
}

}  // namespace wvagate::plot
