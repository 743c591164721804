#include "analysis/verdict/judge.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "analysis/core/format.hpp"
#include "analysis/statistics/holm.hpp"
#include "analysis/statistics/summary.hpp"
#include "analysis/verdict/comparability.hpp"
#include "analysis/verdict/runs_test.hpp"

namespace wvagate::verdict {
namespace {

/// A metric on its way to a finding.
struct Case {
  const BaselineMetric& metric;
  Finding finding;
  std::vector<double> values;    ///< of the contender's runs, as kept
  std::optional<RunsTest> test;  ///< of repeated runs
};

/// One unit of the last digit that a baseline keeps, and half of one more for the rounding before it.
bool differs_beyond_rounding(double a, double b) {
  return std::abs(a - b) > std::max(1e-9, 1e-5 * std::max(std::abs(a), std::abs(b)));
}

/// What arithmetic on kept values may be off by.
double slack(const Finding& finding) {
  return 1e-9 * (std::abs(*finding.value) + std::abs(*finding.baseline));
}

/// What the log of `run` gave when it was recorded; absent where it is another log.
std::optional<double> recorded_value(const Baseline& baseline, const BaselineMetric& metric, const Run& run) {
  const auto& logs = baseline.provenance.logs;
  const auto same =
      std::find_if(logs.begin(), logs.end(), [&](const LogDigest& log) { return log.sha256 == run.sha256; });
  if (same == logs.end()) return std::nullopt;
  return metric.runs[static_cast<std::size_t>(same - logs.begin())];
}

/// The runs so that more is worse.
std::vector<double> oriented(Better better, std::vector<double> values) {
  for (double& value : values)
    value = worsening(better, value, 0);
  return values;
}

/// The values of the contender's runs; false, with a note, where one has none.
bool collect_values(Case& it, const Contender& contender) {
  for (const Run& run : contender) {
    const Measurement* measured = run.find(it.metric.name);
    if (measured == nullptr || !measured->value) {
      it.finding.kind = Kind::missing;
      it.finding.note = run.log + " gives no value";
      it.values.clear();
      return false;
    }
    it.values.push_back(as_kept(*measured->value));
  }
  return true;
}

/// Holds recorded logs against what they gave then. Evidence of the controller are the others alone: where
/// there are some, and the recorded ones give what they gave, `it.values` is left to them.
void sort_out_recorded(Case& it, const Baseline& baseline, const Contender& contender) {
  Finding& finding = it.finding;
  std::vector<double> then;
  std::vector<double> now;
  std::vector<double> others;
  const Run* other = nullptr;
  for (std::size_t i = 0; i < contender.size(); ++i) {
    const auto recorded = recorded_value(baseline, it.metric, contender[i]);
    if (!recorded) {
      others.push_back(it.values[i]);
      other = &contender[i];
      continue;
    }
    then.push_back(*recorded);
    now.push_back(it.values[i]);
    if (finding.changed_run || !differs_beyond_rounding(it.values[i], *recorded)) continue;
    finding.changed_run = i;
    finding.note = contender[i].log + " is the log that was recorded, and gave " +
                   format_shortest(*recorded) + " then and " + format_shortest(it.values[i]) +
                   " now: the extraction or the analysis has changed, not the controller";
  }
  if (finding.changed_run || others.empty()) {
    finding.evidence = Evidence::exact;
    finding.baseline = statistics::quantile(then, 0.5);
    it.values = now;
  } else {
    const std::size_t fewer = std::min(it.metric.runs.size(), others.size());
    finding.evidence = fewer >= baseline.defaults.min_runs ? Evidence::runs : Evidence::limit;
    if (others.size() == 1) finding.within_run = other->find(it.metric.name)->within_run;
    it.values = others;
  }
  finding.contender_runs = it.values.size();
  finding.value = as_kept(*statistics::quantile(it.values, 0.5));
}

Case make_case(const Baseline& baseline, const BaselineMetric& metric, const Contender& contender,
               const std::optional<std::string>& incomparable) {
  Case it{.metric = metric, .finding = {}, .values = {}, .test = {}};
  Finding& finding = it.finding;
  finding.metric = metric.name;
  finding.baseline = metric.value;
  finding.margin = metric.tolerance.margin(metric.value);
  finding.limit = metric.limit;
  finding.baseline_runs = metric.runs.size();
  finding.contender_runs = contender.size();
  const bool complete = collect_values(it, contender);
  if (complete) finding.value = as_kept(*statistics::quantile(it.values, 0.5));
  if (incomparable) {
    finding.kind = Kind::incomparable;
    finding.note = *incomparable;
    return it;
  }
  if (!complete) return it;
  sort_out_recorded(it, baseline, contender);
  finding.delta = worsening(metric.better, *finding.value, *finding.baseline);
  if (finding.evidence == Evidence::runs) {
    it.test.emplace(oriented(metric.better, metric.runs), oriented(metric.better, it.values));
    finding.delta = it.test->shift();
  }
  return it;
}

/// The level at which each case's lower bound is taken: Holm's over the tested metrics that gate, kAlpha for
/// others.
std::vector<double> lower_levels(const std::vector<Case>& cases) {
  std::vector<double> levels(cases.size(), kAlpha);
  std::vector<std::size_t> family;
  std::vector<double> p_values;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!cases[i].test || cases[i].metric.level != Level::error) continue;
    family.push_back(i);
    p_values.push_back(cases[i].test->p_not_worse());
  }
  const auto steps = statistics::holm(p_values, kAlpha);
  for (std::size_t i = 0; i < family.size(); ++i)
    levels[family[i]] = steps[i].level;
  return levels;
}

