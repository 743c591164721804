#include "harness/report/history_html.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/report/gate_words.hpp"
#include "harness/report/html.hpp"
#include "harness/report/svg_inline.hpp"

namespace wvagate::report {
namespace {

using history::Change;
using history::PointSummary;
using history::Trend;
using enum HtmlTable::Align;

constexpr std::size_t kLongestName = 200;  // code points

std::string name_html(std::string_view name) {
  return html(shorten(escape_for_terminal(name), kLongestName));
}

std::string signed_words(const std::optional<Change>& change) {
  if (!change) return "–";
  return (change->by > 0 && std::isfinite(change->by) ? "+" : "") + format_significant(change->by, 6);
}

std::string_view judgement_text(const std::optional<Change>& change) {
  if (change && change->judgement == Change::Judgement::better) return "better";
  return change && change->judgement == Change::Judgement::worse ? "worse" : "";
}

std::optional<double> by(const std::optional<Change>& change) {
  return change ? std::optional(change->by) : std::nullopt;
}

/// "+1.2 worse".
std::string judged_words(const std::optional<Change>& change) {
  const std::string_view judgement = judgement_text(change);
  return signed_words(change) + (judgement.empty() ? "" : " ") + std::string(judgement);
}

/// One row a trend: the newest value, and what changed.
std::string overview(std::span<const ReviewedTrend> trends) {
  HtmlTable table({{"scenario", left, ""},
                   {"metric", left, ""},
                   {"run-sets", right, "those comparable with the newest one"},
                   {"newest", right, "median of the runs of the newest run-set with a value"},
                   {"since before", right, "against the run-set before"},
                   {"since best", right, "against the best of all before"},
                   {"last change of level", left, "E-divisive; confidence is 1 − p of its permutation test"},
                   {"drift", left, "Mann and Kendall's test, with Sen's slope and its 95 % interval"}});
  for (const ReviewedTrend& each : trends) {
    const auto summaries = summarize(each.trend, history::better_of(each.trend.metric));
    const auto newest = std::find_if(summaries.rbegin(), summaries.rend(),
                                     [](const PointSummary& summary) { return summary.median.has_value(); });
    const PointSummary last = newest == summaries.rend() ? PointSummary() : *newest;
    table.row()
        .text(shorten(each.trend.scenario, kLongestName))
        .text(each.trend.metric)
        .whole(each.review.compared.size())
        .sorted(number_words(last.median), last.median)
        .sorted(judged_words(last.from_before), by(last.from_before))
        .sorted(judged_words(last.from_best), by(last.from_best))
        .text(each.review.changes.empty() ? "" : change_words(each.trend, each.review.changes.back()))
        .text(each.review.drift ? drift_words(*each.review.drift) : "");
  }
  return table.markup();
}

std::string numbers_of(const Trend& trend) {
  HtmlTable table({{"release", left, ""},
                   {"commit", left, ""},
                   {"date", left, ""},
                   {"runs", right, ""},
                   {"median", right, ""},
                   {"lowest", right, ""},
                   {"highest", right, ""},
                   {"since before", right, ""},
                   {"", left, ""}});
  const auto summaries = summarize(trend, history::better_of(trend.metric));
  const std::size_t from = summaries.size() - std::min(summaries.size(), kListedRunSets);
  for (std::size_t i = summaries.size(); i-- > from;) {
    const history::TrendPoint& point = trend.points[i];
    const PointSummary& summary = summaries[i];
    const auto known = [&](double value) { return summary.median ? std::optional(value) : std::nullopt; };
    table.row()
        .text(shorten(point.release, kLongestName))
        .text(shorten(point.commit, kLongestName))
        .text(format_time(point.date).substr(0, std::string_view("2025-10-20").size()))
        .whole(point.runs.size())
        .sorted(number_words(summary.median), summary.median)
        .sorted(number_words(known(summary.lowest)), known(summary.lowest))
        .sorted(number_words(known(summary.highest)), known(summary.highest))
        .sorted(signed_words(summary.from_before), by(summary.from_before))
        .text(judgement_text(summary.from_before));
  }
  std::string text = "<details><summary>" + html(trend.metric) + " in numbers</summary>\n";
  if (from > 0)
    text += "<p class=faint>The newest " + std::to_string(kListedRunSets) + " of " +
            std::to_string(summaries.size()) +
            " run-sets; <code>wvagate track export</code> gives all.</p>\n";
  return text + table.markup() + "</details>\n";
}

/// Every basis that the values of a trend have, where there are several.
std::string bases_of(const Trend& trend) {
  std::vector<std::string> bases;
  for (const history::TrendPoint& point : trend.points) {
    if (std::find(bases.begin(), bases.end(), point.basis) == bases.end()) bases.push_back(point.basis);
  }
  if (bases.size() < 2) return "";
  std::string text = "<p>Values of different bases are not compared:</p><ul>\n";
  for (const std::string& basis : bases)
    text += "<li>" + name_html(basis) + "</li>\n";
  return text + "</ul>\n";
}

std::string scenario_html(const HistoryPage& page, const std::string& scenario, std::size_t number) {
  std::string text = "<h2 id=scenario-" + std::to_string(number) + ">" + name_html(scenario) + "</h2>\n";
  const auto is_of = [&](const ReviewedTrend& each) { return each.trend.scenario == scenario; };
  const auto first = std::find_if(page.trends.begin(), page.trends.end(), is_of);
  text += bases_of(first->trend);
  for (const HistoryChart& chart : page.charts) {
    if (chart.scenario != scenario || chart.svg.empty()) continue;
    text += "<figure id=" + html(chart.name) + ">" + inline_svg(chart.svg, chart.name, chart.title) +
            "</figure>\n";
  }
  for (const ReviewedTrend& each : page.trends) {
    if (is_of(each)) text += numbers_of(each.trend);
  }
  return text;
}

}  // namespace

std::string history_html(const HistoryPage& page) {
  std::vector<std::string> scenarios;
  bool worse = false;
  for (const ReviewedTrend& each : page.trends) {
    if (scenarios.empty() || scenarios.back() != each.trend.scenario)
      scenarios.push_back(each.trend.scenario);
    worse = worse || each.review.ends_worse();
  }
  std::string text = "<h1>Figures across releases</h1>\n<p class=faint>wvagate " + html(page.tool_version) +
                     "</p>\n<div class=\"headline" + (worse ? " bad" : "") + "\">" +
                     html(history_summary(page.trends)) + "</div>\n<nav>";
  for (std::size_t i = 0; i < scenarios.size(); ++i)
    text += "<a href=#scenario-" + std::to_string(i + 1) + ">" + name_html(scenarios[i]) + "</a>";
  text += "</nav>\n" + overview(page.trends);
  if (!page.remark.empty()) text += "<p>" + html(page.remark) + "</p>\n";
  for (std::size_t i = 0; i < scenarios.size(); ++i)
    text += scenario_html(page, scenarios[i], i + 1);
  return html_page("Figures across releases", text);
}

}  // namespace wvagate::report
