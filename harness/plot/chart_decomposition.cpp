// error_decomposition: what of the prediction error is the model's, and what comes from replicas that did not
// run yet.
#include <algorithm>
#include <cmath>

#include "analysis/core/format.hpp"
#include "analysis/statistics/summary.hpp"
#include "harness/plot/time_panel.hpp"
#include "harness/plot/words.hpp"

namespace wvagate::plot {
namespace {

using metric::ErrorParts;

constexpr std::size_t kMostBars = 250;

/// "ITL error 0.94 ms: 0.40 ms calibration, 0.75 ms scaling delay (2 overloaded cycles left out)": mean
/// sizes.
std::string parts_finding(const ChartSeries& series, Latency latency) {
  const metric::ErrorSplit split = metric::split(series.analysis.predictions(latency).parts);
  const std::string name(upper_name(latency));
  const std::string overloaded = plural(split.overloaded, "overloaded cycle", "overloaded cycles");
  if (split.cycles == 0) return name + " error of " + overloaded + ", whose parts say nothing";
  return name + " error " + format_fixed(split.error_ms, 2) +
         " ms: " + format_fixed(split.calibration_ms, 2) + " ms calibration, " +
         format_fixed(split.actuation_ms, 2) + " ms scaling delay" +
         (split.overloaded > 0 ? " (" + overloaded + " left out)" : "");
}

/// How wide a cycle's bars are, minutes: most of the usual distance between cycles.
double bar_width_min(const MeasuredSeries& measured) {
  std::vector<double> distances;
  for (std::size_t i = 0; i + 1 < measured.size(); ++i)
    distances.push_back(measured.minute(i + 1) - measured.minute(i));
  const double usual = statistics::quantile(distances, 0.5).value_or(1);
  return 0.8 * (usual > 0 ? usual : 1);
}

/// Two bars a cycle, side by side.
void add_bars(TimePanel& panel, const std::vector<ErrorParts>& parts, const std::string& word, Draft& draft) {
  const std::string name = panel.tagged("parts " + word);
  draft.data.begin(name, "minute calibration_ms actuation_ms");
  std::vector<double> values;
  for (const ErrorParts& part : parts) {
    draft.data.row({panel.measured().minute(part.index), part.calibration_ms, part.actuation_ms});
    values.push_back(part.calibration_ms);
    values.push_back(part.actuation_ms);
  }
  const std::string half = format_significant(bar_width_min(panel.measured()) / 2, 6);
  const auto bars = [&](Thing thing, const std::string& column, const std::string& from,
                        const std::string& to) {
    panel.add_layer(block(name) + " using 1:" + column + ":($1" + from + "):($1" + to + "):(0):" + column +
                        " with boxxyerror" + drawn_with(thing) + " notitle",
                    values);
    draft.page.explain(thing);
  };
  bars(Thing::calibration_part, "2", "-" + half, "");
  bars(Thing::actuation_part, "3", "", "+" + half);
}

/// Where bars would be thinner than lines: the parts as areas about 0.
void add_areas(TimePanel& panel, const std::vector<ErrorParts>& parts, const std::string& word,
               Draft& draft) {
  const auto add = [&](Thing thing, std::string_view what, double ErrorParts::*part) {
    Line line;
    for (const ErrorParts& each : parts) {
      const bool broken = !line.empty() && line.index.back() + 1 != each.index;
      line.add(panel.measured().minute(each.index), each.*part, each.index, broken);
    }
    const Line drawn = thin(std::move(line), panel.span().low_min, panel.span().high_min, panel.columns());
    const std::string name = panel.tagged(std::string(what) + " " + word);
    draft.data.begin(name, "minute " + std::string(what) + "_ms");
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      if (drawn.breaks[i]) draft.data.break_line();
      draft.data.row({drawn.x[i], drawn.y[i]});
    }
    panel.add_layer(block(name) + " using 1:2:(0) with filledcurves" + drawn_with(thing) + " notitle",
                    drawn.y);
    draft.page.explain(thing);
  };
  add(Thing::calibration_part, "calibration", &ErrorParts::calibration_ms);
  add(Thing::actuation_part, "actuation", &ErrorParts::actuation_ms);
}

void add_panel(const ChartInput& input, std::size_t series, Latency latency, Draft& draft) {
  const auto& predictions = input.series[series].analysis.predictions(latency);
  if (predictions.parts.empty()) return;
  const std::string word(metric::latency_text(latency));
  TimePanel panel(input, series, draft);
  panel.add_idle();
  panel.add_restarts();
  panel.add_zero();
  if (predictions.parts.size() <= kMostBars) {
    add_bars(panel, predictions.parts, word, draft);
  } else {
    add_areas(panel, predictions.parts, word, draft);
  }
  Line whole;
  for (const ErrorParts& part : predictions.parts) {
    const bool broken = !whole.empty() && whole.index.back() + 1 != part.index;
    whole.add(panel.measured().minute(part.index), part.calibration_ms + part.actuation_ms, part.index,
              broken);
  }
  panel.add_line(Thing::error, "error " + word, "minute error_ms", whole);
  draft.page.rows.push_back(
      {panel.finish(series_heading(input, input.series[series], parts_finding(input.series[series], latency)),
                    std::string(upper_name(latency)) + " error (ms)",
                    {.may_bend = true, .headroom = 0.06, .footroom = 0.06})});
}

}  // namespace

Draft error_decomposition(const ChartInput& input) {
  Draft draft;
  draft.page.row_height_px = row_height_px(2 * input.series.size());
  for (std::size_t i = 0; i < input.series.size(); ++i) {
    for (const Latency latency : kLatencies)
      add_panel(input, i, latency, draft);
  }
  if (draft.page.rows.empty()) {
    const bool notebook = input.series.front().measured().policy().notebook();
    draft.page.title = "The prediction error cannot be taken apart";
    draft.page.instead =
        notebook
            ? "The policy `notebook` knows only errors of the same row; the policy `cycle` takes them apart."
            : "That takes predictions and the parameters that they were made with, and the log has none.";
    return draft;
  }
  const bool only = input.series.size() == 1;
  draft.page.title =
      only ? parts_finding(input.series.front(), Latency::itl)
           : "Prediction errors of " + std::to_string(input.series.size()) + " variants, taken apart";
  if (only && draft.page.rows.size() == 2) draft.page.rows.front().front().heading = "ITL";
  draft.page.rows.back().front().x_label = true;
  return draft;
}

}  // namespace wvagate::plot