Kind decide_single(const Finding& finding) {
  if (*finding.delta > finding.margin + slack(finding)) return Kind::regressed;
  if (-*finding.delta > finding.margin + slack(finding)) return Kind::improved;
  return Kind::unchanged;
}

Kind decide_runs(Case& it, double alpha, std::size_t min_runs) {
  Finding& finding = it.finding;
  finding.bounds = it.test->bounds(alpha);
  const ShiftBounds& bounds = *finding.bounds;
  const double rounding = slack(finding);
  if (bounds.lower > rounding && *finding.delta >= finding.margin - rounding) return Kind::regressed;
  if (bounds.upper < -rounding && *finding.delta <= -finding.margin + rounding) return Kind::improved;
  if (bounds.upper < finding.margin || bounds.upper <= rounding) return Kind::unchanged;
  finding.detectable = it.test->detectable(alpha, finding.margin, min_runs);
  return Kind::not_enough_evidence;
}

void decide(Case& it, const Baseline& baseline, double alpha) {
  Finding& finding = it.finding;
  if (finding.kind == Kind::missing || finding.kind == Kind::incomparable) return;
  switch (finding.evidence) {
    case Evidence::exact:
      finding.kind = finding.changed_run ? Kind::regressed : Kind::unchanged;
      break;
    case Evidence::runs:
      finding.kind = decide_runs(it, alpha, baseline.defaults.min_runs);
      break;
    default:
      finding.kind = decide_single(finding);
      break;
  }
  if (finding.limit.breached_by(*finding.value)) finding.kind = Kind::limit_violated;
}

/// What a finding of `level` does when it is a failure.
Consequence failure(Level level) {
  return level == Level::error  ? Consequence::fail
         : level == Level::warn ? Consequence::warn
                                : Consequence::pass;
}

/// What it does when it cannot be told whether it is one.
Consequence doubt(Level metric, Level policy) {
  if (policy == Level::error) return failure(metric);
  if (policy == Level::off) return Consequence::pass;
  return metric == Level::error ? Consequence::inconclusive : Consequence::warn;
}

Consequence consequence_of(Kind kind, Level level, const Defaults& defaults) {
  switch (kind) {
    case Kind::limit_violated:
    case Kind::regressed:
      return failure(level);
    case Kind::missing:
      return failure(weaker(level, defaults.missing));
    case Kind::fresh:
      return failure(defaults.fresh);
    case Kind::not_enough_evidence:
      return doubt(level, defaults.insufficient);
    case Kind::incomparable:
      return doubt(level, Level::warn);
    case Kind::improved:
    case Kind::unchanged:
      break;
  }
  return Consequence::pass;
}

void apply_waiver(Finding& finding, const Waiver& waiver, std::chrono::year_month_day today) {
  if (today > waiver.expires) {
    finding.waiver = WaiverState::expired;
    finding.consequence = Consequence::fail;
    return;
  }
  if (finding.kind != Kind::regressed && finding.kind != Kind::limit_violated) return;
  const bool covered = !waiver.max || *finding.delta <= *waiver.max + slack(finding);
  finding.waiver = covered ? WaiverState::used : WaiverState::exceeded;
  if (covered) finding.consequence = std::min(finding.consequence, Consequence::warn);
}

/// Findings of what was measured and is not in the baseline.
void add_fresh(std::vector<Finding>& findings, const Baseline& baseline, const Contender& contender) {
  for (const Measurement& measurement : contender.front().measurements) {
    const bool known =
        std::any_of(baseline.metrics.begin(), baseline.metrics.end(),
                    [&](const BaselineMetric& metric) { return metric.name == measurement.name; });
    if (known || !measurement.value) continue;
    Finding finding;
    finding.metric = measurement.name;
    finding.kind = Kind::fresh;
    finding.consequence = consequence_of(Kind::fresh, Level::error, baseline.defaults);
    finding.value = as_kept(*measurement.value);
    finding.contender_runs = contender.size();
    finding.note = "not in the baseline: `wvagate baseline record` adds it";
    findings.push_back(std::move(finding));
  }
}

}  // namespace

std::vector<Finding> judge(const Baseline& baseline, const Contender& contender,
                           std::chrono::year_month_day today) {
  assert(!contender.empty() && contender.size() <= kMostRuns);
  const auto incomparable = incomparable_because(baseline, contender);
  std::vector<Case> cases;
  for (const BaselineMetric& metric : baseline.metrics) {
    if (metric.level != Level::off) cases.push_back(make_case(baseline, metric, contender, incomparable));
  }
  const std::vector<double> levels = lower_levels(cases);
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    Case& it = cases[i];
    decide(it, baseline, levels[i]);
    it.finding.consequence = consequence_of(it.finding.kind, it.metric.level, baseline.defaults);
    if (it.metric.waiver) apply_waiver(it.finding, *it.metric.waiver, today);
    findings.push_back(std::move(it.finding));
  }
  if (!incomparable) add_fresh(findings, baseline, contender);
  return findings;
}

}  // namespace wvagate::verdict
