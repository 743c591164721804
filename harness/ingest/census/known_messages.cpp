#include "harness/ingest/census/known_messages.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <iterator>
#include <span>
#include <utility>

namespace wvagate::ingest {
namespace {

/// Messages of the controller. A message is an instance of a phrase if it is the phrase, or the phrase and
/// values in the style of 2025 (kValueLists).
constexpr auto kPhrases = std::to_array<std::string_view>({
    "A quota config file is set but --limiter-type is 'inventory'; the quota file is IGNORED and no quota "
    "caps are enforced. Set --limiter-type=quota (or LIMITER_TYPE=quota) to activate quota enforcement.",
    "APIVersion not specified for scale target; defaulting to apps/v1",
    "Accelerator name not resolved - replica scaling metrics emitted with accelerator_type=\"unresolved\"; "
    "accelerator-specific saturation/capacity metrics withheld",
    "Accelerator name not resolved - status will be updated but metrics will not be emitted",
    "Adding metrics certificate watcher to manager",
    "Adding webhook certificate watcher to manager",
    "Applied Saturation decision",
    "Applied capacity decision",
    "Applied capacity scaling override",
    "Applied saturation decision via shared cache",
    "Applying GPU limiter to scaling decisions",
    "Applying scaling decision from cache",
    "Applying scaling decisions",
    "Attempted to change immutable parameters via ConfigMap",
    "Automatic restart on post-startup CRD installation is disabled (--disable-crd-auto-restart); "
    "install-then-restart must be performed manually",
    "Avg ITL metric",
    "Avg TTFT metric",
    "Background fetch cancelled for VA",
    "Background fetch failed for VA (will retry)",
    "Background fetch failed for VA after all retries",
    "Background fetch failed for model (will retry)",
    "Background fetch failed to build maps for model (will retry)",
    "Background fetch succeeded for VA",
    "Background fetch timeout for VA after 30s",
    "Background fetching executor will stop when context is cancelled",
    "Background replica metrics fetch cancelled for model",
    "Background replica metrics fetch failed for model after all retries",
    "Background replica metrics fetch succeeded for model",
    "Background replica metrics fetch timeout for model after 30s",
    "Background worker not started: fetch executor not initialized (fetch interval is 0 or negative)",
    "Bearer token loaded from file",
    "Bootstrap ConfigMap not found, continuing with defaults",
    "Both Saturation and model-based failed, activating safety net",
    "Both capacity and model-based failed, activating safety net",
    "BuildVariantStates fallback lookup",
    "BuildVariantStates map lookup",
    "BuildVariantStates result",
    "CA certificate loaded successfully",
    "COLLECTOR_V2 enabled, initializing v2 collector",
    "CRD available after controller startup, restarting to enable support",
    "CRITICAL: Failed to connect to Prometheus - WVA requires Prometheus connectivity for autoscaling "
    "decisions",
    "Cache cleanup: removed expired entries",
    "Cache config info metric",
    "Cache entry has wrong type, querying Prometheus",
    "Cache hit for allocation metrics",
    "Cache hit for replica metrics",
    "Cache miss for allocation metrics, querying Prometheus",
    "Cache miss for replica metrics, querying Prometheus",
    "Capacity analysis completed",
    "Capacity analysis failed and model-based disabled, activating safety net",
    "Capacity analysis unavailable, using model-based targets only",
    "Capacity scaling ConfigMap not found, using hardcoded defaults",
    "Capacity scaling config cache updated",
    "Capacity scaling configuration loaded successfully",
    "Capacity target: scale-down most expensive variant",
    "Capacity target: scale-up cheapest variant",
    "Capacity targets calculated",
    "Capacity targets: no scaling needed",
    "Clamping target to maxReplicas",
    "Clamping target to minReplicas",
    "Client certificate loaded successfully",
    "Collected Saturation metrics",
    "Collected and cached allocation metrics",
    "Collected and cached replica metrics",
    "Collected capacity metrics",
    "Collected capacity metrics for observability in model-only mode",
    "Collected cluster accelerator inventory (Limited Mode)",
    "Collected model arrival rate",
    "Collected model request count",
    "Collected replica metrics",
    "Collected replica metrics (v2)",
    "Collected saturation metrics",
    "Collected scheduler queue metrics",
    "Completed variant processing loop",
    "Config is nil in ConfigMapReconciler - this should not happen",
    "Config is nil in ConfigMapReconciler bootstrap",
    "Config read failed and capacity unavailable, activating safety net",
    "ConfigMap deleted",
    "ConfigMap not found, using defaults and flags",
    "ConfigMap watch enqueueing requests",
    "Configuration loaded successfully",
    "Configured minimum replicas exceed GPU quota, skipping namespace",
    "Configuring cache with label selector for ConfigMaps",
    "Conflict patching max replica ceiling; re-reading and retrying",
    "Context cancelled during retry delay",
    "Context cancelled, exiting optimize loop",
    "Context cancelled, stopping new work",
    "Context cancelled, stopping optimization loop",
    "Coordinator disabled (experimental feature; set EXPERIMENTAL_COORDINATOR_ENABLED=true to enable)",
    "Coordinator disabled (set coordinator.enabled=true to enable)",
    "Coordinator discovery failed; skipping cycle",
    "Coordinator dispatching to plugins",
    "Coordinator enabled",
    "Coordinator loop starting",
    "Coordinator loop stopping",
    "Coordinator plugin returned an error",
    "Coordinator tick is a no-op",
    "Cost-aware optimizer decisions",
    "Could not get current deployment replicas, using VariantAutoscaling status",
    "Could not get current scale target replicas, using VariantAutoscaling status",
    "Could not get current scale target replicas, using variantAutoscaling status",
    "Could not get deployment for VA",
    "Could not get deployment for VA in background fetch",
    "Could not get deployment for VA in model-only metrics logging",
    "Could not get deployment for VA, skipping",
    "Could not get scale target for VA",
    "Could not get scale target for VA, skipping",
    "Creating metrics emitter instance",
    "DEBUG: BuildVariantStates fallback lookup",
    "DEBUG: BuildVariantStates map lookup",
    "DEBUG: BuildVariantStates result",
    "Datastore inconsistency detected",
    "Decision was limited by GPU availability",
    "Default saturation scaling config not found for namespace, skipping model",
    "Default saturation scaling config not found, skipping optimization",
    "Denying allocation: accelerator unresolved, cannot enforce quota",
    "Deployment created, triggering VA reconciliation",
    "Deployment not found for VariantAutoscaling, skipping",
    "Detected inference engine for scale target",
    "Duplicate model_id found in scale-to-zero ConfigMap - first key wins",
    "EPP metrics token file is empty",
    "EPP metrics token loaded successfully",
    "Either ReplicaSet has no Deployment owner or StatefulSet has no LeaderWorkerSet owner",
    "EmitReplicaMetrics completed",
    "Empty pod name in kube_pod_info metric",
    "Error Processing variant",
    "Error finding target EPP",
    "Error getting scale subresource object",
    "Error scaling up Target Workload",
    "Error while listing annotation-sourced variants (non-fatal)",
    "Experimental model tuner is enabled globally (EXPERIMENTAL_MODEL_TUNER_ENABLED=true) tuning model "
    "performance parameters for active VAs",
    "Experimental model tuner is enabled globally (EXPERIMENTAL_MODEL_TUNER_ENABLED=true), tuning model "
    "performance parameters for active VAs",
    "Experimental model tuner is enabled globally: tuning model performance parameters for active VAs",
    "Failed to apply saturation decisions",
    "Failed to build environment for variant",
    "Failed to calculate max request rate for variant",
    "Failed to collect capacity metrics for logging in model-only mode",
    "Failed to collect cluster inventory",
    "Failed to collect metrics",
    "Failed to collect metrics for saturation mode",
    "Failed to compute GPU constraints, falling back to unlimited",
    "Failed to compute GPU constraints, falling back to unlimited (cost-aware) optimizer for this cycle",
    "Failed to compute GPU constraints, skipping provider",
    "Failed to create queue analyzer for variant",
    "Failed to emit metrics for external autoscalers",
    "Failed to emit optimization signals for variantAutoscaling",
    "Failed to emit replica scaling metrics",
    "Failed to find VA for deployment event using index",
    "Failed to find VA for leaderWorkerSet event using index",
    "Failed to get ConfigMap",
    "Failed to get deployment",
    "Failed to get deployment for VA, using status",
    "Failed to get latest VA from API server",
    "Failed to get leaderWorkerSet",
    "Failed to get request count, keeping current decisions",
    "Failed to get request count, keeping current targets",
    "Failed to get scale target",
    "Failed to get scale target Deployment",
    "Failed to get/create tuner for variant",
    "Failed to guess initial state, using defaults",
    "Failed to initialize metrics certificate watcher",
    "Failed to initialize webhook certificate watcher",
    "Failed to list VAs for deployment event",
    "Failed to list namespaces during bootstrap",
    "Failed to list pods for deployment",
    "Failed to parse ConfigMap data into viper",
    "Failed to parse queueing model config entry",
    "Failed to parse saturation scaling config entry",
    "Failed to parse scale-to-zero config entry, skipping",
    "Failed to parse variant cost, using default",
    "Failed to patch deprecation-warned annotation",
    "Failed to query Prometheus for pod existence",
    "Failed to query model request count",
    "Failed to query model request count, returning 0",
    "Failed to read EPP metrics token - EPP authentication will be disabled",
    "Failed to read Prometheus cache config from ConfigMap, using defaults",
    "Failed to register background fetching executor with manager",
    "Failed to scale Target",
    "Failed to scrape pod",
    "Failed to sync logger before starting manager",
    "Failed to tune variant",
    "Failed to unregister metrics source",
    "Failed to update VariantAutoscaling status",
    "Filtering VAs by controller instance",
    "Filtering pod from stale vLLM metrics",
    "Filtering stale KV cache metric",
    "Filtering stale queue metric",
    "Found SLO for model",
    "Found VA in map",
    "Found VariantAutoscaling resources ready for optimization",
    "Found active VariantAutoscaling resources",
    "Found decision in cache",
    "Found filtered VariantAutoscaling resources",
    "Found inactive VariantAutoscaling resources",
    "Found variants ready for optimization",
    "GPU limiter (re)built from config",
    "GPU limiter constructed",
    "GPU limiter failed, proceeding with original decisions",
    "GetPodLabels: failed to get pod",
    "GetPodLabels: resolveScaleTarget failed, skipping cache",
    "Greedy-by-saturation optimizer decisions (other)",
    "Greedy-by-saturation optimizer decisions (scale-up)",
    "Greedy-by-score optimizer decisions (other)",
    "Greedy-by-score optimizer decisions (scale-up)",
    "GreedyBySaturation: allocated replicas",
    "GreedyBySaturation: iteration",
    "GreedyBySaturation: model still above mean, removing",
    "GreedyBySaturation: no GPUs available for model, removing",
    "GreedyBySaturation: no GPUs remaining, stopping fair-share",
    "GreedyByScore: allocated replicas",
    "GreedyByScore: iteration",
    "GreedyByScore: model still above mean, removing",
    "GreedyByScore: no GPUs available for model, removing",
    "GreedyByScore: no GPUs remaining, stopping fair-share",
    "GreedyByScore: no variants for role, consuming share",
    "GreedyByScore: role partially allocated, consuming remainder",
    "Grouped VAs by model",
    "Ignoring ConfigMap from untracked namespace",
    "Ignoring limiters on a non-default saturation config entry; the GPU limiter is selected only from the "
    "\"default\" entry",
    "Ignoring unrecognized ConfigMap",
    "Ignoring unrecognized bootstrap ConfigMap",
    "Indexes setup completed",
    "InferencePool is marked for deletion. Removing pool from datastore",
    "InferencePool not found. Removing pool from datastore",
    "Inferencepool datastore is empty - skipping processing inactive variant",
    "Inferred SLO from queueing model",
    "Initial ConfigMap bootstrap",
    "Initial ConfigMap bootstrap completed",
    "Initialized background fetching executor",
    "Initializing Prometheus client",
    "Initializing metrics certificate watcher using provided certificates",
    "Initializing metrics source registry",
    "Initializing v2 collector",
    "Initializing webhook certificate watcher using provided certificates",
    "Invalid GLOBAL_OPT_INTERVAL in ConfigMap",
    "Invalid GLOBAL_OPT_INTERVAL, using default",
    "Invalid duration value in ConfigMap, treating as unset",
    "Invalid duration value in ConfigMap, using default",
    "Invalid global default retention period, using system default",
    "Invalid integer value in ConfigMap, using default",
    "Invalid label selector for deployment",
    "Invalid queueing model config entry",
    "Invalid retention period for model, checking global defaults",
    "Invalid saturation scaling config entry",
    "Invalid type in trackedModels map, skipping",
    "Invalid type in trackedVAs map, skipping",
    "Invalid variant cost for VA, skipping",
    "Invalidated cache for model",
    "Invalidated cache for variant",
    "Invalidated metrics cache after scaling",
    "KEDA ScaledObject CRD detected - annotation-based ScaledObject discovery enabled",
    "KEDA ScaledObject CRD not available, skipping annotation discovery for ScaledObjects",
    "KEDA ScaledObject CRD not found - annotation-based discovery limited to HPAs",
    "KV cache metric",
    "KV cache metrics collected (max over 1m)",
    "LWS not found for VariantAutoscaling, skipping",
    "LeaderWorkerSet CRD detected - support enabled",
    "LeaderWorkerSet CRD not found - support disabled (Deployment-only mode)",
    "LeaderWorkerSet created, triggering VA reconciliation",
    "Loaded ConfigMap for config",
    "Loaded config from file",
    "Loaded saturation scaling config",
    "Logger initialized",
    "Merged annotation-sourced variants",
    "Metrics cache disabled",
    "Metrics cache enabled",
    "Metrics collected for VA",
    "Metrics collector initialized successfully",
    "Metrics emitter created successfully",
    "Metrics unavailable for VA, skipping",
    "Metrics unavailable, skipping optimization for variant",
    "Minimum replica policy enforced",
    "Minimum replica policy enforced (V2)",
    "Missing accelerator name label for VA, skipping",
    "Missing acceleratorName label on VariantAutoscaling",
    "Missing variant cost for VA, skipping",
    "Model arrival rate result carried an error",
    "Model arrival rate unavailable",
    "Model data preparation failed",
    "Model has recent requests, keeping decisions",
    "Model has recent requests, keeping saturation targets",
    "Model in transition, blocking scaling decisions",
    "Model request count query failed",
    "Model request count query failed, returning 0",
    "Model tuner is disabled globally (EXPERIMENTAL_MODEL_TUNER_ENABLED=false), using spec parameters for "
    "all VAs",
    "Model tuner results",
    "No GPU quota set, skipping",
    "No Prometheus configuration found. Please set PROMETHEUS_BASE_URL environment variable or configure via "
    "ConfigMap",
    "No SLO targets",
    "No VAs found for model in namespace, skipping background fetch",
    "No active VariantAutoscalings found, skipping optimization",
    "No capacity metrics available for model, skipping analysis",
    "No decision found in cache for VA",
    "No deployment found for VA, skipping capacity store pre-population",
    "No existing parameters found, attempting to guess initial state",
    "No metric for variant",
    "No metrics for role group, emitting safety-net signals",
    "No optimization mode enabled, defaulting to CAPACITY-ONLY mode",
    "No parameters found for variant",
    "No pending requests found in the flowcontrol queue - skipping scaling up from zero",
    "No queries registered for this Prometheus source",
    "No ready pods found for scraping",
    "No replicas for variant",
    "No replicas with traffic to calculate capacity for variant",
    "No requests in retention period, scaling decisions to zero",
    "No requests in retention period, scaling to zero",
    "No result for model request count query",
    "No result for model request count query, returning 0",
    "No saturation metrics available for model, skipping analysis",
    "No scale target found for VA, skipping capacity store pre-population",
    "No scaling decision for VA, but updating status to trigger reconcile",
    "No scaling decisions to apply",
    "No scaling decisions to apply, updating VA status with metrics",
    "No values in model request count result",
    "No values in model request count result, returning 0",
    "No variant analysis found for decision (metrics may be unavailable)",
    "Operating in CAPACITY-ONLY mode: reactive capacity-based scaling only",
    "Operating in MODEL-ONLY mode: model-based optimization only",
    "Operating in saturation-only mode: reactive saturation-based scaling only",
    "Optimization completed successfully",
    "Optimization completed successfully, emitting optimization metrics",
    "Optimization completed with errors",
    "Optimization error",
    "Optimization metrics emitted, starting to process variants",
    "Optimized allocation entry",
    "Optimized allocation map",
    "Optimizer selected",
    "Parameters tuned successfully",
    "Parsed scale-to-zero config",
    "Plain HTTP Prometheus endpoint allowed by configuration",
    "Pod has engine metrics but no dispatch rate — possible pod/pod_name label mismatch",
    "Pod has no ReplicaSet or StatefulSet owner",
    "Pod has no ReplicaSet owner",
    "Pod has no owner",
    "Pod has vLLM metrics but no dispatch rate — possible pod/pod_name label mismatch",
    "Pod missing KV cache metrics, using 0",
    "Pod missing KV cache metrics, using 0 (may cause incorrect capacity analysis)",
    "Pod missing KV cache metrics, using 0 (may cause incorrect saturation analysis)",
    "Pod missing queue metrics, using 0",
    "Pod missing queue metrics, using 0 (may cause incorrect capacity analysis)",
    "Pod missing queue metrics, using 0 (may cause incorrect saturation analysis)",
    "Pod to owner mapping",
    "Pod-to-variant matching successful",
    "Pod-to-variant matching summary",
    "Pre-populated capacity store from deployment",
    "Pre-populated capacity store from scale target",
    "Preserving desired replicas",
    "Preserving minimum replica on cheapest variant (V2, scale-to-zero disabled)",
    "Preserving minimum replica on cheapest variant (scale-to-zero disabled)",
    "Processing decision",
    "Processing decision for VA",
    "Processing model",
    "Processing model (V1)",
    "Processing model (V2)",
    "Processing model (queueing-model)",
    "Processing scale-to-zero ConfigMap",
    "Processing variant",
    "Prometheus API validation successful with query",
    "Prometheus client and API wrapper initialized and validated successfully",
    "Prometheus pod existence query warnings",
    "Prometheus query returned non-vector type",
    "Prometheus query returned warnings",
    "Prometheus query warnings",
    "Prometheus source not registered, skipping scale-to-zero query registration",
    "Prometheus source not registered, skipping throughput analyzer query registration",
    "Prometheus transport configuration validation failed",
    "Prometheus warnings",
    "Query Prometheus failed, retrying",
    "Queue metric",
    "Queue metrics collected (max over 1m)",
    "Queue query failed, using 0",
    "Queueing model analysis completed",
    "Queueing model analysis failed",
    "Queueing model optimizer produced decisions",
    "Quota limiter mode is active; cluster inventory collection is disabled despite WVA_LIMITED_MODE=true "
    "(no Node API access in quota mode). To re-enable cluster inventory logging, switch to "
    "--limiter-type=inventory.",
    "Quota limiter mode is active; cluster inventory collection is disabled despite WVA_LIMITED_MODE=true "
    "(no Node API access in quota mode). To re-enable cluster inventory logging, switch to inventory mode.",
    "Quota limiter selected; quota caps are enforced ONLY when enableLimiter: true is set in the "
    "saturation-scaling ConfigMap. With the default enableLimiter: false the engine runs the unlimited "
    "optimizer and quota caps are not applied.",
    "Reconciliation completed",
    "Reconciliation completed successfully",
    "Reconciliation completed with errors",
    "Reconciling InferencePool",
    "Reconciling VariantAutoscaling",
    "Refreshed Prometheus metrics",
    "Registered background fetching executor with manager",
    "Registering custom metrics with Prometheus registry",
    "Rejected immutable parameter changes, continuing with mutable parameter updates",
    "Removed namespace-local config",
    "Removed namespace-local queueing model config on ConfigMap deletion",
    "Removed namespace-local saturation config on ConfigMap deletion",
    "Removed namespace-local scale-to-zero config on ConfigMap deletion",
    "ReplicaSet has no Deployment owner",
    "Resolved inference engines for model",
    "Restoring tuner state from parameter store",
    "Retention period is unusually long",
    "SGLang cache config metric",
    "Safety net activated: emitted fallback metrics",
    "Safety net: accelerator unresolved, emitting scaling signal with 'unresolved' accelerator_type",
    "Safety net: failed to emit metrics",
    "Safety net: failed to get current replicas for metrics",
    "Safety net: failed to get current replicas from Deployment for metrics",
    "Safety net: failed to get current replicas from scale target for metrics",
    "Safety net: failed to get current replicas from scale target for metrics, using cached allocation",
    "Safety net: failed to get current replicas, using VA status",
    "Safety net: failed to get latest VA from API server",
    "Safety net: no deployment found for VA",
    "Safety net: no scale target found for VA",
    "Safety net: skipping metric emission - no accelerator name available",
    "Saturation analysis completed",
    "Saturation analysis failed",
    "Saturation analysis failed for role group",
    "Saturation data preparation failed",
    "Saturation scaling config not loaded yet for namespace, skipping model",
    "Saturation scaling config not loaded yet, skipping optimization",
    "Saturation target: scale-down most expensive variant",
    "Saturation target: scale-up cheapest variant",
    "Saturation targets calculated",
    "Saturation targets: no scaling needed",
    "Saturation-only decisions made for model",
    "Saturation-only decisions made for role group",
    "Scale Object already has the desired number of replicas. Skipping scaling",
    "Scale target Deployment not found",
    "Scale target Deployment not found, waiting for deployment watch",
    "Scale target not found for VariantAutoscaling, skipping",
    "Scale-down allocation",
    "Scale-down unsafe: insufficient headroom after redistribution",
    "Scale-down unsafe: insufficient non-saturated replicas",
    "Scale-from-zero decision written to cache",
    "Scale-from-zero: skipping VA, EPP metrics source not found in datastore",
    "Scale-from-zero: skipping VA, no pending requests in flow control queue",
    "Scale-to-zero enforcement applied",
    "Scale-to-zero enforcement applied (V2)",
    "Scale-to-zero enforcement applied (queueing-model)",
    "Scale-to-zero policy enforced",
    "Scale-to-zero policy enforced (V2)",
    "Scale-up allocation",
    "Scaling to zero is enabled",
    "Scheduler dispatch rate metric",
    "Scheduler dispatch rate metric missing both 'pod' and 'pod_name' labels, skipping",
    "Scheduler queue metrics unavailable",
    "Scraped metrics from pods",
    "ServiceMonitor being deleted - Prometheus will not scrape controller metrics",
    "Set ownerReference on VariantAutoscaling",
    "Setting accelerator name",
    "Setting max replica ceiling",
    "Setting maxReplicas",
    "Setting up indexes",
    "Skipping EmitReplicaMetrics - NumReplicas is 0",
    "Skipping EmitReplicaMetrics - no optimization decision yet",
    "Skipping HPA with invalid WVA annotations",
    "Skipping LWS worker pod (non-leader)",
    "Skipping ScaledObject with invalid WVA annotations",
    "Skipping VA without scaleTargetRef",
    "Skipping allocation: accelerator unresolved in heterogeneous cluster — operator must set nodeSelector "
    "or VA label",
    "Skipping decision application for model: saturation analysis is nil (likely no metrics)",
    "Skipping deleted deployment",
    "Skipping deleted scale target",
    "Skipping metric emission - no accelerator name available",
    "Skipping model: no metrics available",
    "Skipping pod that doesn't match any deployment",
    "Skipping pod that doesn't match any scale target",
    "Skipping replica metrics background fetch: K8s client not set",
    "Skipping scale-to-zero config without model_id field",
    "Skipping scale-to-zero enforcement (V2): variant has minReplicas > 0",
    "Skipping scale-to-zero enforcement: model runs a non-vLLM engine; engine-aware request counting is not "
    "yet wired through the enforcer (see docs/proposals/sglang-backend.md Phase 2)",
    "Skipping scale-to-zero enforcement: variant has minReplicas > 0",
    "Skipping status update for VA without accelerator info",
    "Skipping status update for VA without accelerator info, but setting MetricsAvailable=False",
    "Skipping status update for variant without accelerator info",
    "Skipping variant with pending replicas for scale-up",
    "Skipping variant, target EPP not found in datastore",
    "Started background fetching executor",
    "Starting manager",
    "Successfully emitted metrics",
    "Successfully emitted metrics for external autoscalers",
    "Successfully emitted optimization signals for external autoscalers",
    "Successfully scaled up Target Workload",
    "Successfully updated ScaleTarget",
    "System data prepared for optimization",
    "TLS certificate verification is disabled - this is not recommended for production",
    "TLS certificate verification is disabled, skipping certificate loading",
    "TLS configuration applied to Prometheus HTTPS transport",
    "TLS configuration validation failed - HTTPS is required",
    "Target EndpointPicker resolved for inactive variant",
    "Target initialized to current replicas (incomplete metrics)",
    "Target initialized to current replicas (stable)",
    "Target initialized to current replicas (transitioning)",
    "Target initialized to metrics count",
    "Target initialized to metrics count (stable)",
    "Target set to current (model transitioning)",
    "Target set to desired (model transitioning)",
    "Target variant decision.CurrentReplicas is not zero",
    "Target workload has pending requests, scaling up from zero",
    "Throughput analyzer registration diverged from live config; controller restart required to apply",
    "ThroughputAnalyzer NOT registered — no saturation config entry enables 'throughput'. Add it to the "
    "analyzers config and restart the controller to enable it.",
    "ThroughputAnalyzer registered (enabled in saturation config)",
    "Tracking VA for background fetching",
    "Tracking model for background replica metrics fetching",
    "Tuner could not update environment for variant",
    "Tuner failed to run for variant",
    "Tuner validation failed, using previous state",
    "Unable to build allocation for VA",
    "Unable to fetch VariantAutoscaling",
    "Unable to fetch metrics for VA",
    "Unable to get VA",
    "Unable to get active variant autoscalings",
    "Unexpected error finding target EPP",
    "Unexpected state: readyReplicas exceeds currentReplicas, clamping pendingReplicas to 0",
    "Untracked VA from background fetching",
    "Untracked model from background replica metrics fetching",
    "Unusable optimization interval, using default",
    "Updated Prometheus cache config from ConfigMap",
    "Updated global optimization config from ConfigMap",
    "Updated global queueing model config",
    "Updated global queueing model config from ConfigMap",
    "Updated global saturation config",
    "Updated global saturation config from ConfigMap",
    "Updated global scale-to-zero config",
    "Updated global scale-to-zero config from ConfigMap",
    "Updated namespace-local queueing model config",
    "Updated namespace-local queueing model config from ConfigMap",
    "Updated namespace-local saturation config",
    "Updated namespace-local saturation config from ConfigMap",
    "Updated namespace-local scale-to-zero config",
    "Updated namespace-local scale-to-zero config from ConfigMap",
    "Updated optimization interval",
    "Using Prometheus configuration from ConfigMap",
    "Using Prometheus configuration from environment variables",
    "Using fallback SLO from observations",
    "Using guessed initial state",
    "Using source infrastructure for replica metrics",
    "Using v2 collector for replica metrics",
    "V2 analysis failed",
    "V2 optimizer produced decisions",
    "V2 optimizer selected",
    "V2 saturation analysis completed",
    "VA has ready pods but none attributed",
    "Variant analysis initialized",
    "VariantAutoscaling CRD detected - support enabled",
    "VariantAutoscaling CRD not found - VA reconciler disabled; annotation-based discovery remains enabled",
    "VariantAutoscaling is being deleted, skipping reconciliation",
    "VariantAutoscaling is deprecated; migrate to the annotation-based path",
    "VariantAutoscaling resource not found, may have been deleted",
    "WARNING: Coordinator is an experimental feature. It may change or be removed in future releases. Do not "
    "use in production without understanding the risks.",
    "Watching single namespace",
    "Zap logger initialized",
    "all optional CRDs present at startup, CRD probe idle",
    "analyzer-result",
    "conflict updating status (resource version mismatch), retrying",
    "disabling http/2",
    "discovery probe failed, will retry",
    "failed to add LeaderWorkerSet scheme",
    "failed to build GPU limiter",
    "failed to create discovery client for CRD detection",
    "failed to create discovery client for CRD detection - assuming LWS not installed",
    "failed to create metrics collector",
    "failed to create prometheus client",
    "failed to create prometheus client config",
    "failed to determine VariantAutoscaling CRD availability",
    "failed to discover API resources",
    "failed to discover API resources - assuming LWS not installed",
    "failed to find VariantAutoscaling for deployment",
    "failed to find VariantAutoscaling for scale target",
    "failed to get Prometheus configuration",
    "failed to get ReplicaSet",
    "failed to get StatefulSet",
    "failed to get pod",
    "failed to initialize metrics",
    "failed to load configuration - this is a fatal error",
    "failed to parse accelerator cost in configmap, skipping accelerator",
    "failed to parse service class data, skipping service class",
    "failed to rebuild GPU limiter from config; keeping the previous limiter",
    "failed to register prometheus source in source registry",
    "failed to register prometheus source in v2 registry",
    "failed to update VA status after retries",
    "isLWSWorker: nil labels, treating pod as non-worker",
    "kube_pod_info returned no pods but we have metric candidates, skipping stale pod filtering",
    "locator.Locate failed; treating pod as unmanaged",
    "locator.ResolveScaleTarget failed; treating pod as unmanaged",
    "no Prometheus configuration found - this should not happen",
    "no Prometheus configuration found - this should not happen after validation",
    "no VariantAutoscaling matched for deployment",
    "no VariantAutoscaling matched for scale target",
    "no feasible allocations found for all variants: unable to perform model optimization, skipping this "
    "iteration",
    "partial error discovering API resources (this is usually fine)",
    "probing for post-startup CRD installation",
    "problem running manager",
    "quota limiter config warning",
    "refusing to dispatch the queueing-model path; enable the saturation and/or throughput analyzers instead",
    "registered analyzer failed; result discarded",
    "registered analyzer panicked; result discarded",
    "rescale: minReplicas floors exceed the group budget (Conflict); clamping to floors",
    "restarting to enable support for a CRD installed after startup",
    "saturation analysis completed",
    "saturation analysis unavailable, using model-based targets only",
    "saturation analyzer is absent from the configured analyzer list: it will not vote and cannot veto "
    "scale-down for this model",
    "saturation scaling config cache updated",
    "saturation scaling configuration loaded successfully",
    "scale-down: removed replicas",
    "scale-up: joint role commit",
    "scaling-decision",
    "throughput analyzer has a live capacity signal but has reported no demand for at least the staleness "
    "window; the request-arrival query is likely misconfigured or EPP is not reporting arrivals — scale-up "
    "will not trigger until arrivals are observed",
    "throughput analyzer: GPS mismatch detected",
    "throughput analyzer: GPS mismatch persisted, clearing observation window for recalibration",
    "throughput analyzer: k-value outside observable range, observation dropped",
    "throughput analyzer: near-k_sat ITL residual high (model drift or bad data)",
    "throughput analyzer: near-k_sat N_dec mismatch (shape wrong?)",
    "throughput analyzer: no ITL model available, skipping variant",
    "throughput analyzer: no replicas, skipping variant",
    "throughput analyzer: observation dropped (k out of range or ITL invalid)",
    "throughput analyzer: sanity issues detected, skipping variant",
    "throughput analyzer: sanity issues detected, some pods excluded",
    "throughput analyzer: tier-1 OLS fit",
    "throughput analyzer: tier-1 OLS fit failed, trying tier-2",
    "throughput analyzer: tier-2 constrained OLS fit",
    "throughput analyzer: workload shape changed, clearing observation window",
    "unable to add CRD watcher to manager",
    "unable to add Coordinator to manager",
    "unable to add metrics certificate watcher to manager",
    "unable to add optimization engine loop to manager",
    "unable to add webhook certificate watcher to manager",
    "unable to bootstrap initial ConfigMaps",
    "unable to construct Coordinator",
    "unable to create HPA controller",
    "unable to create ScaledObject controller",
    "unable to create configmap controller",
    "unable to create controller",
    "unable to create default pool GKNN from POOL_GROUP",
    "unable to create inferencePool controller",
    "unable to create temporary client for config loading",
    "unable to set up health check",
    "unable to set up ready check",
    "unable to setup indexes",
    "unable to start manager",
    "✓ Metrics collected for VA",
});

/// Messages of controller-runtime, client-go, leader election, logr and zap, by the same rule.
constexpr auto kKubernetesPhrases = std::to_array<std::string_view>({
    "All workers finished",
    "Attempting to acquire leader lease",
    "Attempting to acquire leader lease...",
    "Authentication failed",
    "Authorization failed",
    "Caches populated",
    "Conversion webhook enabled",
    "Could not construct reference, will not report event",
    "Could not wait for Cache to sync",
    "CreateEvent received with no metadata",
    "DeleteEvent received with no metadata",
    "Error initially creating lease lock",
    "Error retrieving lease lock",
    "Event occurred",
    "Event watcher stopped",
    "Failed to get API Group-Resources",
    "Failed to list",
    "Failed to release lease",
    "Failed to renew lease",
    "Failed to update lease",
    "Failed to update lease optimistically, falling back to slow path",
    "Failed to watch",
    "GenericEvent received with no metadata",
    "Ignored key without a value.",
    "Ignored key-value pairs with non-string keys.",
    "Leader election lost",
    "Lease is held and has not yet expired",
    "Lease is held by and has not yet expired",
    "Multiple errors without a key.",
    "Observed a panic",
    "Observed a panic in reconciler",
    "Reconcile done, requeueing",
    "Reconcile successful",
    "Reconciler error",
    "Reconciling",
    "Registering a mutating webhook",
    "Registering a validating webhook",
    "Registering webhook",
    "Server rejected event (will not retry!)",
    "Serving metrics server",
    "Serving webhook server",
    "Shutdown signal received, waiting for all workers to finish",
    "Shutting down metrics server with timeout of 1 minute",
    "Shutting down webhook server with timeout of 1 minute",
    "Starting Controller",
    "Starting EventSource",
    "Starting certificate poll+watcher",
    "Starting certificate watcher",
    "Starting metrics server",
    "Starting reflector",
    "Starting webhook server",
    "Starting workers",
    "Stopping and waiting for HTTP servers",
    "Stopping and waiting for caches",
    "Stopping and waiting for leader election runnables",
    "Stopping and waiting for non leader election runnables",
    "Stopping and waiting for warmup runnables",
    "Stopping and waiting for webhooks",
    "Stopping reflector",
    "Successfully acquired lease",
    "The watchlist request ended with an error, falling back to the standard LIST/WATCH semantics because "
    "making progress is better than deadlocking",
    "Unable to construct event",
    "Unable to write event (broadcaster is shut down)",
    "Unable to write event (may retry after sleeping)",
    "Unable to write event (retry limit exceeded!)",
    "Unhandled Error",
    "Update event has no new object to update",
    "Update event has no old object to update",
    "UpdateEvent received with no metadata",
    "Updated current TLS certificate",
    "Wait completed, proceeding to shutdown the manager",
    "Waited before sending request",
    "Warning: Reconciler returned both a non-zero result and a non-nil error. The result will always be "
    "ignored if the error is non-nil and the non-nil error causes requeuing with exponential backoff. For "
    "more details, see: https://pkg.go.dev/sigs.k8s.io/controller-runtime/pkg/reconcile#Reconciler",
    "Warning: Reconciler returned both a result with RequeueAfter and a non-nil error. RequeueAfter will "
    "always be ignored if the error is non-nil.",
    "Watch ended with error",
    "certificate already cached",
    "certificate event",
    "certificate watch error",
    "error re-reading certificate",
    "error re-watching file",
    "error received after stop sequence was engaged",
    "failed to get informer from cache",
    "failed to get runtime object kind",
    "if kind is a CRD, it should be installed before calling Start",
    "kind must be registered to the Scheme",
    "leader election lost",
    "leaderelection lost",
    "non-string key argument passed to logging, ignoring all later arguments",
    "odd number of arguments passed as key-value pairs for logging",
    "shutting down server",
    "skip registering a mutating webhook, object does not implement admission.Defaulter or WithDefaulter "
    "wasn't called",
    "skip registering a validating webhook, object does not implement admission.Validator or WithValidator "
    "wasn't called",
    "starting server",
    "unable to get kubeconfig",
    "unable to load in-cluster config",
});

/// A message that begins with `phrase` and `next`; anything may follow.
struct Opening {
  std::string_view phrase;
  std::string_view next;
};

/// Messages whose values are in the middle of the text. A `next` without a separator is the key of a value:
/// the controller's logger of 2025 printed message, keys and values without blanks between them. The last
/// ones are reasons of scaling events (June and July 2026).
constexpr auto kOpenings = std::to_array<Opening>({
    {"Authorization denied for user", " "},
    {"Bearer token loaded from file", "path/"},
    {"CA certificate loaded successfully", "path/"},
    {"Caches populated for", " "},
    {"Capacity analysis failed", " for modelID="},
    {"Capacity-only decisions made for model", ": "},
    {"EmitReplicaMetrics completed", " for variantAutoscaling-name: "},
    {"Experimental model tuner is enabled globally", " (EXPERIMENTAL_MODEL_TUNER_ENABLED=true), auto-guess="},
    {"Failed to guess initial state for variant", " "},
    {"Failed to release lock", ": "},
    {"Failed to tune server for variant", " "},
    {"Failed to update lock optimistically", ": "},
    {"Failed to update lock", ": "},
    {"Keeping existing parameters in status for variant", " "},
    {"Keeping previous tuned parameters for variant", " "},
    {"Keeping previously tuned parameters for variant", " "},
    {"Model-based optimization completed for model", ": "},
    {"Model-based optimization failed: no feasible allocations found for all variants", ": "},
    {"No potential allocations found for server", ": "},
    {"No valid parameters found in status for variant", " "},
    {"Observed a panic", ": "},
    {"Optimization solution", " - "},
    {"Prometheus API validation successful with query", "query"},
    {"Prometheus warnings", "metric"},
    {"Replica count mismatch for", " "},
    {"Server rejected event", " '"},
    {"Set initial parameters for variant", " "},
    {"Setting accelerator name", " "},
    {"Skipping tuning for variant", " "},
    {"System data prepared for optimization", ": - "},
    {"Tuned parameters unchanged for variant", " "},
    {"Tuned performance parameters result", ": variant "},
    {"Tuned performance parameters", ": variant "},
    {"Tuner NIS validation failed for variant", " "},
    {"Tuner failed completely for variant", " "},
    {"Tuner failed update completely for variant", " "},
    {"Tuner validation failed", " (NIS="},
    {"Tuner validation succeeded for variant", " "},
    {"Unable to read accelerator configMap", ": "},
    {"Unable to read optimization config", ": "},
    {"Unable to write event", " '"},
    {"Unable to write event", ": "},
    {"Updated SystemData", " for model="},
    {"Updated VA status for variant", " "},
    {"Updated tuner status for variant", " "},
    {"Using Prometheus configuration from environment variables", "address"},
    {"Using fallback parameters for variant", " "},
    {"Using guessed initial state for variant", " "},
    {"Using initial state from spec for variant", " "},
    {"Using parameters from spec for variant", " "},
    {"Using state vals from VA status to tune variant", " "},
    {"Using tuned parameters from status for variant", " "},
    {"V2", " (optimizer: "},
    {"V2 scale-down", " (optimizer: "},
    {"V2 scale-up", " (optimizer: "},
    {"[Tuner Config]", " variant="},
    {"[Tuner Results]", " variant="},
    {"attempting to acquire leader lease", " "},
    {"conflict updating status (resource version mismatch), retrying", "resource"},
    {"error initially creating leader election record", ": "},
    {"error retrieving resource lock", " "},
    {"failed to renew lease", " "},
    {"http: TLS handshake error from", " "},
    {"lock is held by", " "},
    {"rescale", " (optimizer: "},
    {"saturation-only decisions made for model", ": "},
    {"saturation-only mode", ": "},
    {"successfully acquired lease", " "},
});

/// Messages that an error, a number or the name of a file can precede.
constexpr auto kFragments = std::to_array<std::string_view>({
    "Error querying Prometheus for metrics validation",
    "Failed to watch *",
    "Prometheus API validation failed, retrying",
    "due to client-side throttling",
    "failed to get Deployment after retries",
    "failed to list *",
    "model tuner observation function: failed to analyze queueing model",
    "permanent error updating status for resource",
    "stale pod(s) with metrics for",
    "transient error getting resource, retrying",
    "transient error updating status, retrying for resource",
    "watch of *",
});

/// The ends of messages that begin with the name of a pod.
constexpr auto kEndings = std::to_array<std::string_view>({"became leader", "stopped leading"});

/// How the messages of 2025 introduce a list of values: a separator, a key and the text behind the key.
struct ValueList {
  std::string_view separator;
  std::string_view behind_key;
};

constexpr auto kValueLists =
    std::to_array<ValueList>({{": ", "="}, {" (", "="}, {" - ", ": "}, {" -> ", ": "}});

constexpr bool strictly_sorted(std::span<const std::string_view> phrases) {
  return std::ranges::adjacent_find(phrases, std::ranges::greater_equal()) == phrases.end();
}
static_assert(strictly_sorted(kPhrases) && strictly_sorted(kKubernetesPhrases));
static_assert(!kPhrases.front().empty() && !kKubernetesPhrases.front().empty());

constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_key_character(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '-';
}

std::size_t key_length(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_key_character) - text.begin());
}

