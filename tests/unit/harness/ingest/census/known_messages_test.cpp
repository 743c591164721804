#include "harness/ingest/census/known_messages.hpp"

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

TEST_CASE("A message of the controller is known as a whole") {
  CHECK(known_message("analyzer-result") == "analyzer-result");
  CHECK(known_message("Processing model (V2)") == "Processing model (V2)");
  CHECK(known_message("Processing model") == "Processing model");
  CHECK(known_message("Pod has engine metrics but no dispatch rate — possible pod/pod_name label mismatch") ==
        "Pod has engine metrics but no dispatch rate — possible pod/pod_name label mismatch");
  CHECK(known_message("Accelerator name not resolved - replica scaling metrics emitted with "
                      "accelerator_type=\"unresolved\"; accelerator-specific saturation/capacity metrics "
                      "withheld")
            .starts_with("Accelerator name not resolved - replica"));
}

TEST_CASE("A message that only begins like a known one is not known") {
  CHECK(known_message("").empty());
  CHECK(known_message("a").empty());
  CHECK(known_message("~").empty());
  CHECK(known_message("analyzer-results").empty());
  CHECK(known_message("analyzer-resul").empty());
  CHECK(known_message("Processing model (V3)").empty());
  CHECK(known_message("Optimization completed successfully after a retry").empty());
  CHECK(known_message("Saturation analysis completed: all replicas idle").empty());
  CHECK(known_message("Queue metrics").empty());
  CHECK(known_message("Reconciling").size() == 11);
  CHECK(known_message("Reconciling Gateway").empty());
}

TEST_CASE("Values in the style of 2025 can follow a known message") {
  CHECK(known_message("Processing decision: variant=a, action=no-change") == "Processing decision");
  CHECK(known_message("Processing decision for VA") == "Processing decision for VA");
  CHECK(known_message("EmitReplicaMetrics completed - variant: a, current-replicas: 1") ==
        "EmitReplicaMetrics completed");
  CHECK(known_message("Initializing Prometheus client -> address: http://a:9090") ==
        "Initializing Prometheus client");
  CHECK(known_message("Saturation targets: no scaling needed (avgSpareKv=0.5, all variants stable)") ==
        "Saturation targets: no scaling needed");
  CHECK(known_message("VariantAutoscaling resource not found, may have been deleted: name=, namespace=") ==
        "VariantAutoscaling resource not found, may have been deleted");
}

TEST_CASE("Values can be in the middle of a known message") {
  CHECK(known_message("Tuner validation succeeded for variant a/b, server a:b - New NIS: 0.1") ==
        "Tuner validation succeeded for variant");
  CHECK(known_message("Tuner validation failed (NIS=9.1), validation error: too large") ==
        "Tuner validation failed");
  CHECK(known_message("[Tuner Config] variant=a | Initial state: alpha=1") == "[Tuner Config]");
  CHECK(known_message("Filtered 2 stale pod(s) with metrics for a/b") == "stale pod(s) with metrics for");
  CHECK(known_message("Tuner validation succeeded for variants").empty());
}

TEST_CASE("Values can be attached to a known message, behind it or before it") {
  CHECK(known_message("Bearer token loaded from file") == "Bearer token loaded from file");
  CHECK(known_message("Bearer token loaded from filepath/var/run/token") == "Bearer token loaded from file");
  CHECK(known_message("Bearer token loaded from files").empty());
  CHECK(known_message("conflict updating status (resource version mismatch), retryingresourceVAnamea") ==
        "conflict updating status (resource version mismatch), retrying");
  CHECK(known_message("timeouttransient error getting resource, retrying - resourceType: ConfigMap") ==
        "transient error getting resource, retrying");
  CHECK(known_message("a: 503Error querying Prometheus for metrics validationmodela") ==
        "Error querying Prometheus for metrics validation");
}

TEST_CASE("The messages of the Kubernetes libraries are known") {
  CHECK(known_message("Starting EventSource") == "Starting EventSource");
  CHECK(known_message("Reconciler error") == "Reconciler error");
  CHECK(known_message("Stopping and waiting for HTTP servers") == "Stopping and waiting for HTTP servers");
  CHECK(known_message("attempting to acquire leader lease ns/id...") == "attempting to acquire leader lease");
  CHECK(known_message("Could not construct reference, will not report event") ==
        "Could not construct reference, will not report event");
  CHECK(known_message("manager-1_8c became leader") == "became leader");
  CHECK(known_message("manager-1_8c became leader again").empty());
}

TEST_CASE("The message of an event is known by its form") {
  CHECK(known_message("V2 (optimizer: cost-aware)") == "V2");
  CHECK(known_message("saturation-only mode: scale-up") == "saturation-only mode");
  CHECK(known_message("V2").empty());
}

}  // namespace
}  // namespace wvagate::ingest
