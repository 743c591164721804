#include "analysis/model/calibration.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "analysis/model/calibration_fit.hpp"
#include "analysis/model/queue_model.hpp"
#include "tests/support/catch.hpp"

namespace wvagate {
namespace {

constexpr PerfParameters kTruth{8, 0.04, 16, 0.0003};
constexpr PerfParameters kFarOff{9.3, 0.08, 23, 0.004};
constexpr double kBatch = 256;

/// One cycle under `rate` on `replicas`, observed as the model with the truth has it, times `factor`.
Sample cycle(double rate, double replicas, double factor = 1, const PerfParameters& truth = kTruth) {
  Sample sample;
  sample.observation.emplace();
  sample.observation->replicas = replicas;
  sample.observation->max_batch = kBatch;
  sample.observation->load = {.rate_rpm = rate, .in_tokens = 250, .out_tokens = 480};
  const auto prediction = predict(
      {.parameters = truth, .in_tokens = 250, .out_tokens = 480, .max_batch = kBatch}, rate / replicas);
  sample.observation->latency.itl = prediction->itl_ms * factor;
  sample.observation->latency.ttft = prediction->ttft_ms * factor;
  sample.parameters = kFarOff;
  return sample;
}

/// Scatter that is not the same for any two cycles, yet always the same: ±1 %.
double scatter(std::size_t i) {
  return 1 + 0.01 * std::sin(static_cast<double>(i * i + 1));
}

/// A staircase on one replica.
std::vector<Sample> staircase(std::size_t cycles, const PerfParameters& truth = kTruth) {
  const double rates[] = {200, 350, 500, 650, 800, 650, 500, 350};
  std::vector<Sample> samples;
  for (std::size_t i = 0; i < cycles; ++i)
    samples.push_back(cycle(rates[i % std::size(rates)], 1, scatter(i), truth));
  return samples;
}

Series series_of(std::vector<Sample> samples) {
  Series series;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i].time = TimePoint{} + std::chrono::minutes(i);
    samples[i].line = 100 + i;
  }
  series.samples = std::move(samples);
  return series;
}

Calibration calibrate_all(const std::vector<Series>& all) {
  std::vector<MeasuredSeries> measured;
  measured.reserve(all.size());
  for (const Series& series : all)
    measured.emplace_back(series, Policy{});
  return calibrate(measured);
}

Calibration calibrate_samples(std::vector<Sample> samples) {
  return calibrate_all({series_of(std::move(samples))});
}

void set_parameters(std::vector<Sample>& samples, const std::optional<PerfParameters>& parameters) {
  for (Sample& sample : samples)
    sample.parameters = parameters;
}

bool lies_within(double value, const ParameterEstimate& estimate) {
  return estimate.low && estimate.high && *estimate.low <= value && value <= *estimate.high;
}

TEST_CASE("The parameters that made the samples are found and recommended") {
  const Calibration calibration = calibrate_samples(staircase(30));
  REQUIRE(calibration.fit);
  CHECK(calibration.used == 30);
  CHECK(calibration.scored == 30);
  CHECK(calibration.fit->used == 30);
  CHECK(*calibration.in_force == kFarOff);
  for (const Parameter parameter : kParameters) {
    CAPTURE(parameter_name(parameter));
    const ParameterEstimate& estimate = (*calibration.fit)[parameter];
    const double truth = parameter_of(kTruth, parameter);
    CHECK(estimate.status == ParameterStatus::fitted);
    CHECK(estimate.value == Approx(truth).epsilon(0.05));
    CHECK(estimate.value == parameter_of(calibration.fit->parameters, parameter));
    CHECK(lies_within(truth, estimate));
  }
  CHECK(calibration.verdict.recommended);
  CHECK(calibration.verdict.reason == VerdictReason::beats_in_force);
  CHECK_FALSE(calibration.verdict.online_tuner);
  CHECK_FALSE(calibration.verdict.parameters_changed);
  CHECK(calibration.verdict.second_half->combined > 0.1);
  CHECK(calibration.verdict.cross_validation->combined > 0.1);
}