bool is_value_list(std::string_view text) {
  return std::ranges::any_of(kValueLists, [&](const ValueList& list) {
    if (!text.starts_with(list.separator)) return false;
    const auto pairs = text.substr(list.separator.size());
    const std::size_t key = key_length(pairs);
    return key > 0 && pairs.substr(key).starts_with(list.behind_key);
  });
}

/// The longest of the sorted phrases that the message is an instance of; empty if none.
std::string_view longest_phrase(std::span<const std::string_view> phrases, std::string_view message) {
  // Of the phrases that are prefixes of `prefix`, none is greater than the greatest phrase up to `prefix`,
  // and all are prefixes of what that one and `prefix` have in common.
  std::string_view prefix = message;
  while (true) {
    const auto next = std::ranges::upper_bound(phrases, prefix);
    if (next == phrases.begin()) return {};
    const std::string_view phrase = *std::prev(next);
    const auto common = static_cast<std::size_t>(std::ranges::mismatch(phrase, prefix).in1 - phrase.begin());
    if (common < phrase.size()) {
      prefix = message.substr(0, common);
      continue;
    }
    const auto rest = message.substr(common);
    if (rest.empty() || is_value_list(rest)) return phrase;
    prefix = message.substr(0, common - 1);
  }
}

std::string_view longest_opening(std::string_view message) {
  const Opening* longest = nullptr;
  for (const Opening& opening : kOpenings) {
    if (!message.starts_with(opening.phrase)) continue;
    if (!message.substr(opening.phrase.size()).starts_with(opening.next)) continue;
    if (longest == nullptr || opening.phrase.size() > longest->phrase.size()) longest = &opening;
  }
  return longest == nullptr ? std::string_view() : longest->phrase;
}

