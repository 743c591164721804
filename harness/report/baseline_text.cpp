#include "harness/report/baseline_text.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/report/gate_words.hpp"
#include "harness/report/markdown.hpp"
#include "harness/report/text_table.hpp"

namespace wvagate::report {
namespace {

using verdict::Baseline;
using verdict::BaselineMetric;
using enum TextTable::Align;

std::string list(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + escape_for_terminal(word);
  return text;
}

std::string numbers(const std::vector<double>& values) {
  std::string text;
  for (const double value : values)
    text += (text.empty() ? "" : " ") + format_shortest(value);
  return text;
}

std::string tolerance_words(const verdict::Tolerance& tolerance) {
  if (tolerance.relative == 0) return format_shortest(tolerance.absolute);
  const std::string share = format_shortest(verdict::as_kept(100 * tolerance.relative)) + " %";
  return tolerance.absolute == 0 ? share : format_shortest(tolerance.absolute) + " or " + share;
}

std::string waiver_words(const BaselineMetric& metric) {
  if (!metric.waiver) return {};
  return "waived until " + verdict::date_text(metric.waiver->expires) + ": " + metric.waiver->reason;
}

const BaselineMetric* find(const Baseline& baseline, const std::string& name) {
  const auto found = std::find_if(baseline.metrics.begin(), baseline.metrics.end(),
                                  [&](const BaselineMetric& metric) { return metric.name == name; });
  return found == baseline.metrics.end() ? nullptr : &*found;
}

/// A row of the diff, and how much worse it is in margins.
struct Change {
  std::string row;
  double gravity = 0;
};

Change change_of(const BaselineMetric* before, const BaselineMetric* now, const std::string& name) {
  const BaselineMetric& either = now != nullptr ? *now : *before;
  Change change;
  std::string what;
  if (before == nullptr) {
    what = "new";
  } else if (now == nullptr) {
    what = "**lost its value**";
    change.gravity = HUGE_VAL;
  } else {
    const double worse = verdict::worsening(before->better, now->value, before->value);
    const double margin = before->tolerance.margin(before->value);
    change.gravity = worse / std::max(margin, 1e-300);
    what = worse > 0
               ? "worse by " + number_words(worse) + (worse >= margin ? " **(beyond the tolerance)**" : "")
           : worse < 0 ? "better by " + number_words(-worse)
                       : "same value";
  }
  if (now != nullptr && !now->why.empty() && (before == nullptr || before->why != now->why))
    what += "; " + markdown_text(now->why);
  const auto value = [](const BaselineMetric* metric) {
    return metric == nullptr ? "-" : number_words(metric->value);
  };
  change.row = "| " + markdown_code(name) + " | " + value(before) + " | " + value(now) + " | " + what +
               " | " + std::string(level_text(either.level)) + " | " + tolerance_words(either.tolerance) +
               " |\n";
  return change;
}

bool differs(const BaselineMetric& before, const BaselineMetric& now) {
  return before.value != now.value || before.level != now.level || before.better != now.better ||
         before.tolerance.absolute != now.tolerance.absolute ||
         before.tolerance.relative != now.tolerance.relative;
}

std::string recorded_words(const verdict::Provenance& provenance) {
  std::string words = plural(provenance.logs.size(), "run", "runs");
  for (const std::string& fact :
       {provenance.controller, provenance.identity.accelerator, provenance.identity.model}) {
    if (!fact.empty()) words += ", " + fact;
  }
  return words;
}

}  // namespace

std::string baseline_table(const Baseline& baseline) {
  std::string text = escape_for_terminal(baseline.scenario) + "\n";
  text += "  logs      " + list(baseline.logs) + "\n";
  text += "  policy    " + escape_for_terminal(baseline.measure.policy) + "\n";
  text += "  recorded  " + escape_for_terminal(recorded_words(baseline.provenance)) + "\n";
  if (baseline.accepted) {
    text += "  accepted  " + escape_for_terminal(baseline.accepted->date) +
            (baseline.accepted->by.empty() ? "" : " by " + escape_for_terminal(baseline.accepted->by)) +
            ": " + escape_for_terminal(baseline.accepted->reason) + "\n";
  }
  TextTable table({"metric", "better", "level", "value", "tolerance", "limit", "runs", "why"},
                  {left, left, left, right, right, left, left, left});
  for (const BaselineMetric& metric : baseline.metrics) {
    std::string why = waiver_words(metric);
    if (!metric.why.empty()) why += (why.empty() ? "" : "; ") + metric.why;
    table.add_row({escape_for_terminal(metric.name), std::string(better_text(metric.better)),
                   std::string(level_text(metric.level)), number_words(metric.value),
                   tolerance_words(metric.tolerance), limit_words(metric.limit), numbers(metric.runs),
                   escape_for_terminal(why)});
  }
  return text + table.text(2);
}

std::string baseline_diff(const std::optional<Baseline>& before, const Baseline& candidate) {
  std::vector<Change> changes;
  for (const BaselineMetric& metric : candidate.metrics) {
    const BaselineMetric* old = before ? find(*before, metric.name) : nullptr;
    if (old == nullptr || differs(*old, metric)) changes.push_back(change_of(old, &metric, metric.name));
  }
  if (before) {
    for (const BaselineMetric& metric : before->metrics) {
      if (find(candidate, metric.name) == nullptr)
        changes.push_back(change_of(&metric, nullptr, metric.name));
    }
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.gravity > b.gravity; });
  std::string text = "### Baseline " + markdown_code(candidate.scenario) + (before ? "" : " (new)") + "\n\n";
  if (before) text += "was: " + markdown_text(recorded_words(before->provenance)) + "<br>\n";
  text += "now: " + markdown_text(recorded_words(candidate.provenance)) + "\n\n";
  if (changes.empty()) return text + "Nothing differs.\n";
  text += "| metric | was | now | change | level | tolerance |\n|---|--:|--:|---|---|--:|\n";
  for (const Change& change : changes)
    text += change.row;
  return text;
}

}  // namespace wvagate::report
