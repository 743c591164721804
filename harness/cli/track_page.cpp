#include "harness/cli/track_page.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/core/format.hpp"
#include "analysis/metric/registry.hpp"
#include "harness/cli/parallel.hpp"
#include "harness/gate/candidate.hpp"
#include "harness/gate/default_metrics.hpp"
#include "harness/plot/chart_trend.hpp"
#include "harness/plot/gnuplot_text.hpp"

namespace wvagate::cli {
namespace {

using history::Trend;
using history::TrendReview;
using plot::Thing;

/// Charts of trends on a page; more would be no overview, and take gnuplot and browsers too long.
constexpr std::size_t kMostCharts = 40;
constexpr std::size_t kMostAccompanied = 4;

struct CompanionLine {
  std::string_view metric;
  Thing thing;
};
struct CompanionPanel {
  std::string_view axis;
  std::vector<CompanionLine> lines;
};
struct Companion {
  std::string_view name;
  std::string_view title;
  std::vector<CompanionPanel> panels;
};

const std::vector<Companion>& companions() {
  static const std::vector<Companion> all = {
      {"parameters",
       "The model's parameters: mean over each run",
       {{"alpha (ms)", {{"params.alpha.mean", Thing::median}}},
        {"beta (ms)", {{"params.beta.mean", Thing::median}}},
        {"gamma (ms)", {{"params.gamma.mean", Thing::median}}},
        {"delta (ms/token)", {{"params.delta.mean", Thing::median}}}}},
      {"prediction_error",
       "Mean absolute prediction error, split into calibration and actuation",
       {{"ITL error (ms)",
         {{"itl.error_model.mae_ms", Thing::calibration_error},
          {"itl.actuation.mae_ms", Thing::actuation_error}}},
        {"TTFT error (ms)",
         {{"ttft.error_model.mae_ms", Thing::calibration_error},
          {"ttft.actuation.mae_ms", Thing::actuation_error}}}}},
      {"replay",
       "What the controller's model gives back of its log",
       {{"Decisions reproduced (%)", {{"replay.decisions_pct", Thing::median}}},
        {"Predictions reproduced (%)", {{"replay.predictions_pct", Thing::median}}}}},
  };
  return all;
}

const verdict::BaselineMetric* expected(const Trend& trend, const BaselinesByScenario& baselines) {
  const auto baseline = baselines.find(trend.scenario);
  return baseline == baselines.end() ? nullptr : gate::find_metric(baseline->second, trend.metric);
}

plot::Expectation expectation(const verdict::BaselineMetric* metric) {
  if (metric == nullptr) return {};
  return {.value = metric->value,
          .tolerance = metric->tolerance.margin(metric->value),
          .least = metric->limit.min,
          .most = metric->limit.max};
}

double smallest_change(const Trend& trend, const BaselinesByScenario& baselines) {
  if (const auto* const metric = expected(trend, baselines)) return metric->tolerance.margin(metric->value);
  const auto* const known = std::find_if(std::begin(gate::kDefaultMetrics), std::end(gate::kDefaultMetrics),
                                         [&](const auto& each) { return each.name == trend.metric; });
  if (known == std::end(gate::kDefaultMetrics)) return 0;
  for (auto point = trend.points.rbegin(); point != trend.points.rend(); ++point) {
    if (const auto value = history::median(*point)) return known->tolerance.margin(*value);
  }
  return 0;
}

std::string axis_of(const std::string& metric) {
  const metric::MetricInfo* const info = metric::find_metric(metric);
  return info == nullptr || info->unit.empty() ? metric : metric + " (" + info->unit + ")";
}

/// "itl.error.mae_ms worse by 1.2 since v0.5", or how it stands.
std::string title_of(const Trend& trend, const TrendReview& review) {
  if (!review.changes.empty()) {
    const auto& change = review.changes.back();
    const std::string how = change.judgement == history::Change::Judgement::worse    ? "worse by "
                            : change.judgement == history::Change::Judgement::better ? "better by "
                                                                                     : "changed by ";
    return trend.metric + " " + how + format_significant(std::abs(change.size()), 4) + " since " +
           plot::shown_name(trend.points[change.point].release);
  }
  if (review.drift)
    return trend.metric + " drifts by " + format_significant(review.drift->slope, 3) +
           " from release to release";
  return trend.metric +
         (review.compared.size() < 10 ? ": too few run-sets to tell changes" : ": no change of level");
}

std::string subtitle_of(const Trend& trend) {
  std::string text =
      plot::shown_name(trend.scenario) + "  ·  " + plural(trend.points.size(), "run-set", "run-sets");
  if (!trend.points.empty())
    text += ", " + format_time(trend.points.front().date).substr(0, 10) + " to " +
            format_time(trend.points.back().date).substr(0, 10);
  return text;
}

/// "s1_itl_error_mae_ms": for a file's name.
std::string chart_name(std::size_t scenario, std::string_view what) {
  std::string name = "s" + std::to_string(scenario) + "_" + std::string(what);
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

const Trend* find_trend(std::span<const Trend> trends, const std::string& scenario, std::string_view metric) {
  const auto found = std::find_if(trends.begin(), trends.end(), [&](const Trend& trend) {
    return trend.scenario == scenario && trend.metric == metric;
  });
  return found == trends.end() ? nullptr : &*found;
}

/// "7.47 → 7.174 (−4.0 %)": the first median and the last one.
std::string movement_words(const Trend& trend) {
  std::optional<double> first;
  std::optional<double> last;
  for (const history::TrendPoint& point : trend.points) {
    const auto value = history::median(point);
    if (!first) first = value;
    if (value) last = value;
  }
  if (!first) return {};
  if (first == last) return format_significant(*first, 4) + ", first as last";
  std::string words = format_significant(*first, 4) + " → " + format_significant(*last, 4);
  if (*first == 0) return words;
  const double percent = 100 * (*last - *first) / std::abs(*first);
  return words + " (" + (percent < 0 ? "−" : "+") + format_fixed(std::abs(percent), 1) + " %)";
}

/// The companion's chart; absent where no run has a value of it.
std::optional<plot::Chart> companion_chart(const Companion& companion, std::span<const Trend> trends,
                                           const std::string& scenario, std::size_t number) {
  static const TrendReview kUnreviewed;
  plot::TrendPicture picture{.title = std::string(companion.title), .subtitle = {}, .panels = {}};
  for (const CompanionPanel& panel : companion.panels) {
    plot::TrendPanel drawn{.heading = {}, .axis = std::string(panel.axis), .lines = {}, .expected = {}};
    for (const CompanionLine& line : panel.lines) {
      const Trend* const trend = find_trend(trends, scenario, line.metric);
      if (trend == nullptr || trend->points.empty()) continue;
      drawn.lines.push_back({*trend, kUnreviewed, line.thing});
      picture.subtitle = subtitle_of(*trend);
    }
    if (drawn.lines.size() == 1) drawn.heading = movement_words(drawn.lines.front().trend);
    if (!drawn.lines.empty()) picture.panels.push_back(std::move(drawn));
  }
  if (picture.panels.empty()) return std::nullopt;
  plot::Chart chart = plot::trend_chart(picture, chart_name(number, companion.name), plot::Format::svg);
  return chart.empty ? std::nullopt : std::optional(std::move(chart));
}

/// The more a chart has to tell, the sooner it is drawn.
int weight_of(const TrendReview& review) {
  if (review.ends_worse()) return 3;
  return !review.changes.empty() ? 2 : review.drift ? 1 : 0;
}

/// Which trends are drawn: those with most to tell, in their order.
std::vector<std::size_t> most_telling(std::span<const TrendReview> reviews, std::size_t most) {
  std::vector<std::size_t> order(reviews.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return weight_of(reviews[a]) > weight_of(reviews[b]);
  });
  order.resize(std::min(order.size(), most));
  std::sort(order.begin(), order.end());
  return order;
}

}  // namespace

std::vector<std::string> companion_metrics() {
  std::vector<std::string> metrics;
  for (const Companion& companion : companions()) {
    for (const CompanionPanel& panel : companion.panels) {
      for (const CompanionLine& line : panel.lines)
        metrics.emplace_back(line.metric);
    }
  }
  return metrics;
}

std::vector<std::string> accompanied_scenarios(std::span<const Trend> chosen,
                                               std::span<const TrendReview> reviews) {
  std::map<std::string, int> weights;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    int& weight = weights[chosen[i].scenario];
    weight = std::max(weight, weight_of(reviews[i]));
  }
  std::vector<std::string> scenarios;
  for (const auto& [scenario, weight] : weights)
    scenarios.push_back(scenario);
  std::stable_sort(scenarios.begin(), scenarios.end(),
                   [&](const std::string& a, const std::string& b) { return weights[a] > weights[b]; });
  scenarios.resize(std::min(scenarios.size(), kMostAccompanied));
  return scenarios;
}

