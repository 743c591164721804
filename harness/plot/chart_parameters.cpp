// parameter_evolution, decode_parameters_itl, prefill_parameters_ttft: the model's parameters over time.
#include <algorithm>
#include <cmath>
#include <iterator>

#include "analysis/core/format.hpp"
#include "harness/plot/time_panel.hpp"
#include "harness/plot/words.hpp"

namespace wvagate::plot {
namespace {

std::string figure_name(Parameter parameter, std::string_view part) {
  return "params." + std::string(parameter_name(parameter)) + "." + std::string(part);
}

bool has_parameters(const ChartSeries& series) {
  return series.analysis.figures.get("params.alpha.first").has_value();
}

std::string axis_of(Parameter parameter) {
  return std::string(parameter_name(parameter)) + (parameter == Parameter::delta ? " (ms/token)" : " (ms)");
}

/// The parameter did not change, but for what rounding makes of a mean.
bool is_constant(const ChartSeries& series, Parameter parameter) {
  const auto& figures = series.analysis.figures;
  const auto first = figures.get(figure_name(parameter, "first"));
  const double spread = figures.get(figure_name(parameter, "stddev")).value_or(0);
  return first && first == figures.get(figure_name(parameter, "last")) && spread <= 1e-9 * std::abs(*first);
}

/// "alpha 6.958 → 7.2 (+3.5 %, stddev 0.12)", "alpha 6.958, constant".
std::string drift_words(const ChartSeries& series, Parameter parameter) {
  const auto& figures = series.analysis.figures;
  const auto first = figures.get(figure_name(parameter, "first"));
  const auto last = figures.get(figure_name(parameter, "last"));
  std::string words(parameter_name(parameter));
  if (!first || !last) return words;
  words += " " + format_significant(*first, 4);
  const double spread = figures.get(figure_name(parameter, "stddev")).value_or(0);
  if (is_constant(series, parameter)) return words + ", constant";
  words += " → " + format_significant(*last, 4) + " (";
  if (const auto drift = figures.get(figure_name(parameter, "drift_pct")))
    words += std::string(*drift < 0 ? "−" : "+") + format_fixed(std::abs(*drift), 1) + " %, ";
  return words + "stddev " + format_significant(spread, 2) + ")";
}

void add_fit(TimePanel& panel, const ChartSeries& series, Parameter parameter) {
  const auto& fit = series.analysis.calibration.fit;
  if (!fit || is_kept((*fit)[parameter].status)) return;
  const bool recommended = series.analysis.calibration.verdict.recommended;
  panel.add_level(
      Thing::fitted, parameter_of(fit->parameters, parameter),
      recommended ? "fitted by calibrate (recommended)" : "fitted by calibrate (not recommended)");
}

Panel parameter_panel(const ChartInput& input, std::size_t series, Parameter parameter, Draft& draft) {
  TimePanel panel(input, series, draft);
  panel.add_idle();
  panel.add_restarts();
  const MeasuredSeries& measured = panel.measured();
  panel.add_steps(Thing::in_force, parameter_name(parameter), "minute value",
                  steps_of(measured, [&](std::size_t i) -> std::optional<double> {
                    if (!measured[i].parameters) return std::nullopt;
                    return parameter_of(*measured[i].parameters, parameter);
                  }));
  add_fit(panel, input.series[series], parameter);
  return panel.finish(drift_words(input.series[series], parameter), axis_of(parameter),
                      {.from_zero = false, .headroom = 0.1, .footroom = 0.1, .most_ticks = 6});
}

std::string tuner_finding(const ChartSeries& series) {
  const double accepted = series.analysis.figures.get("tuner.accepted").value_or(0);
  const double rejected = series.analysis.figures.get("tuner.rejected").value_or(0);
  if (accepted + rejected == 0) {
    const bool constant = std::all_of(std::begin(kParameters), std::end(kParameters),
                                      [&](Parameter parameter) { return is_constant(series, parameter); });
    return constant ? "The parameters stayed constant" : "The parameters changed without a logged tuner";
  }
  return "The online tuner changed the parameters: " + format_fixed(accepted, 0) + " updates accepted, " +
         format_fixed(rejected, 0) + " rejected as outliers";
}

bool without_parameters(const ChartInput& input, Draft& draft) {
  for (const ChartSeries& series : input.series) {
    if (has_parameters(series)) return false;
  }
  draft.page.title = "No model parameters were logged";
  draft.page.instead =
      "The controller logged no alpha, beta, gamma and delta: it ran without its model, or below debug "
      "level.";
  return true;
}

/// Observed and predicted latency above the two parameters that it depends on.
Draft beside_latency(const ChartInput& input, Latency latency, Parameter constant, Parameter slope,
                     std::string_view formula) {
  Draft draft;
  if (without_parameters(input, draft)) return draft;
  const bool only = input.series.size() == 1;
  draft.page.row_height_px = row_height_px(3 * input.series.size());
  draft.page.title =
      only ? drift_words(input.series.front(), constant) + "; " + drift_words(input.series.front(), slope)
           : std::string(formula);
  for (std::size_t i = 0; i < input.series.size(); ++i) {
    if (!has_parameters(input.series[i])) continue;
    TimePanel panel(input, i, draft);
    panel.add_idle();
    panel.add_restarts();
    panel.add_latencies(latency);
    panel.add_slo(latency);
    draft.page.rows.push_back({panel.finish(series_heading(input, input.series[i], std::string(formula)),
                                            std::string(upper_name(latency)) + " (ms)",
                                            {.from_zero = false, .may_bend = true, .footroom = 0.08})});
    for (const Parameter parameter : {constant, slope})
      draft.page.rows.push_back({parameter_panel(input, i, parameter, draft)});
  }
  draft.page.rows.back().front().x_label = true;
  return draft;
}

}  // namespace

Draft parameter_evolution(const ChartInput& input) {
  Draft draft;
  if (without_parameters(input, draft)) return draft;
  draft.page.title = input.series.size() == 1
                         ? tuner_finding(input.series.front())
                         : "Model parameters of " + std::to_string(input.series.size()) + " variants";
  draft.page.row_height_px = row_height_px(4 * input.series.size());
  for (std::size_t i = 0; i < input.series.size(); ++i) {
    if (!has_parameters(input.series[i])) continue;
    for (const Parameter parameter : kParameters) {
      draft.page.rows.push_back({parameter_panel(input, i, parameter, draft)});
      Panel& panel = draft.page.rows.back().front();
      panel.heading = series_heading(input, input.series[i], panel.heading);
    }
  }
  draft.page.rows.back().front().x_label = true;
  return draft;
}

Draft decode_parameters_itl(const ChartInput& input) {
  return beside_latency(input, Latency::itl, Parameter::alpha, Parameter::beta,
                        "A decode step takes alpha + beta · requests in service");
}

Draft prefill_parameters_ttft(const ChartInput& input) {
  return beside_latency(input, Latency::ttft, Parameter::gamma, Parameter::delta,
                        "A prefill takes gamma + delta · prompt tokens · requests in service");
}

}  // namespace wvagate::plot
