#include "harness/plot/chart.hpp"

#include <algorithm>
#include <numeric>

#include "harness/plot/gnuplot_text.hpp"

namespace wvagate::plot {
namespace {

SeriesDecisions decide(const metric::SeriesAnalysis& analysis) {
  const MeasuredSeries& measured = analysis.measured;
  SeriesDecisions decisions;
  const std::vector<Sample> samples = measured.samples();
  decisions.replayed = decide_again(samples, {});
  if (analysis.calibration.fit) {
    const WhatIf fitted{
        .parameters = analysis.calibration.fit->parameters, .slo = {}, .max_batch = {}, .min_replicas = {}};
    decisions.calibrated = decide_again(samples, fitted);
  }
  return decisions;
}

/// What the chart is of: the log, and its only variant or how many there are.
std::string subtitle_of(const ChartInput& input) {
  std::string text;
  if (input.series.size() == 1) {
    const Series& series = input.series.front().measured().series();
    text = shown_name(series.variant);
    if (!series.model.empty() && series.model != series.variant) text += "  ·  " + shown_name(series.model);
    if (!series.accelerator.empty()) text += " on " + shown_name(series.accelerator);
  } else {
    text = std::to_string(input.series.size() + input.left_out) + " variants";
    if (input.left_out > 0)
      text += ", of which the " + std::to_string(input.series.size()) +
              " with most violations are drawn (--variant)";
  }
  return text + "  ·  " + shown_name(input.facts.name);
}

}  // namespace

ChartInput chart_input(const LogFacts& facts, std::span<const metric::SeriesAnalysis> all) {
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto violations = [&](std::size_t i) {
    return all[i].figures.get("itl.violations").value_or(0) +
           all[i].figures.get("ttft.violations").value_or(0);
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return violations(a) != violations(b) ? violations(a) > violations(b)
                                          : all[a].measured.size() > all[b].measured.size();
  });
  order.resize(std::min(order.size(), kMostSeries));
  std::sort(order.begin(), order.end());
  ChartInput input{.facts = facts, .series = {}, .left_out = all.size() - order.size()};
  for (const std::size_t i : order)
    input.series.push_back({all[i], decide(all[i])});
  return input;
}

std::vector<Chart> make_charts(const ChartInput& input, Format format) {
  std::vector<Chart> charts;
  for (const ChartKind& kind : kCharts) {
    Draft draft = kind.draft(input);
    draft.page.subtitle = subtitle_of(input);
    charts.push_back({.name = std::string(kind.name),
                      .title = draft.page.title,
                      .script = script_of(draft.page, kind.name, format),
                      .data = draft.data.text(),
                      .empty = draft.page.rows.empty(),
                      .instead = draft.page.instead});
  }
  return charts;
}

}  // namespace wvagate::plot
