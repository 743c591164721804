#include "analysis/metric/series_analysis.hpp"

#include <iterator>
#include <span>

#include "analysis/metric/decision.hpp"
#include "analysis/metric/groups.hpp"
#include "analysis/metric/model_error.hpp"

namespace wvagate::metric {
namespace {

using FigureGroup = void (*)(const MeasuredSeries&, Figures&);
constexpr FigureGroup kGroups[] = {set_overview_figures,  set_latency_figures,  set_compliance_figures,
                                   set_parameter_figures, set_capacity_figures, set_throughput_figures,
                                   set_pod_figures};

/// Replays the samples that count, of a cycle logged twice one.
SeriesReplay replay_counted(const MeasuredSeries& measured) {
  const Series& all = measured.series();
  const Series counted{.variant = all.variant,
                       .model = all.model,
                       .service_class = all.service_class,
                       .accelerator = all.accelerator,
                       .samples = measured.samples()};
  return replay_series(counted, measured.policy(), std::nullopt);
}

LatencyPredictions hold_against_observations(const MeasuredSeries& measured, Latency latency) {
  LatencyPredictions predictions;
  predictions.errors = same_cycle_errors(measured, latency);
  predictions.worst = worst_underestimates(predictions.errors, kWorstPredictions);
  predictions.hints = calibration_hints(predictions.errors);
  if (measured.policy().notebook()) return predictions;
  predictions.settled = settled_errors(measured, latency);
  predictions.model = model_errors(measured, latency);
  predictions.parts = decompose(predictions.errors, predictions.model);
  return predictions;
}

void set_prediction_figures(const LatencyPredictions& predictions, Latency latency, bool notebook,
                            Figures& figures) {
  set_error_figures(predictions.errors, latency, "error", figures);
  if (notebook) return;
  set_error_figures(predictions.settled, latency, "error_settled", figures);
  set_error_figures(predictions.model, latency, "error_model", figures);
  set_actuation_figures(predictions.parts, latency, figures);
}

}  // namespace

SeriesAnalysis analyze(const Series& series, const Policy& policy, CostlyFigures costly) {
  SeriesAnalysis analysis{.measured = MeasuredSeries(series, policy),
                          .figures = {},
                          .gaps = {},
                          .capacity_gaps = {},
                          .events = {},
                          .itl = {},
                          .ttft = {},
                          .replay = {},
                          .calibration = {}};
  const MeasuredSeries& measured = analysis.measured;
  for (const FigureGroup group : kGroups)
    group(measured, analysis.figures);
  if (costly.replay) {
    analysis.replay = replay_counted(measured);
    set_replay_figures(analysis.replay->summary, analysis.figures);
  }
  if (costly.calibration) analysis.calibration = calibrate(std::span(&measured, 1));
  set_calibration_figures(analysis.calibration, analysis.figures);

  for (const Latency latency : kLatencies) {
    auto gaps = find_gaps(measured, latency);
    if (has_target(measured, latency)) set_gap_figures(gaps, latency, analysis.figures);
    std::move(gaps.begin(), gaps.end(), std::back_inserter(analysis.gaps));

    LatencyPredictions& predictions = latency == Latency::itl ? analysis.itl : analysis.ttft;
    predictions = hold_against_observations(measured, latency);
    set_prediction_figures(predictions, latency, policy.notebook(), analysis.figures);
  }

  analysis.events = find_scaling_events(measured);
  set_scaling_figures(measured, analysis.events, analysis.figures);
  analysis.capacity_gaps = find_capacity_gaps(measured);
  set_capacity_gap_figures(measured, analysis.capacity_gaps, analysis.figures);
  set_decision_figures(measured, analysis.capacity_gaps, analysis.figures);
  return analysis;
}

}  // namespace wvagate::metric
