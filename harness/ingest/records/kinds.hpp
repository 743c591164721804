#pragma once

#include <optional>

#include "harness/ingest/records/record.hpp"

/// The table of the kinds of record, and their readers. What each reads is described where it is defined.
namespace wvagate::ingest {

// claim.cpp
std::optional<Fault> read_claim(Record& record);
std::optional<Fault> read_saturation_absent(Record& record);
std::optional<Fault> read_reactive(Record& record);

// cycle.cpp
std::optional<Fault> read_start(Record& record);
std::optional<Fault> read_election(Record& record);
std::optional<Fault> read_cycle_begin(Record& record);
std::optional<Fault> read_cycle_end(Record& record);
std::optional<Fault> read_nothing_feasible(Record& record);
std::optional<Fault> read_model(Record& record);

// decision.cpp
std::optional<Fault> read_optimizer_decisions(Record& record);
std::optional<Fault> read_optimizer(Record& record);
std::optional<Fault> read_model_variants(Record& record);
std::optional<Fault> read_decision(Record& record);
std::optional<Fault> read_reason(Record& record);
std::optional<Fault> read_override(Record& record);
std::optional<Fault> read_scale_from_zero(Record& record);

// hold.cpp
std::optional<Fault> read_hold(Record& record);

// metrics_object.cpp
std::optional<Fault> read_metrics_object(Record& record);

// observation.cpp
std::optional<Fault> read_observation(Record& record);

// parameters.cpp
std::optional<Fault> read_parameters(Record& record);

// pod.cpp
std::optional<Fault> read_pod(Record& record);

// queueing.cpp
std::optional<Fault> read_queueing_parameters(Record& record);
std::optional<Fault> read_inferred_targets(Record& record);

// replicas.cpp
std::optional<Fault> read_emitted_replicas(Record& record);
std::optional<Fault> read_safety_net(Record& record);
std::optional<Fault> read_variant_state(Record& record);
std::optional<Fault> read_variant_cost(Record& record);
std::optional<Fault> read_leaked_bounds(Record& record);

// servers.cpp
std::optional<Fault> read_system_data(Record& record);

// slo.cpp
std::optional<Fault> read_slo(Record& record);

// solution.cpp
std::optional<Fault> read_solution(Record& record);

// throughput.cpp
std::optional<Fault> read_mismatch(Record& record);
std::optional<Fault> read_window_cleared(Record& record);
std::optional<Fault> read_throughput_fit(Record& record);

// tuner.cpp
std::optional<Fault> read_tuner(Record& record);

// Keys that a kind of record may have: those that its reader asks for, and others that are known to be in it.
inline constexpr std::string_view kModelKeys[] = {"modelID", "namespace", "variantCount", "groupKey"};
inline constexpr std::string_view kObservationKeys[] = {
    "variant", "accelerator", "replicas",    "ttft",           "itl",
    "cost",    "maxBatch",    "arrivalRate", "avgInputTokens", "avgOutputTokens"};
inline constexpr std::string_view kSloKeys[] = {"model", "class", "slo-tpot", "slo-ttft", "slo-itl"};
inline constexpr std::string_view kParameterKeys[] = {"model", "accelerator", "variant", "server", "alpha",
                                                      "beta",  "gamma",       "delta",   "NIS"};
inline constexpr std::string_view kMetricsObjectKeys[] = {"optimizationMetrics"};
inline constexpr std::string_view kClaimKeys[] = {
    "modelID", "namespace",        "analyzer",          "supply",  "demand", "util", "rc",
    "sc",      "scaleUpThreshold", "scaleDownBoundary", "variants"};
inline constexpr std::string_view kOldClaimKeys[] = {"modelID",          "totalSupply",      "totalDemand",
                                                     "utilization",      "requiredCapacity", "spareCapacity",
                                                     "scaleUpThreshold", "scaleDownBoundary"};
inline constexpr std::string_view kReactiveKeys[] = {
    "modelID",   "totalReplicas", "nonSaturated", "shouldScaleUp", "scaleDownSafe",
    "namespace", "role",          "avgSpareKv",   "avgSpareQueue", "scaleUpReason"};
inline constexpr std::string_view kMismatchKeys[] = {"namespace", "modelID", "variant",    "pod",
                                                     "k",         "GPSObs",  "muDecModel", "gpsErrPct"};
inline constexpr std::string_view kClearedKeys[] = {"namespace", "modelID", "variant", "threshold",
                                                    "newKVreq"};
inline constexpr std::string_view kFitKeys[] = {"namespace", "modelID", "variant", "A",
                                                "B",         "samples", "replicas"};
inline constexpr std::string_view kQueueingKeys[] = {"variant", "namespace", "alpha", "beta", "gamma", "NIS"};
inline constexpr std::string_view kInferredKeys[] = {"variant",         "k",
                                                     "alpha",           "beta",
                                                     "gamma",           "avgInputTokens",
                                                     "avgOutputTokens", "TargetTTFT_ms",
                                                     "TargetITL_ms",    "observedTTFT_s",
                                                     "observedITL_s"};
inline constexpr std::string_view kOptimizerDecisionKeys[] = {"modelID", "namespace", "decisions"};
inline constexpr std::string_view kOptimizerKeys[] = {"optimizer", "decisionCount", "modelCount"};
inline constexpr std::string_view kDecisionKeys[] = {"variant", "action", "current", "target", "namespace"};
inline constexpr std::string_view kReasonKeys[] = {"variant", "action",    "target",
                                                   "reason",  "namespace", "current"};
inline constexpr std::string_view kOverrideKeys[] = {
    "modelID",   "namespace", "variant",         "limitedBy",       "originalTarget", "limitedTarget",
    "optimizer", "cost",      "retentionPeriod", "originalTargets", "enforcedTargets"};
inline constexpr std::string_view kFromZeroKeys[] = {"va", "namespace", "targetReplicas", "reason"};
inline constexpr std::string_view kEmittedKeys[] = {
    "variantName", "currentReplicas",  "desiredReplicas",  "accelerator",
    "variant",     "current-replicas", "desired-replicas", "variantAutoscaling-name"};
inline constexpr std::string_view kSafetyNetKeys[] = {"variant", "currentReplicas", "desiredReplicas",
                                                      "accelerator", "fallbackSource"};
inline constexpr std::string_view kStateKeys[] = {"variant",         "currentReplicas", "readyReplicas",
                                                  "pendingReplicas", "gpusPerReplica",  "role",
                                                  "minReplicas",     "maxReplicas",     "scaleTargetName",
                                                  "deployName",      "specReplicas",    "statusReplicas"};
inline constexpr std::string_view kVariantCostKeys[] = {"variant", "accelerator", "cost", "replicaCount"};
inline constexpr std::string_view kLeakKeys[] = {"err", "object", "eventType", "reason", "message"};
inline constexpr std::string_view kPodKeys[] = {
    "instanceKey",  "instance",       "pod",          "port",      "usage",
    "usagePercent", "queueLength",    "numGpuBlocks", "blockSize", "totalKvCapacityTokens",
    "arrivalRate",  "avgTTFTSeconds", "avgITLSeconds"};
inline constexpr std::string_view kHoldKeys[] = {"modelID", "namespace", "reasons"};

inline constexpr RecordKind kRecordKinds[] = {
    // Cycles
    {"cycle begin", "Grouped VAs by model", Match::begins, {}, 0, false, read_cycle_begin},
    {"cycle end", "Optimization completed successfully", Match::begins, {}, 0, false, read_cycle_end},
    {"cycle end", "Optimization error", Match::begins, {}, 0, false, read_cycle_end},
    {"cycle end", "Reconciliation completed", Match::begins, {}, 0, false, read_cycle_end},
    {"nothing feasible",
     "no feasible allocations found",
     Match::contains,
     {},
     0,
     false,
     read_nothing_feasible},
    {"model", "Processing model", Match::begins, kModelKeys, 2, false, read_model},
    {"start", "Zap logger initialized", Match::begins, {}, 0, false, read_start},
    {"start", "Logger initialized", Match::begins, {}, 0, false, read_start},
    {"election", "successfully acquired lease", Match::begins, {}, 0, false, read_election},
    // Model-based controllers
    {"observation", "Metrics collected for VA", Match::contains, kObservationKeys, 0, true, read_observation},
    {"system data", "System data prepared for optimization", Match::begins, {}, 0, true, read_system_data},
    {"forecast", "Optimization solution", Match::begins, {}, 0, true, read_solution},
    {"targets", "Found SLO for model", Match::begins, kSloKeys, 0, false, read_slo},
    {"tuner outcome", "Tuner validation succeeded for variant", Match::begins, kParameterKeys, 0, false,
     read_tuner},
    {"tuner outcome", "Tuner NIS validation failed for variant", Match::begins, kParameterKeys, 0, false,
     read_tuner},
    {"metrics object", "optimizationMetrics", Match::anywhere, kMetricsObjectKeys, 0, true,
     read_metrics_object},
    // Reactive controllers
    {"reactive analysis", "Saturation analysis completed", Match::begins, kReactiveKeys, 5, false,
     read_reactive},
    {"reactive analysis", "saturation analysis completed", Match::begins, kReactiveKeys, 5, false,
     read_reactive},
    {"reactive analysis", "Capacity analysis completed", Match::begins, kReactiveKeys, 5, false,
     read_reactive},
    {"hold", "Model in transition, blocking scaling decisions", Match::begins, kHoldKeys, 0, false,
     read_hold},
    {"hold", "No saturation metrics available for model", Match::begins, kHoldKeys, 0, false, read_hold},
    {"hold", "Skipping model: no metrics available", Match::begins, kHoldKeys, 0, false, read_hold},
    {"hold", "Model data preparation failed", Match::begins, kHoldKeys, 0, false, read_hold},
    {"variant cost", "Variant analysis initialized", Match::begins, kVariantCostKeys, 0, false,
     read_variant_cost},
    // Analyzers
    {"claim", "analyzer-result", Match::begins, kClaimKeys, 11, true, read_claim},
    {"claim", "V2 saturation analysis completed", Match::begins, kOldClaimKeys, 6, true, read_claim},
    {"claim", "Queueing model analysis completed", Match::begins, kOldClaimKeys, 6, true, read_claim},
    {"absence", "saturation analyzer is absent from the configured analyzer list", Match::begins, kHoldKeys,
     0, false, read_saturation_absent},
    {"mismatch", "throughput analyzer: GPS mismatch detected", Match::begins, kMismatchKeys, 8, false,
     read_mismatch},
    {"window cleared", "throughput analyzer: GPS mismatch persisted", Match::begins, kClearedKeys, 3, false,
     read_window_cleared},
    {"window cleared", "throughput analyzer: workload shape changed", Match::begins, kClearedKeys, 3, false,
     read_window_cleared},
    {"throughput fit", "throughput analyzer: tier-1 OLS fit", Match::begins, kFitKeys, 3, false,
     read_throughput_fit},
    {"throughput fit", "throughput analyzer: tier-2 constrained OLS fit", Match::begins, kFitKeys, 3, false,
     read_throughput_fit},
    {"queueing parameters", "Parameters tuned successfully", Match::begins, kQueueingKeys, 5, false,
     read_queueing_parameters},
    {"queueing parameters", "Tuner validation failed, using previous state", Match::begins, kQueueingKeys, 2,
     false, read_queueing_parameters},
    {"queueing parameters", "Restoring tuner state from parameter store", Match::begins, kQueueingKeys, 5,
     false, read_queueing_parameters},
    {"parameters", "Using guessed initial state for variant", Match::begins, kParameterKeys, 0, false,
     read_parameters},
    {"queueing parameters", "Using guessed initial state", Match::begins, kQueueingKeys, 5, false,
     read_queueing_parameters},
    {"inferred targets", "Inferred SLO from queueing model", Match::begins, kInferredKeys, 0, false,
     read_inferred_targets},
    {"inferred targets", "Using fallback SLO from observations", Match::begins, kInferredKeys, 0, false,
     read_inferred_targets},
    // Decisions
    {"optimizer decision", "scaling-decision", Match::begins, kOptimizerDecisionKeys, 3, true,
     read_optimizer_decisions},
    {"variants of a model",
     "Model-based optimization completed for model",
     Match::begins,
     {},
     0,
     false,
     read_model_variants},
    {"optimizer", "V2 optimizer produced decisions", Match::begins, kOptimizerKeys, 1, false, read_optimizer},
    {"optimizer", "Queueing model optimizer produced decisions", Match::begins, kOptimizerKeys, 1, false,
     read_optimizer},
    {"decision", "Processing decision", Match::begins, kDecisionKeys, 4, true, read_decision},
    {"reason", "Applied saturation decision", Match::begins, kReasonKeys, 4, false, read_reason},
    {"reason", "Applied capacity decision", Match::begins, kReasonKeys, 0, false, read_reason},
    {"override", "Decision was limited by GPU availability", Match::begins, kOverrideKeys, 0, false,
     read_override},
    {"override", "Scale-to-zero enforcement applied", Match::begins, kOverrideKeys, 0, false, read_override},
    {"override", "No requests in retention period", Match::begins, kOverrideKeys, 0, false, read_override},
    {"override", "Preserving minimum replica on cheapest variant", Match::begins, kOverrideKeys, 0, false,
     read_override},
    {"scale from zero", "Scale-from-zero decision written to cache", Match::begins, kFromZeroKeys, 3, false,
     read_scale_from_zero},
    // Replicas
    {"emitted replicas", "EmitReplicaMetrics completed", Match::begins, kEmittedKeys, 4, true,
     read_emitted_replicas},
    {"safety net", "Safety net activated", Match::begins, kSafetyNetKeys, 4, false, read_safety_net},
    {"variant state", "BuildVariantStates result", Match::begins, kStateKeys, 0, false, read_variant_state},
    {"variant state", "BuildVariantStates map lookup", Match::begins, kStateKeys, 0, false,
     read_variant_state},
    {"bounds", "Could not construct reference, will not report event", Match::begins, kLeakKeys, 0, false,
     read_leaked_bounds},
    // Pods
    {"pod", "KV cache metric", Match::begins, kPodKeys, 0, false, read_pod},
    {"pod", "Queue metric", Match::begins, kPodKeys, 0, false, read_pod},
    {"pod", "Cache config info metric", Match::begins, kPodKeys, 0, false, read_pod},
    {"pod", "SGLang cache config metric", Match::begins, kPodKeys, 0, false, read_pod},
    {"pod", "Scheduler dispatch rate metric", Match::begins, kPodKeys, 0, false, read_pod},
    {"pod", "Avg TTFT metric", Match::begins, kPodKeys, 0, false, read_pod},
    {"pod", "Avg ITL metric", Match::begins, kPodKeys, 0, false, read_pod},
    // Whatever else names all four parameters
    {"parameters", "alpha", Match::anywhere, kParameterKeys, 0, false, read_parameters},
};

/// Of two phrases that begin alike the longer one comes first, since the first kind that matches is taken.
constexpr bool longer_phrases_come_first(std::span<const RecordKind> kinds) {
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    for (std::size_t j = i + 1; j < kinds.size(); ++j) {
      if (kinds[j].phrase != kinds[i].phrase && kinds[j].phrase.starts_with(kinds[i].phrase)) return false;
    }
  }
  return true;
}
static_assert(longer_phrases_come_first(kRecordKinds));

}  // namespace wvagate::ingest
