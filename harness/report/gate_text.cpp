#include "harness/report/gate_text.hpp"

#include <algorithm>

#include "analysis/core/format.hpp"
#include "harness/report/gate_words.hpp"
#include "harness/report/text_table.hpp"

namespace wvagate::report {
namespace {

using verdict::Consequence;
using verdict::Finding;
using verdict::Kind;
using verdict::ScenarioVerdict;
using enum TextTable::Align;

bool is_shown(const Finding& finding) {
  return finding.kind != Kind::unchanged || finding.consequence != Consequence::pass;
}

std::string coloured(std::string_view text, Consequence consequence, Colour colour) {
  switch (consequence) {
    case Consequence::fail:
      return bad(text, colour);
    case Consequence::inconclusive:
    case Consequence::warn:
      return warn(text, colour);
    case Consequence::pass:
      break;
  }
  return good(text, colour);
}

/// Every finding says that it is incomparable, and why, in the same words.
bool nothing_comparable(const std::vector<Finding>& findings) {
  return !findings.empty() && std::all_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.kind == Kind::incomparable && finding.waiver == verdict::WaiverState::none;
  });
}

/// The findings of one scenario as a table; a row's remark and places follow it.
void add_findings(std::string& text, const std::vector<Finding>& findings, Colour colour) {
  if (nothing_comparable(findings)) {
    text += "    " + warn("incomparable: " + escape_for_terminal(findings.front().note), colour) + "\n";
    return;
  }
  TextTable table(
      {"", "metric", "verdict", "value", "baseline", "worse by", "tolerance", "bounds", "limit", "evidence"},
      {left, left, left, right, right, right, right, left, left, left});
  std::vector<const Finding*> shown;
  std::size_t unchanged = 0;
  for (const Finding* finding : gravest_first(findings)) {
    if (!is_shown(*finding)) {
      ++unchanged;
      continue;
    }
    shown.push_back(finding);
    const std::string evidence = finding->evidence == verdict::Evidence::runs
                                     ? std::to_string(finding->contender_runs) + " runs against " +
                                           std::to_string(finding->baseline_runs)
                                     : std::string(evidence_text(finding->evidence));
    table.add_row({std::string(consequence_text(finding->consequence)), escape_for_terminal(finding->metric),
                   std::string(kind_text(finding->kind)), number_words(finding->value),
                   number_words(finding->baseline), number_words(finding->delta),
                   finding->baseline ? number_words(finding->margin) : "", bounds_words(*finding),
                   limit_words(finding->limit), evidence});
  }
  if (!shown.empty()) {
    const std::string rows = table.text(4);
    std::size_t from = rows.find('\n') + 1;
    text += rows.substr(0, from);
    for (const Finding* finding : shown) {
      const std::size_t end = rows.find('\n', from);
      text += coloured(rows.substr(from, end - from), finding->consequence, colour) + "\n";
      from = end + 1;
      if (const std::string remark = remark_words(*finding); !remark.empty())
        text += "        " + escape_for_terminal(remark) + "\n";
      for (const verdict::Place& place : finding->where)
        text += "        " + escape_for_terminal(place_words(place)) + "\n";
    }
  }
  if (unchanged > 0) text += "    " + plural(unchanged, "metric", "metrics") + " unchanged\n";
}

void add_scenario(std::string& text, const ScenarioVerdict& scenario, Colour colour) {
  text += bold(escape_for_terminal(scenario.scenario), colour) + "\n";
  std::string runs;
  for (const std::string& run : scenario.runs)
    runs += (runs.empty() ? "" : ", ") + escape_for_terminal(run);
  text += "  " + plural(scenario.runs.size(), "run", "runs") + (runs.empty() ? "" : ": " + runs) + "\n";
  for (const Error& fault : scenario.faults)
    text += "  " + bad("not gated: " + describe(fault), colour) + "\n";
  for (const std::string& note : scenario.notes)
    text += "  " + warn(escape_for_terminal(note), colour) + "\n";
  add_findings(text, scenario.findings, colour);
  if (!scenario.since_release.empty()) {
    text += "  since the last release\n";
    add_findings(text, scenario.since_release, colour);
  }
}

}  // namespace

std::string gate_text(const verdict::Verdict& verdict, Colour colour) {
  std::string text;
  for (const ScenarioVerdict& scenario : verdict.scenarios) {
    add_scenario(text, scenario, colour);
    text += "\n";
  }
  const bool passed = verdict.outcome() == verdict::Outcome::pass;
  const bool undecided = verdict.outcome() == verdict::Outcome::inconclusive;
  const std::string summary = summary_words(verdict);
  return text +
         (passed      ? good(summary, colour)
          : undecided ? warn(summary, colour)
                      : bad(summary, colour)) +
         "\n";
}

}  // namespace wvagate::report
