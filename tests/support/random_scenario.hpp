#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include "analysis/simulation/noise.hpp"
#include "analysis/simulation/scenario.hpp"

namespace wvagate::testing {

/// A scenario of seed `seed` with one to three variants, in which anything that a scenario can hold may
/// happen. Cycles are at least 20 s apart, and a restart leaves more than the duplicates' window.
inline simulation::Scenario random_scenario(std::uint64_t seed) {
  using namespace simulation;
  Chance chance(seed, 4711);
  const auto rounded = [&](double least, double most) {
    return std::round(chance.uniform(least, most) * 1000) / 1000;
  };
  Scenario scenario;
  scenario.name = "random-" + std::to_string(seed);
  scenario.seed = seed;
  scenario.start = *parse_time("2026-03-01T00:00:00Z");
  scenario.duration_min = rounded(10, 45);
  scenario.interval_s = chance.happens(0.2) ? 30 : 60;
  if (chance.happens(0.4)) scenario.tuner = TunerScenario{.gain = rounded(0.1, 1)};
  for (double at_min = rounded(4, 30); chance.happens(0.4); at_min += rounded(5, 20)) {
    scenario.restarts.push_back(
        {.at_min = at_min, .down_min = rounded(0.1, 3), .mid_cycle = chance.happens(0.5)});
  }
  if (chance.happens(0.5))
    scenario.duplicates = {.probability = chance.happens(0.5) ? 1 : 0.3, .after_ms = rounded(10, 3000)};
  scenario.actuation = {.delay_s = rounded(0, 300),
                        .jitter_s = rounded(0, 60),
                        .failure_probability = chance.happens(0.3) ? 0.3 : 0};
  if (chance.happens(0.8)) {
    scenario.noise = {.itl = rounded(0, 0.2),
                      .ttft = rounded(0, 0.5),
                      .rate = rounded(0, 0.1),
                      .tokens = rounded(0, 0.1),
                      .ar1 = rounded(0, 0.9)};
  }
  const auto parameters = [&] {
    return PerfParameters{.alpha = rounded(3, 20),
                          .beta = rounded(0.01, 0.2),
                          .gamma = rounded(2, 40),
                          .delta = rounded(0.001, 0.01)};
  };
  const auto span = [&] {
    const double from_min = rounded(0, 30);
    return Span{.from_min = from_min, .to_min = from_min + rounded(1, 15)};
  };
  const int variants = 1 + (chance.happens(0.4) ? 1 : 0) + (chance.happens(0.2) ? 1 : 0);
  for (int i = 0; i < variants; ++i) {
    VariantScenario variant;
    variant.name = "decode-" + std::to_string(i);
    variant.name_space = chance.happens(0.5) ? "serving" : "a.b-c";
    variant.model = "acme/model-" + std::to_string(i);
    variant.accelerator = chance.happens(0.7) ? "H100" : "B300-x";
    variant.unit_cost = rounded(1, 100);
    variant.max_batch = chance.happens(0.5) ? 256 : 48;
    variant.planned_batch = chance.happens(0.5) ? variant.max_batch : 512;
    variant.replicas = chance.happens(0.5) ? 1 : 3;
    variant.max_replicas = chance.happens(0.3) ? 4 : 64;
    variant.true_parameters.entries.push_back({.at_min = 0, .value = parameters()});
    if (chance.happens(0.3)) variant.true_parameters.entries.push_back({.at_min = 25, .value = parameters()});
    variant.believed_parameters.entries.push_back(
        {.at_min = 0, .value = chance.happens(0.3) ? parameters() : variant.true_parameters.at(0)});
    const auto targets = [&] { return LatencyPair{.itl = rounded(4, 30), .ttft = rounded(20, 600)}; };
    variant.slo.entries.push_back({.at_min = 0, .value = targets()});
    if (chance.happens(0.2)) variant.slo.entries.push_back({.at_min = 12, .value = targets()});
    variant.in_tokens = std::round(chance.uniform(0, 900));
    variant.out_tokens = std::round(chance.uniform(1, 600));
    variant.load.emplace_back(Step{.span = {.from_min = 1, .to_min = 60}, .rpm = rounded(0, 1500)});
    if (chance.happens(0.5))
      variant.load.emplace_back(
          Ramp{.span = span(), .from_rpm = rounded(0, 2000), .to_rpm = rounded(0, 2000)});
    if (chance.happens(0.3))
      variant.load.emplace_back(
          Sine{.mean_rpm = rounded(0, 500), .amplitude_rpm = rounded(0, 800), .period_min = rounded(5, 30)});
    if (chance.happens(0.3))
      variant.load.emplace_back(Bursts{.every_min = 8, .lasts_min = 2, .rpm = rounded(100, 2000)});
    if (chance.happens(0.4)) variant.idle.push_back(span());
    if (chance.happens(0.3)) variant.without_metrics.push_back(span());
    scenario.variants.push_back(std::move(variant));
  }
  return scenario;
}

}  // namespace wvagate::testing
