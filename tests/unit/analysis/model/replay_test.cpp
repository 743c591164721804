#include "analysis/model/replay.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate {
namespace {

constexpr PerfParameters kParameters{7.4712345678, 0.0441234567, 15.4151234567, 0.00033712345};

/// A cycle as a controller with `parameters` would log it, in doubles.
Sample logged_cycle(const PerfParameters& parameters, double rate_rpm) {
  Sample sample;
  sample.line = 42;
  sample.parameters = parameters;
  sample.slo.itl = 10;
  sample.slo.ttft = 1000;
  const SizingRequest request{{parameters, 600, 1000, 512}, rate_rpm, sample.slo, 1};
  const auto sizing = size_variant(request);
  REQUIRE(sizing);
  sample.observation.emplace();
  Forecast& solution = sample.forecast.emplace();
  solution.load = {rate_rpm, 600.0, 1000.0};
  solution.max_batch = 512;
  solution.replicas = sizing->replicas;
  solution.predicted.itl = sizing->predicted.itl_ms;
  solution.predicted.ttft = sizing->predicted.ttft_ms;
  solution.rho = sizing->predicted.rho;
  solution.max_rpm = sizing->max_rpm;
  return sample;
}

double six_decimals(double value) {
  return std::round(value * 1e6) / 1e6;
}

PerfParameters as_printed(const PerfParameters& parameters) {
  return {six_decimals(parameters.alpha), six_decimals(parameters.beta), six_decimals(parameters.gamma),
          six_decimals(parameters.delta)};
}

TEST_CASE("A cycle of the same model is reproduced") {
  const CycleReplay cycle = replay_cycle(logged_cycle(kParameters, 1500));
  CHECK(cycle.line == 42);
  CHECK(cycle.solved);
  CHECK(cycle.prediction_checked);
  CHECK(cycle.prediction_reproduced);
  CHECK(cycle.decision_checked);
  CHECK(cycle.decision_reproduced);
  CHECK(cycle.itl_ms.relative_error == 0.0);
  CHECK(cycle.replicas.logged == cycle.replicas.recomputed);
  CHECK(cycle.replicas.tolerance == 0);
  // Full precision leaves float32 accuracy.
  CHECK(cycle.itl_ms.tolerance > 1e-7 * *cycle.itl_ms.logged);
  CHECK(cycle.itl_ms.tolerance < 2e-6 * *cycle.itl_ms.logged);
  CHECK(cycle.rho.tolerance < 2e-6 * *cycle.rho.logged);
  CHECK(cycle.ttft_ms.tolerance < 3e-4 * *cycle.ttft_ms.logged);
  CHECK(cycle.max_rpm.tolerance < 5e-5 * *cycle.max_rpm.logged);
}

TEST_CASE("A cycle solved for no load is reproduced") {
  const CycleReplay cycle = replay_cycle(logged_cycle(kParameters, 0));
  CHECK(cycle.prediction_reproduced);
  CHECK(cycle.decision_reproduced);
  CHECK(cycle.rho.reproduced);
}

TEST_CASE("Parameters printed with six decimals are given what that rounding moves, and no more") {
  for (const double rate : {1.0, 300.0, 1500.0, 9000.0}) {
    CAPTURE(rate);
    Sample sample = logged_cycle(kParameters, rate);
    sample.parameters = as_printed(kParameters);
    CHECK_FALSE(replay_cycle(sample).prediction_reproduced);
    sample.parameter_resolution = 1e-6;
    const CycleReplay cycle = replay_cycle(sample);
    CHECK(cycle.prediction_reproduced);
    CHECK(cycle.decision_reproduced);
    CHECK(cycle.itl_ms.tolerance < 1e-5 * *cycle.itl_ms.logged);
    CHECK(cycle.ttft_ms.tolerance < 1e-3 * *cycle.ttft_ms.logged);
    CHECK(cycle.max_rpm.tolerance < 2e-4 * *cycle.max_rpm.logged);
  }
}

TEST_CASE("Each value that diverges is told apart") {
  const auto replay_changed = [](auto change) {
    Sample sample = logged_cycle(kParameters, 1500);
    change(*sample.forecast);
    return replay_cycle(sample);
  };
  SECTION("ITL") {
    const auto cycle = replay_changed([](Forecast& solution) { *solution.predicted.itl *= 1.00001; });
    CHECK_FALSE(cycle.itl_ms.reproduced);
    CHECK(*cycle.itl_ms.relative_error == Approx(1e-5).epsilon(1e-3));
    CHECK(cycle.ttft_ms.reproduced);
    CHECK_FALSE(cycle.prediction_reproduced);
    CHECK(cycle.decision_reproduced);
  }
  SECTION("TTFT") {
    CHECK_FALSE(
        replay_changed([](Forecast& solution) { *solution.predicted.ttft *= 1.001; }).ttft_ms.reproduced);
  }
  SECTION("rho") {
    CHECK_FALSE(replay_changed([](Forecast& solution) { *solution.rho *= 0.9999; }).prediction_reproduced);
  }
  SECTION("maxRPM") {
    const auto cycle = replay_changed([](Forecast& solution) { *solution.max_rpm *= 1.0001; });
    CHECK_FALSE(cycle.max_rpm.reproduced);
    CHECK_FALSE(cycle.prediction_reproduced);
  }
  SECTION("replicas, which the latencies are then predicted for") {
    const auto cycle = replay_changed([](Forecast& solution) { *solution.replicas += 1; });
    CHECK_FALSE(cycle.decision_reproduced);
    CHECK_FALSE(cycle.itl_ms.reproduced);
    CHECK(*cycle.replicas.recomputed + 1 == *cycle.replicas.logged);
    CHECK(*cycle.itl_ms.recomputed < *cycle.itl_ms.logged);
  }
  SECTION("what is not a number") {
    const auto cycle = replay_changed([](Forecast& solution) {
      solution.predicted.itl = std::numeric_limits<double>::quiet_NaN();
      solution.rho = std::numeric_limits<double>::infinity();
      solution.replicas = 0;
    });
    CHECK_FALSE(cycle.prediction_reproduced);
    CHECK_FALSE(cycle.decision_reproduced);
    CHECK_FALSE(cycle.itl_ms.relative_error);
  }
}

TEST_CASE("A value that was not logged is not held against the cycle") {
  Sample sample = logged_cycle(kParameters, 1500);
  sample.forecast->rho.reset();
  sample.forecast->max_rpm.reset();
  const CycleReplay cycle = replay_cycle(sample);
  CHECK_FALSE(cycle.rho.checked);
  CHECK(cycle.rho.recomputed);
  CHECK(cycle.prediction_reproduced);
}

TEST_CASE("A decision on the edge may fall to either side") {
  Sample sample = logged_cycle(kParameters, 1500);
  const double max_rpm = *sample.forecast->max_rpm;
  sample.forecast->load.rate_rpm = max_rpm * 3 * (1 - 1e-6);
  sample.forecast->predicted = {};
  sample.forecast->rho.reset();
  sample.forecast->replicas = 4;
  const CycleReplay edge = replay_cycle(sample);
  CHECK(edge.replicas.recomputed == 3.0);
  CHECK(edge.decision_reproduced);
  CHECK(edge.replicas.tolerance == 1);
  sample.forecast->replicas = 5;
  CHECK_FALSE(replay_cycle(sample).decision_reproduced);
  sample.forecast->replicas = 4;
  sample.forecast->load.rate_rpm = max_rpm * 3 * (1 - 1e-3);
  CHECK_FALSE(replay_cycle(sample).decision_reproduced);
}

TEST_CASE("An unsolved cycle is reproduced where the model finds no allocation either") {
  Sample sample;
  sample.observation.emplace();
  sample.observation->load = {1500.0, 600.5, 1000.5};
  sample.slo.itl = 7;
  sample.slo.ttft = 1000;
  sample.parameters = kParameters;
  sample.parameter_resolution = 1e-6;
  const CycleReplay cycle = replay_cycle(sample);
  CHECK_FALSE(cycle.solved);
  CHECK_FALSE(cycle.prediction_checked);
  CHECK(cycle.decision_checked);
  CHECK(cycle.decision_reproduced);
  CHECK(cycle.infeasible == Infeasible::itl_slo);

  sample.slo.itl = 10;
  const CycleReplay feasible = replay_cycle(sample);
  CHECK(feasible.decision_checked);
  CHECK_FALSE(feasible.decision_reproduced);
  CHECK(feasible.replicas.recomputed);
}

TEST_CASE("Without parameters, load or a model there is nothing to check") {
  Sample sample = logged_cycle(kParameters, 1500);
  sample.parameters.reset();
  CHECK_FALSE(replay_cycle(sample).prediction_checked);
  CHECK_FALSE(replay_cycle(sample).decision_checked);

  sample = logged_cycle(kParameters, 1500);
  sample.forecast->load = {};
  CHECK_FALSE(replay_cycle(sample).decision_checked);

  Sample reactive;
  reactive.observation.emplace();
  reactive.observation->load.rate_rpm = 10;
  reactive.observation->load.in_tokens = 10;
  reactive.observation->load.out_tokens = 10;
  reactive.parameters = kParameters;
  reactive.decision.emplace().target = 2;
  CHECK_FALSE(replay_cycle(reactive).decision_checked);
}

TEST_CASE("What was solved is the solution's, else what was observed, cut to whole tokens") {
  Sample sample = logged_cycle(kParameters, 1500);
  sample.observation->max_batch = 128;
  sample.observation->load = {7.0, 8.0, 9.0};
  auto request = recorded_request(sample, sample.parameters);
  REQUIRE(request);
  CHECK(request->queue.max_batch == 512);
  CHECK(request->rate_rpm == 1500);
  CHECK(request->queue.in_tokens == 600);
  CHECK(request->min_replicas == 1);

  sample.forecast.reset();
  sample.observation->load = {7.5, 8.9, 9.9};
  sample.bounds.min_replicas = 2;
  request = recorded_request(sample, sample.parameters);
  REQUIRE(request);
  CHECK(request->queue.max_batch == 128);
  CHECK(request->rate_rpm == 7.5);
  CHECK(request->queue.in_tokens == 8);
  CHECK(request->queue.out_tokens == 9);
  CHECK(request->min_replicas == 2);

  sample.observation->max_batch.reset();
  CHECK(recorded_request(sample, sample.parameters)->queue.max_batch == kAssumedBatch);
  CHECK_FALSE(recorded_request(sample, std::nullopt));
  sample.observation->load.out_tokens.reset();
  CHECK_FALSE(recorded_request(sample, sample.parameters));
}

TEST_CASE("The summary counts what was checked and keeps the largest errors") {
  std::vector<Sample> samples;
  for (const double rate : {0.0, 100.0, 1500.0, 3000.0})
    samples.push_back(logged_cycle(kParameters, rate));
  *samples[1].forecast->predicted.itl *= 1.01;
  *samples[2].forecast->predicted.itl *= 1.02;
  samples[3].parameters.reset();
  Sample& unsolved = samples.emplace_back();
  unsolved.observation.emplace();
  unsolved.observation->load = {1500.0, 600.0, 1000.0};
  unsolved.parameters = kParameters;
  unsolved.slo.itl = 5;

  ReplaySummary summary;
  for (const Sample& sample : samples)
    add_cycle(replay_cycle(sample), summary);
  CHECK(summary.cycles == 5);
  CHECK(summary.predictions_checked == 3);
  CHECK(summary.predictions_reproduced == 1);
  CHECK(summary.decisions_checked == 4);
  CHECK(summary.decisions_reproduced == 4);
  CHECK(summary.decisions_equal == 4);
  CHECK(summary.unsolved_checked == 1);
  CHECK_FALSE(summary.all_reproduced());
  CHECK(*summary.itl_max_relative_error == Approx(1 - 1 / 1.02));
  CHECK(*summary.ttft_max_relative_error == 0);

  const ReplaySummary nothing;
  CHECK(nothing.all_reproduced());
  CHECK_FALSE(nothing.itl_max_relative_error);
}

}  // namespace
}  // namespace wvagate
