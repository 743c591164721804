#include "harness/report/gate_markdown.hpp"

#include "analysis/core/format.hpp"
#include "harness/report/gate_words.hpp"
#include "harness/report/markdown.hpp"

namespace wvagate::report {
namespace {

using verdict::Consequence;
using verdict::Finding;
using verdict::ScenarioVerdict;

constexpr std::string_view kHeader =
    "| | metric | verdict | value | baseline | worse by | tolerance | bounds | where |\n"
    "|---|---|---|--:|--:|--:|--:|---|---|\n";
constexpr std::size_t kReserve = 512;  // for what closes the document

/// A document that knows how much room is left.
struct Page {
  std::size_t most;
  std::string text;
  std::size_t dropped = 0;

  bool fits(const std::string& more) const { return text.size() + more.size() + kReserve <= most; }
  bool add(const std::string& more) {
    if (!fits(more)) return false;
    text += more;
    return true;
  }
  void add_row(const std::string& row) {
    if (!add(row)) ++dropped;
  }
};

std::string mark(Consequence consequence) {
  switch (consequence) {
    case Consequence::fail:
      return "❌";
    case Consequence::inconclusive:
      return "❔";
    case Consequence::warn:
      return "⚠️";
    case Consequence::pass:
      break;
  }
  return "✅";
}

std::string row_of(const Finding& finding) {
  std::string where = markdown_text(remark_words(finding));
  for (const verdict::Place& place : finding.where)
    where += (where.empty() ? "" : "<br>") + markdown_text(place_words(place));
  std::string bounds = markdown_text(bounds_words(finding));
  if (const std::string limit = limit_words(finding.limit); !limit.empty())
    bounds += (bounds.empty() ? "limit " : "<br>limit ") + limit;
  return "| " + mark(finding.consequence) + " | " + markdown_code(finding.metric) + " | " +
         std::string(kind_text(finding.kind)) + " | " + number_words(finding.value) + " | " +
         number_words(finding.baseline) + " | " + number_words(finding.delta) + " | " +
         (finding.baseline ? number_words(finding.margin) : "") + " | " + bounds + " | " + where + " |\n";
}

/// The rows of a scenario that pass, or those that do not.
std::string rows_of(const std::vector<Finding>& findings, bool passing) {
  std::string rows;
  for (const Finding* finding : gravest_first(findings)) {
    if ((finding->consequence == Consequence::pass) == passing) rows += row_of(*finding);
  }
  return rows;
}

void add_rows(Page& page, const std::string& rows) {
  if (!page.add(std::string(kHeader))) return;
  std::size_t from = 0;
  while (from < rows.size()) {
    const std::size_t end = rows.find('\n', from) + 1;
    page.add_row(rows.substr(from, end - from));
    from = end;
  }
  page.add("\n");
}

void add_failing(Page& page, const ScenarioVerdict& scenario) {
  const std::string now = rows_of(scenario.findings, false);
  const std::string release = rows_of(scenario.since_release, false);
  if (now.empty() && release.empty() && scenario.faults.empty() && scenario.notes.empty()) return;
  if (!page.add("### " + markdown_code(scenario.scenario) + "\n\n")) {
    ++page.dropped;
    return;
  }
  for (const Error& fault : scenario.faults)
    page.add_row("❌ not gated: " + markdown_text(fault.where) + ": " + markdown_text(fault.what) + "\n\n");
  for (const std::string& note : scenario.notes)
    page.add_row("⚠️ " + markdown_text(note) + "\n\n");
  if (!now.empty()) add_rows(page, now);
  if (!release.empty() && page.add("Since the last release:\n\n")) add_rows(page, release);
}

void add_passing(Page& page, const ScenarioVerdict& scenario) {
  const std::string rows = rows_of(scenario.findings, true);
  if (rows.empty()) return;
  constexpr std::string_view kEnd = "</details>\n\n";
  const std::string start =
      "<details><summary>" + markdown_code(scenario.scenario) + ": what passes</summary>\n\n";
  if (!page.fits(start + std::string(kHeader) + std::string(kEnd))) {
    ++page.dropped;
    return;
  }
  page.add(start);
  page.most -= kEnd.size();
  add_rows(page, rows);
  page.most += kEnd.size();
  page.add(std::string(kEnd));
}

}  // namespace

std::string gate_markdown(const verdict::Verdict& verdict, std::size_t most) {
  Page page{.most = most, .text = {}};
  page.add("## wvagate: " + summary_words(verdict) + "\n\n");
  for (const ScenarioVerdict& scenario : verdict.scenarios)
    add_failing(page, scenario);
  for (const ScenarioVerdict& scenario : verdict.scenarios)
    add_passing(page, scenario);
  if (page.dropped > 0) {
    page.text += plural(page.dropped, "row or section", "rows or sections") +
                 " did not fit in here: the JSON report has everything.\n";
  }
  return page.text;
}

}  // namespace wvagate::report
