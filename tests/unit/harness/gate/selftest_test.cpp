#include "harness/gate/selftest.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "harness/gate/candidate.hpp"
#include "harness/gate/false_alarms.hpp"
#include "harness/gate/log_damage.hpp"
#include "harness/ingest/log_reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/gate/metrics_log.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate::gate {
namespace {

using namespace std::chrono_literals;
using testing::Cycle;
using testing::metrics_log;
using testing::TemporaryDirectory;
using verdict::Baseline;
using verdict::BaselineMetric;
using verdict::Caught;
using verdict::InjectedRegression;

constexpr auto kToday = 2025y / 12 / 1;

/// Forty cycles below an ITL SLO of 13 ms; `seed` varies them.
Cycle steady(int i, int seed) {
  return {.itl_ms = 11 + ((i * 7 + seed * 3) % 10) / 10.0, .rate_rpm = 60.0 + seed};
}

Runs runs_of(const TemporaryDirectory& directory, int count, const verdict::Measure& measure = {}) {
  Runs runs;
  for (int seed = 0; seed < count; ++seed) {
    const auto path = directory.write("run-" + std::to_string(seed) + ".log",
                                      metrics_log(40, [&](int i) { return steady(i, seed); }));
    auto run = run::measure_run(path, measure, std::nullopt);
    REQUIRE(run);
    runs.push_back(std::move(run).value());
  }
  return runs;
}

BaselineMetric metric_of(std::string name, double tolerance, const Runs& runs) {
  BaselineMetric metric{.name = std::move(name), .tolerance = {.absolute = tolerance}};
  metric.better = metric.name.ends_with("compliance_pct") ? verdict::Better::higher : verdict::Better::lower;
  for (const auto& run : runs)
    metric.runs.push_back(verdict::as_kept(run->analysis->figures.get(metric.name).value()));
  metric.value = metric.runs.front();
  return metric;
}

Baseline baseline_of(std::vector<BaselineMetric> metrics, const Runs& runs) {
  Baseline baseline{.scenario = "s"};
  baseline.metrics = std::move(metrics);
  for (const auto& run : runs)
    baseline.provenance.logs.push_back({ingest::log_name(run->path), run->sha256});
  return baseline;
}

std::vector<InjectedRegression> regressions_of(const Baseline& baseline, const Runs& runs,
                                               const Judge& judge = verdict::judge) {
  return inject_regressions(baseline, runs, kToday, judge);
}

/// Finds nothing to fail.
std::vector<verdict::Finding> lenient(const Baseline& baseline, const verdict::Contender& contender,
                                      std::chrono::year_month_day today) {
  auto findings = verdict::judge(baseline, contender, today);
  for (verdict::Finding& finding : findings)
    finding.consequence = verdict::Consequence::pass;
  return findings;
}

TEST_CASE("Regressions are injected by more than what was asked, and caught from the tolerance on") {
  const TemporaryDirectory directory;
  const Runs runs = runs_of(directory, 1);
  const Baseline baseline =
      baseline_of({metric_of("itl.compliance_pct", 4, runs), metric_of("itl.observed.p95_ms", 0.5, runs),
                   metric_of("itl.error.mae_ms", 0.3, runs)},
                  runs);
  const auto regressions = regressions_of(baseline, runs);
  std::set<std::string> pairs;
  for (const InjectedRegression& regression : regressions) {
    CAPTURE(regression.metric, regression.injection, regression.asked);
    pairs.insert(regression.metric + " " + regression.injection);
    if (regression.injection == "scale-up-delayed") {  // nothing is scaled there
      CHECK(regression.caught == Caught::not_injected);
      CHECK(regression.note == "cannot be made that much worse");
      CHECK_FALSE(regression.worsening);
      continue;
    }
    REQUIRE(regression.worsening);
    CHECK(*regression.worsening > regression.asked * regression.margin);
    REQUIRE(regression.finding);
    CHECK(regression.finding->delta == Approx(*regression.worsening));
    CHECK(regression.finding->evidence == verdict::Evidence::limit);  // though the log was recorded
    CHECK(regression.caught == (*regression.worsening > regression.margin ? Caught::yes : Caught::no));
    if (regression.metric != "itl.compliance_pct")
      CHECK(*regression.worsening < 1.1 * regression.asked * regression.margin);
  }
  CHECK(pairs == std::set<std::string>{"itl.compliance_pct scale-up-delayed",
                                       "itl.compliance_pct itl-inflated", "itl.observed.p95_ms itl-inflated",
                                       "itl.error.mae_ms itl-inflated",
                                       "itl.error.mae_ms predictions-biased"});
  CHECK(regressions.size() == 15);
}

TEST_CASE("What a gate lets through is told") {
  const TemporaryDirectory directory;
  const Runs runs = runs_of(directory, 1);
  const auto regressions =
      regressions_of(baseline_of({metric_of("itl.observed.p95_ms", 0.5, runs)}, runs), runs, lenient);
  REQUIRE(regressions.size() == 3);
  for (const InjectedRegression& regression : regressions)
    CHECK(regression.caught == Caught::no);
  CHECK(verdict::Selftest{.scenarios = {{.regressions = regressions}}}.failed());
}

TEST_CASE("Without a tolerance any worsening counts, once") {
  const TemporaryDirectory directory;
  const Runs runs = runs_of(directory, 1);
  const auto regressions = regressions_of(baseline_of({metric_of("itl.violations", 0, runs)}, runs), runs);
  REQUIRE(regressions.size() == 2);
  CHECK(regressions[1].injection == "itl-inflated");
  CHECK(regressions[1].asked == 1);
  CHECK(regressions[1].worsening.value() >= 1);
  CHECK_FALSE(regressions[1].tolerances());
  CHECK(regressions[1].caught == Caught::yes);
}

TEST_CASE("A metric that tells nothing is not counted as caught") {
  const TemporaryDirectory directory;
  const Runs runs = runs_of(directory, 1);
  const auto only = [&](BaselineMetric metric) {
    const auto regressions = regressions_of(baseline_of({std::move(metric)}, runs), runs);
    REQUIRE_FALSE(regressions.empty());
    CHECK(regressions[0].caught == Caught::not_injected);
    CHECK_FALSE(regressions[0].finding);
    return regressions[0].note;
  };
  BaselineMetric limited = metric_of("itl.observed.p95_ms", 0.5, runs);
  limited.limit.max = 1;
  CHECK(only(limited) == "fails without an injection: limit-violated");
  BaselineMetric better_once = metric_of("itl.observed.p95_ms", 2, runs);
  better_once.value -= 1.5;
  CHECK(only(better_once) == "is that much worse already");
  CHECK(only(metric_of("segments", 1, runs)) == "no injection is known to worsen it");

  BaselineMetric warning = metric_of("itl.observed.p95_ms", 0.5, runs);
  warning.level = verdict::Level::warn;
  CHECK(regressions_of(baseline_of({warning}, runs), runs).empty());
}

TEST_CASE("A waiver leaves undecided what it covers") {
  const TemporaryDirectory directory;
  const Runs runs = runs_of(directory, 1);
  BaselineMetric waived = metric_of("itl.observed.p95_ms", 0.5, runs);
  waived.waiver = verdict::Waiver{.reason = "r", .issue = {}, .expires = kToday, .max = 0.75};
  const auto regressions = regressions_of(baseline_of({waived}, runs), runs);
  REQUIRE(regressions.size() == 3);
  CHECK(regressions[1].caught == Caught::undecided);
  CHECK(regressions[2].caught == Caught::yes);
}

TEST_CASE("Repeated runs are changed alike, each by more than what was asked") {
  const TemporaryDirectory directory;
  const Runs runs = runs_of(directory, 5);
  Baseline baseline = baseline_of({metric_of("itl.observed.mean_ms", 0.5, runs)}, runs);
  const auto regressions = regressions_of(baseline, runs);
  REQUIRE(regressions.size() == 3);
  for (const InjectedRegression& regression : regressions) {
    REQUIRE(regression.finding);
    CHECK(regression.finding->evidence == verdict::Evidence::runs);
    CHECK(*regression.finding->delta >= regression.asked * regression.margin);
  }
  CHECK(regressions[1].caught == Caught::yes);

  baseline.metrics[0].tolerance.absolute = 1e9;
  CHECK(regressions_of(baseline, runs)[0].caught == Caught::not_injected);
}

verdict::DamagedLogs damage(const std::vector<verdict::DamagedLogs>& all, verdict::Damage kind) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.damage == kind; });
  REQUIRE(found != all.end());
  return *found;
}

