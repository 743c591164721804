// Whole runs of today's controller, read from text.

#include "tests/unit/harness/ingest/today_log.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/sample_text.hpp"

namespace wvagate::ingest {
namespace {

using namespace testing;

const std::string kReconciler =
    "2026-08-08T02:00:00Z\tINFO\tcontroller/variantautoscaling_controller.go:99\tReconciling\t"
    R"({"controller": "variantautoscaling", "name": "tulip-a", "name": "tulip-b"})";
const std::string kScaleFromZero =
    "2026-08-08T02:00:00Z\tDEBUG\tscalefromzero/engine.go:77\tNo inactive VariantAutoscalings found";

void append(std::vector<std::string>& lines, const std::vector<std::string>& more) {
  lines.insert(lines.end(), more.begin(), more.end());
}

TEST_CASE("A cycle of today's controller gives a sample a variant") {
  const RunForm form{GENERATE(Form::console, Form::json), false};
  const ReadBack log = read_lines(run_lines(form, 1));
  REQUIRE(log.samples.size() == 2);
  const Sample& a = log.samples[0].sample;
  CHECK(a.variant == "tulip-a");
  CHECK(a.name_space == "garden");
  CHECK(a.full_name == "tulip-a:garden");
  CHECK(a.model == "acme/tulip-7b");
  CHECK(a.accelerator == "H100");
  CHECK(a.role == "both");
  CHECK(a.cycle == 1);
  CHECK_FALSE(a.interrupted);
  CHECK_FALSE(a.forecast);
  REQUIRE(a.decision);
  CHECK(a.decision->current == 1.0);
  CHECK(a.decision->optimizer_target == 2.0);
  CHECK(a.decision->target == 2.0);
  CHECK(a.decision->action == "scale-up");
  CHECK(a.decision->reason == "V2 (optimizer: cost-aware)");
  CHECK(a.decision->optimizer == "cost-aware");
  CHECK(a.decision->overridden_by.empty());
  CHECK(a.emitted_replicas == 2.0);
  CHECK(observation_in(a).replicas == 1.0);
  REQUIRE(a.claims.size() == 2);
  CHECK(a.claims[0].analyzer == "saturation");
  CHECK(a.claims[0].per_replica == 1000.0);
  CHECK(a.claims[1].analyzer == "throughput");
  CHECK(a.claims[1].source == "T1-ols");
  REQUIRE(a.throughput);
  CHECK(a.throughput->mismatches.size() == 1);
  const Sample& b = log.samples[1].sample;
  CHECK(b.variant == "tulip-b");
  CHECK(b.decision->action == "no-change");
  CHECK_FALSE(b.throughput);
  CHECK(log->cycles == 1);
  CHECK(log->cycles_ended == 1);
  CHECK(log->lines.malformed_total() == 0);
  CHECK(log->lines.unknown_version == 0);
  CHECK(log->lost_fields == 0);
  CHECK(log->segments.back().controller == ControllerKind::analyzers);
  CHECK(log->encodings.size() == 1);
  CHECK(log->encodings.begin()->first == (form.form == Form::console ? "zap console" : "zap JSON"));
}

TEST_CASE("The line of a sample is that of the optimizer's decision") {
  const ReadBack log = read_lines(run_lines({}, 1));
  const auto lines = run_lines({}, 1);
  REQUIRE(log.samples.size() == 2);
  for (const LoggedSample& logged : log.samples)
    CHECK(lines.at(logged.sample.line - 1).find("scaling-decision") != std::string::npos);
}

TEST_CASE("Each claim and each mismatch is a row") {
  const RunForm form{GENERATE(Form::console, Form::json), false};
  const ReadBack log = read_lines(run_lines(form, 2));
  REQUIRE(log.claims.size() == 8);  // two cycles, two analyzers, two variants
  const LoggedClaim& row = log.claims[0];
  CHECK(row.claim.analyzer == "saturation");
  CHECK(row.variant == "tulip-a");
  CHECK(row.name_space == "garden");
  CHECK(row.model == "acme/tulip-7b");
  CHECK(row.digits.required == "58.82352941176470");
  CHECK(row.digits.per_replica == "1000");
  CHECK(row.current_replicas == 1.0);
  CHECK(row.optimizer_target == 2.0);
  CHECK(row.target == 2.0);
  CHECK(row.action == "scale-up");
  CHECK(row.cycle == 1);
  CHECK(log.claims[7].cycle == 2);
  REQUIRE(log.mismatches.size() == 2);
  CHECK(log.mismatches[0].mismatch.pod == "tulip-a-1");
  CHECK(log.mismatches[0].observed_tps == "1000.5");
  CHECK(log.mismatches[0].variant == "tulip-a");
}

TEST_CASE("With -v=4 a sample has pods, bounds, pending replicas and the throughput fit") {
  const RunForm form{GENERATE(Form::console, Form::json), true};
  const ReadBack log = read_lines(run_lines(form, 1));
  REQUIRE(log.samples.size() == 2);
  const auto of = [&](std::string_view variant) -> const Sample& {
    return std::find_if(log.samples.begin(), log.samples.end(),
                        [&](const LoggedSample& logged) { return logged.sample.variant == variant; })
        ->sample;
  };
  const Sample& a = of("tulip-a");
  REQUIRE(observation_in(a).pods.size() == 2);
  const PodObservation& pod = observation_in(a).pods[0];
  CHECK(pod.pod == "tulip-a-1");
  CHECK(pod.kv_usage == 0.5);
  CHECK(pod.queue_length == 2.0);
  CHECK(pod.dispatch_rps == 1.5);
  CHECK(pod.itl_ms == 10.0);
  CHECK(pod.ttft_ms == 250.0);
  CHECK(observation_in(a).latency.itl == Approx((1.5 * 10 + 4.5 * 20) / 6));  // by requests
  CHECK(observation_in(a).latency.ttft == 250.0);
  CHECK(observation_in(a).load.rate_rpm == 360.0);
  REQUIRE(a.throughput);
  CHECK(a.throughput->a_s == 0.04);
  const Sample& b = of("tulip-b");
  CHECK(observation_in(b).pods.size() == 1);
  CHECK(observation_in(b).pending == 0.0);
  CHECK(b.bounds.min_replicas == 1.0);
  CHECK_FALSE(b.bounds.max_replicas);
}

TEST_CASE("Bounds that klog leaked are their cycle's") {
  const RunForm form{GENERATE(Form::console, Form::json), false};
  std::vector<std::string> lines = run_lines(form, 1);
  lines.insert(lines.end() - 1, leaked_bounds());
  append(lines, run_lines(form, 2, 1));
  const ReadBack log = read_lines(lines);
  REQUIRE(log.samples.size() == 6);
  for (const LoggedSample& logged : log.samples) {
    CAPTURE(logged.sample.variant, logged.sample.cycle);
    const bool known = logged.sample.variant == "tulip-a" && logged.sample.cycle == 1;
    CHECK(logged.sample.bounds.min_replicas == (known ? std::optional(1.0) : std::nullopt));
    CHECK(logged.sample.bounds.max_replicas == (known ? std::optional(10.0) : std::nullopt));
    CHECK(logged.sample.bounds.cost == (known ? std::optional(12.5) : std::nullopt));
  }
  CHECK(log->encodings.at("klog") == 1);
}

TEST_CASE("A cycle is its position: lines of other goroutines between its own change nothing") {
  const RunForm form{GENERATE(Form::console, Form::json), GENERATE(false, true)};
  std::vector<std::string> lines;
  for (const std::string& line : run_lines(form, 3)) {
    lines.push_back(kReconciler);
    lines.push_back(line);
    lines.push_back(kScaleFromZero);
    lines.push_back("I0808 02:00:00.661111       1 reflector.go:5] watching");
    lines.push_back("goroutine 7 [select]:");
  }
  check_same(read_lines(lines), read_lines(run_lines(form, 3)));
}

TEST_CASE("A cycle that takes longer than a minute is one cycle") {
  std::vector<Entry> entries = cycle_entries(0, 1, false);
  for (std::size_t i = 0; i < entries.size(); ++i)
    entries[i].time = second_at(static_cast<int>(60 * i));
  const ReadBack log = read_lines(lines_of(Form::console, entries));
  REQUIRE(log.samples.size() == 2);
  CHECK(log.samples[0].sample.claims.size() == 2);
  CHECK(log.samples[0].sample.emitted_replicas == 2.0);
}

TEST_CASE("Two cycles within a second are two cycles") {
  std::vector<Entry> both = cycle_entries(0, 1, false);
  const std::vector<Entry> second = cycle_entries(0, 2, false);
  both.insert(both.end(), second.begin(), second.end());
  const ReadBack log = read_lines(lines_of(Form::console, both));
  REQUIRE(log.samples.size() == 4);
  CHECK(log.samples[0].sample.decision->current == 1.0);
  CHECK(log.samples[2].sample.decision->current == 2.0);
  CHECK(log.samples[2].sample.cycle == 2);
}

/// The first cycle with the final target of tulip-a replaced.
std::vector<Entry> enforced_cycle(std::string_view target, const Entry& why) {
  std::vector<Entry> entries = cycle_entries(0, 1, false);
  for (Entry& entry : entries) {
    const bool final_decision = entry.message == "Processing decision for VA" &&
                                entry.members[0].value == json_text("garden/tulip-a");
    if (final_decision) entry.members[3].value = target;
  }
  const auto at = std::find_if(entries.begin(), entries.end(), [](const Entry& entry) {
    return entry.message == "V2 optimizer produced decisions";
  });
  entries.insert(at + 1, why);
  return entries;
}

TEST_CASE("A decision has the target before and after the enforcer, and what changed it") {
  const Form form = GENERATE(Form::console, Form::json);
  const auto decision_of = [&](const std::vector<Entry>& entries, std::string_view variant) {
    static ReadBack log;
    log = read_lines(lines_of(form, entries));
    for (const LoggedSample& logged : log.samples) {
      if (logged.sample.variant == variant) return *logged.sample.decision;
    }
    return Decision{};
  };
  SECTION("scale to zero: all of the model") {
    const auto entries = enforced_cycle("0", {.message = "Scale-to-zero enforcement applied",
                                              .members = {{"modelID", json_text("acme/tulip-7b")}}});
    const Decision a = decision_of(entries, "tulip-a");
    CHECK(a.optimizer_target == 2.0);
    CHECK(a.target == 0.0);
    CHECK(a.overridden_by == "Scale-to-zero enforcement applied");
    CHECK(decision_of(entries, "tulip-b").overridden_by.empty());  // nothing changed
  }
  SECTION("a minimum: one variant") {
    const auto entries = enforced_cycle(
        "1", {.message = "Preserving minimum replica on cheapest variant (scale-to-zero disabled)",
              .members = {{"modelID", json_text("acme/tulip-7b")}, {"variant", json_text("tulip-a")}}});
    CHECK(decision_of(entries, "tulip-a").target == 1.0);
    CHECK(decision_of(entries, "tulip-a").overridden_by.starts_with("Preserving minimum replica"));
  }
  SECTION("a limiter: one variant") {
    const auto entries = enforced_cycle("1", {.message = "Decision was limited by GPU availability",
                                              .members = {{"variant", json_text("tulip-a")},
                                                          {"originalTarget", "2"},
                                                          {"limitedTarget", "1"},
                                                          {"limitedBy", json_text("gpu-limiter")}}});
    CHECK(decision_of(entries, "tulip-a").optimizer_target == 2.0);
    CHECK(decision_of(entries, "tulip-a").target == 1.0);
    CHECK(decision_of(entries, "tulip-a").overridden_by == "gpu-limiter");
  }
}

/// A cycle in which nothing is decided: `more` between its begin and its end.
std::vector<std::string> held_cycle(Form form, const std::vector<Entry>& more) {
  std::vector<Entry> entries = {
      {.message = "Grouped VAs by model", .members = {{"modelCount", "1"}}},
      {.message = "Processing model (V2)",
       .members = {{"modelID", json_text("acme/tulip-7b")}, {"namespace", json_text("garden")}}}};
  entries.insert(entries.end(), more.begin(), more.end());
  entries.push_back(
      {.message = "Optimization completed successfully", .members = {{"decisionsApplied", "0"}}});
  return lines_of(form, entries);
}

const Entry kEmitted = {.message = "EmitReplicaMetrics completed",
                        .members = {{"variantName", json_text("tulip-a")},
                                    {"currentReplicas", "3"},
                                    {"desiredReplicas", "3"},
                                    {"accelerator", json_text("H100")}}};

TEST_CASE("A held model's variants have the reason, and what is still emitted") {
  const Form form = GENERATE(Form::console, Form::json);
  const ReadBack log = read_lines(
      held_cycle(form, {{.message = "Model in transition, blocking scaling decisions",
                         .members = {{"modelID", json_text("acme/tulip-7b")}, {"reasons", R"(["x"])"}}},
                        kEmitted}));
  REQUIRE(log.samples.size() == 1);
  const Sample& sample = log.samples[0].sample;
  CHECK(sample.variant == "tulip-a");
  CHECK(sample.model == "acme/tulip-7b");
  CHECK(sample.held == "Model in transition, blocking scaling decisions");
  CHECK_FALSE(sample.decision);
  CHECK(sample.emitted_replicas == 3.0);
  CHECK(wanted_replicas(sample) == 3.0);
  CHECK(running_replicas(sample) == 3.0);
  CHECK_FALSE(sample.interrupted);
}

TEST_CASE("The safety net's line is no observation, and the last line of a cycle counts") {
  const Form form = GENERATE(Form::console, Form::json);
  const Entry net = {.message = "Safety net activated: emitted fallback metrics",
                     .members = {{"variant", json_text("tulip-a")},
                                 {"currentReplicas", "0"},
                                 {"desiredReplicas", "0"},
                                 {"accelerator", json_text("H100")},
                                 {"fallbackSource", json_text("previous-desired")}}};
  const ReadBack before = read_lines(held_cycle(form, {net, kEmitted}));
  REQUIRE(before.samples.size() == 1);
  CHECK(before.samples[0].sample.emitted_replicas == 3.0);
  CHECK(running_replicas(before.samples[0].sample) == 3.0);
  const ReadBack after = read_lines(held_cycle(form, {kEmitted, net}));
  REQUIRE(after.samples.size() == 1);
  CHECK(after.samples[0].sample.emitted_replicas == 0.0);
  CHECK(running_replicas(after.samples[0].sample) == 3.0);
}

TEST_CASE("A scale-up from zero is counted, and no sample") {
  const RunForm form{GENERATE(Form::console, Form::json), false};
  std::vector<std::string> lines = run_lines(form, 1);
  lines.insert(lines.begin() + 3, line_of(form.form, {.message = "Scale-from-zero decision written to cache",
                                                      .members = {{"va", json_text("tulip-c")},
                                                                  {"namespace", json_text("garden")},
                                                                  {"targetReplicas", "1"}}}));
  const ReadBack log = read_lines(lines);
  CHECK(log->scaled_from_zero == 1);
  check_same(log, read_lines(run_lines(form, 1)));
}

TEST_CASE("Queueing parameters, outcome and inferred targets are the variant's") {
  const Form form = GENERATE(Form::console, Form::json);
  const ReadBack log =
      read_lines(held_cycle(form, {{.message = "Parameters tuned successfully",
                                    .members = {{"variant", json_text("tulip-a")},
                                                {"namespace", json_text("garden")},
                                                {"alpha", "6.5"},
                                                {"beta", "0.042"},
                                                {"gamma", "0.0015"},
                                                {"NIS", "0.75"}},
                                    .verbosity = 1},
                                   {.message = "Using fallback SLO from observations",
                                    .members = {{"TargetTTFT_ms", "750"}, {"TargetITL_ms", "15"}},
                                    .verbosity = 1},
                                   kEmitted}));
  REQUIRE(log.samples.size() == 1);
  const Sample& sample = log.samples[0].sample;
  CHECK(log.samples[0].digits.parameters[0] == "6.5");
  CHECK(log.samples[0].digits.parameters[2] == "0.0015");
  CHECK(sample.slo.itl == 15.0);
  CHECK(sample.slo.ttft == 750.0);
  CHECK(log.samples[0].digits.slo_itl == "15");
  REQUIRE(sample.tuner);
  CHECK(sample.tuner->nis == 0.75);
}

TEST_CASE("A saturation analyzer that is absent does not vote") {
  const Form form = GENERATE(Form::console, Form::json);
  const Entry absent = {
      .message = "saturation analyzer is absent from the configured analyzer list: it will not vote",
      .members = {{"modelID", json_text("acme/tulip-7b")}, {"namespace", json_text("garden")}}};
  const ReadBack log = read_lines(held_cycle(form, {absent, claim_entry("saturation", 1, "P1-obs"),
                                                    claim_entry("throughput", 1, "T1-ols"), kEmitted}));
  REQUIRE(log.claims.size() == 4);
  CHECK(log.claims[0].claim.votes == false);
  CHECK(log.claims[2].claim.votes == true);
}

TEST_CASE("A cycle that fails is interrupted by nothing but the next begin") {
  const Form form = GENERATE(Form::console, Form::json);
  std::vector<std::string> lines =
      lines_of(form, {{.message = "Grouped VAs by model", .members = {{"modelCount", "1"}}},
                      claim_entry("saturation", 1, "P1-obs")});
  std::vector<std::string> failed = lines;
  failed.push_back(
      "2026-08-08T02:00:01Z\tERROR\tsaturation/engine.go:7\tOptimization error\t{\"error\": \"x\"}");
  const auto next = cycle_lines({form, false}, 60, 1);
  append(lines, next);
  append(failed, next);
  CHECK(read_lines(lines).samples.at(0).sample.interrupted);
  CHECK_FALSE(read_lines(failed).samples.at(0).sample.interrupted);
  CHECK_FALSE(read_lines(lines).samples.back().sample.interrupted);
}

// ---------------------------------------------------------------------------------------------------------
// The same run, logged and collected in different ways.

TEST_CASE("The same run in console and JSON gives the same samples") {
  const bool verbose = GENERATE(false, true);
  const ReadBack console = read_lines(run_lines({Form::console, verbose}, 5));
  const ReadBack json = read_lines(run_lines({Form::json, verbose}, 5));
  REQUIRE(console.samples.size() == 10);
  check_same(console, json);
  CHECK(console->lines.used == json->lines.used);
  CHECK(console->records == json->records);
}

TEST_CASE("Two halves of a log give the samples of the whole") {
  const RunForm form{GENERATE(Form::console, Form::json), GENERATE(false, true)};
  const ReadBack whole = read_lines(run_lines(form, 6));
  const ReadBack first = read_lines(run_lines(form, 3));
  const ReadBack second = read_lines(run_lines(form, 3, 3));
  auto samples = texts_of(first.samples);
  for (const std::string& text : texts_of(second.samples))
    samples.push_back(text);
  CHECK(first_difference(samples, texts_of(whole.samples)) == "");
  auto claims = texts_of(first.claims);
  for (const std::string& text : texts_of(second.claims))
    claims.push_back(text);
  CHECK(first_difference(claims, texts_of(whole.claims)) == "");
}

TEST_CASE("A log that begins or ends within a cycle gives the other cycles whole") {
  const RunForm form{Form::console, false};
  const auto lines = run_lines(form, 4);
  const auto whole = texts_of(read_lines(lines).samples);
  const std::size_t each = lines.size() / 4;
  for (std::size_t cut = 1; cut < each; ++cut) {
    CAPTURE(cut);
    const auto late =
        texts_of(read_lines({lines.begin() + static_cast<std::ptrdiff_t>(cut), lines.end()}).samples);
    REQUIRE(late.size() >= 6);
    CHECK(std::equal(whole.end() - 6, whole.end(), late.end() - 6));
    const auto early =
        texts_of(read_lines({lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(cut)}).samples);
    REQUIRE(early.size() >= 6);
    CHECK(std::equal(whole.begin(), whole.begin() + 6, early.begin()));
  }
}

TEST_CASE("Lines that were collected twice give the same samples") {
  const RunForm form{GENERATE(Form::console, Form::json), GENERATE(false, true)};
  const auto lines = run_lines(form, 3);
  std::vector<std::string> each_twice;
  for (const std::string& line : lines)
    each_twice.insert(each_twice.end(), {line, line});
  check_same(read_lines(each_twice), read_lines(lines));
}

TEST_CASE("Other pods' lines between the leader's change nothing") {
  const RunForm form{GENERATE(Form::console, Form::json), GENERATE(false, true)};
  const auto lines = run_lines(form, 3);
  const auto alone = read_lines(lines);
  std::vector<std::string> mixed;
  std::size_t number = 0;
  for (const std::string& line : lines) {
    mixed.push_back("[pod/wva-0/manager] " + line);
    mixed.push_back("[pod/wva-1/manager] " + kReconciler);
    mixed.push_back(
        "[pod/wva-1/manager] I0808 02:00:00.661111       1 leaderelection.go:5] attempting to acquire");
    if (++number == 5) mixed.push_back("[pod/wva-1/manager] " + started(form.form));
  }
  const ReadBack log = read_lines(mixed);
  check_same(log, alone);
  CHECK(log->collectors.begin()->first == "kubectl --prefix");
  CHECK(log->restarts == 1);  // the other's
  CHECK(std::all_of(log.samples.begin(), log.samples.end(), [&](const LoggedSample& logged) {
    return logged.sample.segment == log.samples[0].sample.segment;
  }));
}

TEST_CASE("Two controllers' runs in one log are told apart by their pods") {
  const auto lines = run_lines({}, 2);
  std::vector<std::string> mixed;
  for (const std::string& line : lines) {
    mixed.push_back("[pod/wva-0/manager] " + line);
    mixed.push_back("[pod/wva-1/manager] " + line);
  }
  const ReadBack log = read_lines(mixed);
  CHECK(log.samples.size() == 8);
  CHECK(log->cycles == 4);
}

TEST_CASE("kubectl's timestamps add fractions of seconds") {
  std::vector<std::string> stamped;
  for (const std::string& line : run_lines({}, 1))
    stamped.push_back("2026-08-08T02:00:00.281752804Z " + line);
  const ReadBack log = read_lines(stamped);
  REQUIRE(log.samples.size() == 2);
  CHECK(log.samples[0].digits.timestamp == "2026-08-08T02:00:00.281752804Z");
}

// ---------------------------------------------------------------------------------------------------------
// An upgrade within one log.

std::vector<std::string> segment_of_2025() {
  Variant variant;
  std::vector<std::string> lines = {restarted(stamp_at(-1))};
  for (int i = 0; i < 3; ++i) {
    const double t = 60.0 * i;
    append(lines, {text_models(stamp_at(t), {variant}), text_servers(stamp_at(t + 0.1), {variant}),
                   solution(stamp_at(t + 0.2), {variant}), cycle_completed(stamp_at(t + 0.3))});
  }
  return lines;
}

std::vector<std::string> reactive_segment() {
  std::vector<std::string> lines = {started(Form::console)};
  append(lines,
         lines_of(Form::console, {{.message = "Grouped VAs by model", .members = {{"modelCount", "1"}}},
                                  {.message = "Saturation analysis completed",
                                   .members = {{"modelID", json_text("acme/tulip-7b")},
                                               {"totalReplicas", "2"},
                                               {"nonSaturated", "2"},
                                               {"shouldScaleUp", "false"},
                                               {"scaleDownSafe", "false"}}}}));
  append(lines, lines_of(Form::console, decision_entries("tulip-a", 2, 2)));
  lines.push_back(line_of(Form::console, {.message = "Optimization completed successfully"}));
  return lines;
}

TEST_CASE("An upgrade within one log: each segment has its own kind") {
  std::vector<std::string> lines = segment_of_2025();
  append(lines, reactive_segment());
  lines.push_back(started(Form::console));
  append(lines, run_lines({}, 3));
  const ReadBack log = read_lines(lines);
  CHECK(log->restarts == 3);
  REQUIRE(log.samples.size() == 3 + 1 + 6);
  const auto kind_of = [&](std::size_t sample) {
    return log->segments.at(log.samples[sample].sample.segment).controller;
  };
  CHECK(kind_of(0) == ControllerKind::model_based);
  CHECK(kind_of(2) == ControllerKind::model_based);
  CHECK(kind_of(3) == ControllerKind::reactive);
  CHECK(kind_of(4) == ControllerKind::analyzers);
  CHECK(kind_of(9) == ControllerKind::analyzers);
  CHECK(log.samples[0].sample.forecast);
  REQUIRE(log.samples[3].sample.reactive);
  CHECK(log.samples[3].sample.reactive->replicas == 2.0);
  CHECK_FALSE(log.samples[9].sample.forecast);
  CHECK(log.samples[9].sample.claims.size() == 2);
  CHECK(log->lines.malformed_total() == 0);
  CHECK(log->encodings.at("zap JSON") == 13);
}

TEST_CASE("Nothing of before an upgrade holds after it") {
  const bool upgraded = GENERATE(true, false);
  std::vector<std::string> lines = run_lines({}, 1);
  lines.insert(lines.end() - 1, leaked_bounds());  // with the variant's model
  if (upgraded) lines.push_back(started(Form::console));
  lines.push_back(line_of(Form::console, {.message = "Grouped VAs by model", .time = second_at(60)}));
  append(lines, lines_of(Form::console, decision_entries("tulip-a", 2, 2)));
  const ReadBack log = read_lines(lines);
  REQUIRE(log.samples.size() == 3);
  CHECK(log.samples[2].sample.model == (upgraded ? "" : "acme/tulip-7b"));
  CHECK(log.samples[2].sample.segment == log.samples[0].sample.segment + (upgraded ? 1 : 0));
}

}  // namespace
}  // namespace wvagate::ingest
