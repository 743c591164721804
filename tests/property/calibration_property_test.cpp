#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "analysis/model/calibration.hpp"
#include "analysis/model/queue_model.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/dice.hpp"

namespace wvagate {
namespace {

using testing::Dice;

constexpr std::uint64_t kSeed = 20251103;

/// A staircase of load up and down on replicas that follow it, as in the recordings, observed with noise.
struct Scenario {
  PerfParameters truth;
  PerfParameters in_force;
  std::size_t cycles = 36;
  double itl_noise = 0.02;  ///< relative
  double ttft_noise = 0.04;
  double outlier_share = 0;
};

Series observe(const Scenario& scenario, Dice& dice) {
  Series series;
  const double steps[] = {300, 600, 900, 1500, 2200, 1500, 900, 600, 300};
  double replicas = 1;
  for (std::size_t i = 0; i < scenario.cycles; ++i) {
    Sample sample;
    sample.time = TimePoint{} + std::chrono::minutes(i);
    sample.line = 10 * (i + 1);
    sample.observation.emplace();
    sample.observation->max_batch = 256;
    const double step = steps[i * std::size(steps) / scenario.cycles];
    sample.observation->load = {.rate_rpm = step * dice.between(0.85, 1.15),
                                .in_tokens = std::floor(dice.between(200, 320)),
                                .out_tokens = std::floor(dice.between(400, 560))};
    sample.observation->replicas = replicas;
    sample.parameters = scenario.in_force;
    const auto prediction = predict(
        {scenario.truth, *sample.observation->load.in_tokens, *sample.observation->load.out_tokens, 256},
        *sample.observation->load.rate_rpm / replicas);
    sample.observation->latency.itl = prediction->itl_ms * std::exp(scenario.itl_noise * dice.normal());
    sample.observation->latency.ttft = prediction->ttft_ms * std::exp(scenario.ttft_noise * dice.normal());
    if (dice.share() < scenario.outlier_share) {
      *sample.observation->latency.itl *= dice.between(2, 5);
      *sample.observation->latency.ttft *= dice.between(2, 20);
    }
    series.samples.push_back(sample);
    replicas = std::max(1.0, std::ceil(step / 800));
  }
  return series;
}

Calibration calibrate_one(const Series& series, const CalibrationOptions& options = {}) {
  const std::vector<MeasuredSeries> measured{MeasuredSeries(series, Policy{})};
  return calibrate(measured, options);
}

PerfParameters any_truth(Dice& dice) {
  return {dice.between(5, 12), dice.log_between(0.02, 0.08), dice.between(8, 30),
          dice.log_between(0.0001, 0.0008)};
}

PerfParameters near(const PerfParameters& truth, Dice& dice) {
  return {truth.alpha * dice.log_between(0.6, 1.7), truth.beta * dice.log_between(0.4, 2.5),
          truth.gamma * dice.log_between(0.6, 1.7), truth.delta * dice.log_between(0.4, 2.5)};
}

struct Coverage {
  std::array<int, kParameterCount> fitted{};
  std::array<int, kParameterCount> covered{};
};

Coverage measure_coverage(std::uint64_t seed, int trials, double outlier_share) {
  Dice dice(seed);
  Coverage coverage;
  CalibrationOptions options;
  options.blocks = 0;  // the verdict is not asked for
  for (int trial = 0; trial < trials; ++trial) {
    Scenario scenario;
    scenario.truth = any_truth(dice);
    scenario.in_force = near(scenario.truth, dice);
    scenario.outlier_share = outlier_share;
    const Calibration calibration = calibrate_one(observe(scenario, dice), options);
    REQUIRE(calibration.fit);
    for (const Parameter parameter : kParameters) {
      const auto i = static_cast<std::size_t>(parameter);
      const ParameterEstimate& estimate = (*calibration.fit)[parameter];
      if (is_kept(estimate.status)) continue;
      ++coverage.fitted[i];
      const double truth = parameter_of(scenario.truth, parameter);
      if (*estimate.low <= truth && truth <= *estimate.high) ++coverage.covered[i];
    }
  }
  return coverage;
}

/// Of intervals that claim 95 %, 150 trials of which hold 95 ± 5 % (three standard deviations).
void check_coverage(const Coverage& coverage, int trials) {
  for (const Parameter parameter : kParameters) {
    const auto i = static_cast<std::size_t>(parameter);
    INFO(parameter_name(parameter) << ": " << coverage.covered[i] << " of " << coverage.fitted[i]
                                   << " fitted, of " << trials);
    CHECK(coverage.fitted[i] >= trials * 95 / 100);
    CHECK(coverage.covered[i] >= coverage.fitted[i] * 88 / 100);
  }
}

TEST_CASE("Known parameters are found within their confidence intervals at the rate that these claim",
          "[property]") {
  INFO("seed " << kSeed);
  const int trials = 150;
  check_coverage(measure_coverage(kSeed, trials, 0), trials);
}

TEST_CASE("Known parameters are found with 10 % gross outliers too", "[property]") {
  INFO("seed " << kSeed + 1);
  const int trials = 150;
  check_coverage(measure_coverage(kSeed + 1, trials, 0.1), trials);
}

TEST_CASE("Parameters that are far off are replaced, and right ones are not", "[property]") {
  INFO("seed " << kSeed + 2);
  Dice dice(kSeed + 2);
  for (int trial = 0; trial < 25; ++trial) {
    CAPTURE(trial);
    Scenario scenario;
    scenario.truth = any_truth(dice);
    scenario.in_force = scenario.truth;
    scenario.outlier_share = 0.05;
    CHECK_FALSE(calibrate_one(observe(scenario, dice)).verdict.recommended);
    scenario.in_force.alpha *= trial % 2 == 0 ? 1.5 : 0.6;
    scenario.in_force.gamma *= trial % 2 == 0 ? 1.4 : 0.5;
    CHECK(calibrate_one(observe(scenario, dice)).verdict.recommended);
  }
}

TEST_CASE("What a constant load costs is not told, whatever the parameters", "[property]") {
  INFO("seed " << kSeed + 3);
  Dice dice(kSeed + 3);
  for (int trial = 0; trial < 25; ++trial) {
    CAPTURE(trial);
    Scenario scenario;
    scenario.truth = any_truth(dice);
    scenario.in_force = near(scenario.truth, dice);
    Series series = observe(scenario, dice);
    // Every cycle has the load of the first, and that one's latencies with noise of its own.
    const Sample first = series.samples.front();
    for (Sample& sample : series.samples) {
      sample.observation->load = first.observation->load;
      *sample.observation->load.rate_rpm *= dice.between(0.99, 1.01);
      sample.observation->replicas = 1;
      sample.observation->latency.itl = *first.observation->latency.itl * std::exp(0.02 * dice.normal());
      sample.observation->latency.ttft = *first.observation->latency.ttft * std::exp(0.04 * dice.normal());
    }
    const Calibration calibration = calibrate_one(series);
    REQUIRE(calibration.fit);
    for (const Parameter parameter : {Parameter::beta, Parameter::delta}) {
      const ParameterEstimate& estimate = (*calibration.fit)[parameter];
      CHECK((estimate.status == ParameterStatus::load_constant ||
             estimate.status == ParameterStatus::contradicted));
      CHECK_FALSE(estimate.low);
      if (estimate.status == ParameterStatus::load_constant)
        CHECK(estimate.value == parameter_of(scenario.in_force, parameter));
    }
    CHECK(calibration.verdict.reason == VerdictReason::load_did_not_vary);
  }
}

void check_finite(std::optional<double> value) {
  if (value && !std::isfinite(*value)) FAIL_CHECK("not finite: " << *value);
}

void check_finite(const CandidateScores& scores) {
  for (const CandidateScore* candidate : {&scores.in_force, &scores.fitted, &scores.line}) {
    for (const Latency latency : kLatencies) {
      const auto& score = (*candidate)[latency];
      if (!score) continue;
      check_finite(score->mae_ms);
      check_finite(score->bias_ms);
      check_finite(score->scaled_error);
    }
  }
}

void check_finite(const std::optional<CalibrationFit>& fit) {
  if (!fit) return;
  check_finite(fit->condition);
  for (const ParameterEstimate& estimate : fit->estimates) {
    check_finite(estimate.value);
    check_finite(estimate.low);
    check_finite(estimate.high);
    CHECK(estimate.value >= 0);
  }
}

void check_finite(const Calibration& calibration) {
  check_finite(calibration.fit);
  check_finite(calibration.first_half_fit);
  for (const auto* scheme :
       {&calibration.in_sample, &calibration.second_half, &calibration.cross_validation}) {
    if (!*scheme) continue;
    check_finite((*scheme)->all);
    check_finite((*scheme)->settled);
  }
  for (const auto* gain : {&calibration.verdict.second_half, &calibration.verdict.cross_validation}) {
    if (*gain) check_finite((*gain)->combined);
  }
  if (calibration.line) {
    check_finite(calibration.line->intercept_ms);
    check_finite(calibration.line->slope_ms);
  }
  std::size_t left_out = calibration.used;
  for (const CalibrationSample& sample : calibration.samples) {
    for (const LatencyPair* pair : {&sample.observed, &sample.in_force, &sample.fitted, &sample.line_fit}) {
      check_finite(pair->itl);
      check_finite(pair->ttft);
    }
  }
  for (const std::size_t count : calibration.left_out)
    left_out += count;
  if (calibration.fit) CHECK(left_out == calibration.samples.size());
}

TEST_CASE("Whatever the log says, no number is NaN or infinite", "[property]") {
  INFO("seed " << kSeed + 4);
  Dice dice(kSeed + 4);
  const double nasty[] = {0,    -1,   1e-300, 1e300, std::numeric_limits<double>::infinity(),
                          1e-9, 0.5,  1e9,    512,   std::numeric_limits<double>::quiet_NaN(),
                          4e11, 1e-5, 65536,  1,     -std::numeric_limits<double>::infinity()};
  const auto any = [&] { return nasty[static_cast<std::size_t>(dice.share() * std::size(nasty))]; };
  for (int trial = 0; trial < 100; ++trial) {
    CAPTURE(trial);
    Scenario scenario;
    scenario.cycles = 20;
    scenario.truth = any_truth(dice);
    scenario.in_force = near(scenario.truth, dice);
    Series series = observe(scenario, dice);
    const double share = dice.between(0, 0.4);
    for (Sample& sample : series.samples) {
      const auto spoil = [&](std::optional<double>& value) {
        if (dice.share() < share) value = any();
      };
      spoil(sample.observation->load.rate_rpm);
      spoil(sample.observation->load.in_tokens);
      spoil(sample.observation->load.out_tokens);
      spoil(sample.observation->replicas);
      spoil(sample.observation->max_batch);
      spoil(sample.observation->latency.itl);
      spoil(sample.observation->latency.ttft);
      if (dice.share() < share) sample.parameters = PerfParameters{any(), any(), any(), any()};
      if (dice.share() < share) sample.parameters->beta = any();
    }
    const Calibration calibration = calibrate_one(series);
    check_finite(calibration);
    // The same again, to the last bit.
    const Calibration again = calibrate_one(series);
    REQUIRE(again.fit.has_value() == calibration.fit.has_value());
    if (calibration.fit) CHECK(again.fit->parameters == calibration.fit->parameters);
  }
}

}  // namespace
}  // namespace wvagate