TEST_CASE("Duplicates are quiet, a cut line is refused, and what a missing tail does is told") {
  const TemporaryDirectory directory;
  const Runs runs = runs_of(directory, 1);
  const Baseline baseline =
      baseline_of({metric_of("itl.observed.p95_ms", 0.5, runs), metric_of("duration_min", 1, runs)}, runs);
  const auto all = damage_logs(baseline, runs, kToday, verdict::judge);
  REQUIRE(all.size() == 3);
  CHECK(damage(all, verdict::Damage::duplicated_cycles).outcome == "quiet");
  CHECK(damage(all, verdict::Damage::cut_line).outcome == "refused");
  CHECK(damage(all, verdict::Damage::missing_tail).outcome == "passed");
  CHECK(std::all_of(all.begin(), all.end(), [](const auto& each) { return each.acceptable; }));

  Baseline higher = baseline;
  higher.metrics[1].better = verdict::Better::higher;
  CHECK(damage(damage_logs(higher, runs, kToday, verdict::judge), verdict::Damage::missing_tail).outcome ==
        "caught");
}

TEST_CASE("Duplicates that a metric counts are not quiet, and a policy may count them all") {
  const TemporaryDirectory directory;
  const Runs runs = runs_of(directory, 1);
  const auto counted =
      damage_logs(baseline_of({metric_of("samples.total", 5, runs)}, runs), runs, kToday, verdict::judge);
  const auto duplicated = damage(counted, verdict::Damage::duplicated_cycles);
  CHECK(duplicated.outcome == "not quiet");
  CHECK_FALSE(duplicated.acceptable);
  CHECK(duplicated.note == "changes samples.total of run-0.log");

  verdict::Measure notebook;
  notebook.policy = "notebook";
  const Runs rows = runs_of(directory, 1, notebook);
  Baseline baseline = baseline_of({metric_of("samples.total", 5, rows)}, rows);
  baseline.measure = notebook;
  CHECK(damage_logs(baseline, rows, kToday, verdict::judge).size() == 2);
}