TEST_CASE("Every sample that has no part is told with its reason and line") {
  std::vector<Sample> samples = staircase(16);
  const auto insert = [&](std::size_t at, const Sample& sample) {
    samples.insert(samples.begin() + static_cast<std::ptrdiff_t>(at), sample);
  };
  Sample idle = cycle(500, 1);
  idle.observation->load = {.rate_rpm = 0, .in_tokens = 0, .out_tokens = 0};
  idle.observation->latency = {.itl = 0, .ttft = 0};
  Sample unmeasured = cycle(500, 1);
  unmeasured.observation->latency = {.itl = 0, .ttft = std::nullopt};
  Sample no_load = cycle(500, 1);
  no_load.observation->load.rate_rpm = 0;
  Sample no_replicas = cycle(500, 1);
  no_replicas.observation->replicas.reset();
  Sample no_tokens = cycle(500, 1);
  no_tokens.observation->load.in_tokens.reset();
  Sample no_batch = cycle(500, 1);
  no_batch.observation->max_batch.reset();
  Sample overload = cycle(5000, 1);
  overload.observation->latency = {.itl = 20, .ttft = 9000};
  const Sample outlier = cycle(500, 1, 3);
  const Sample* const added[] = {&idle,      &unmeasured, &no_load,  &no_replicas,
                                 &no_tokens, &no_batch,   &overload, &outlier};
  for (std::size_t i = 0; i < std::size(added); ++i)
    insert(1 + 2 * i, *added[i]);

  const Calibration calibration = calibrate_samples(samples);
  REQUIRE(calibration.samples.size() == samples.size());
  const LeftOut expected[] = {LeftOut::idle,        LeftOut::unmeasured, LeftOut::no_load,
                              LeftOut::no_replicas, LeftOut::no_tokens,  LeftOut::no_batch,
                              LeftOut::overload,    LeftOut::outlier};
  std::size_t left_out = 0;
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    const CalibrationSample& sample = calibration.samples[1 + 2 * i];
    CAPTURE(left_out_name(expected[i]));
    CHECK(sample.left_out == expected[i]);
    CHECK(sample.index == 1 + 2 * i);
    CHECK(sample.line == 101 + 2 * i);
    CHECK(calibration.left_out_for(expected[i]) == 1);
    CHECK(sample.rate_per_replica_rpm.has_value() == (i >= 6));
    CHECK(sample.fitted.itl.has_value() == (i >= 6));
    left_out += calibration.left_out_for(expected[i]);
  }
  CHECK(calibration.used == 16);
  CHECK(calibration.used + left_out == calibration.samples.size());
  CHECK(calibration.scored == 18);
}

TEST_CASE("The solution's batch limit goes before the running one's") {
  std::vector<Sample> samples = staircase(12);
  for (Sample& sample : samples) {
    sample.forecast.emplace().max_batch = kBatch;
    sample.observation->max_batch = 3;  // would overload
  }
  CHECK(calibrate_samples(samples).used == 12);
}

TEST_CASE("A cycle with more replicas and the next are left out, and those after a fall are not") {
  std::vector<Sample> samples;
  const double replicas[] = {1, 1, 2, 2, 2, 2, 1, 1, 3, 2, 1, 1};
  for (std::size_t i = 0; i < std::size(replicas); ++i)
    samples.push_back(cycle((300 + 50 * static_cast<double>(i % 4)) * replicas[i], replicas[i], scatter(i)));
  const Calibration calibration = calibrate_samples(samples);
  std::set<std::size_t> left_out;
  for (const CalibrationSample& sample : calibration.samples) {
    if (sample.left_out == LeftOut::replica_change) left_out.insert(sample.index);
  }
  // 9 has two replicas of which one is new; 10 only the old one.
  CHECK(left_out == std::set<std::size_t>{2, 3, 8, 9});
  CHECK(calibration.samples[5].rate_per_replica_rpm == 350.0);
}

TEST_CASE("Parameters in force that call a moderate load an overload do not keep it out") {
  PerfParameters gloomy = kTruth;
  gloomy.alpha *= 4;
  gloomy.beta *= 4;
  std::vector<Sample> samples = staircase(24);
  set_parameters(samples, gloomy);
  std::size_t overloaded = 0;
  for (const Sample& sample : samples) {
    const QueueSpec spec{.parameters = gloomy, .in_tokens = 250, .out_tokens = 480, .max_batch = kBatch};
    if (predict(spec, *sample.observation->load.rate_rpm)->rho >= 0.98) ++overloaded;
  }
  REQUIRE(overloaded > 6);
  const Calibration calibration = calibrate_samples(samples);
  CHECK(calibration.used == 24);
  CHECK((*calibration.fit)[Parameter::beta].value == Approx(kTruth.beta).epsilon(0.05));
}

