#include "analysis/verdict/judge.hpp"

#include <cmath>
#include <random>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/analysis/verdict/case_builder.hpp"

namespace wvagate::verdict {
namespace {

using namespace std::chrono_literals;
using testing::baseline;
using testing::contender;
using testing::judge_one;
using testing::kToday;
using testing::metric;

using Values = std::vector<double>;

TEST_CASE("A single run is held against the baseline and its margin") {
  const auto of = [](double now) { return judge_one(metric("m", {100}), {now}); };
  CHECK(of(102).kind == Kind::unchanged);  // exactly the margin is not beyond it
  CHECK(of(102.001).kind == Kind::regressed);
  CHECK(of(98).kind == Kind::unchanged);
  CHECK(of(97.99).kind == Kind::improved);
  CHECK(of(103).evidence == Evidence::limit);
  CHECK(of(103).consequence == Consequence::fail);
  CHECK(of(97).consequence == Consequence::pass);
  CHECK(of(103).delta == 3.0);
  CHECK(of(103).value == 103.0);
  CHECK(of(103).baseline == 100.0);
  CHECK(of(103).margin == 2.0);
  CHECK_FALSE(of(103).bounds);
}

TEST_CASE("A margin is not crossed by the last bit of a sum") {
  auto before = metric("m", {0.1});
  before.tolerance.absolute = 0.2;
  CHECK(judge_one(before, {0.3}).kind == Kind::unchanged);  // 0.3 − 0.1 > 0.2 in binary
  before.tolerance.absolute = 0;
  CHECK(judge_one(before, {0.1 + 1e-9}).kind == Kind::unchanged);
}

TEST_CASE("Direction decides what is worse") {
  auto before = metric("m", {90});
  before.better = Better::higher;
  CHECK(judge_one(before, {87}).kind == Kind::regressed);
  CHECK(judge_one(before, {87}).delta == 3.0);
  CHECK(judge_one(before, {93}).kind == Kind::improved);

  auto bias = metric("m", {-1});
  bias.better = Better::zero;
  CHECK(judge_one(bias, {2.5}).kind == Kind::unchanged);
  CHECK(judge_one(bias, {3.5}).kind == Kind::regressed);
  CHECK(judge_one(bias, {-3.5}).kind == Kind::regressed);
  CHECK(judge_one(bias, {-3.5}).delta == 2.5);
}

TEST_CASE("A relative tolerance counts where it is the larger one") {
  auto before = metric("m", {-200});
  before.tolerance = {.absolute = 2, .relative = 0.1};
  CHECK(judge_one(before, {-181}).kind == Kind::unchanged);
  CHECK(judge_one(before, {-179}).kind == Kind::regressed);
  CHECK(judge_one(before, {-179}).margin == 20.0);
}

TEST_CASE("A breached limit comes before everything else that could be said") {
  auto before = metric("m", {100});
  before.limit = {.min = 50, .max = 101};
  CHECK(judge_one(before, {101}).kind == Kind::unchanged);
  CHECK(judge_one(before, {101.5}).kind == Kind::limit_violated);  // within the tolerance
  CHECK(judge_one(before, {200}).kind == Kind::limit_violated);    // also regressed
  CHECK(judge_one(before, {49}).kind == Kind::limit_violated);     // also improved
  CHECK(judge_one(before, {49}).consequence == Consequence::fail);

  auto repeated = metric("m", {100, 101, 99, 100, 100});
  repeated.limit.max = 100.5;
  CHECK(judge_one(repeated, {100.4, 100.6, 100.7, 100.5, 100.6}).kind == Kind::limit_violated);
}

TEST_CASE("Repeated runs are tested: regressed, improved and unchanged") {
  const Values before = {100, 101, 99, 100.5, 99.5};
  const auto shifted = [&](double by) {
    Values now = before;
    for (double& value : now)
      value += by;
    return judge_one(metric("m", before), now);
  };
  const auto worse = shifted(4);
  CHECK(worse.kind == Kind::regressed);
  CHECK(worse.evidence == Evidence::runs);
  CHECK(worse.delta == Approx(4));
  REQUIRE(worse.bounds);
  CHECK(worse.bounds->lower > 0);
  CHECK(worse.bounds->lower_confidence == Approx(0.95));
  CHECK(worse.baseline_runs == 5);
  CHECK(worse.contender_runs == 5);
  CHECK(shifted(-4).kind == Kind::improved);
  CHECK(shifted(0).kind == Kind::unchanged);
  CHECK(shifted(0.5).kind == Kind::unchanged);
}

TEST_CASE("A shift that is certain but below the margin is no regression") {
  const auto finding = judge_one(metric("m", {100, 100.1, 99.9, 100, 100}), {101, 101.1, 100.9, 101, 101});
  REQUIRE(finding.bounds);
  CHECK(finding.bounds->lower > 0);
  CHECK(finding.kind == Kind::unchanged);
}

TEST_CASE("Fewer than five runs a side use Welch's bounds, fewer than three are no test") {
  // Means 101 and 107, variances 1 and 1 over 3: standard error 0.8165, 4 degrees of freedom, t(0.95)
  // = 2.1318.
  const auto three = judge_one(metric("m", {100, 101, 102}), {106, 107, 108});
  CHECK(three.evidence == Evidence::runs);
  REQUIRE(three.bounds);
  CHECK(three.bounds->lower == Approx(6 - 2.1318 * 0.81650).margin(1e-3));
  CHECK(three.bounds->upper == Approx(6 + 2.1318 * 0.81650).margin(1e-3));
  CHECK(three.kind == Kind::regressed);

  CHECK(judge_one(metric("m", {100, 101, 102}), {106, 107}).evidence == Evidence::limit);
  CHECK(judge_one(metric("m", {100, 101, 102}), {106, 107}).value == 106.5);
  CHECK(judge_one(metric("m", {100, 101}), {106, 107, 108}).evidence == Evidence::limit);

  auto choosy = baseline({metric("m", {100, 101, 102, 101})});
  choosy.defaults.min_runs = 4;
  CHECK(judge(choosy, contender({{"m", {106, 107, 108}}}), kToday).front().evidence == Evidence::limit);
  CHECK(judge(choosy, contender({{"m", {106, 107, 108, 106}}}), kToday).front().evidence == Evidence::runs);
}

TEST_CASE("Runs that scatter too much are not enough evidence, and it says what would be") {
  const auto finding = judge_one(metric("m", {90, 110, 100, 95, 105}), {93, 112, 102, 97, 106});
  CHECK(finding.kind == Kind::not_enough_evidence);
  CHECK(finding.consequence == Consequence::inconclusive);
  REQUIRE(finding.detectable);
  // Standard deviation 7.9 and 7.5, standard error 4.9, 8 degrees of freedom: (1.860 + 0.889) · 4.9.
  CHECK(finding.detectable->smallest_effect.value() == Approx(13.4).margin(0.1));
  CHECK_FALSE(finding.detectable->runs);  // some 200 for a margin of 2: more than is reasonable

  auto wide = metric("m", {90, 110, 100, 95, 105});
  wide.tolerance.absolute = 10;
  const auto nearer = judge_one(wide, {93, 112, 102, 97, 106});
  CHECK(nearer.kind == Kind::not_enough_evidence);
  CHECK(nearer.detectable->runs == 9u);
}

TEST_CASE("Runs that do not vary at all are unchanged, with a tolerance of nothing too") {
  auto before = metric("m", {0, 0, 0, 0, 0});
  before.tolerance.absolute = 0;
  CHECK(judge_one(before, {0, 0, 0, 0, 0}).kind == Kind::unchanged);
  CHECK(judge_one(before, {1, 1, 1, 1, 1}).kind == Kind::regressed);
  before.runs.resize(3);
  CHECK(judge_one(before, {0, 0, 0}).kind == Kind::unchanged);
  CHECK(judge_one(before, {1, 1, 1}).kind == Kind::regressed);
}

TEST_CASE("The metrics that gate are tested together") {
  // Three of the 25 pairs are the other way round: p = (1+1+2+3)/252 = 0.0278, below 0.05 and above 0.05/2.
  const Values before = {1, 2, 3, 4, 5};
  const Values now = {3.5, 4.5, 6, 7, 8};
  const auto alone = judge(baseline({metric("a", before)}), contender({{"a", now}}), kToday);
  CHECK(alone[0].kind == Kind::regressed);
  CHECK(alone[0].bounds->lower_confidence == Approx(0.95));

  const auto with = [&](Level level) {
    auto other = metric("b", before);
    other.level = level;
    return judge(baseline({metric("a", before), other}), contender({{"a", now}, {"b", before}}), kToday);
  };
  CHECK(with(Level::error)[0].kind == Kind::not_enough_evidence);
  CHECK(with(Level::error)[0].bounds->lower_confidence == Approx(0.975));
  CHECK(with(Level::warn)[0].kind == Kind::regressed);
  CHECK(with(Level::error)[1].bounds->upper_confidence == Approx(0.95));
}

TEST_CASE("The very logs that were recorded must give the very values") {
  auto recorded = baseline({metric("m", {1.23457, 2.5, 3})});
  auto now = contender({{"m", {3, 1.234567891, 2.5}}});
  now[0].sha256 = "recorded2";
  now[1].sha256 = "recorded0";
  now[2].sha256 = "recorded1";
  auto finding = judge(recorded, now, kToday).front();
  CHECK(finding.evidence == Evidence::exact);
  CHECK(finding.kind == Kind::unchanged);

  now[2].measurements[0].value = 2.4999;  // better, and within the tolerance
  finding = judge(recorded, now, kToday).front();
  CHECK(finding.kind == Kind::regressed);
  CHECK(finding.consequence == Consequence::fail);
  CHECK(finding.note.find("now2.log is the log that was recorded, and gave 2.5 then and 2.4999 now") == 0);

  CHECK(finding.changed_run == 2U);
  // Some of them alone.
  finding = judge(recorded, {now[2]}, kToday).front();
  CHECK(finding.kind == Kind::regressed);
  CHECK(finding.baseline == 2.5);
  finding = judge(recorded, {now[0]}, kToday).front();
  CHECK(finding.evidence == Evidence::exact);
  CHECK(finding.kind == Kind::unchanged);
  CHECK(finding.baseline == 3.0);
  CHECK(finding.delta == 0.0);
}

TEST_CASE("Beside new logs, those that were recorded are no evidence of the controller") {
  const auto recorded = baseline({metric("m", {1, 2, 3})});
  auto now = contender({{"m", {3, 1, 20, 30}}});
  now[0].sha256 = "recorded2";
  now[1].sha256 = "recorded0";
  auto finding = judge(recorded, now, kToday).front();
  CHECK(finding.evidence == Evidence::limit);
  CHECK(finding.value == 25.0);
  CHECK(finding.contender_runs == 2);
  CHECK(finding.baseline_runs == 3);
  CHECK(finding.kind == Kind::regressed);
  CHECK_FALSE(finding.changed_run);

  now[1].measurements[0].value = 1.1;
  finding = judge(recorded, now, kToday).front();
  CHECK(finding.evidence == Evidence::exact);
  CHECK(finding.changed_run == 1U);
  CHECK(finding.note.find("now1.log is the log that was recorded") == 0);
}

TEST_CASE("A metric without a value now is missing") {
  auto before = baseline({metric("m", {1, 2, 3}), metric("n", {1, 2, 3})});
  auto now = contender({{"m", {1, 2, 3}}, {"n", {1, 2, 3}}});
  now[1].measurements[0].value = std::nullopt;  // in one run of three
  const auto findings = judge(before, now, kToday);
  CHECK(findings[0].kind == Kind::missing);
  CHECK(findings[0].consequence == Consequence::fail);
  CHECK(findings[0].note == "now1.log gives no value");
  CHECK_FALSE(findings[0].value);
  CHECK(findings[1].kind == Kind::unchanged);

  now[1].measurements.erase(now[1].measurements.begin());  // not even measured
  CHECK(judge(before, now, kToday)[0].kind == Kind::missing);
  before.defaults.missing = Level::warn;
  CHECK(judge(before, now, kToday)[0].consequence == Consequence::warn);
  before.defaults.missing = Level::off;
  CHECK(judge(before, now, kToday)[0].consequence == Consequence::pass);
  before.defaults.missing = Level::error;
  before.metrics[0].level = Level::warn;
  CHECK(judge(before, now, kToday)[0].consequence == Consequence::warn);
}

TEST_CASE("A value that the baseline does not have is new") {
  auto before = baseline({metric("m", {1})});
  auto now = contender({{"m", {1}}, {"extra", {7}}});
  auto findings = judge(before, now, kToday);
  REQUIRE(findings.size() == 2);
  CHECK(findings[1].metric == "extra");
  CHECK(findings[1].kind == Kind::fresh);
  CHECK(findings[1].consequence == Consequence::warn);
  before.defaults.fresh = Level::error;
  CHECK(judge(before, now, kToday)[1].consequence == Consequence::fail);
  now[0].measurements[1].value = std::nullopt;
  CHECK(judge(before, now, kToday).size() == 1);
}

TEST_CASE("What is not the same thing is incomparable, however well it does") {
  const auto before = baseline({metric("m", {100})});
  const auto with = [&](const auto& change) {
    auto now = contender({{"m", {1}}});
    change(now[0].identity);
    return judge(before, now, kToday).front();
  };
  const auto finding = with([](Identity& identity) { identity.accelerator = "A100"; });
  CHECK(finding.kind == Kind::incomparable);
  CHECK(finding.consequence == Consequence::inconclusive);
  CHECK(finding.note == "the accelerator was H100 when it was recorded; in now0.log it is A100");
  CHECK(with([](Identity& identity) { identity.model.clear(); }).note ==
        "the model was llama when it was recorded; in now0.log it is not told");
  CHECK(with([](Identity& identity) {
          identity.slo_itl_ms = {10, 24};
        }).note == "the ITL target was 10 ms when it was recorded; in now0.log it is 10 ms, then 24 ms");
  CHECK(with([](Identity& identity) { identity.slo_ttft_ms.clear(); }).note ==
        "the TTFT target was 1000 ms when it was recorded; in now0.log it is none");
  CHECK(with([](Identity& identity) { identity.definitions = 2; }).kind == Kind::incomparable);
  CHECK(with([](Identity&) {}).kind == Kind::improved);

  auto loaded = before;
  loaded.provenance.identity.mean_rpm = 1000;
  const auto under_load = [&](std::optional<double> rpm) {
    auto now = contender({{"m", {1}}});
    now[0].identity.mean_rpm = rpm;
    return judge(loaded, now, kToday).front();
  };
  CHECK(under_load(2000).kind == Kind::improved);
  CHECK(under_load(500).kind == Kind::improved);
  CHECK(under_load(2001).note ==
        "the mean load was 1000 rpm when it was recorded; in now0.log it is 2001 rpm: another scenario");
  CHECK(under_load(499).kind == Kind::incomparable);
  CHECK(under_load(std::nullopt).note ==
        "the mean load was 1000 rpm when it was recorded; in now0.log it is not told");

  auto timed = before;
  timed.provenance.identity.duration_min = 30;
  const auto lasting = [&](std::optional<double> minutes) {
    auto now = contender({{"m", {1}}});
    now[0].identity.duration_min = minutes;
    return judge(timed, now, kToday).front();
  };
  CHECK(lasting(21).kind == Kind::improved);
  CHECK(lasting(300).kind == Kind::improved);
  CHECK(lasting(20.9).note ==
        "the samples spanned 30 min when it was recorded; in now0.log they span 20.9 min: a part is missing");
  CHECK(lasting(std::nullopt).kind == Kind::incomparable);

  auto other = contender({{"m", {1}}});
  other[0].measure = {.policy = "notebook", .slo_itl_ms = 10};
  CHECK(judge(before, other, kToday).front().note ==
        "the baseline's figures are of policy cycle, 5 s, those of now0.log of policy notebook, 5 s, ITL "
        "target 10 ms");
}

TEST_CASE("What the baseline does not know does not matter") {
  auto before = baseline({metric("m", {100})});
  before.provenance.identity = {};
  CHECK(judge(before, contender({{"m", {100}}}), kToday).front().kind == Kind::unchanged);
}

TEST_CASE("Levels decide what a finding does") {
  auto before = metric("m", {100});
  before.level = Level::warn;
  CHECK(judge_one(before, {200}).kind == Kind::regressed);
  CHECK(judge_one(before, {200}).consequence == Consequence::warn);
  before.level = Level::off;
  CHECK(judge(baseline({before, metric("n", {1})}), contender({{"m", {200}}, {"n", {1}}}), kToday).size() ==
        1);

  auto noisy = baseline({metric("m", {90, 110, 100, 95, 105})});
  const auto now = contender({{"m", {93, 112, 102, 97, 106}}});
  noisy.defaults.insufficient = Level::error;
  CHECK(judge(noisy, now, kToday).front().consequence == Consequence::fail);
  noisy.defaults.insufficient = Level::off;
  CHECK(judge(noisy, now, kToday).front().consequence == Consequence::pass);
  noisy.defaults.insufficient = Level::warn;
  noisy.metrics[0].level = Level::warn;
  CHECK(judge(noisy, now, kToday).front().consequence == Consequence::warn);
}

TEST_CASE("A waiver lets a metric be worse, up to its last day and its largest worsening") {
  auto before = metric("m", {100});
  before.waiver = Waiver{.reason = "slow nodes", .expires = kToday, .max = 5};
  CHECK(judge_one(before, {105}).kind == Kind::regressed);
  CHECK(judge_one(before, {105}).consequence == Consequence::warn);
  CHECK(judge_one(before, {105}).waiver == WaiverState::used);
  CHECK(judge_one(before, {105.1}).waiver == WaiverState::exceeded);
  CHECK(judge_one(before, {105.1}).consequence == Consequence::fail);
  CHECK(judge_one(before, {101}).waiver == WaiverState::none);
  before.limit.max = 101;
  CHECK(judge_one(before, {105}).kind == Kind::limit_violated);
  CHECK(judge_one(before, {105}).consequence == Consequence::warn);
  before.waiver->max.reset();
  CHECK(judge_one(before, {1e9}).waiver == WaiverState::used);
}

TEST_CASE("An expired waiver is an error, whatever the metric does") {
  auto before = metric("m", {100});
  before.level = Level::warn;
  before.waiver = Waiver{.reason = "slow nodes", .expires = 2026y / 3 / 9};
  for (const double now : {90.0, 100.0, 105.0}) {
    CHECK(judge_one(before, {now}).waiver == WaiverState::expired);
    CHECK(judge_one(before, {now}).consequence == Consequence::fail);
  }
}

TEST_CASE("The interval within a single run is passed on, that of several is not") {
  auto now = contender({{"m", {100}}});
  now[0].measurements[0].within_run = statistics::Interval{95, 105};
  const auto finding = judge(baseline({metric("m", {100})}), now, kToday).front();
  REQUIRE(finding.within_run);
  CHECK(finding.within_run->lower == 95);
  auto two = contender({{"m", {100, 101}}});
  two[0].measurements[0].within_run = statistics::Interval{95, 105};
  CHECK_FALSE(judge(baseline({metric("m", {100})}), two, kToday).front().within_run);
}

/// How many of `trials` of five runs against five, scattering by half the margin, are called regressed when
/// the truth moves by `shift`.
int called_regressed(double shift, int trials, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> noise(100, 1);  // the margin is 2
  int regressed = 0;
  for (int trial = 0; trial < trials; ++trial) {
    Values before(5);
    Values now(5);
    for (double& value : before)
      value = noise(random);
    for (double& value : now)
      value = noise(random) + shift;
    regressed += judge_one(metric("m", before), now).kind == Kind::regressed ? 1 : 0;
  }
  return regressed;
}

TEST_CASE(
    "Without a change hardly a trial is called regressed, and with one of two margins hardly one is not") {
  CHECK(called_regressed(0, 1000, 1) < 20);
  CHECK(called_regressed(4, 1000, 2) > 970);
  CHECK(called_regressed(2, 1000, 3) >
        300);  // one margin is a toss-up: the shift must also be estimated so large
}

TEST_CASE("Without a change hardly a trial of ten metrics has one that is called regressed") {
  std::mt19937_64 random(5);
  std::normal_distribution<double> noise(100, 1);
  int alarms = 0;
  for (int trial = 0; trial < 1000; ++trial) {
    std::vector<BaselineMetric> before;
    std::vector<std::pair<std::string, Values>> now;
    for (int i = 0; i < 10; ++i) {
      Values values(5);
      for (double& value : values)
        value = noise(random);
      before.push_back(metric("m" + std::to_string(i), values));
      for (double& value : values)
        value = noise(random);
      now.emplace_back(before.back().name, values);
    }
    bool alarm = false;
    for (const Finding& finding : judge(baseline(before), contender(now), kToday))
      alarm = alarm || finding.kind == Kind::regressed;
    alarms += alarm ? 1 : 0;
  }
  CHECK(alarms < 20);
}

}  // namespace
}  // namespace wvagate::verdict
