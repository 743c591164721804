#include "analysis/metric/series_analysis.hpp"

#include <iterator>
#include <span>

#include "analysis/metric/groups.hpp"
#include "analysis/metric/model_error.hpp"

namespace wvagate::metric {
namespace {

using FigureGroup = void (*)(const MeasuredSeries&, Figures&);
constexpr FigureGroup kGroups[] = {set_overview_figures, set_latency_figures, set_compliance_figures,
                                   set_parameter_figures};

}  // namespace

SeriesAnalysis analyze(const Series& series, const Policy& policy, CostlyFigures costly) {
  SeriesAnalysis analysis{.measured = MeasuredSeries(series, policy),
                          .figures = {},
                          .gaps = {},
                          .events = {},
                          .itl = {},
                          .ttft = {},
                          .calibration = {}};
  const MeasuredSeries& measured = analysis.measured;
  for (const FigureGroup group : kGroups)
    group(measured, analysis.figures);
  if (costly.replay) set_replay_figures(measured, analysis.figures);
  if (costly.calibration) analysis.calibration = calibrate(std::span(&measured, 1));
  set_calibration_figures(analysis.calibration, analysis.figures);

  for (const Latency latency : kLatencies) {
    auto gaps = find_gaps(measured, latency);
    if (has_target(measured, latency)) set_gap_figures(gaps, latency, analysis.figures);
    std::move(gaps.begin(), gaps.end(), std::back_inserter(analysis.gaps));

    LatencyPredictions& predictions = latency == Latency::itl ? analysis.itl : analysis.ttft;
    predictions.errors = same_cycle_errors(measured, latency);
    predictions.worst = worst_underestimates(predictions.errors, kWorstPredictions);
    predictions.hints = calibration_hints(predictions.errors);
    set_error_figures(predictions.errors, latency, "error", analysis.figures);
    if (!policy.notebook()) {
      set_error_figures(settled_errors(measured, latency), latency, "error_settled", analysis.figures);
      const auto model = model_errors(measured, latency);
      set_error_figures(model, latency, "error_model", analysis.figures);
      predictions.parts = decompose(predictions.errors, model);
      set_actuation_figures(predictions.parts, latency, analysis.figures);
    }
  }

  analysis.events = find_scaling_events(measured);
  set_scaling_figures(measured, analysis.events, analysis.figures);
  return analysis;
}

}  // namespace wvagate::metric