std::vector<Sample> constant_load() {
  std::vector<Sample> samples;
  for (std::size_t i = 0; i < 20; ++i)
    samples.push_back(cycle(500 * scatter(3 * i), 1, scatter(i)));
  return samples;
}

TEST_CASE("Where the load did not vary, beta and delta are kept and alpha and gamma are fitted to them") {
  std::vector<Sample> samples = constant_load();
  const PerfParameters in_force{10, 0.06, 12, 0.0004};
  set_parameters(samples, in_force);
  const Calibration calibration = calibrate_samples(samples);
  REQUIRE(calibration.fit);
  const CalibrationFit& fit = *calibration.fit;
  for (const Parameter parameter : {Parameter::beta, Parameter::delta}) {
    CHECK(fit[parameter].status == ParameterStatus::load_constant);
    CHECK(fit[parameter].value == parameter_of(in_force, parameter));
    CHECK_FALSE(fit[parameter].low);
    CHECK_FALSE(fit[parameter].high);
  }
  CHECK(fit[Parameter::alpha].status == ParameterStatus::fitted);
  CHECK(fit[Parameter::gamma].status == ParameterStatus::fitted);
  CHECK(fit.parameters.alpha < kTruth.alpha);
  CHECK(calibration.in_sample->all.fitted.itl->mae_ms < 0.1);
  CHECK(calibration.in_sample->all.fitted.ttft->mae_ms < 0.2);
  CHECK_FALSE(calibration.verdict.recommended);
  CHECK(calibration.verdict.reason == VerdictReason::load_did_not_vary);
}

TEST_CASE("A slope in force that even a constant load rules out is not kept, nor told") {
  std::vector<Sample> samples = constant_load();
  PerfParameters in_force = kTruth;
  in_force.delta = 0.004;  // a TTFT far above those observed, whatever gamma
  set_parameters(samples, in_force);
  const Calibration calibration = calibrate_samples(samples);
  REQUIRE(calibration.fit);
  const ParameterEstimate& delta = (*calibration.fit)[Parameter::delta];
  CHECK(delta.status == ParameterStatus::contradicted);
  CHECK(delta.value < 0.002);
  CHECK_FALSE(delta.low);
  CHECK((*calibration.fit)[Parameter::beta].status == ParameterStatus::load_constant);
  CHECK(calibration.in_sample->all.fitted.ttft->mae_ms < 0.2);
  CHECK(calibration.verdict.reason == VerdictReason::load_did_not_vary);
}

TEST_CASE("What was never measured is kept") {
  SECTION("no TTFT") {
    std::vector<Sample> samples = staircase(20);
    for (Sample& sample : samples)
      sample.observation->latency.ttft.reset();
    const Calibration calibration = calibrate_samples(samples);
    REQUIRE(calibration.fit);
    CHECK((*calibration.fit)[Parameter::gamma].status == ParameterStatus::not_measured);
    CHECK((*calibration.fit)[Parameter::delta].status == ParameterStatus::not_measured);
    CHECK(calibration.fit->parameters.gamma == kFarOff.gamma);
    CHECK((*calibration.fit)[Parameter::alpha].status == ParameterStatus::fitted);
    CHECK((*calibration.fit)[Parameter::beta].status == ParameterStatus::fitted);
    CHECK_FALSE(calibration.in_sample->all.fitted.ttft);
    CHECK_FALSE(calibration.verdict.second_half->ttft);
  }
  SECTION("no ITL") {
    std::vector<Sample> samples = staircase(20);
    for (Sample& sample : samples)
      sample.observation->latency.itl = 0;
    const Calibration calibration = calibrate_samples(samples);
    REQUIRE(calibration.fit);
    CHECK((*calibration.fit)[Parameter::alpha].status == ParameterStatus::not_measured);
    CHECK((*calibration.fit)[Parameter::beta].status == ParameterStatus::not_measured);
    CHECK_FALSE(calibration.in_sample->all.line.itl);
  }
  SECTION("no prompt") {
    std::vector<Sample> samples = staircase(20);
    for (Sample& sample : samples)
      sample.observation->load.in_tokens = 0;
    const Calibration calibration = calibrate_samples(samples);
    REQUIRE(calibration.fit);
    CHECK((*calibration.fit)[Parameter::delta].status == ParameterStatus::not_measured);
  }
}

