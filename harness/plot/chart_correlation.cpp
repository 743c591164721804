// calibration_correlation_analysis: what the prediction error goes with, and how it is distributed.
#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/core/format.hpp"
#include "harness/plot/thinning.hpp"
#include "harness/plot/words.hpp"

namespace wvagate::plot {
namespace {

using metric::metric_name;
using metric::PredictionError;

constexpr std::size_t kBins = 20;
constexpr std::size_t kColumns = 4;

struct Cause {
  std::string_view figure;  ///< after "error."
  std::string_view words;
  std::string_view axis;
  Thing thing;  ///< whose colour its points have
  bool whole;
  std::optional<double> (*value)(const PredictionError&);
};
constexpr std::array<Cause, 3> kCauses = {{
    {"corr_rate", "arrival rate", "Arrival rate (rpm)", Thing::load, false,
     [](const PredictionError& error) { return error.rate_rpm; }},
    {"corr_replicas", "replicas wanted", "Replicas wanted", Thing::replicas_wanted, true,
     [](const PredictionError& error) { return error.replicas; }},
    {"corr_rate_per_replica", "rate per replica", "Rate per replica (rpm)", Thing::load, false,
     [](const PredictionError& error) { return error.rate_per_replica(); }},
}};

std::string strength(double correlation) {
  const double size = std::abs(correlation);
  return size >= 0.7 ? "strong" : size >= 0.4 ? "moderate" : size >= 0.2 ? "weak" : "none";
}

std::optional<double> correlation(const ChartSeries& series, Latency latency, const Cause& cause) {
  return series.analysis.figures.get(metric_name(latency, "error." + std::string(cause.figure)));
}

std::string level_line(std::string_view from, std::string_view to, std::string_view look) {
  return "set arrow from " + std::string(from) + " to " + std::string(to) + " nohead " + std::string(look);
}

std::string zero_look() {
  return "back lc rgb '" + std::string(kZeroColour) + "' lw 1";
}

Axis error_axis(Latency latency, const std::vector<double>& errors) {
  std::vector<double> shown = errors;
  shown.push_back(0);
  return value_axis(std::string(upper_name(latency)) + " error (ms)", shown,
                    {.may_bend = true, .headroom = 0.06, .footroom = 0.06, .most_ticks = 6});
}

Panel scatter(const ChartSeries& series, Latency latency, const Cause& cause, const std::string& tag,
              Draft& draft) {
  std::vector<double> x;
  std::vector<double> y;
  for (const PredictionError& error : series.analysis.predictions(latency).errors) {
    if (const auto value = cause.value(error)) {
      x.push_back(*value);
      y.push_back(error.error_ms);
    }
  }
  Panel panel;
  panel.x =
      value_axis(cause.axis, x, {.from_zero = true, .whole = cause.whole, .headroom = 0.05, .most_ticks = 5});
  panel.y = error_axis(latency, y);
  panel.x_label = true;
  const auto r = correlation(series, latency, cause);
  panel.heading = r ? "r = " + format_fixed(r, 2) + " (" + strength(*r) + ")" : "no correlation can be told";
  panel.commands.push_back(level_line("graph 0, first 0", "graph 1, first 0", zero_look()));
  if (x.empty()) return panel;
  const std::string name = std::string(cause.figure) + " " + tag;
  draft.data.begin(name, "value error_ms");
  for (const std::size_t i : thin_scatter(x, y, 200, 200))
    draft.data.row({x[i], y[i]});
  panel.layers.push_back(block(name) + " using 1:2 with points pt 7 ps 0.6 lc rgb '#40" +
                         std::string(style_of(cause.thing).colour.substr(1)) + "' notitle");
  return panel;
}

/// Counts in bins of equal width on the axis's own scale.
Panel histogram(const ChartSeries& series, Latency latency, const std::string& tag, Draft& draft) {
  std::vector<double> errors;
  for (const PredictionError& error : series.analysis.predictions(latency).errors)
    errors.push_back(error.error_ms);
  Panel panel;
  panel.x = error_axis(latency, errors);
  const auto position = [&](double value) {  // share of the axis, by bisection on its scale
    double low = 0;
    double high = 1;
    for (int i = 0; i < 50; ++i) {
      const double middle = (low + high) / 2;
      (panel.x.at_share(middle) <= value ? low : high) = middle;
    }
    return low;
  };
  const auto [least, most] = std::minmax_element(errors.begin(), errors.end());
  const double from = position(*least);
  const double width = std::max(position(*most) - from, 1e-3) / static_cast<double>(kBins);
  std::array<double, kBins> counts{};
  for (const double error : errors) {
    const auto bin = static_cast<std::size_t>(std::max(0.0, (position(error) - from) / width));
    counts[std::min(bin, kBins - 1)] += 1;
  }
  const std::string name = "histogram " + tag;
  draft.data.begin(name, "from_ms to_ms cycles");
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    const auto i = static_cast<double>(bin);
    draft.data.row(
        {panel.x.at_share(from + i * width), panel.x.at_share(from + (i + 1) * width), counts[bin]});
  }
  panel.y = value_axis("Cycles", counts, {.whole = true, .headroom = 0.08, .most_ticks = 6});
  panel.x_label = true;
  panel.heading = "distribution of " + plural(errors.size(), "cycle", "cycles");
  panel.commands.push_back(
      level_line("first 0, graph 0", "first 0, graph 1", "front" + zero_look().substr(4)));
  panel.layers.push_back(block(name) +
                         " using 1:3:1:2:(0):3 with boxxyerror fc rgb '#56b4e9' fs transparent solid 0.7"
                         " border lc rgb '#333333' lw 0.6 notitle");
  if (const auto mean = series.analysis.figures.get(metric_name(latency, "error.mean_ms"))) {
    const ThingStyle& style = style_of(Thing::mean_error);
    const std::string at = "first " + format_shortest(*mean);
    panel.commands.push_back(level_line(at + ", graph 0", at + ", graph 1",
                                        "front lc rgb '" + std::string(style.colour) + "' lw " +
                                            format_shortest(style.width) + " dt " + std::string(style.dash)));
    draft.page.explain(Thing::mean_error);
  }
  return panel;
}

/// The cause that the error goes with most, in words.
std::string strongest(const ChartSeries& series, Latency latency) {
  const Cause* most = nullptr;
  double r = 0;
  for (const Cause& cause : kCauses) {
    const auto value = correlation(series, latency, cause);
    if (value && (most == nullptr || std::abs(*value) > std::abs(r))) {
      most = &cause;
      r = *value;
    }
  }
  const std::string name(upper_name(latency));
  if (most == nullptr) return name + " error: too few cycles to tell what it goes with";
  if (std::abs(r) < 0.2) return name + " error goes with neither load nor replicas";
  return name + " error goes " + (r < 0 ? "against the " : "with the ") + std::string(most->words) +
         " (r = " + format_fixed(r, 2) + ", " + strength(r) + ")";
}

}  // namespace

