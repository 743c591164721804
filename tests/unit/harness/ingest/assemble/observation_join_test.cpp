#include "harness/ingest/assemble/observation_join.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

/// A join with all that it refers to.
struct Bench {
  NamePool names;
  LogFacts facts;
  ControllerState state{names};
  std::vector<LoggedSample> samples;
  ObservationJoin join{names, facts, state, [this](LoggedSample& sample) { samples.push_back(sample); }};

  void observe(const LoggedSample& observation, std::uint32_t cycle = 0) { join.observe(observation, cycle); }
  /// One solution, with all its servers.
  void solve(const std::vector<LoggedForecast>& servers, TimePoint time, std::string_view timestamp,
             std::uint64_t line) {
    for (const LoggedForecast& server : servers)
      state.register_name(server.variant);
    for (const LoggedForecast& server : servers)
      join.solve(server, {.time = time, .timestamp = timestamp, .line = line}, 0);
  }
  void end_cycle() { join.end_cycle(); }
  void forget_observations() { join.forget_observations(); }
  void restart() {
    join.forget_observations();
    state.forget();
  }

  const LoggedSample& operator[](std::size_t i) const { return samples.at(i); }
};

TimePoint at(double seconds) {
  return TimePoint(
      std::chrono::round<std::chrono::nanoseconds>(std::chrono::duration<double>(1'760'000'000 + seconds)));
}

/// An observation of `variant` with an ITL that no other has.
LoggedSample observation(std::string_view variant, double seconds, double itl, double rate = 60) {
  LoggedSample logged;
  Observation& observed = logged.sample.observation.emplace();
  logged.sample.variant = variant;
  logged.sample.time = at(seconds);
  observed.latency.itl = itl;
  observed.load = {.rate_rpm = rate, .in_tokens = 512.75, .out_tokens = 128.25};
  logged.sample.line = static_cast<std::uint64_t>(seconds) + 1;
  logged.digits.itl = std::to_string(itl);
  return logged;
}

LoggedForecast solved(std::string_view variant, double replicas = 1, double rate = 60) {
  LoggedForecast forecast;
  forecast.variant = variant;
  forecast.model = "m";
  forecast.accelerator = "H100";
  forecast.service_class = "Premium";
  forecast.feasible = true;
  forecast.forecast.replicas = replicas;
  forecast.forecast.load = {.rate_rpm = rate, .in_tokens = 512, .out_tokens = 128};
  forecast.slo = {.itl = 10, .ttft = 1000};
  forecast.digits.replicas = std::to_string(replicas);
  return forecast;
}

LoggedForecast infeasible(std::string_view variant) {
  LoggedForecast forecast = solved(variant);
  forecast.feasible = false;
  forecast.forecast = {};
  return forecast;
}

LoggedParameters parameters(double alpha) {
  return {.values = {alpha, 0.04, 15, 0.0003},
          .digits = {std::to_string(alpha), "0.040000", "15.000000", "0.000300"}};
}

LoggedSlo slo(double itl, double ttft) {
  return {.slo = {itl, ttft}, .itl_digits = "i", .ttft_digits = "t", .service_class = "Free"};
}

TEST_CASE("A forecast is joined with its own variant's observation") {
  Bench bench;
  bench.observe(observation("a:x", 0, 8));
  bench.observe(observation("b:x", 0.01, 9));
  bench.solve(std::vector{solved("b:x", 3), solved("a:x", 2)}, at(0.5), "stamp", 99);
  REQUIRE(bench.samples.size() == 2);
  CHECK(bench[0].sample.variant == "b:x");
  CHECK(observation_in(bench[0].sample).latency.itl == 9.0);
  CHECK(bench[0].sample.forecast->replicas == 3.0);
  CHECK(bench[0].sample.time == at(0.01));
  CHECK(bench[0].sample.line == 1);
  CHECK(bench[0].sample.observation);
  CHECK(bench[0].sample.slo.itl == 10.0);
  CHECK(bench[1].sample.variant == "a:x");
  CHECK(observation_in(bench[1].sample).latency.itl == 8.0);
  CHECK(bench[1].sample.forecast->replicas == 2.0);
  CHECK(bench.facts.forecasts == 2);
  CHECK(bench.facts.unobserved == 0);
}

TEST_CASE("Names of a sample outlive the records") {
  Bench bench;
  {
    const std::string variant = "a-name-that-is-too-long-for-the-string-itself:ns";
    bench.observe(observation(variant, 0, 8));
    bench.solve(std::vector{solved(variant)}, at(0.5), "s", 1);
  }
  CHECK(bench[0].sample.variant == "a-name-that-is-too-long-for-the-string-itself:ns");
  CHECK(bench[0].sample.model == "m");
  CHECK(bench[0].sample.accelerator == "H100");
  CHECK(bench[0].sample.service_class == "Premium");
}

TEST_CASE("An observation without namespace is joined with the forecast that has one") {
  Bench bench;
  bench.observe(observation("a", 0, 8));
  bench.solve(std::vector{solved("a:x")}, at(0.5), "s", 1);
  REQUIRE(bench.samples.size() == 1);
  CHECK(bench[0].sample.variant == "a:x");
  CHECK(observation_in(bench[0].sample).latency.itl == 8.0);
}

TEST_CASE("The full name outweighs the short one") {
  Bench bench;
  bench.observe(observation("a", 0, 8));
  bench.observe(observation("a:x", 0, 9));
  bench.solve(std::vector{solved("a:x")}, at(0.5), "s", 1);
  CHECK(observation_in(bench[0].sample).latency.itl == 9.0);
}

TEST_CASE("A name that another one only begins with is not that one") {
  Bench bench;
  bench.observe(observation("decode", 0, 8));
  bench.solve(std::vector{solved("decode-2:x")}, at(0.5), "s", 1);
  REQUIRE(bench.samples.size() == 1);
  CHECK_FALSE(bench[0].sample.observation);
  CHECK_FALSE(observation_in(bench[0].sample).latency.itl);
  CHECK(bench.facts.unobserved == 1);
}

TEST_CASE("Two namespaces that share a name are distinguished by their loads") {
  Bench bench;
  bench.observe(observation("a", 0, 8, 60));
  bench.observe(observation("a", 0.01, 9, 90));
  bench.solve(std::vector{solved("a:y", 1, 90), solved("a:x", 1, 60)}, at(0.5), "s", 1);
  REQUIRE(bench.samples.size() == 2);
  CHECK(bench[0].sample.variant == "a:y");
  CHECK(observation_in(bench[0].sample).latency.itl == 9.0);
  CHECK(bench[1].sample.variant == "a:x");
  CHECK(observation_in(bench[1].sample).latency.itl == 8.0);
  CHECK(bench.facts.ambiguous == 0);
}

TEST_CASE("Two namespaces that share a name and a load are not distinguished") {
  Bench bench;
  bench.observe(observation("a", 0, 8));
  bench.observe(observation("a", 0.01, 9));
  bench.solve(std::vector{solved("a:x"), solved("a:y")}, at(0.5), "s", 1);
  REQUIRE(bench.samples.size() == 2);
  for (const LoggedSample& logged : bench.samples) {
    CHECK_FALSE(observation_in(logged.sample).latency.itl);
    CHECK_FALSE(logged.sample.observation);
  }
  CHECK(bench.facts.ambiguous == 2);
  CHECK(bench.facts.unobserved == 2);
  bench.forget_observations();
  REQUIRE(bench.samples.size() == 4);  // what was observed is not lost, but no one knows whose it is
  CHECK(bench[2].sample.variant == "a");
  CHECK(bench[3].sample.variant == "a");
}

TEST_CASE("One of two namespaces with another load takes nothing that is not its own") {
  Bench bench;
  bench.observe(observation("a", 0, 8, 60));
  bench.solve(std::vector{solved("a:x", 1, 60), solved("a:y", 1, 75)}, at(0.5), "s", 1);
  CHECK(observation_in(bench[0].sample).latency.itl == 8.0);
  CHECK_FALSE(observation_in(bench[1].sample).latency.itl);
}

TEST_CASE("An observation is used once") {
  Bench bench;
  bench.observe(observation("a:x", 0, 8));
  bench.solve(std::vector{solved("a:x")}, at(0.5), "s", 1);
  bench.solve(std::vector{solved("a:x")}, at(0.6), "second", 7);
  REQUIRE(bench.samples.size() == 2);
  CHECK(observation_in(bench[0].sample).latency.itl == 8.0);
  CHECK_FALSE(observation_in(bench[1].sample).latency.itl);
  CHECK_FALSE(bench[1].sample.observation);
  CHECK(bench[1].sample.time == at(0.6));
  CHECK(bench[1].sample.line == 7);
  CHECK(bench[1].digits.timestamp == "second");
  CHECK(bench.facts.unobserved == 1);
}

TEST_CASE("Of two observations of a doubled cycle the forecast takes the later") {
  Bench bench;
  bench.observe(observation("a:x", 0, 8));
  bench.observe(observation("a:x", 0.02, 9));
  bench.solve(std::vector{solved("a:x")}, at(0.5), "s", 1);
  bench.forget_observations();
  REQUIRE(bench.samples.size() == 2);
  CHECK(observation_in(bench[0].sample).latency.itl == 9.0);
  CHECK(bench[0].sample.forecast);
  CHECK(observation_in(bench[1].sample).latency.itl == 8.0);
  CHECK_FALSE(bench[1].sample.forecast);
}

TEST_CASE("A cycle without forecast becomes an unsolved sample") {
  SECTION("when its variant is observed again") {
    Bench bench;
    bench.observe(observation("a:x", 0, 8));
    bench.observe(observation("a:x", 60, 9));
    REQUIRE(bench.samples.size() == 1);
    CHECK(observation_in(bench[0].sample).latency.itl == 8.0);
    CHECK_FALSE(bench[0].sample.forecast);
    CHECK(bench[0].sample.observation);
  }
  SECTION("when the log ends") {
    Bench bench;
    bench.observe(observation("a:x", 0, 8));
    CHECK(bench.samples.empty());
    bench.forget_observations();
    CHECK(bench.samples.size() == 1);
  }
  SECTION("when the controller restarts") {
    Bench bench;
    bench.observe(observation("a:x", 0, 8));
    bench.restart();
    CHECK(bench.samples.size() == 1);
  }
}

TEST_CASE("A server for which nothing fits is an unsolved sample with its SLO") {
  Bench bench;
  bench.observe(observation("a:x", 0, 8));
  bench.solve(std::vector{infeasible("a:x")}, at(0.5), "s", 1);
  REQUIRE(bench.samples.size() == 1);
  CHECK_FALSE(bench[0].sample.forecast);
  CHECK(bench[0].sample.observation);
  CHECK(bench[0].sample.slo.itl == 10.0);
  // Without an observation, either, there is nothing to say.
  bench.solve(std::vector{infeasible("a:x")}, at(60), "s", 2);
  CHECK(bench.samples.size() == 1);
  CHECK(bench.facts.unobserved == 0);
}

TEST_CASE("A forecast takes nothing from a cycle that is over") {
  Bench bench;
  bench.observe(observation("a:x", 0, 8));
  bench.end_cycle();
  bench.solve(std::vector{solved("a:x")}, at(60), "s", 1);
  REQUIRE(bench.samples.size() == 2);
  CHECK(observation_in(bench[0].sample).latency.itl == 8.0);
  CHECK_FALSE(bench[0].sample.forecast);
  CHECK(bench[1].sample.forecast);
  CHECK_FALSE(observation_in(bench[1].sample).latency.itl);
  CHECK_FALSE(observation_in(bench[1].sample).load.rate_rpm);
  CHECK_FALSE(observation_in(bench[1].sample).replicas);
}

TEST_CASE("A cycle's end among another controller's lines separates nothing") {
  Bench bench;
  bench.observe(observation("a:x", 0, 8));
  bench.end_cycle();
  bench.solve(std::vector{solved("a:x")}, at(0.5), "s", 1);
  REQUIRE(bench.samples.size() == 1);
  CHECK(observation_in(bench[0].sample).latency.itl == 8.0);
}

TEST_CASE("Five seconds after the end of its cycle an observation is released") {
  for (const auto& [seconds, taken] : {std::pair(4.999, true), std::pair(5.0, false)}) {
    CAPTURE(seconds);
    Bench bench;
    bench.observe(observation("a:x", 0, 8));
    bench.end_cycle();
    bench.solve(std::vector{solved("a:x")}, at(seconds), "s", 1);
    CHECK(bench.samples.size() == (taken ? 1 : 2));
    CHECK(bench.samples.back().sample.observation.has_value() == taken);
  }
}

TEST_CASE("After half a minute without any observation a forecast is another cycle's") {
  Bench bench;
  SECTION("a little less is its own") {
    bench.observe(observation("a:x", 0, 8));
    bench.solve(std::vector{solved("a:x")}, at(30), "s", 40);
    REQUIRE(bench.samples.size() == 1);
    CHECK(bench[0].sample.forecast);
  }
  SECTION("a later one finds it let go") {
    bench.observe(observation("a:x", 0, 8));
    bench.solve(std::vector{solved("a:x")}, at(30.001), "s", 40);
    REQUIRE(bench.samples.size() == 2);
    CHECK_FALSE(bench[0].sample.forecast);
    CHECK(observation_in(bench[0].sample).latency.itl == 8.0);
    CHECK(bench[1].sample.forecast);
    CHECK_FALSE(bench[1].sample.observation);
  }
  SECTION("an earlier one leaves it to its own") {
    bench.observe(observation("a:x", 60, 8));
    bench.solve(std::vector{solved("a:x", 1)}, at(29), "s", 40);
    bench.solve(std::vector{solved("a:x", 2)}, at(60.5), "s", 41);
    REQUIRE(bench.samples.size() == 2);
    CHECK_FALSE(bench[0].sample.observation);
    CHECK(bench[1].sample.observation);
    CHECK(bench[1].sample.forecast->replicas == 2.0);
  }
  SECTION("another variant's observation lets it go") {
    bench.observe(observation("a:x", 0, 8));
    bench.observe(observation("b:x", 31, 9));
    REQUIRE(bench.samples.size() == 1);
    CHECK(bench[0].sample.variant == "a:x");
  }
  SECTION("a cycle that takes longer, observing one after the other, stays whole") {
    bench.observe(observation("a:x", 0, 8));
    bench.observe(observation("b:x", 25, 9));
    bench.solve(std::vector{solved("a:x"), solved("b:x")}, at(50), "s", 40);
    REQUIRE(bench.samples.size() == 2);
    CHECK(observation_in(bench[0].sample).latency.itl == 8.0);
    CHECK(bench[0].sample.forecast);
  }
}

TEST_CASE("Times of any distance are compared") {
  Bench bench;
  LoggedSample old = observation("a:x", 0, 8);
  old.sample.time = TimePoint::min() + std::chrono::hours(24);
  bench.observe(old);
  bench.solve(std::vector{solved("a:x")}, TimePoint::max() - std::chrono::hours(24), "s", 40);
  CHECK(bench.samples.size() == 2);
}

TEST_CASE("A restart forgets observations, parameters and targets") {
  Bench bench;
  bench.state.set_variant_parameters("a:x", parameters(7));
  bench.state.set_model_parameters("m", "H100", parameters(6));
  bench.state.set_model_slo("m", slo(20, 2000));
  bench.state.set_variant_slo("a:x", slo(20, 2000));
  bench.state.set_tuner_outcome("a:x", {.accepted = true, .nis = 1.0});
  bench.observe(observation("a:x", 0, 8));
  bench.restart();
  REQUIRE(bench.samples.size() == 1);
  CHECK(bench[0].sample.parameters);
  CHECK(bench[0].sample.slo.itl == 20.0);

  bench.solve(std::vector{solved("a:x")}, at(0.5), "s", 1);
  CHECK_FALSE(bench[1].sample.observation);
  CHECK_FALSE(bench[1].sample.parameters);
  bench.observe(observation("a:x", 1, 9));
  bench.restart();
  CHECK(bench[2].sample.slo.itl == 10.0);  // from the solution since
  bench.observe(observation("a:x", 2, 9));
  bench.forget_observations();
  CHECK_FALSE(bench[3].sample.slo.itl);
  CHECK_FALSE(bench[3].sample.parameters);
  CHECK_FALSE(bench[3].sample.tuner);
}

TEST_CASE("Parameters hold by variant, however its name is joined") {
  const char* const name = GENERATE("a", "a:x", "a/x");
  CAPTURE(name);
  Bench bench;
  bench.state.set_variant_parameters(name, parameters(7));
  bench.observe(observation("a:x", 0, 8));
  bench.observe(observation("b:x", 0, 8));
  bench.solve(std::vector{solved("a:x"), solved("b:x")}, at(0.5), "s", 1);
  REQUIRE(bench[0].sample.parameters);
  CHECK(bench[0].sample.parameters->alpha == 7.0);
  CHECK(bench[0].digits.parameters[0] == "7.000000");
  CHECK_FALSE(bench[1].sample.parameters);
}

TEST_CASE("What is logged under a name that two namespaces share is nobody's") {
  Bench bench;
  bench.solve(std::vector{solved("a:x"), solved("a:y")}, at(0), "s", 1);
  bench.state.set_variant_parameters("a/x", parameters(6));
  bench.state.set_variant_parameters("a", parameters(7));
  bench.state.set_variant_slo("a", slo(1, 2));
  bench.state.set_tuner_outcome("a", {.accepted = true, .nis = 0.5});
  bench.observe(observation("a", 60, 8, 60));
  bench.observe(observation("a", 60, 9, 90));
  CHECK(bench.join.find("a", 0) == nullptr);
  bench.solve(std::vector{solved("a:x", 1, 60), solved("a:y", 1, 90)}, at(60.5), "s", 2);
  bench.observe(observation("a", 120, 8));
  bench.forget_observations();
  REQUIRE(bench.samples.size() == 5);
  REQUIRE(bench[2].sample.parameters);
  CHECK(bench[2].sample.parameters->alpha == 6.0);
  CHECK_FALSE(bench[3].sample.parameters);
  for (const LoggedSample& logged : bench.samples) {
    CHECK_FALSE(logged.sample.tuner);
  }
  CHECK(bench[4].sample.variant == "a");
  CHECK_FALSE(bench[4].sample.parameters);
  CHECK_FALSE(bench[4].sample.slo.itl);
  CHECK(bench[4].sample.model.empty());
}

TEST_CASE("Parameters hold by model and accelerator") {
  Bench bench;
  bench.state.set_model_parameters("m", "H100", parameters(7));
  bench.state.set_model_parameters("m", "L40S", parameters(6));
  bench.state.set_model_parameters("n", "H100", parameters(5));
  bench.observe(observation("a:x", 0, 8));
  bench.observe(observation("b:x", 0, 8));
  LoggedForecast on_l40s = solved("b:x");
  on_l40s.accelerator = "L40S";
  LoggedForecast unknown = solved("c:x");
  unknown.accelerator = "A100";
  bench.solve(std::vector{solved("a:x"), on_l40s, unknown}, at(0.5), "s", 1);
  CHECK(bench[0].sample.parameters->alpha == 7.0);
  CHECK(bench[1].sample.parameters->alpha == 6.0);
  CHECK_FALSE(bench[2].sample.parameters);
}

TEST_CASE("Of parameters logged by model and by variant the later hold") {
  const bool model_last = GENERATE(true, false);
  Bench bench;
  if (!model_last) bench.state.set_model_parameters("m", "H100", parameters(6));
  bench.state.set_variant_parameters("a:x", parameters(7));
  if (model_last) bench.state.set_model_parameters("m", "H100", parameters(6));
  bench.observe(observation("a:x", 0, 8));
  bench.solve(std::vector{solved("a:x")}, at(0.5), "s", 1);
  CHECK(bench[0].sample.parameters->alpha == (model_last ? 6.0 : 7.0));
}

TEST_CASE("Of parameters logged by short and by full name the later hold") {
  Bench bench;
  bench.state.set_variant_parameters("a/x", parameters(6));
  bench.state.set_variant_parameters("a", parameters(7));
  bench.observe(observation("a:x", 0, 8));
  bench.solve(std::vector{solved("a:x")}, at(0.5), "s", 1);
  CHECK(bench[0].sample.parameters->alpha == 7.0);
  bench.state.set_variant_parameters("a/x", parameters(8));
  bench.solve(std::vector{solved("a:x")}, at(60), "s", 2);
  CHECK(bench[1].sample.parameters->alpha == 8.0);
}

TEST_CASE("Parameters hold until others come") {
  Bench bench;
  bench.state.set_variant_parameters("a:x", parameters(7));
  for (const double seconds : {0.0, 60.0}) {
    bench.observe(observation("a:x", seconds, 8));
    bench.solve(std::vector{solved("a:x")}, at(seconds + 0.5), "s", 1);
    bench.end_cycle();
  }
  CHECK(bench[1].sample.parameters->alpha == 7.0);
}

TEST_CASE("Parameters that come after the forecast are the next cycle's") {
  Bench bench;
  bench.state.set_variant_parameters("a:x", parameters(7));
  bench.observe(observation("a:x", 0, 8));
  bench.solve(std::vector{solved("a:x")}, at(0.5), "s", 1);
  bench.state.set_variant_parameters("a:x", parameters(8));
  CHECK(bench[0].sample.parameters->alpha == 7.0);
}

TEST_CASE("An unsolved sample has the parameters of its own cycle") {
  Bench bench;
  bench.state.set_variant_parameters("a:x", parameters(7));
  bench.observe(observation("a:x", 0, 8));
  bench.end_cycle();
  bench.state.set_variant_parameters("a:x", parameters(8));
  bench.observe(observation("a:x", 60, 9));
  CHECK(bench[0].sample.parameters->alpha == 7.0);
}

TEST_CASE("What the tuner logs of a model is the variant's that it works on") {
  Bench bench;
  bench.state.set_tuner_outcome("a/x", {.accepted = true, .nis = 0.5});
  bench.state.set_tuned_parameters("m", "H100", parameters(7));
  bench.observe(observation("a:x", 0, 8));
  bench.observe(observation("b:x", 0, 8));
  bench.solve(std::vector{solved("a:x"), solved("b:x")}, at(0.5), "s", 1);
  CHECK(bench[0].sample.parameters->alpha == 7.0);
  CHECK_FALSE(bench[1].sample.parameters);
}

TEST_CASE("What the tuner logs of a model is not a variant's that is known to be of another") {
  Bench bench;
  LoggedForecast other = solved("b:x");
  other.model = "n";
  bench.solve(std::vector{solved("a:x"), other}, at(0), "s", 1);
  bench.end_cycle();
  // Another controller's line comes between the two of this one.
  const char* const name = GENERATE("b/x", "b");
  CAPTURE(name);
  bench.state.set_tuner_outcome("a/x", {.accepted = true, .nis = 0.5});
  bench.state.set_tuner_outcome(name, {.accepted = true, .nis = 0.5});
  bench.state.set_tuned_parameters("m", "H100", parameters(7));
  bench.solve(std::vector{solved("a:x"), other}, at(60), "s", 2);
  REQUIRE(bench[2].sample.parameters);
  CHECK(bench[2].sample.parameters->alpha == 7.0);
  CHECK_FALSE(bench[3].sample.parameters);
}

TEST_CASE("What is logged of a model while the tuner works on no variant is the model's") {
  Bench bench;
  bench.state.set_tuner_outcome("a/x", {.accepted = true, .nis = 0.5});
  bench.end_cycle();
  bench.state.set_tuned_parameters("m", "H100", parameters(7));
  bench.observe(observation("b:x", 0, 8));
  bench.solve(std::vector{solved("b:x")}, at(0.5), "s", 1);
  CHECK(bench[0].sample.parameters->alpha == 7.0);
}

TEST_CASE("A tuner's outcome is of one cycle and one variant") {
  Bench bench;
  bench.state.set_tuner_outcome("a/x", {.accepted = false, .nis = 9.5});
  bench.observe(observation("a", 0, 8));
  bench.observe(observation("b", 0, 8));
  bench.solve(std::vector{solved("b:x"), solved("a:x")}, at(0.5), "s", 1);
  CHECK_FALSE(bench[0].sample.tuner);
  REQUIRE(bench[1].sample.tuner);
  CHECK_FALSE(bench[1].sample.tuner->accepted);
  CHECK(bench[1].sample.tuner->nis == 9.5);
  bench.observe(observation("a", 60, 8));
  bench.solve(std::vector{solved("a:x")}, at(60.5), "s", 2);
  CHECK_FALSE(bench[2].sample.tuner);
}

TEST_CASE("The digits of parameters show their resolution") {
  const auto resolution_of = [](const std::array<Digits, 4>& digits) {
    Bench bench;
    bench.state.set_variant_parameters("a:x", {.values = {1, 1, 1, 1}, .digits = digits});
    bench.solve(std::vector{solved("a:x")}, at(0), "s", 1);
    return bench[0].sample.parameter_resolution;
  };
  CHECK(resolution_of({"7.470000", "0.044000", "15.415000", "0.000337"}) == Approx(1e-6).epsilon(1e-12));
  CHECK(resolution_of({"7.47", "0.04", "15.41", "0.00"}) == Approx(1e-2).epsilon(1e-12));
  CHECK(resolution_of({"6.958", "0.042", "5.2", "0.1"}) == 0.0);  // as many digits as each needs
  CHECK(resolution_of({"7", "1", "15", "2"}) == 0.0);
  CHECK(resolution_of({"7.470000", "0.044000", "15.415000", "3.37e-04"}) == 0.0);
}

TEST_CASE("Targets of the solution outweigh those of variant and model") {
  Bench bench;
  bench.state.set_model_slo("m", slo(30, 3000));
  bench.state.set_variant_slo("a", slo(20, 2000));
  bench.observe(observation("a:x", 0, 8));
  LoggedForecast without = solved("a:x");
  without.slo = {};
  SECTION("the solution's") {
    bench.solve(std::vector{solved("a:x")}, at(0.5), "s", 1);
    CHECK(bench[0].sample.slo.itl == 10.0);
    CHECK(bench[0].sample.slo.ttft == 1000.0);
  }
  SECTION("the variant's") {
    bench.solve(std::vector{without}, at(0.5), "s", 1);
    CHECK(bench[0].sample.slo.itl == 20.0);
    CHECK(bench[0].digits.slo_itl == "i");
    CHECK(bench[0].digits.slo_ttft == "t");
  }
  SECTION("the model's, for a variant that has none") {
    without.variant = "b:x";
    bench.solve(std::vector{without}, at(0.5), "s", 1);
    CHECK(bench[0].sample.slo.itl == 30.0);
  }
}

TEST_CASE("A variant's targets hold for its unsolved cycles") {
  Bench bench;
  bench.observe(observation("a:x", 0, 8));
  bench.solve(std::vector{solved("a:x")}, at(0.5), "s", 1);
  bench.end_cycle();
  bench.observe(observation("a:x", 60, 8));
  bench.observe(observation("b:x", 60, 8));
  bench.forget_observations();
  CHECK(bench[1].sample.slo.itl == 10.0);
  CHECK_FALSE(bench[2].sample.slo.itl);
}

TEST_CASE("An observation without model belongs to the model in progress") {
  Bench bench;
  bench.state.set_model_in_progress("m1");
  bench.state.set_model_slo("m1", slo(20, 2000));
  bench.observe(observation("a", 0, 8));
  bench.end_cycle();
  bench.state.set_model_in_progress("m2");
  bench.observe(observation("b", 0.1, 8));
  bench.forget_observations();
  REQUIRE(bench.samples.size() == 2);
  CHECK(bench[0].sample.model == "m1");
  CHECK(bench[0].sample.slo.itl == 20.0);
  CHECK(bench[1].sample.model == "m2");
  CHECK_FALSE(bench[1].sample.slo.itl);
}

TEST_CASE("A forecast fills in what was not observed, never the values observed") {
  Bench bench;
  bench.observe(observation("a:x", 0, 8, 60));
  LoggedForecast forecast = solved("a:x", 1, 77);
  forecast.digits.rate = "77";
  forecast.digits.cost = "400";
  bench.solve(std::vector{forecast}, at(0.5), "s", 1);
  CHECK(observation_in(bench[0].sample).load.rate_rpm == 60.0);
  CHECK(observation_in(bench[0].sample).load.in_tokens == 512.75);
  CHECK(bench[0].sample.forecast->load.rate_rpm == 77.0);
  CHECK_FALSE(observation_in(bench[0].sample).cost);
}

TEST_CASE("A variant seen first without namespace keeps the name it gets") {
  Bench bench;
  bench.observe(observation("a", 0, 8));
  bench.solve(std::vector{solved("a:x")}, at(0.5), "s", 1);
  bench.end_cycle();
  bench.observe(observation("a", 60, 9));
  bench.forget_observations();
  CHECK(bench[1].sample.variant == "a:x");
}

TEST_CASE("Many variants are joined in time that grows with their number") {
  Bench bench;
  std::vector<LoggedForecast> solutions;
  for (int i = 0; i < 20000; ++i) {
    const std::string name = "v" + std::to_string(i);
    bench.observe(observation(name, 0, i));
    solutions.push_back(solved(bench.names.intern(name + ":x"), i));
  }
  std::reverse(solutions.begin(), solutions.end());
  bench.solve(solutions, at(0.5), "s", 1);
  REQUIRE(bench.samples.size() == 20000);
  const bool all = std::all_of(bench.samples.begin(), bench.samples.end(), [](const LoggedSample& logged) {
    return observation_in(logged.sample).latency.itl == logged.sample.forecast->replicas;
  });
  CHECK(all);
}

TEST_CASE("An observation that waits is found by its name in its own cycle") {
  Bench bench;
  bench.observe(observation("a", 0, 8), 1);
  REQUIRE(bench.join.find("a", 1) != nullptr);
  CHECK(bench.join.find("a", 1)->sample.observation->latency.itl == 8.0);
  CHECK(bench.join.find("b", 1) == nullptr);
  std::size_t waiting = 0;
  bench.join.for_each(1, [&](const LoggedSample&) { ++waiting; });
  bench.join.for_each(2, [&](const LoggedSample&) { ++waiting; });
  CHECK(waiting == 1);
  bench.end_cycle();
  CHECK(bench.join.find("a", 1) != nullptr);  // decisions may follow the optimizer
  CHECK(bench.join.find("a", 2) == nullptr);
  bench.forget_observations();
  CHECK(bench.join.find("a", 1) == nullptr);
}

TEST_CASE("An observation whose cycle ended is not interrupted by a restart") {
  for (const bool ended : {true, false}) {
    Bench bench;
    bench.observe(observation("a", 0, 8));
    if (ended) bench.end_cycle();
    bench.forget_observations();
    CHECK(bench[0].sample.interrupted == !ended);
  }
}

TEST_CASE("A forecast without variant takes the only observation of its model and load") {
  LoggedForecast nameless = solved("");
  LoggedSample first = observation("a", 0, 8, 60);
  first.sample.model = "m";
  LoggedSample second = observation("b", 0, 9, 60);
  second.sample.model = "n";
  SECTION("one") {
    Bench bench;
    bench.observe(first);
    bench.observe(second);
    bench.solve({nameless}, at(0.5), "s", 1);
    REQUIRE(bench.samples.size() == 1);
    CHECK(bench[0].sample.variant == "a");
    CHECK(bench[0].sample.forecast);
  }
  SECTION("two: ambiguous") {
    Bench bench;
    second.sample.model = "m";
    bench.observe(first);
    bench.observe(second);
    bench.solve({nameless}, at(0.5), "s", 1);
    CHECK(bench.samples.empty());
    CHECK(bench.facts.ambiguous == 1);
    CHECK(bench.facts.unobserved == 0);
  }
  SECTION("none") {
    Bench bench;
    bench.observe(second);
    bench.solve({nameless}, at(0.5), "s", 1);
    CHECK(bench.samples.empty());
    CHECK(bench.facts.forecasts == 1);
  }
}

}  // namespace
}  // namespace wvagate::ingest