TEST_CASE("A parameter that is too uncertain is kept, unless the samples speak against the one in force") {
  PerfParameters flat = kTruth;
  flat.delta = 1e-9;
  std::vector<Sample> samples = staircase(30, flat);
  SECTION("in force all but 0") {
    PerfParameters near = kTruth;
    near.delta = 2e-6;
    set_parameters(samples, near);
    const Calibration calibration = calibrate_samples(samples);
    CHECK((*calibration.fit)[Parameter::delta].status == ParameterStatus::uncertain);
    CHECK(calibration.fit->parameters.delta == 2e-6);
  }
  SECTION("in force far from 0") {
    const Calibration calibration = calibrate_samples(samples);
    const ParameterEstimate& delta = (*calibration.fit)[Parameter::delta];
    CHECK(delta.status == ParameterStatus::near_zero);
    CHECK(*delta.low == 0);
    CHECK(*delta.high < 1e-4);
    CHECK(delta.value < 1e-5);
  }
}

TEST_CASE("Too few samples are refused") {
  const Calibration calibration = calibrate_samples(staircase(5));
  CHECK_FALSE(calibration.fit);
  CHECK(calibration.used == 0);
  CHECK_FALSE(calibration.in_sample);
  CHECK_FALSE(calibration.second_half);
  CHECK_FALSE(calibration.cross_validation);
  CHECK_FALSE(calibration.verdict.recommended);
  CHECK(calibration.verdict.reason == VerdictReason::too_few_samples);

  // Enough to fit, too few to check the fit.
  const Calibration unchecked = calibrate_samples(staircase(9));
  CHECK(unchecked.fit);
  CHECK_FALSE(unchecked.second_half);
  CHECK(unchecked.verdict.reason == VerdictReason::too_few_samples);

  CHECK(calibrate_samples({}).verdict.reason == VerdictReason::too_few_samples);
  CHECK(calibrate({}).verdict.reason == VerdictReason::too_few_samples);
}

TEST_CASE("Without parameters in force there is a fit and nothing to compare it with") {
  std::vector<Sample> samples = staircase(24);
  set_parameters(samples, std::nullopt);
  const Calibration calibration = calibrate_samples(samples);
  REQUIRE(calibration.fit);
  CHECK(calibration.fit->parameters.alpha == Approx(kTruth.alpha).epsilon(0.05));
  CHECK_FALSE(calibration.in_sample->all.in_force.itl);
  CHECK(calibration.in_sample->all.fitted.itl);
  CHECK_FALSE(calibration.verdict.second_half);
  CHECK(calibration.verdict.reason == VerdictReason::no_parameters_in_force);
}

TEST_CASE("Parameters in force that are right, or nearly, are not replaced") {
  std::vector<Sample> samples = staircase(30);
  set_parameters(samples, kTruth);
  const Calibration right = calibrate_samples(samples);
  CHECK_FALSE(right.verdict.recommended);

  PerfParameters nearly = kTruth;
  nearly.alpha *= 1.02;
  nearly.gamma *= 1.02;
  set_parameters(samples, nearly);
  const Calibration near = calibrate_samples(samples);
  CHECK(near.verdict.reason == VerdictReason::gain_too_small);
}

TEST_CASE("Nothing is recommended where the online tuner moves the parameters") {
  std::vector<Sample> samples = staircase(30);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i].parameters->alpha += 0.01 * static_cast<double>(i);
    samples[i].tuner = TunerOutcome{.accepted = true, .nis = {}};
  }
  const Calibration calibration = calibrate_samples(samples);
  CHECK(calibration.verdict.online_tuner);
  CHECK(calibration.verdict.parameters_changed);
  CHECK_FALSE(calibration.verdict.recommended);
  CHECK(calibration.verdict.reason == VerdictReason::online_tuner);

  // Changed by hand is only noted.
  for (Sample& sample : samples)
    sample.tuner.reset();
  const Calibration by_hand = calibrate_samples(samples);
  CHECK(by_hand.verdict.parameters_changed);
  CHECK_FALSE(by_hand.verdict.online_tuner);
  CHECK(by_hand.verdict.recommended);
}

