#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/harness/ingest/log_lines.hpp"

/// A run of today's controller, made up: one model "acme/tulip-7b" in the namespace "garden" with the
/// variants tulip-a, which each cycle scales up by one replica, and tulip-b, which stays at one.
namespace wvagate::testing {

/// How a run is logged.
struct RunForm {
  Form form = Form::console;
  bool verbose = false;  ///< with -v=4
};

inline std::string started(Form form) {
  return line_of(form, {.message = "Logger initialized",
                        .time = second_at(-10),
                        .caller = "cmd/main.go:1",
                        .logger = "setup"});
}

/// The klog line with tulip-a's bounds and cost.
inline std::string leaked_bounds() {
  return R"(E0808 02:00:02.955971       1 event.go:442] "Could not construct reference, will not report event" )"
         R"(err="no kind" object={"metadata":{"name":"tulip-a","namespace":"garden"},"spec":{"modelID":)"
         R"("acme/tulip-7b","minReplicas":1,"maxReplicas":10,"variantCost":"12.5"}} eventType="Normal")";
}

/// What the collector logs of a pod, with -v=4.
inline std::vector<Entry> pod_entries(std::string_view pod, double usage, double rps, double itl_s) {
  const auto of = [&](std::string_view message, const Member& figure) {
    return Entry{
        .message = std::string(message),
        .members = {{"instanceKey", json_text(std::string(pod) + ":8000")}, {"pod", json_text(pod)}, figure},
        .verbosity = 4};
  };
  return {of("KV cache metric", {"usage", std::to_string(usage)}),
          of("Queue metric", {"queueLength", "2"}),
          of("Cache config info metric", {"numGpuBlocks", "1000"}),
          of("Scheduler dispatch rate metric", {"arrivalRate", std::to_string(rps)}),
          of("Avg TTFT metric", {"avgTTFTSeconds", "0.25"}),
          of("Avg ITL metric", {"avgITLSeconds", std::to_string(itl_s)})};
}

/// What is decided for a variant, line by line.
inline std::vector<Entry> decision_entries(std::string_view variant, int current, int target) {
  const std::string action = json_text(target > current ? "scale-up" : "no-change");
  const std::string full = json_text("garden/" + std::string(variant));
  return {{.message = "Processing decision for VA",
           .members = {{"variant", full},
                       {"action", action},
                       {"current", std::to_string(current)},
                       {"target", std::to_string(target)}}},
          {.message = "EmitReplicaMetrics completed",
           .members = {{"variantName", json_text(variant)},
                       {"currentReplicas", std::to_string(current)},
                       {"desiredReplicas", std::to_string(target)},
                       {"accelerator", json_text("H100")}}},
          {.message = "Successfully emitted metrics for external autoscalers",
           .members = {{"variant", json_text(variant)}, {"target", std::to_string(target)}}},
          {.message = "Applied saturation decision via shared cache",
           .members = {{"variant", full},
                       {"namespace", json_text("garden")},
                       {"action", action},
                       {"target", std::to_string(target)},
                       {"reason", json_text(target > current ? "V2 (optimizer: cost-aware)" : "V2")}}}};
}

inline Entry claim_entry(std::string_view analyzer, int current, std::string_view reason) {
  const std::string each = analyzer == "saturation" ? "1000" : "250.5";
  const std::string supply = analyzer == "saturation" ? std::to_string(1000 * (current + 1)) : "1002";
  return {.message = "analyzer-result",
          .members = {{"modelID", json_text("acme/tulip-7b")},
                      {"namespace", json_text("garden")},
                      {"analyzer", json_text(analyzer)},
                      {"supply", supply},
                      {"demand", std::to_string(900 * (current + 1))},
                      {"util", "0.9"},
                      {"rc", "58.82352941176470"},
                      {"sc", "0"},
                      {"scaleUpThreshold", "0.85"},
                      {"scaleDownBoundary", "0.7"},
                      {"variants", R"([{"name":"tulip-a","prc":)" + each + R"(,"role":"both","reason":")" +
                                       std::string(reason) + R"("},{"name":"tulip-b","prc":)" + each +
                                       R"(,"role":"both","reason":")" + std::string(reason) + R"("}])"}}};
}

