#include "harness/ingest/assemble/cycle_assembler.hpp"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

TimePoint at(double seconds) {
  return TimePoint(
      std::chrono::round<std::chrono::nanoseconds>(std::chrono::duration<double>(1'786'000'000 + seconds)));
}

/// Keeps all that assemblers give.
struct Log {
  NamePool names;
  LogFacts facts;
  std::vector<LoggedSample> samples;
  std::vector<LoggedClaim> claims;
  std::size_t most = SIZE_MAX;  ///< samples that are wanted
  LogSink sink;
  LogState state{.names = names, .facts = facts, .sink = sink};

  Log() {
    sink.sample = [this](const LoggedSample& sample) {
      return samples.push_back(sample), samples.size() < most;
    };
    sink.claim = [this](const LoggedClaim& claim) { return claims.push_back(claim), true; };
  }
  const Sample& operator[](std::size_t i) const { return samples.at(i).sample; }
};

/// An assembler with the log that it refers to.
struct Bench : Log {
  CycleAssembler cycle{state};

  void apply(const Event& event, double seconds = 0) {
    cycle.apply(event, {.time = at(seconds), .timestamp = std::to_string(seconds), .line = ++line});
  }
  std::uint64_t line = 0;
};

Observed observed(std::string_view variant, double itl = 8) {
  Observed event;
  event.logged.sample.variant = variant;
  event.logged.sample.observation.emplace().latency.itl = itl;
  return event;
}

Forecasted forecast(std::string_view variant, double replicas = 1) {
  Forecasted event;
  event.what.variant = variant;
  event.what.model = "m";
  event.what.feasible = true;
  event.what.forecast.replicas = replicas;
  return event;
}

Decided decided(std::string_view variant, double target, std::string_view name_space = {}) {
  return {.variant = {variant, name_space}, .action = "scale-up", .current = target - 1, .target = target};
}

OptimizerDecided wished(std::string_view variant, double target, std::string_view name_space = {}) {
  return {.model = "m", .variant = {variant, name_space}, .current = target - 1, .target = target};
}

ReplicasEmitted emitted(std::string_view variant, double desired) {
  return {.variant = {variant, {}}, .accelerator = "H100", .current = desired - 1, .desired = desired};
}

LoggedNumber number(double value) {
  LoggedNumber logged;
  logged.value = value;
  logged.digits = std::to_string(value);
  return logged;
}

Claimed claimed(std::string_view analyzer, double demand, std::vector<VariantClaim> variants) {
  Claimed event;
  event.model = "m";
  event.name_space = "n";
  event.analyzer = analyzer;
  event.demand = number(demand);
  event.variants = std::move(variants);
  event.may_be_silent = true;
  return event;
}

VariantClaim claim_on(std::string_view variant, std::string_view source = "P1-obs") {
  return {.variant = variant, .per_replica = number(5), .role = "both", .source = source};
}

// --- Segments

TEST_CASE("A restart begins a segment") {
  Bench bench;
  bench.apply(observed("a:x"), 0);
  bench.apply(ControllerStarted{}, 1);
  bench.apply(observed("a:x"), 60);
  bench.apply(ControllerStarted{}, 61);
  bench.apply(ControllerStarted{}, 62);
  bench.apply(observed("a:x"), 120);
  bench.cycle.finish();
  REQUIRE(bench.samples.size() == 3);
  CHECK(bench[0].segment < bench[1].segment);
  CHECK(bench[1].segment < bench[2].segment);
  CHECK(bench.facts.restarts == 3);
  CHECK(bench.facts.segments.size() == bench[2].segment + 1);
}

TEST_CASE("Two controllers' segments have numbers of their own") {
  Log log;
  CycleAssembler first(log.state);
  CycleAssembler second(log.state);
  const auto apply = [](CycleAssembler& cycle, const Event& event) {
    cycle.apply(event, {.time = at(0), .timestamp = "s", .line = 1});
  };
  apply(first, observed("a:x"));
  apply(second, observed("a:x"));
  apply(first, ControllerStarted{});
  apply(first, observed("a:x"));
  first.finish();
  second.finish();
  REQUIRE(log.samples.size() == 3);
  CHECK(log[0].segment != log[1].segment);
  CHECK(log[1].segment != log[2].segment);
  CHECK(log[0].segment != log[2].segment);
}

TEST_CASE("A segment's kind is that of what is logged in it") {
  Bench bench;
  bench.apply(CycleBegan{});
  bench.apply(decided("a", 2));
  bench.apply(ControllerStarted{});
  bench.apply(forecast("a:x"));
  bench.apply(ControllerStarted{});
  bench.apply(claimed("saturation", 5, {}));
  bench.apply(forecast("a:x"), 1);  // does not take it back
  bench.cycle.finish();
  const auto& segments = bench.facts.segments;
  REQUIRE(segments.size() == 4);
  CHECK(segments[1].controller == ControllerKind::reactive);
  CHECK(segments[2].controller == ControllerKind::model_based);
  CHECK(segments[3].controller == ControllerKind::analyzers);
}

// --- Cycles

TEST_CASE("A reactive decision is the cycle's own") {
  Bench bench;
  bench.apply(observed("a"), 0);
  bench.apply(observed("b"), 0);
  bench.apply(decided("a", 3), 0);
  bench.apply(CycleEnded{}, 0.5);
  bench.apply(decided("a", 9), 1);
  bench.cycle.finish();
  REQUIRE(bench.samples.size() == 3);
  for (const LoggedSample& logged : bench.samples) {
    const Sample& sample = logged.sample;
    if (!sample.observation) {
      CHECK(sample.decision->target == 9.0);  // of a cycle that is not observed
    } else if (sample.variant == "a") {
      CHECK(sample.decision->target == 3.0);
    } else {
      CHECK_FALSE(sample.decision);
    }
  }
}

TEST_CASE("A decision under a name that two namespaces share is nobody's observation's") {
  Bench bench;
  bench.apply(VariantNamed{"a:x"});
  bench.apply(VariantNamed{"a:y"});
  bench.apply(observed("a", 8), 60);
  bench.apply(decided("a", 3), 60);
  bench.cycle.finish();
  REQUIRE(bench.samples.size() == 2);
  for (const LoggedSample& logged : bench.samples)
    CHECK((!logged.sample.observation || !logged.sample.decision));
}

TEST_CASE("Cycles whose begin is not logged are told apart by the pause before them") {
  const bool ends_are_logged = GENERATE(true, false);
  Bench bench;
  for (int minute = 1; minute <= 3; ++minute) {
    bench.apply(decided("a", minute), 60 * minute);
    if (ends_are_logged) bench.apply(CycleEnded{}, 60 * minute + 1);
  }
  bench.cycle.finish();
  REQUIRE(bench.samples.size() == 3);
  CHECK(bench[2].decision->target == 3.0);
}

TEST_CASE("A cycle whose begin is lost costs nothing") {
  Bench bench;
  for (int minute = 1; minute <= 3; ++minute) {
    if (minute != 2) bench.apply(CycleBegan{}, 60 * minute);
    bench.apply(decided("a", minute), 60 * minute);
    bench.apply(CycleEnded{}, 60 * minute + 1);
    bench.apply(emitted("a", minute), 60 * minute + 2);  // late: of the cycle that ended
  }
  REQUIRE(bench.samples.size() == 3);
  CHECK(bench[1].cycle == 2);
  CHECK(bench.facts.cycles == 3);
}

TEST_CASE("Samples are given when the cycle ends, in the order of their first records") {
  Bench bench;
  bench.apply(CycleBegan{}, 0);
  bench.apply(decided("b", 2), 1);
  bench.apply(decided("a", 2), 1);
  bench.apply(emitted("b", 2), 1);
  CHECK(bench.samples.empty());
  bench.apply(CycleEnded{}, 2);
  REQUIRE(bench.samples.size() == 2);
  CHECK(bench[0].variant == "b");
  CHECK(bench[0].cycle == 1);
  CHECK(bench[1].variant == "a");
  CHECK(bench.facts.cycles == 1);
  CHECK(bench.facts.cycles_ended == 1);
}

TEST_CASE("A cycle that is cut is given as far as it goes") {
  const char* const by = GENERATE("a begin", "a start", "the log's end");
  CAPTURE(by);
  Bench bench;
  bench.apply(CycleBegan{}, 0);
  bench.apply(claimed("saturation", 5, {claim_on("a")}), 1);
  bench.apply(decided("b", 2), 1);
  if (by == std::string("a begin")) bench.apply(CycleBegan{}, 60);
  if (by == std::string("a start")) bench.apply(ControllerStarted{}, 60);
  if (by == std::string("the log's end")) bench.cycle.finish();
  REQUIRE(bench.samples.size() == 2);
  CHECK(bench[0].interrupted);        // what came of it is not known
  CHECK_FALSE(bench[1].interrupted);  // its decision is
  CHECK(bench.claims.size() == 1);
}

TEST_CASE("A sink that wants no more gets no more samples") {
  Bench bench;
  bench.most = 1;
  bench.apply(CycleBegan{});
  bench.apply(decided("a", 2));
  bench.apply(decided("b", 2));
  bench.apply(CycleEnded{});
  CHECK(bench.samples.size() == 1);
  CHECK(bench.state.stopped);
}

TEST_CASE("An observation waits for its forecast beyond the optimizer's end, its decision joins it") {
  Bench bench;
  bench.apply(CycleBegan{}, 0);
  bench.apply(observed("a"), 0);
  bench.apply(VariantNamed{"a:x"}, 0.1);
  bench.apply(forecast("a:x", 4), 0.2);
  bench.apply(decided("a", 4), 0.3);
  bench.apply(CycleEnded{}, 0.4);
  REQUIRE(bench.samples.size() == 1);
  CHECK(bench[0].observation);
  CHECK(bench[0].forecast->replicas == 4.0);
  CHECK(bench[0].decision->target == 4.0);
  CHECK(bench[0].cycle == 1);
}

TEST_CASE("No servers end what was observed") {
  Bench bench;
  bench.apply(observed("a"), 0);
  bench.apply(NoServers{}, 0.5);
  bench.apply(forecast("a"), 0.6);
  bench.cycle.finish();
  REQUIRE(bench.samples.size() == 2);
  CHECK_FALSE(bench[0].forecast);
  CHECK_FALSE(bench[1].observation);
}

// --- Time and line of a sample

TEST_CASE("A sample's time and line are those of its best record") {
  Bench bench;
  bench.apply(CycleBegan{}, 0);
  bench.apply(emitted("a", 2), 1);
  bench.apply(emitted("b", 2), 1);
  bench.apply(claimed("saturation", 5, {claim_on("a"), claim_on("b")}), 2);
  bench.apply(wished("a", 2), 3);
  bench.apply(decided("a", 2), 4);
  bench.apply(decided("b", 2), 5);
  bench.apply(CycleEnded{}, 6);
  REQUIRE(bench.samples.size() == 2);
  CHECK(bench[0].time == at(3));  // the optimizer's decision
  CHECK(bench[0].line == 5);
  CHECK(bench[1].time == at(5));  // the final one
  CHECK(bench[1].line == 7);
}

// --- Decisions

TEST_CASE("A final decision outweighs what the optimizer found, a reason only fills in") {
  Bench bench;
  bench.apply(CycleBegan{});
  bench.apply(wished("a", 4));
  bench.apply(OptimizerNamed{"cost-aware"});
  bench.apply(Decided{.variant = {"a", {}}, .action = "scale-up", .current = 2, .target = 3});
  bench.apply(
      ReasonNamed{.variant = {"a", {}}, .action = "no-change", .reason = "V2", .current = 9, .target = 9});
  bench.apply(
      ReasonNamed{.variant = {"b", {}}, .action = "no-change", .reason = "V2", .current = 1, .target = 1});
  bench.apply(CycleEnded{});
  const Decision& a = *bench[0].decision;
  CHECK(a.current == 2.0);
  CHECK(a.optimizer_target == 4.0);
  CHECK(a.target == 3.0);
  CHECK(a.action == "scale-up");
  CHECK(a.reason == "V2");
  CHECK(a.optimizer == "cost-aware");
  CHECK(bench[1].decision->target == 1.0);
  CHECK(bench[1].decision->action == "no-change");
}

TEST_CASE("What overrode a model's decisions is told of those that were changed") {
  Bench bench;
  bench.apply(CycleBegan{});
  bench.apply(wished("a", 4, "n"));
  bench.apply(wished("b", 2, "n"));
  bench.apply(Overridden{.variant = {}, .model = "m", .name_space = "n", .by = "scale to zero"});
  bench.apply(decided("a", 1, "n"));
  bench.apply(decided("b", 2, "n"));
  bench.apply(CycleEnded{});
  CHECK(bench[0].decision->overridden_by == "scale to zero");
  CHECK(bench[1].decision->overridden_by.empty());
}

TEST_CASE("A hold is told of variants without decision") {
  Bench bench;
  bench.apply(CycleBegan{});
  bench.apply(ModelBegan{"m", "n"});
  bench.apply(ReplicasCounted{.variant = {"a", {}},
                              .scale_target = {},
                              .role = {},
                              .accelerator = {},
                              .replicas = 3,
                              .pending = 1,
                              .bounds = {}});
  bench.apply(Held{"m", "n", "in transition"});
  bench.apply(decided("b", 2, "n"));
  bench.apply(CycleEnded{});
  CHECK(bench[0].held == "in transition");
  CHECK(bench[0].observation->pending == 1.0);
  CHECK(bench[0].name_space == "n");
  CHECK(bench[1].held.empty());
}

TEST_CASE("The safety net makes no sample") {
  Bench bench;
  bench.apply(CycleBegan{});
  bench.apply(ReplicasEmitted{
      .variant = {"a", {}}, .accelerator = {}, .current = {}, .desired = 0, .fallback = true});
  bench.apply(CycleEnded{});
  CHECK(bench.samples.empty());
}

TEST_CASE("0.5.0 names the Deployment in the decision, and the variant in the line behind it") {
  Bench bench;
  bench.apply(CycleBegan{});
  bench.apply(decided("a-web-deployment-with-a-long-name", 3, "n"));
  bench.apply(emitted("a-variant-with-a-name-as-long-as-that", 3));
  bench.apply(CycleEnded{});
  REQUIRE(bench.samples.size() == 1);
  CHECK(bench[0].variant == "a-web-deployment-with-a-long-name");
  CHECK(bench[0].emitted_replicas == 3.0);
}

TEST_CASE("An emission with another target than the decision before it is another variant's") {
  Bench bench;
  bench.apply(CycleBegan{});
  bench.apply(decided("web", 3, "n"));
  bench.apply(emitted("other", 5));
  bench.apply(CycleEnded{});
  REQUIRE(bench.samples.size() == 2);
  CHECK_FALSE(bench[0].emitted_replicas);
  CHECK(bench[1].emitted_replicas == 5.0);
}

// --- Names

TEST_CASE("Namesakes in two namespaces are two samples, a bare name is of the last one") {
  Bench bench;
  bench.apply(CycleBegan{});
  bench.apply(decided("a", 2, "x"));
  bench.apply(emitted("a", 2));
  bench.apply(decided("a", 5, "y"));
  bench.apply(emitted("a", 5));
  bench.apply(CycleEnded{});
  REQUIRE(bench.samples.size() == 2);
  CHECK(bench[0].full_name == "a:x");
  CHECK(bench[0].emitted_replicas == 2.0);
  CHECK(bench[1].full_name == "a:y");
  CHECK(bench[1].emitted_replicas == 5.0);
}

TEST_CASE("A bare name keeps the namespace of earlier cycles, unless there are several") {
  Bench bench;
  bench.apply(CycleBegan{}, 0);
  bench.apply(decided("a", 2, "x"), 0);
  bench.apply(decided("b", 2, "x"), 0);
  bench.apply(decided("b", 2, "y"), 0);
  bench.apply(CycleBegan{}, 60);
  bench.apply(emitted("a", 2), 60);
  bench.apply(emitted("b", 2), 60);
  bench.apply(CycleEnded{}, 61);
  REQUIRE(bench.samples.size() == 5);
  CHECK(bench[3].full_name == "a:x");
  CHECK(bench[4].name_space.empty());
}

TEST_CASE("Names of a sample outlive the records of today's controller") {
  Bench bench;
  {
    const std::string name = "a-name-that-is-too-long-for-the-string-itself";
    bench.apply(CycleBegan{});
    bench.apply(decided(name, 2, name));
    bench.apply(
        ReasonNamed{.variant = {name, name}, .action = name, .reason = name, .current = {}, .target = {}});
  }
  bench.apply(CycleEnded{});
  CHECK(bench[0].variant == "a-name-that-is-too-long-for-the-string-itself");
  CHECK(bench[0].decision->reason == bench[0].variant);
}

TEST_CASE("A variant's model is the one that it was named with, else the cycle's only one") {
  Bench bench;
  bench.apply(CycleBegan{}, 0);
  bench.apply(VariantOfModel{"a", "m1"}, 0);
  bench.apply(ModelBegan{"m2", {}}, 0);
  bench.apply(decided("a", 2), 0);
  bench.apply(decided("b", 2), 0);
  bench.apply(CycleEnded{}, 1);
  CHECK(bench[0].model == "m1");
  CHECK(bench[1].model == "m2");
  bench.apply(CycleBegan{}, 60);
  bench.apply(ModelBegan{"m1", {}}, 60);
  bench.apply(ModelBegan{"m2", {}}, 60);
  bench.apply(decided("c", 2), 60);
  bench.apply(CycleEnded{}, 61);
  CHECK(bench[2].model.empty());
}

// --- Claims

TEST_CASE("A claim is its variants', and a row for each") {
  Bench bench;
  bench.apply(CycleBegan{}, 0);
  bench.apply(claimed("saturation", 5, {claim_on("a"), claim_on("b")}), 1);
  bench.apply(wished("a", 2, "n"), 2);
  bench.apply(decided("a", 3, "n"), 2);
  bench.apply(CycleEnded{}, 3);
  REQUIRE(bench.claims.size() == 2);
  CHECK(bench.claims[0].variant == "a");
  CHECK(bench.claims[0].model == "m");
  CHECK(bench.claims[0].optimizer_target == 2.0);
  CHECK(bench.claims[0].target == 3.0);
  CHECK_FALSE(bench.claims[1].target);
  CHECK(bench.facts.claims == 2);
  REQUIRE(bench[0].claims.size() == 1);
  CHECK(bench[0].claims[0].per_replica == 5.0);
  CHECK(bench[0].role == "both");
}

TEST_CASE("A claim that names no variant is of all of its model") {
  Bench bench;
  bench.apply(CycleBegan{}, 0);
  bench.apply(claimed("saturation", 5, {claim_on("a")}), 1);
  bench.apply(claimed("throughput", 7, {}), 1);
  bench.apply(CycleEnded{}, 3);
  REQUIRE(bench.claims.size() == 2);
  CHECK(bench.claims[1].variant.empty());
  REQUIRE(bench[0].claims.size() == 2);
  CHECK(bench[0].claims[1].analyzer == "throughput");
  CHECK(bench[0].claims[1].demand == 7.0);
  CHECK_FALSE(bench[0].claims[1].per_replica);
}

TEST_CASE("A claim that comes twice is one, a different one of the same analyzer is another") {
  Bench bench;
  bench.apply(CycleBegan{}, 0);
  for (int i = 0; i < 3; ++i)
    bench.apply(claimed("saturation", 5, {claim_on("a")}), 1);
  CHECK(bench.samples.empty());
  bench.apply(claimed("saturation", 6, {claim_on("b")}), 1);
  bench.apply(CycleEnded{}, 3);
  CHECK(bench.claims.size() == 2);
  CHECK(bench[0].claims.size() == 1);
  CHECK(bench[1].claims.size() == 1);
}

TEST_CASE("Whether a claim votes: the analyzer is live, and not absent") {
  Bench bench;
  bench.apply(ControllerStarted{}, 0);
  for (int i = 0; i < 4; ++i) {
    bench.apply(CycleBegan{}, 60 * i);
    bench.apply(claimed("throughput", i, {claim_on("a", i == 0 ? "T1-ols" : "no-data")}), 60 * i + 1);
    bench.apply(CycleEnded{}, 60 * i + 2);
  }
  REQUIRE(bench.claims.size() == 4);
  CHECK(bench.claims[2].claim.votes == true);
  CHECK(bench.claims[3].claim.votes == false);
  bench.apply(CycleBegan{}, 300);
  bench.apply(SaturationAbsent{"m", "n"}, 301);
  bench.apply(claimed("saturation", 9, {claim_on("a")}), 301);
  Claimed of_old = claimed("queueing-model", 9, {});
  of_old.may_be_silent = false;
  bench.apply(of_old, 301);
  bench.apply(CycleEnded{}, 302);
  CHECK(bench.claims[4].claim.votes == false);
  CHECK(bench.claims[5].claim.votes == true);
}

// --- Pods

PodObserved pod(std::string_view name, std::optional<double> itl_ms, std::optional<double> rps = {}) {
  PodObserved event;
  event.instance = name;
  event.what.pod = name;
  event.what.itl_ms = itl_ms;
  event.what.dispatch_rps = rps;
  return event;
}

TEST_CASE("A pod is the variant's whose name, or whose workload's, it begins with: the longest") {
  Bench bench;
  bench.apply(CycleBegan{});
  bench.apply(pod("web-1", 10));
  bench.apply(pod("web-large-1", 20));
  bench.apply(pod("store-7", 30));
  bench.apply(pod("webs-1", 40));
  bench.apply(decided("web", 2));
  bench.apply(decided("web-large", 2));
  bench.apply(ReplicasCounted{.variant = {"shop", {}},
                              .scale_target = "store",
                              .role = {},
                              .accelerator = {},
                              .replicas = {},
                              .pending = {},
                              .bounds = {}});
  bench.apply(CycleEnded{});
  REQUIRE(bench.samples.size() == 3);
  REQUIRE(observation_in(bench[0]).pods.size() == 1);
  CHECK(observation_in(bench[0]).latency.itl == 10.0);
  CHECK(bench.samples[0].digits.itl == "10");
  CHECK(observation_in(bench[1]).latency.itl == 20.0);
  CHECK(observation_in(bench[2]).latency.itl == 30.0);
}

TEST_CASE("Figures of a pod are collected over its lines, and means are weighted if all have requests") {
  Bench bench;
  bench.apply(CycleBegan{});
  bench.apply(pod("a-1", 10));
  bench.apply(pod("a-1", {}, 1));
  bench.apply(pod("a-2", 40, 2));
  bench.apply(pod("b-1", 10, 0));
  bench.apply(pod("b-2", 40, 2));
  bench.apply(decided("a", 2));
  bench.apply(decided("b", 2));
  bench.apply(CycleEnded{});
  CHECK(observation_in(bench[0]).pods.size() == 2);
  CHECK(observation_in(bench[0]).latency.itl == 30.0);
  CHECK(observation_in(bench[0]).load.rate_rpm == 180.0);
  CHECK(observation_in(bench[1]).latency.itl == 25.0);  // one pod has none
}

TEST_CASE("An observation keeps its own latencies beside its pods'") {
  Bench bench;
  bench.apply(CycleBegan{});
  Observed seen = observed("a", 8);
  seen.logged.digits.itl = "8";
  bench.apply(seen);
  bench.apply(pod("a-1", 10));
  bench.apply(CycleEnded{}, 1);
  bench.cycle.finish();
  REQUIRE(bench.samples.size() == 1);
  CHECK(observation_in(bench[0]).latency.itl == 8.0);
  CHECK(observation_in(bench[0]).pods.size() == 1);
}

// --- Queueing and throughput models

TEST_CASE("Fallback targets are those of the variant that the queueing analyzer works on") {
  Bench bench;
  bench.apply(CycleBegan{});
  bench.apply(TargetsInferred{.variant = {}, .itl_ms = number(1), .ttft_ms = number(2)});  // of nobody
  bench.apply(QueueingTuned{.variant = {"a", {}}, .parameters = {number(6)}, .outcome = {}});
  bench.apply(
      QueueingTuned{.variant = {"a", {}}, .parameters = {LoggedNumber{}, number(0.5)}, .outcome = {}});
  bench.apply(TargetsInferred{
      .variant = {}, .itl_ms = number(15), .ttft_ms = number(0), .parameters = {}, .in_tokens = number(650)});
  bench.apply(CycleEnded{});
  REQUIRE(bench.samples.size() == 1);
  CHECK(bench.samples[0].digits.parameters[0] == "6.000000");
  CHECK(bench.samples[0].digits.parameters[1] == "0.500000");
  CHECK(observation_in(bench[0]).load.in_tokens == 650.0);
  CHECK(bench[0].slo.itl == 15.0);
  CHECK_FALSE(bench[0].slo.ttft);  // 0 is none
}

TEST_CASE("Mismatches, a fit and a cleared window are the variant's") {
  Bench bench;
  bench.apply(CycleBegan{});
  for (const char* const name : {"a-1", "a-2", "a-1"})
    bench.apply(Mismatched{.variant = {"a", "n"},
                           .model = "m",
                           .pod = name,
                           .kv_usage = number(0.5),
                           .observed_tps = number(10),
                           .predicted_tps = number(8),
                           .error_pct = number(20)});
  bench.apply(ThroughputFitted{.variant = {"a", "n"}, .model = "m", .a_s = 0.04, .b_s = 0.006});
  bench.apply(WindowCleared{.variant = {"a", "n"}, .model = "m"});
  bench.apply(OptimizerDecided{.model = "m", .variant = {"a", "n"}, .current = 1, .target = 1});
  bench.apply(CycleEnded{});
  REQUIRE(bench[0].throughput);
  CHECK(bench[0].throughput->mismatches.size() == 2);  // the third is the first one again
  CHECK(bench[0].throughput->cleared);
  CHECK(bench[0].throughput->b_s == 0.006);
  CHECK(bench[0].model == "m");
  CHECK(bench.facts.mismatches == 2);
}

// --- Logs of 2025 without begins of cycles

TEST_CASE("Without begins of cycles samples are given once another is much younger") {
  Bench bench;
  for (int i = 0; i < 3; ++i) {
    bench.apply(observed("a:x", 8 + i), 60 * i);
    bench.apply(forecast("a:x"), 60 * i + 0.2);
    CHECK(bench.samples.size() == static_cast<std::size_t>(i));
  }
  bench.cycle.finish();
  CHECK(bench.samples.size() == 3);
  CHECK(bench[2].cycle == 0);
}

// --- Limits

TEST_CASE("Names without end do not take memory without end") {
  Bench bench;
  for (int i = 0; i < 70000; ++i) {
    const std::string name = "v" + std::to_string(i);
    bench.apply(PodObserved{.instance = name, .what = {}});
    bench.apply(BoundsLeaked{.variant = {name, "n"}, .model = "m", .accelerator = {}, .bounds = {.cost = 1}});
  }
  bench.apply(CycleBegan{});
  bench.apply(decided("v0", 2, "n"));
  bench.apply(decided("v69999", 2, "n"));
  bench.apply(CycleEnded{});
  CHECK(bench[0].model == "m");
  CHECK(bench[1].model.empty());  // beyond what is remembered
}

}  // namespace
}  // namespace wvagate::ingest
