#include <benchmark/benchmark.h>

#include "analysis/model/queue_model.hpp"
#include "analysis/model/replay.hpp"
#include "analysis/model/sizing.hpp"
#include "harness/bench/meter.hpp"
#include "harness/bench/suite.hpp"

namespace wvagate::bench {
namespace {

constexpr PerfParameters kParameters{.alpha = 7.47, .beta = 0.044, .gamma = 15.415, .delta = 0.000337};

QueueSpec spec_of(const benchmark::State& state) {
  return {.parameters = kParameters,
          .in_tokens = 250,
          .out_tokens = 440,
          .max_batch = static_cast<double>(state.range(0))};
}

/// Times calls of `once`, over and over.
template <typename Once>
void repeat(benchmark::State& state, const Once& once) {
  const Meter meter;
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(once());
  state.SetItemsProcessed(state.iterations());
  meter.report(state, {});
}

/// One prediction; the argument is the batch limit N.
void predict_one(benchmark::State& state) {
  const QueueModel model(spec_of(state));
  const double rate_rpm = 0.7 * model.highest_rpm();
  repeat(state, [&] { return model.predict(rate_rpm); });
}

/// The model of one parameter set, built anew.
void build_model(benchmark::State& state) {
  const QueueSpec spec = spec_of(state);
  repeat(state, [&] { return QueueModel(spec); });
}

/// One whole sizing, as the controller makes it in each cycle.
void size_one(benchmark::State& state) {
  const SizingRequest request{
      .queue = spec_of(state), .rate_rpm = 2500, .slo = {.itl = 9, .ttft = 1000}, .min_replicas = 1};
  repeat(state, [&] { return size_variant(request); });
}

/// One logged cycle, with the tolerances that rounding in the log calls for.
void replay_one(benchmark::State& state) {
  Sample sample;
  sample.parameters = kParameters;
  sample.slo = {.itl = 9, .ttft = 1000};
  sample.forecast = Forecast{.replicas = 3,
                             .max_batch = static_cast<double>(state.range(0)),
                             .cost = 300,
                             .predicted = {.itl = 8.9, .ttft = 16},
                             .rho = 0.05,
                             .max_rpm = 600,
                             .load = {.rate_rpm = 1500, .in_tokens = 250, .out_tokens = 440}};
  repeat(state, [&] { return replay_cycle(sample); });
}

}  // namespace

void register_model() {
  benchmark::RegisterBenchmark("model/predict", predict_one)->Arg(64)->Arg(512)->Arg(4096);
  benchmark::RegisterBenchmark("model/build", build_model)->Arg(512);
  benchmark::RegisterBenchmark("model/size", size_one)->Arg(64)->Arg(512)->Arg(4096);
  benchmark::RegisterBenchmark("model/replay", replay_one)->Arg(512);
}

}  // namespace wvagate::bench
