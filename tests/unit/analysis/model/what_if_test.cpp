#include "analysis/model/what_if.hpp"

#include <chrono>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate {
namespace {

constexpr PerfParameters kParameters{7.5, 0.045, 15, 0.0003};

/// A cycle a minute after the one before, decided by the model itself; `running` replicas ran.
Sample cycle_at(int minute, double rate_rpm, double running) {
  Sample sample;
  sample.time = TimePoint(std::chrono::minutes(minute));
  sample.line = static_cast<std::uint64_t>(minute) + 1;
  sample.observation.emplace().replicas = running;
  sample.parameters = kParameters;
  sample.slo.itl = 10;
  sample.slo.ttft = 1000;
  const auto sizing = size_variant({{kParameters, 600, 1000, 512}, rate_rpm, sample.slo, 1});
  REQUIRE(sizing);
  Forecast& solution = sample.forecast.emplace();
  solution.load = {rate_rpm, 600.0, 1000.0};
  solution.max_batch = 512;
  solution.replicas = sizing->replicas;
  solution.cost = 40 * sizing->replicas;
  return sample;
}

/// A replica takes about 330 requests a minute.
std::vector<Sample> staircase() {
  return {cycle_at(0, 0, 1), cycle_at(1, 600, 1), cycle_at(2, 900, 2), cycle_at(3, 200, 3)};
}

TEST_CASE("Without changes the decisions are the recorded ones") {
  const WhatIfOutcome outcome = decide_again(staircase(), {});
  REQUIRE(outcome.cycles.size() == 4);
  CHECK(outcome.decided == 4);
  CHECK(outcome.differing == 0);
  CHECK_FALSE(outcome.first_difference);
  CHECK(outcome.minutes == Approx(3));
  // 1, 2 and 3 replicas, a minute each; the last decision has no end.
  CHECK(outcome.recorded.replica_minutes == Approx(6));
  CHECK(outcome.recomputed.replica_minutes == Approx(6));
  CHECK(outcome.recorded.cost_minutes == Approx(240));
  CHECK(outcome.cost_known_minutes == Approx(3));
  CHECK(outcome.recorded.changes == 3);
  CHECK(outcome.cycles[1].line == 2);
  CHECK(outcome.cycles[1].rate_rpm == 600.0);
}

TEST_CASE("Replicas that ran too few miss the SLO, those wanted do not") {
  const WhatIfOutcome outcome = decide_again(staircase(), {});
  const WhatIfCycle& late = outcome.cycles[1];
  CHECK(*late.predicted.itl <= 10);
  CHECK(*late.running_predicted.itl > 10);
  CHECK(late.itl_misses);
  CHECK_FALSE(late.ttft_misses);
  CHECK(outcome.itl_misses == 2);
  CHECK(outcome.any_misses == 2);
  CHECK(*outcome.cycles[0].running_predicted.itl == Approx(7.545));
}

TEST_CASE("Other parameters decide otherwise") {
  WhatIf slower;
  slower.parameters = PerfParameters{8.75, 0.045, 15, 0.0003};
  const WhatIfOutcome outcome = decide_again(staircase(), slower);
  // Half the room below the SLO, so about half the load a replica.
  CHECK(outcome.first_difference == std::size_t{1});
  CHECK(*outcome.cycles[1].replicas > *outcome.cycles[1].recorded_replicas);
  CHECK(outcome.recomputed.replica_minutes > outcome.recorded.replica_minutes);
  CHECK(outcome.recomputed.cost_minutes == Approx(40 * outcome.recomputed.replica_minutes));
  CHECK_FALSE(outcome.cycles[0].differs);
}

TEST_CASE("Other targets and bounds decide otherwise") {
  WhatIf tight;
  tight.slo.itl = 8.5;
  CHECK(decide_again(staircase(), tight).differing == 3);
  CHECK(*decide_again(staircase(), tight).cycles[1].slo.itl == 8.5);

  WhatIf untargeted;
  untargeted.slo.itl = 0;
  untargeted.slo.ttft = 0;
  const WhatIfOutcome loose = decide_again(staircase(), untargeted);
  CHECK(loose.cycles[2].replicas == 1.0);
  CHECK(loose.any_misses == 0);

  WhatIf narrow;
  narrow.max_batch = 8;
  CHECK(*decide_again(staircase(), narrow).cycles[2].replicas > 3);

  WhatIf spare;
  spare.min_replicas = 3;
  const WhatIfOutcome spared = decide_again(staircase(), spare);
  CHECK(spared.first_difference == std::size_t{0});
  CHECK(spared.recomputed.replica_minutes == Approx(9));
}

TEST_CASE("A cycle without a feasible allocation holds the decision before") {
  WhatIf impossible;
  impossible.slo.itl = 5;
  const WhatIfOutcome outcome = decide_again(staircase(), impossible);
  CHECK(outcome.infeasible == 3);
  CHECK(outcome.cycles[1].infeasible == Infeasible::itl_slo);
  CHECK_FALSE(outcome.cycles[1].replicas);
  CHECK(outcome.cycles[1].differs);
  CHECK(outcome.recomputed.replica_minutes == Approx(3));
  CHECK(outcome.recomputed.changes == 0);
}

TEST_CASE("An unsolved cycle can be decided by other parameters") {
  std::vector<Sample> samples = staircase();
  samples[1].forecast.reset();
  samples[1].observation->load = {600.0, 600.9, 1000.9};
  samples[1].parameters = PerfParameters{20, 0.045, 15, 0.0003};
  const WhatIfOutcome same = decide_again(samples, {});
  CHECK(same.cycles[1].infeasible == Infeasible::itl_slo);
  CHECK_FALSE(same.cycles[1].differs);
  WhatIf calibrated;
  calibrated.parameters = kParameters;
  const WhatIfOutcome outcome = decide_again(samples, calibrated);
  CHECK(outcome.cycles[1].replicas == 2.0);
  CHECK(outcome.cycles[1].differs);
  CHECK(outcome.recorded.replica_minutes == Approx(5));
  CHECK(outcome.recomputed.replica_minutes == Approx(6));
  // The cost of a replica is not known in the unsolved cycle.
  CHECK(outcome.cost_known_minutes == Approx(2));
}

TEST_CASE("Cycles without anything to decide from are kept and not counted") {
  std::vector<Sample> samples = staircase();
  for (Sample& sample : samples)
    sample.parameters.reset();
  const WhatIfOutcome outcome = decide_again(samples, {});
  CHECK(outcome.cycles.size() == 4);
  CHECK(outcome.decided == 0);
  CHECK(outcome.differing == 0);
  CHECK(outcome.cycles[1].recorded_replicas == 2.0);
  CHECK(decide_again({}, {}).cycles.empty());
}

TEST_CASE("Decisions do not hold across a controller restart") {
  std::vector<Sample> samples = staircase();
  samples[2].segment = samples[3].segment = 1;
  const WhatIfOutcome outcome = decide_again(samples, {});
  CHECK(outcome.minutes == Approx(2));
  CHECK(outcome.recorded.replica_minutes == Approx(1 + 3));
}

TEST_CASE("No latency is predicted on replicas that were not there") {
  std::vector<Sample> samples{cycle_at(0, 600, 0), cycle_at(1, 600, 1)};
  samples[1].observation->replicas.reset();
  const WhatIfOutcome outcome = decide_again(samples, {});
  CHECK_FALSE(outcome.cycles[0].running_predicted.itl);
  CHECK_FALSE(outcome.cycles[1].running_predicted.itl);
  CHECK(outcome.any_misses == 0);
}

}  // namespace
}  // namespace wvagate