constexpr std::size_t kMaxFoldedBytes = 120;
constexpr std::string_view kEllipsis = "…";

constexpr bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == '\x7f';
}
constexpr bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

/// "V2", a part of a message and not a value.
constexpr bool is_version(std::string_view word) {
  return word.size() == 2 && is_letter(word[0]) && is_digit(word[1]);
}

/// Whether a word is a name or a number of something rather than part of a sentence.
bool is_name(std::string_view word) {
  constexpr std::ptrdiff_t kNameHyphens = 3;  // "ms-inference-scheduling-decode"; "scale-from-zero" is text
  constexpr std::ptrdiff_t kNameDots = 2;     // "prometheus.monitoring.svc"
  constexpr std::size_t kLongestWord = 40;
  if (is_version(word)) return false;
  return word.size() > kLongestWord || std::ranges::any_of(word, is_digit) ||
         word.find_first_of("/:@%\\") != std::string_view::npos ||
         std::ranges::count(word, '-') >= kNameHyphens || std::ranges::count(word, '.') >= kNameDots;
}

/// The first `bytes` bytes of a text, and fewer if the last UTF-8 sequence would be cut.
std::string_view utf8_prefix(std::string_view text, std::size_t bytes) {
  constexpr std::size_t kMaxContinuationBytes = 3;
  const auto is_continuation = [&](std::size_t i) {
    return (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
  };
  std::size_t end = bytes;
  while (end > 0 && bytes - end < kMaxContinuationBytes && is_continuation(end))
    --end;
  return text.substr(0, is_continuation(end) ? bytes : end);
}

/// Copies a message and leaves out what differs from line to line; each step takes one element off its front.
class Folder {
 public:
  explicit Folder(std::string_view message) : rest_(message) {}

  std::string folded() {
    while (!rest_.empty() && folded_.size() <= kMaxFoldedBytes)
      take_element();
    while (folded_.ends_with(' '))
      folded_.pop_back();
    if (folded_.size() > kMaxFoldedBytes)
      folded_ =
          std::string(utf8_prefix(folded_, kMaxFoldedBytes - kEllipsis.size())) + std::string(kEllipsis);
    return std::move(folded_);
  }

 private:
  void take_element() {
    const char c = rest_.front();
    if (is_blank(c)) return take_blanks();
    if (is_one_of(c, "\"'`") && take_quoted()) return;
    // Brackets at the beginning are a heading: "[Tuner Config]".
    if (c == '{' || (c == '[' && !folded_.empty())) {
      rest_.remove_prefix(group_length(rest_));
      return add_star();
    }
    if (const std::size_t length = word_length(); length > 0) return take_word(length);
    folded_ += c;
    rest_.remove_prefix(1);
  }

  void take_blanks() {
    rest_.remove_prefix(static_cast<std::size_t>(std::ranges::find_if_not(rest_, is_blank) - rest_.begin()));
    if (!folded_.empty() && !folded_.ends_with(' ')) folded_ += ' ';
  }

  bool take_quoted() {
    const std::size_t end = rest_.find(rest_.front(), 1);
    if (end == std::string_view::npos) return false;
    rest_.remove_prefix(end + 1);
    add_star();
    return true;
  }

  std::size_t word_length() const {
    std::size_t i = 0;
    for (; i < rest_.size() && !is_blank(rest_[i]) && !is_one_of(rest_[i], ",;|=()[]{}<>\"`"); ++i)
      if (rest_[i] == ':' && (i + 1 == rest_.size() || is_blank(rest_[i + 1]))) break;
    return i;
  }

  void take_word(std::size_t length) {
    const auto word = rest_.substr(0, length);
    const auto text = word.substr(0, word.find_last_not_of(".!?") + 1);
    rest_.remove_prefix(length);
    if (rest_.starts_with('=')) {
      folded_.append(word) += '=';
      rest_.remove_prefix(1);
      return take_value();
    }
    if (is_name(text)) {
      add_star();
      folded_.append(word.substr(text.size()));
    } else {
      folded_.append(word);
    }
    if (!rest_.starts_with(':')) return;
    folded_ += ':';
    rest_.remove_prefix(1);
    take_blanks();
    if (has_single_word()) take_value();
  }

  /// Whether what follows "key: " is one word, as values are, and not a sentence.
  bool has_single_word() const {
    if (rest_.empty() || is_one_of(rest_.front(), "\"'`[{(") || is_pair(rest_)) return false;
    const auto end = std::ranges::find_if(rest_, [](char c) { return is_blank(c) || is_one_of(c, ",;|)"); });
    return end != rest_.begin() && (end == rest_.end() || !is_blank(*end));
  }

  /// A value ends at a separator outside brackets and quotation marks, or where the next "key=" begins.
  void take_value() {
    std::size_t i = 0;
    while (i < rest_.size()) {
      const char c = rest_[i];
      if (is_one_of(c, ",;|)]}") || (is_blank(c) && is_pair(rest_.substr(i + 1)))) break;
      i += is_one_of(c, "([{\"") ? group_length(rest_.substr(i)) : 1;
    }
    while (i > 0 && is_blank(rest_[i - 1]))
      --i;
    rest_.remove_prefix(i);
    add_star();
  }

  /// The length of the text in brackets or quotation marks with which `text` begins: all if it is not closed.
  static std::size_t group_length(std::string_view text) {
    std::size_t depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"')
        i = std::min(text.find('"', i + 1), text.size() - 1);
      else if (is_one_of(text[i], "([{"))
        ++depth;
      else if (is_one_of(text[i], ")]}"))
        --depth;
      if (depth == 0) return i + 1;
    }
    return text.size();
  }

  static bool is_pair(std::string_view text) {
    const std::size_t key = key_length(text);
    return key > 0 && text.substr(key).starts_with('=');
  }

  /// A sequence of values counts as one: lists differ in length.
  void add_star() {
    const std::size_t last = folded_.find_last_not_of(" ,;");
    if (last != std::string::npos && folded_[last] == '*')
      folded_.resize(last + 1);
    else
      folded_ += '*';
  }

  std::string_view rest_;
  std::string folded_;
};

}  // namespace

std::string_view known_message(std::string_view message) {
  if (const auto phrase = longest_phrase(kPhrases, message); !phrase.empty()) return phrase;
  if (const auto phrase = longest_phrase(kKubernetesPhrases, message); !phrase.empty()) return phrase;
  if (const auto phrase = longest_opening(message); !phrase.empty()) return phrase;
  for (const auto ending : kEndings)
    if (message.ends_with(ending)) return ending;
  for (const auto fragment : kFragments)
    if (message.find(fragment) != std::string_view::npos) return fragment;
  return {};
}

std::string fold_message(std::string_view message) {
  return Folder(message).folded();
}

}  // namespace wvagate::ingest
