#include "harness/gate/gate.hpp"

#include <algorithm>
#include <filesystem>

#include "harness/gate/candidate.hpp"
#include "harness/gate/places.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/gate/metrics_log.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate::gate {
namespace {

using namespace std::chrono_literals;
using testing::Cycle;
using testing::metrics_log;
using testing::TemporaryDirectory;

using Runs = std::vector<std::unique_ptr<run::MeasuredRun>>;

/// The ITL swings by 0.9 ms below its SLO of 13, and is over it from minute 10 to 13 where `bad`.
Cycle steady(int i, bool bad = false) {
  return {.itl_ms = bad && i >= 10 && i < 14 ? 15.0 : 11 + (i * 7 % 10) / 10.0};
}

Runs measure(const std::vector<std::string>& logs, const verdict::Measure& measure = {}) {
  Runs runs;
  for (const std::string& log : logs) {
    auto run = run::measure_run(log, measure, std::nullopt);
    REQUIRE(run);
    runs.push_back(std::move(run).value());
  }
  return runs;
}

/// The runs as a baseline takes them.
verdict::Contender asked(const Runs& runs) {
  verdict::Contender contender;
  for (const auto& run : runs)
    contender.push_back(run::to_run(*run, figures_asked_of({})));
  return contender;
}

store::BaselineFile baseline_of(const Runs& runs, std::vector<std::string> patterns) {
  store::BaselineFile file = store::parse_baseline(
      "baselines/s.json",
      store::baseline_text(
          make_candidate({.scenario = "s", .patterns = std::move(patterns)}, asked(runs), std::nullopt)));
  REQUIRE(file.faults.empty());
  return file;
}

const verdict::Finding* find(const std::vector<verdict::Finding>& findings, std::string_view metric) {
  const auto found =
      std::find_if(findings.begin(), findings.end(), [&](const auto& each) { return each.metric == metric; });
  return found == findings.end() ? nullptr : &*found;
}

const verdict::BaselineMetric& metric_of(const verdict::Baseline& baseline, std::string_view name) {
  const auto found = std::find_if(baseline.metrics.begin(), baseline.metrics.end(),
                                  [&](const auto& each) { return each.name == name; });
  REQUIRE(found != baseline.metrics.end());
  return *found;
}

TEST_CASE("A run is what its log says, with where it comes from") {
  const TemporaryDirectory directory;
  const std::string path = directory.write("a.log", metrics_log(20, [](int i) {
                                             Cycle cycle = steady(i);
                                             cycle.slo_itl_ms = i < 5 ? 13 : 12;
                                             return cycle;
                                           }));
  const Runs runs = measure({path});
  const verdict::Run run = run::to_run(*runs[0], {"itl.observed.mean_ms", "cost.total"});
  CHECK(run.log == "a.log");
  CHECK(run.sha256.size() == 64);
  CHECK(run.identity.slo_itl_ms == std::vector<double>{13, 12});
  CHECK(run.identity.mean_rpm == 60.0);
  CHECK(run.identity.definitions == metric::kDefinitions);
  REQUIRE(run.measurements.size() == 2);
  CHECK(run.measurements[0].value == Approx(11.45));
  REQUIRE(run.measurements[0].within_run);
  CHECK(run.measurements[0].within_run->lower < 11.45);
  CHECK_FALSE(run.measurements[1].within_run);
}

TEST_CASE("Where the damage is: the longest gap first, or the worst prediction, or the whole run") {
  const TemporaryDirectory directory;
  const Runs runs = measure({directory.write("a.log", metrics_log(30, [](int i) {
                                               Cycle cycle = steady(i, true);
                                               if (i == 20) cycle.itl_ms = 14;
                                               if (i == 25) cycle.predicted_itl_ms = 99;
                                               return cycle;
                                             }))});
  const auto gaps = places_of(*runs[0], "itl.compliance_pct");
  REQUIRE(gaps.size() == 2);
  CHECK(gaps[0].what == "itl gap");
  CHECK(gaps[0].log == "a.log");
  CHECK(gaps[0].start_min == 10.0);
  CHECK(gaps[0].end_min == 14.0);
  CHECK(gaps[0].first_line == 11);
  CHECK(gaps[0].last_line == 14);
  CHECK(gaps[1].first_line == 21);
  CHECK(places_of(*runs[0], "slo.compliance_pct").size() == 2);
  const auto predictions = places_of(*runs[0], "itl.error.mae_ms");
  REQUIRE(predictions.size() == 3);
  CHECK(predictions[0].what == "prediction");
  CHECK(predictions[0].first_line == 26);
  const auto whole = places_of(*runs[0], "cost.total");
  REQUIRE(whole.size() == 1);
  CHECK(whole[0].what == "whole run");
  CHECK(whole[0].last_line == 30);
  CHECK(places_of(*runs[0], "ttft.compliance_pct")[0].what == "whole run");
}

TEST_CASE("A first candidate gates what its log has, without what only a bad run has") {
  const TemporaryDirectory directory;
  const Runs runs = measure({directory.write("a.log", metrics_log(30, [](int i) { return steady(i); }))});
  const verdict::Baseline candidate =
      make_candidate({.scenario = "s", .controller = "v1"}, asked(runs), std::nullopt);
  CHECK(candidate.logs == std::vector<std::string>{"a.log"});
  CHECK(candidate.provenance.controller == "v1");
  CHECK(candidate.provenance.logs.front().name == "a.log");
  CHECK_FALSE(candidate.accepted);
  CHECK(metric_of(candidate, "itl.compliance_pct").value == 100.0);
  CHECK(metric_of(candidate, "itl.compliance_pct").better == verdict::Better::higher);
  CHECK(metric_of(candidate, "itl.compliance_pct").level == verdict::Level::error);
  for (const auto& metric : candidate.metrics)
    CHECK(metric.name.find("excess") == std::string::npos);
}

TEST_CASE("A tolerance covers the noise of the runs, and a metric that they do not fix only warns") {
  const TemporaryDirectory directory;
  std::vector<std::string> logs;
  for (int run = 0; run < 5; ++run) {
    logs.push_back(directory.write("a" + std::to_string(run) + ".log", metrics_log(30, [&](int i) {
                                     Cycle cycle = steady(i);
                                     if (i < 6 + run) cycle.itl_ms = 15;  // 6 to 10 of 30 over the SLO
                                     if (i == 20)
                                       cycle.predicted_itl_ms =
                                           11.5 + 60 * run;  // an error that swings from run to run
                                     return cycle;
                                   })));
  }
  const verdict::Baseline candidate = make_candidate({.scenario = "s"}, asked(measure(logs)), std::nullopt);
  const auto& compliance = metric_of(candidate, "itl.compliance_pct");
  // 80, 76.67, 73.33, 70, 66.67: standard deviation 5.27, twice it 10.54, rounded up.
  CHECK(compliance.value == Approx(73.3333));
  CHECK(compliance.tolerance.absolute == 11.0);
  CHECK(compliance.level == verdict::Level::error);
  CHECK(compliance.why == "tolerance: two standard deviations of 5 runs");

  const std::string poor = directory.write(
      "poor.log", metrics_log(30, [](int i) { return Cycle{.itl_ms = i < 20 ? 15.0 : 11.0}; }));
  const verdict::Baseline single = make_candidate({.scenario = "s"}, asked(measure({poor})), std::nullopt);
  CHECK(metric_of(single, "itl.compliance_pct").level == verdict::Level::warn);
  CHECK(metric_of(single, "itl.compliance_pct").why.find("does not gate: the runs leave ±") == 0);
}

TEST_CASE("A later candidate keeps what people decided") {
  const TemporaryDirectory directory;
  const Runs first = measure({directory.write("a.log", metrics_log(30, [](int i) { return steady(i); }))});
  verdict::Baseline before =
      make_candidate({.scenario = "s", .patterns = {"x*"}}, asked(first), std::nullopt);
  before.defaults.min_runs = 7;
  before.metrics.resize(1);
  before.metrics[0].tolerance = {.absolute = 0.5, .relative = 0.05};
  before.metrics[0].limit.min = 80;
  before.metrics[0].why = "agreed";
  before.metrics[0].waiver = verdict::Waiver{.reason = "r", .expires = 2026y / 1 / 1};

  const Runs second =
      measure({directory.write("b.log", metrics_log(30, [](int i) { return steady(i, true); }))});
  const verdict::Baseline after = make_candidate({.scenario = "s"}, asked(second), before);
  CHECK(after.logs == std::vector<std::string>{"x*"});
  CHECK(after.defaults.min_runs == 7);
  const auto& kept = after.metrics[0];
  CHECK(kept.name == before.metrics[0].name);
  CHECK(kept.tolerance.absolute == 0.5);
  CHECK(kept.limit.min == 80.0);
  CHECK(kept.why == "agreed");
  CHECK(kept.waiver->reason == "r");
  CHECK(kept.value == Approx(86.6667));
  CHECK(after.metrics.size() > 5);

  const auto worse = worse_metrics(before, after);
  REQUIRE(worse.size() == 1);
  CHECK(worse[0].metric == "itl.compliance_pct");
  CHECK(worse[0].before == 100.0);
  CHECK(worse[0].now == Approx(86.6667));
  for (const Worsening& lost :
       worse_metrics(after, before)) {  // the other way it got better, and lost the rest
    CHECK(lost.metric != "itl.compliance_pct");
    CHECK_FALSE(lost.now);
  }

  verdict::Baseline without = after;
  without.metrics.erase(without.metrics.begin());
  REQUIRE(worse_metrics(before, without).size() == 1);
  CHECK_FALSE(worse_metrics(before, without)[0].now);
}

TEST_CASE("Logs go to the scenario whose patterns match their names, compressed or not") {
  const TemporaryDirectory directory;
  const auto text = [](int shift) { return metrics_log(30, [&](int i) { return steady(i + shift); }); };
  const Runs runs = measure({directory.write("base.log", text(0))});
  Request request;
  request.baselines = {baseline_of(runs, {"run-*.log"})};
  request.today = 2026y / 1 / 1;
  request.logs = {directory.write("run-1.log", text(1)), directory.write("run-2.log.gz", text(2)),
                  directory.write("other.log", text(3))};
  const auto verdict = run_gate(request);
  REQUIRE(verdict.scenarios.size() == 1);
  CHECK(verdict.scenarios[0].runs == std::vector<std::string>{"run-1.log", "run-2.log.gz"});
  CHECK(verdict.outcome() == verdict::Outcome::pass);
  CHECK(verdict.gated() == verdict.declared());

  request.of_scenario["s"] = {request.logs[2]};
  CHECK(run_gate(request).scenarios[0].runs ==
        std::vector<std::string>{"other.log", "run-1.log", "run-2.log.gz"});
  request.of_scenario.clear();
  request.logs.pop_back();
  request.logs.erase(request.logs.begin(), request.logs.end());
  const auto none = run_gate(request);
  CHECK(none.outcome() == verdict::Outcome::broken);
  CHECK(none.scenarios[0].faults.front().what == "no log's name matches run-*.log");
  CHECK(none.declared() > 0);
}

TEST_CASE("A finding that fails says where, and points into the baseline's file") {
  const TemporaryDirectory directory;
  const Runs runs = measure({directory.write("base.log", metrics_log(30, [](int i) { return steady(i); }))});
  Request request;
  request.baselines = {baseline_of(runs, {"*.log"})};
  request.today = 2026y / 1 / 1;
  request.logs = {directory.write("bad.log", metrics_log(30, [](int i) { return steady(i, true); }))};
  const auto verdict = run_gate(request);
  CHECK(verdict.outcome() == verdict::Outcome::fail);
  const auto* finding = find(verdict.scenarios[0].findings, "itl.compliance_pct");
  REQUIRE(finding != nullptr);
  CHECK(finding->kind == verdict::Kind::regressed);
  REQUIRE(finding->where.size() == 1);
  CHECK(finding->where[0].first_line == 11);
  CHECK(finding->baseline_line == request.baselines[0].lines.at("itl.compliance_pct"));
  CHECK(find(verdict.scenarios[0].findings, "ttft.compliance_pct")->where.empty());
}

TEST_CASE("Small steps that are each within the tolerance show against the last release") {
  const TemporaryDirectory directory;
  const auto with_violations = [&](const char* name, int count) {
    return directory.write(name, metrics_log(50, [&](int i) {
                             return Cycle{.itl_ms = i % 7 == 3 && i / 7 < count ? 15.0 : 11.0};
                           }));
  };
  const Runs release = measure({with_violations("v1.log", 0)});
  const Runs last = measure({with_violations("v2.log", 1)});
  Request request;
  request.baselines = {baseline_of(last, {"*.log"})};
  for (auto& metric : request.baselines[0].baseline.metrics)
    metric.tolerance = {.absolute = 3};
  request.today = 2026y / 1 / 1;
  request.logs = {with_violations("v3.log", 2)};  // 96 %, after 98 % and 100 %
  CHECK(run_gate(request).outcome() == verdict::Outcome::pass);

  request.against_release = true;
  CHECK(run_gate(request).scenarios[0].notes.size() == 1);
  request.releases["s"] = make_candidate({.scenario = "s"}, asked(release), std::nullopt);
  const auto verdict = run_gate(request);
  CHECK(verdict.outcome() == verdict::Outcome::fail);
  REQUIRE(find(verdict.scenarios[0].since_release, "itl.compliance_pct") != nullptr);
  CHECK(find(verdict.scenarios[0].since_release, "itl.compliance_pct")->kind == verdict::Kind::regressed);
  CHECK(find(verdict.scenarios[0].findings, "itl.compliance_pct")->kind == verdict::Kind::unchanged);
}

TEST_CASE("A log that is missing, cut, empty, or given twice is a fault of its scenario") {
  const TemporaryDirectory directory;
  const std::string text = metrics_log(30, [](int i) { return steady(i); });
  const Runs runs = measure({directory.write("base.log", text)});
  Request request;
  request.baselines = {baseline_of(runs, {"*.log"})};
  request.today = 2026y / 1 / 1;
  const auto fault = [&](std::vector<std::string> logs) {
    request.logs = std::move(logs);
    const auto verdict = run_gate(request);
    CHECK(verdict.outcome() == verdict::Outcome::broken);
    CHECK(verdict.gated() == 0);
    REQUIRE_FALSE(verdict.scenarios[0].faults.empty());
    CHECK(verdict.scenarios[0].faults[0].kind == ErrorKind::log);
    return verdict.scenarios[0].faults[0].what;
  };
  const std::string good = directory.write("good.log", text);
  CHECK(fault({good, (directory.path() / "none.log").string()}).find("cannot be opened") == 0);
  CHECK(fault({good, directory.write("cut.log", text.substr(0, text.size() - 5))})
            .find("ends in the middle of a line") == 0);
  CHECK(fault({good, directory.write("empty.log", "")}) == "no samples: it is empty");
  CHECK(fault({good, directory.write("again.log", text)}).find("has the same content as another log") == 0);
}

}  // namespace
}  // namespace wvagate::gate