TEST_CASE("Runs are divided into halves in all ways, or in as many as ten runs are") {
  CHECK(halves(6).size() == 20);
  CHECK(halves(7).size() == 35);
  CHECK(halves(10).size() == 252);
  CHECK(halves(30).size() == 252);
  CHECK(halves(30) == halves(30));
  std::set<std::set<std::size_t>> distinct;
  for (const auto& order : halves(7)) {
    CHECK(std::set(order.begin(), order.end()).size() == 7);
    distinct.insert(std::set(order.begin(), order.begin() + 3));
  }
  CHECK(distinct.size() == 35);
}

TEST_CASE("Runs that differ by nothing are held against one another") {
  const TemporaryDirectory directory;
  Runs runs = runs_of(directory, 6);
  BaselineMetric expired = metric_of("itl.observed.p95_ms", 0.5, runs);
  expired.waiver = verdict::Waiver{.reason = "r", .issue = {}, .expires = 2020y / 1 / 1, .max = {}};
  BaselineMetric warning = metric_of("itl.observed.max_ms", 0, runs);
  warning.level = verdict::Level::warn;
  const Baseline baseline = baseline_of({expired, warning}, runs);

  const auto quiet =
      count_false_alarms(baseline, contender_of(runs, metric_names(baseline)), kToday, verdict::judge);
  REQUIRE(quiet.size() == 2);
  CHECK(quiet[0].method == "leave one out");
  CHECK(quiet[0].trials == 6);
  CHECK(quiet[0].comparisons == 6);
  CHECK(quiet[0].alarms == 0);
  CHECK(quiet[1].method == "halves");
  CHECK(quiet[1].trials == 20);
  CHECK(quiet[1].alarms_pct() == 0.0);

  const auto shrill = count_false_alarms(baseline, contender_of(runs, metric_names(baseline)), kToday,
                                         [](const auto&... given) {
                                           auto findings = verdict::judge(given...);
                                           for (verdict::Finding& finding : findings)
                                             finding.consequence = verdict::Consequence::fail;
                                           return findings;
                                         });
  CHECK(shrill[0].alarms_pct() == 100.0);

  runs.resize(1);
  CHECK(count_false_alarms(baseline, contender_of(runs, metric_names(baseline)), kToday, verdict::judge)
            .empty());
}

TEST_CASE("A scenario without logs is not tested, and says why") {
  store::BaselineFile file{.path = "b/s.json"};
  file.baseline = {.scenario = "s", .logs = {"s-*.log"}};
  Request request;
  request.baselines = {file};
  const verdict::Selftest selftest = run_selftest(request);
  REQUIRE(selftest.scenarios.size() == 1);
  REQUIRE(selftest.scenarios[0].faults.size() == 1);
  CHECK(selftest.scenarios[0].faults[0].kind == ErrorKind::log);
  CHECK_FALSE(selftest.failed());
  CHECK(selftest.left_undecided());
}

}  // namespace
}  // namespace wvagate::gate