Draft calibration_correlation_analysis(const ChartInput& input) {
  Draft draft;
  for (std::size_t i = 0; i < input.series.size(); ++i) {
    const ChartSeries& series = input.series[i];
    for (const Latency latency : kLatencies) {
      if (series.analysis.predictions(latency).errors.empty()) continue;
      const std::string tag = std::string(metric::latency_text(latency)) + " " + std::to_string(i + 1);
      std::vector<Panel> row;
      row.reserve(kColumns);
      for (const Cause& cause : kCauses)
        row.push_back(scatter(series, latency, cause, tag, draft));
      row.push_back(histogram(series, latency, tag, draft));
      if (input.series.size() > 1) {
        row.front().heading =
            series_heading(input, series, std::string(upper_name(latency)) + ", " + row.front().heading);
      }
      draft.page.rows.push_back(std::move(row));
    }
  }
  draft.page.row_height_px = draft.page.rows.size() <= 2 ? 260 : 180;
  if (draft.page.rows.empty()) {
    draft.page.title = "No prediction error to correlate";
    draft.page.instead =
        "The controller logged no prediction for a cycle whose latencies were measured: it ran without its "
        "model.";
  } else {
    draft.page.title = input.series.size() == 1 ? strongest(input.series.front(), Latency::itl)
                                                : "What the prediction errors go with";
  }
  return draft;
}

}  // namespace wvagate::plot