std::vector<TrendReview> review_all(std::span<const Trend> trends, const BaselinesByScenario& baselines,
                                    std::uint64_t seed) {
  std::vector<TrendReview> reviews(trends.size());
  in_parallel(trends.size(), default_jobs(), [&](std::size_t i) {
    reviews[i] = history::review(trends[i], history::better_of(trends[i].metric),
                                 smallest_change(trends[i], baselines), seed);
  });
  return reviews;
}

HistoryCharts history_charts(std::span<const Trend> chosen, std::span<const TrendReview> reviews,
                             std::span<const Trend> companion_trends, const BaselinesByScenario& baselines) {
  HistoryCharts result;
  std::vector<std::string> scenarios;
  for (const Trend& trend : chosen) {
    if (scenarios.empty() || scenarios.back() != trend.scenario) scenarios.push_back(trend.scenario);
  }
  const auto drawn = most_telling(reviews, kMostCharts);
  result.left_out = chosen.size() - drawn.size();
  for (std::size_t number = 1; number <= scenarios.size(); ++number) {
    const std::string& scenario = scenarios[number - 1];
    for (const std::size_t i : drawn) {
      if (chosen[i].scenario != scenario) continue;
      plot::TrendPicture picture{
          .title = title_of(chosen[i], reviews[i]), .subtitle = subtitle_of(chosen[i]), .panels = {}};
      picture.panels.push_back({.heading = {},
                                .axis = axis_of(chosen[i].metric),
                                .lines = {{chosen[i], reviews[i]}},
                                .expected = expectation(expected(chosen[i], baselines))});
      result.charts.push_back(
          {scenario, plot::trend_chart(picture, chart_name(number, chosen[i].metric), plot::Format::svg)});
    }
    for (const Companion& companion : companions()) {
      auto chart = companion_chart(companion, companion_trends, scenario, number);
      if (chart) result.charts.push_back({scenario, std::move(*chart)});
    }
  }
  return result;
}

}  // namespace wvagate::cli
