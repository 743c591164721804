#include "harness/report/gate_html.hpp"

#include "analysis/core/format.hpp"
#include "harness/report/gate_words.hpp"
#include "harness/report/html.hpp"
#include "harness/report/svg_inline.hpp"

namespace wvagate::report {
namespace {

using verdict::Consequence;
using verdict::Finding;
using verdict::Outcome;
using verdict::ScenarioVerdict;
using enum HtmlTable::Align;

constexpr std::size_t kLongestName = 200;  // code points

std::string name_html(std::string_view name) {
  return html(shorten(escape_for_terminal(name), kLongestName));
}

/// What is said of a finding besides its numbers: what was missing, and where the damage is.
std::string remarks_of(const Finding& finding) {
  std::string words = remark_words(finding);
  for (const verdict::Place& place : finding.where)
    words += (words.empty() ? "" : "; ") + place_words(place);
  return words;
}

/// The findings that pass, or those that do not; empty where there are none.
std::string findings_table(const std::vector<Finding>& findings, bool passing) {
  HtmlTable table({{"", left, ""},
                   {"metric", left, ""},
                   {"verdict", left, ""},
                   {"value", right, ""},
                   {"baseline", right, ""},
                   {"worse by", right, "positive is worse, whichever way the metric goes"},
                   {"tolerance", right, ""},
                   {"bounds", left, "of the shift, 95 % each unless said otherwise"},
                   {"limit", left, ""},
                   {"evidence", left, ""},
                   {"where, and what else", left, ""}});
  for (const Finding* finding : gravest_first(findings)) {
    if ((finding->consequence == Consequence::pass) != passing) continue;
    table.row()
        .text(consequence_text(finding->consequence))
        .text(finding->metric)
        .text(kind_text(finding->kind));
    table.sorted(number_words(finding->value), finding->value)
        .sorted(number_words(finding->baseline), finding->baseline)
        .sorted(number_words(finding->delta), finding->delta);
    table.text(finding->baseline ? number_words(finding->margin) : "")
        .text(bounds_words(*finding))
        .text(limit_words(finding->limit))
        .text(evidence_text(finding->evidence))
        .text(remarks_of(*finding));
  }
  return table.rows() == 0 ? "" : table.markup();
}

std::string findings_html(const std::vector<Finding>& findings) {
  std::string text = findings_table(findings, false);
  const std::string passing = findings_table(findings, true);
  if (text.empty() && !passing.empty()) text = "<p>Every metric passes.</p>\n";
  if (!passing.empty()) text += "<details><summary>What passes</summary>\n" + passing + "</details>\n";
  return text;
}

std::string charts_of(const GatePage& page, const std::string& scenario) {
  std::string text;
  for (const GateChart& chart : page.charts) {
    if (chart.scenario != scenario || chart.svg.empty()) continue;
    text += "<figure id=" + html(chart.name) + ">" + inline_svg(chart.svg, chart.name, chart.title) +
            "<figcaption>" + html(chart.remark) + "</figcaption></figure>\n";
  }
  return text;
}

std::string scenario_html(const GatePage& page, std::size_t number) {
  const ScenarioVerdict& scenario = page.verdict.scenarios[number];
  std::string text = "<h2 id=scenario-" + std::to_string(number + 1) + ">" + name_html(scenario.scenario) +
                     "</h2>\n<p class=faint>";
  text += plural(scenario.runs.size(), "run", "runs");
  for (const std::string& run : scenario.runs)
    text += (run == scenario.runs.front() ? ": " : ", ") + name_html(run);
  text += "; " + std::to_string(scenario.gated()) + " of " + plural(scenario.declared, "metric", "metrics") +
          " gated against " + name_html(scenario.baseline_file) + "</p>\n";
  for (const Error& fault : scenario.faults)
    text += "<p><b class=bad>Not gated</b>: " + html(describe(fault)) + "</p>\n";
  for (const std::string& note : scenario.notes)
    text += "<p>" + html(note) + "</p>\n";
  text += findings_html(scenario.findings) + charts_of(page, scenario.scenario);
  if (!scenario.since_release.empty())
    text += "<h3>Since the last release</h3>\n" + findings_html(scenario.since_release);
  return text;
}

}  // namespace

std::string gate_html(const GatePage& page) {
  const Outcome outcome = page.verdict.outcome();
  const bool bad = outcome == Outcome::fail || outcome == Outcome::broken;
  const std::string kind = outcome == Outcome::pass ? "good" : bad ? "bad" : "";
  std::string text = "<h1>Gate</h1>\n<p class=faint>wvagate " + html(page.tool_version) +
                     "</p>\n<div class=\"headline " + kind + "\">" + html(summary_words(page.verdict)) +
                     "</div>\n<nav>";
  for (std::size_t i = 0; i < page.verdict.scenarios.size(); ++i)
    text += "<a href=#scenario-" + std::to_string(i + 1) + ">" +
            name_html(page.verdict.scenarios[i].scenario) + "</a>";
  text += "</nav>\n";
  if (!page.without_charts.empty()) text += "<p>" + html(page.without_charts) + "</p>\n";
  for (std::size_t i = 0; i < page.verdict.scenarios.size(); ++i)
    text += scenario_html(page, i);
  return html_page("Gate: " + std::string(outcome_text(outcome)), text);
}

}  // namespace wvagate::report