TEST_CASE("Several logs are fitted together") {
  const Calibration calibration = calibrate_all({series_of(staircase(14)), series_of(staircase(18))});
  CHECK(calibration.samples.size() == 32);
  CHECK(calibration.samples[13].series == 0);
  CHECK(calibration.samples[14].series == 1);
  CHECK(calibration.samples[14].index == 0);
  CHECK(calibration.used == 32);
  CHECK(calibration.first_half_fit->used == 7 + 9);
  CHECK(calibration.second_half->all.fitted.itl->samples == 7 + 9);
  CHECK(calibration.cross_validation->all.fitted.itl->samples == 32);
  CHECK(calibration.verdict.recommended);
}

TEST_CASE("Scores are of the error, observed less predicted") {
  std::vector<Sample> samples = staircase(24);
  const Calibration calibration = calibrate_samples(samples);
  double absolute = 0;
  double sum = 0;
  for (const CalibrationSample& sample : calibration.samples) {
    const double error = *sample.observed.itl - *sample.in_force.itl;
    absolute += std::abs(error) / 24;
    sum += error / 24;
  }
  const ErrorScore& score = *calibration.in_sample->all.in_force.itl;
  CHECK(score.samples == 24);
  CHECK(score.mae_ms == Approx(absolute));
  CHECK(score.bias_ms == Approx(sum));
  CHECK(score.bias_ms < 0);  // in force is pessimistic
  CHECK(calibration.in_sample->settled.in_force.itl->mae_ms == score.mae_ms);
  // One replica: a straight line of ITL on the rate.
  const CalibrationSample& last = calibration.samples.back();
  CHECK(*last.line_fit.itl ==
        Approx(calibration.line->intercept_ms + calibration.line->slope_ms * *last.rate_per_replica_rpm));
  CHECK_FALSE(last.line_fit.ttft);
}

TEST_CASE("Samples without parameters in force are fitted, but not scored beside those that have some") {
  std::vector<Sample> samples = staircase(24);
  samples[3].parameters.reset();
  samples[4].parameters = PerfParameters{-1, 0, 0, 0};
  const Calibration calibration = calibrate_samples(samples);
  CHECK(calibration.used == 24);
  CHECK(calibration.in_sample->all.fitted.itl->samples == 22);
  CHECK_FALSE(calibration.samples[3].in_force.itl);
  CHECK_FALSE(calibration.samples[4].in_force.itl);
}

TEST_CASE("Every name and description is its own") {
  std::set<std::string_view> texts;
  for (std::size_t i = 0; i < kLeftOutCount; ++i)
    texts.insert(left_out_name(static_cast<LeftOut>(i)));
  CHECK(texts.size() == kLeftOutCount);
  texts.clear();
  for (std::size_t i = 0; i < kLeftOutCount; ++i)
    texts.insert(describe(static_cast<LeftOut>(i)));
  CHECK(texts.size() == kLeftOutCount);
  texts.clear();
  for (int i = 0; i <= static_cast<int>(VerdictReason::gain_too_small); ++i) {
    texts.insert(verdict_reason_name(static_cast<VerdictReason>(i)));
    texts.insert(describe(static_cast<VerdictReason>(i)));
  }
  CHECK(texts.size() == 2 * (1 + static_cast<std::size_t>(VerdictReason::gain_too_small)));
  texts.clear();
  for (int i = 0; i <= static_cast<int>(ParameterStatus::contradicted); ++i) {
    texts.insert(status_name(static_cast<ParameterStatus>(i)));
    texts.insert(describe(static_cast<ParameterStatus>(i)));
  }
  CHECK(texts.size() == 2 * (1 + static_cast<std::size_t>(ParameterStatus::contradicted)));
  CHECK(parameter_name(Parameter::delta) == "delta");
}

}  // namespace
}  // namespace wvagate
