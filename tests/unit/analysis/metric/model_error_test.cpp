#include "analysis/metric/model_error.hpp"

#include <vector>

#include "analysis/model/queue_model.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate::metric {
namespace {

using testing::at_minute;
using testing::kCycle;
using testing::series_of;

constexpr PerfParameters kParameters{7.5, 0.045, 15, 0.0003};

Sample loaded(double minute) {
  Sample sample = at_minute(minute).itl(12).ttft(300).rate(600).running(2).wants(3).parameters(kParameters);
  sample.observation->load.in_tokens = 512;
  sample.observation->load.out_tokens = 128;
  sample.forecast->max_batch = 256;
  return sample;
}

TEST_CASE("The model is held against what ran, not against what was wanted") {
  const Series series = series_of({loaded(0)});
  const auto errors = model_errors(MeasuredSeries(series, kCycle), Latency::itl);
  REQUIRE(errors.size() == 1);
  const auto running = predict({kParameters, 512, 128, 256}, 300);
  REQUIRE(running);
  CHECK(errors[0].predicted_ms == running->itl_ms);
  CHECK(errors[0].error_ms == 12 - running->itl_ms);
  CHECK(errors[0].replicas == 2.0);
}

TEST_CASE("The model has the batch limit of what ran, whether the cycle was solved or not") {
  Sample solved = loaded(0);
  solved.observation->max_batch = 4;
  Sample unsolved = loaded(1);
  unsolved.observation->max_batch = 4;
  unsolved.forecast.reset();
  const Series series = series_of({solved, unsolved, loaded(2)});
  const auto errors = model_errors(MeasuredSeries(series, kCycle), Latency::itl);
  REQUIRE(errors.size() == 3);
  CHECK(errors[0].predicted_ms == predict({kParameters, 512, 128, 4}, 300)->itl_ms);
  CHECK(errors[1].predicted_ms == errors[0].predicted_ms);
  CHECK(errors[2].predicted_ms != errors[0].predicted_ms);
}

TEST_CASE("A sample that lacks what the model needs is left out") {
  Sample no_parameters = loaded(0);
  no_parameters.parameters.reset();
  Sample no_replicas = loaded(1);
  no_replicas.observation->replicas.reset();
  Sample none_running = loaded(2);
  none_running.observation->replicas = 0;
  Sample no_tokens = loaded(3);
  no_tokens.observation->load.in_tokens.reset();
  Sample no_load = loaded(4);
  no_load.observation->load.rate_rpm = 0;
  Sample unmeasured = loaded(5);
  unmeasured.observation->latency.itl = 0;
  const Series series =
      series_of({no_parameters, no_replicas, none_running, no_tokens, no_load, unmeasured, loaded(6)});
  const auto errors = model_errors(MeasuredSeries(series, kCycle), Latency::itl);
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].index == 6);
}

TEST_CASE("The parts of an error add up to it") {
  const std::vector<PredictionError> same = {
      {.index = 1, .error_ms = 5}, {.index = 3, .error_ms = 2}, {.index = 4, .error_ms = 7}};
  const std::vector<PredictionError> model = {
      {.index = 0, .error_ms = 9}, {.index = 1, .error_ms = 1}, {.index = 4, .error_ms = 8}};
  const auto parts = decompose(same, model);
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].index == 1);
  CHECK(parts[0].calibration_ms == 1.0);
  CHECK(parts[0].actuation_ms == 4.0);
  CHECK(parts[1].index == 4);
  CHECK(parts[1].actuation_ms == -1.0);

  Figures figures;
  set_actuation_figures(parts, Latency::itl, figures);
  CHECK(figures.get("itl.actuation.mean_ms") == 1.5);
  CHECK(figures.get("itl.actuation.mae_ms") == 2.5);
  const ErrorSplit means = split(parts);
  CHECK(means.cycles == 2);
  CHECK(means.error_ms == 6.0);
  CHECK(means.calibration_ms == 4.5);
  CHECK(means.actuation_ms == 2.5);
  std::vector<PredictionError> full = model;
  full[2].overloaded = true;
  CHECK(split(decompose(same, full)).overloaded == 1);
  CHECK(split(decompose(same, full)).error_ms == 5.0);
  CHECK(split({}).cycles == 0);
  CHECK(decompose({}, model).empty());
  CHECK(decompose(same, {}).empty());
}

}  // namespace
}  // namespace wvagate::metric