/// The entries of the cycle that begins `seconds` after two, without klog's lines. `current`: of tulip-a.
inline std::vector<Entry> cycle_entries(int seconds, int current, bool verbose) {
  const Member model = {"modelID", json_text("acme/tulip-7b")};
  const Member name_space = {"namespace", json_text("garden")};
  std::vector<Entry> entries = {
      {.message = "Grouped VAs by model", .members = {{"modelCount", "1"}, {"totalVAs", "2"}}},
      {.message = "Processing model (V2)", .members = {model, name_space, {"variantCount", "2"}}}};
  const auto add = [&](const std::vector<Entry>& more) {
    entries.insert(entries.end(), more.begin(), more.end());
  };
  if (verbose) {
    add(pod_entries("tulip-a-1", 0.5, 1.5, 0.01));
    add(pod_entries("tulip-a-2", 0.75, 4.5, 0.02));
    add(pod_entries("tulip-b-1", 0.25, 1, 0.03));
    add({{.message = "BuildVariantStates result",
          .members = {{"variant", json_text("tulip-b")},
                      {"currentReplicas", "1"},
                      {"pendingReplicas", "0"},
                      {"minReplicas", "1"},
                      {"maxReplicas", "null"}},
          .verbosity = 4},
         {.message = "throughput analyzer: tier-1 OLS fit",
          .members = {name_space, model, {"variant", json_text("tulip-a")}, {"A", "0.04"}, {"B", "0.006"}},
          .verbosity = 4}});
  }
  add({{.message = "throughput analyzer: GPS mismatch detected",
        .members = {name_space,
                    model,
                    {"variant", json_text("tulip-a")},
                    {"pod", json_text("tulip-a-1")},
                    {"k", "0.5"},
                    {"GPSObs", "1000.5"},
                    {"muDecModel", "800.25"},
                    {"gpsErrPct", "20.0149925037"}}},
       claim_entry("saturation", current, "P1-obs"),
       claim_entry("throughput", current, "T1-ols"),
       {.message = "scaling-decision",
        .members = {model,
                    name_space,
                    {"decisions",
                     R"([{"name":"tulip-b","curr":1,"tgt":1,"action":"no-change"},{"name":"tulip-a",)"
                     R"("curr":)" +
                         std::to_string(current) + R"(,"tgt":)" + std::to_string(current + 1) +
                         R"(,"action":"scale-up"}])"}}},
       {.message = "V2 optimizer produced decisions",
        .members = {{"optimizer", json_text("cost-aware")}, {"decisionCount", "2"}, {"modelCount", "1"}}},
       {.message = "Applying scaling decisions", .members = {{"totalDecisions", "2"}}}});
  add(decision_entries("tulip-b", 1, 1));
  add(decision_entries("tulip-a", current, current + 1));
  add({{.message = "Optimization completed successfully",
        .members = {
            {"mode", json_text("saturation")}, {"modelsProcessed", "1"}, {"decisionsApplied", "2"}}}});
  for (std::size_t i = 0; i < entries.size(); ++i)
    entries[i].time = second_at(seconds + (i * 2 < entries.size() ? 0 : 1));
  return entries;
}

inline std::vector<std::string> lines_of(Form form, const std::vector<Entry>& entries) {
  std::vector<std::string> lines;
  for (const Entry& entry : entries)
    lines.push_back(line_of(form, entry));
  return lines;
}

inline std::vector<std::string> cycle_lines(const RunForm& form, int seconds, int current) {
  return lines_of(form.form, cycle_entries(seconds, current, form.verbose));
}

/// Cycles a minute apart, the first from one replica.
inline std::vector<std::string> run_lines(const RunForm& form, int cycles, int first = 0) {
  std::vector<std::string> lines;
  for (int i = first; i < first + cycles; ++i) {
    for (const std::string& line : cycle_lines(form, 60 * i, i + 1))
      lines.push_back(line);
  }
  return lines;
}

}  // namespace wvagate::testing
