// calibration_gap_analysis: observed against predicted latencies, and the error between them, over time.
#include <cmath>

#include "analysis/core/format.hpp"
#include "harness/plot/time_panel.hpp"
#include "harness/plot/words.hpp"

namespace wvagate::plot {
namespace {

using metric::metric_name;
using metric::PredictionError;

/// Observed, predicted and error at the cycles that have both.
struct ErrorLines {
  Line observed, predicted, error;
};

ErrorLines error_lines(const ChartSeries& series, Latency latency) {
  ErrorLines lines;
  const MeasuredSeries& measured = series.measured();
  for (const PredictionError& error : series.analysis.predictions(latency).errors) {
    const bool broken = !lines.error.empty() && (lines.error.index.back() + 1 != error.index ||
                                                 measured.ends_segment(error.index - 1));
    lines.observed.add(error.time_min, error.observed_ms, error.index, broken);
    lines.predicted.add(error.time_min, error.predicted_ms, error.index, broken);
    lines.error.add(error.time_min, error.error_ms, error.index, broken);
  }
  return lines;
}

/// "ITL predictions are optimistic: 74 % too low, by 1.32 ms on average".
std::string bias_finding(const ChartSeries& series, Latency latency) {
  const auto& figures = series.analysis.figures;
  const auto under = figures.get(metric_name(latency, "error.under_pct"));
  const auto over = figures.get(metric_name(latency, "error.over_pct"));
  const auto mean = figures.get(metric_name(latency, "error.mean_ms"));
  const std::string name(upper_name(latency));
  if (!under || !over || !mean) return name + ": no prediction can be held against an observation";
  const std::string bias = *under > *over ? "optimistic" : *under < *over ? "conservative" : "balanced";
  return name + " predictions are " + bias + ": " + percent(*under) + " too low, " + percent(*over) +
         " too high, mean error " + format_fixed(mean, 2) + " ms";
}

void add_panels(const ChartInput& input, std::size_t series, Latency latency, Draft& draft) {
  const ErrorLines lines = error_lines(input.series[series], latency);
  if (lines.error.empty()) return;
  const std::string word(metric::latency_text(latency));
  TimePanel latencies(input, series, draft);
  latencies.add_idle();
  latencies.add_restarts();
  latencies.add_fills("pair " + word, "minute observed_ms predicted_ms", lines.observed, lines.predicted);
  latencies.add_line(Thing::predicted, "predicted " + word, "minute " + word + "_ms", lines.predicted);
  latencies.add_line(Thing::observed, "observed " + word, "minute " + word + "_ms", lines.observed);
  draft.page.rows.push_back({latencies.finish(
      series_heading(input, input.series[series], bias_finding(input.series[series], latency)),
      std::string(upper_name(latency)) + " (ms)", {.from_zero = false, .may_bend = true, .footroom = 0.08})});

  TimePanel errors(input, series, draft);
  errors.add_idle();
  errors.add_restarts();
  Line zero = lines.error;
  for (double& y : zero.y)
    y = 0;
  errors.add_fills("error fill " + word, "minute error_ms zero", lines.error, zero);
  errors.add_zero();
  const auto mean = input.series[series].analysis.figures.get(metric_name(latency, "error.mean_ms"));
  errors.add_line(Thing::error, "error " + word, "minute error_ms", lines.error);
  if (mean) errors.add_level(Thing::mean_error, *mean, "mean error");
  draft.page.rows.push_back({errors.finish("", std::string(upper_name(latency)) + " error (ms)",
                                           {.may_bend = true, .footroom = 0.06})});
}

}  // namespace

Draft calibration_gap_analysis(const ChartInput& input) {
  Draft draft;
  std::size_t panels = 0;
  for (const ChartSeries& series : input.series) {
    for (const Latency latency : kLatencies)
      panels += series.analysis.predictions(latency).errors.empty() ? 0U : 2U;
  }
  draft.page.row_height_px = row_height_px(panels);
  for (std::size_t i = 0; i < input.series.size(); ++i) {
    for (const Latency latency : kLatencies)
      add_panels(input, i, latency, draft);
  }
  if (draft.page.rows.empty()) {
    draft.page.title = "No prediction to hold against an observation";
    draft.page.instead =
        "The controller logged no prediction for a cycle whose latencies were measured: it ran without its "
        "model.";
    return draft;
  }
  draft.page.title = input.series.size() == 1 ? bias_finding(input.series.front(), Latency::itl)
                                              : "Predicted against observed latencies of " +
                                                    std::to_string(input.series.size()) + " variants";
  if (input.series.size() == 1) draft.page.rows.front().front().heading = "ITL, observed and predicted";
  draft.page.rows.back().front().x_label = true;
  return draft;
}

}  // namespace wvagate::plot
