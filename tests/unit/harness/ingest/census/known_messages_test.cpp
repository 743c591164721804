#include "harness/ingest/census/known_messages.hpp"

#include <string>

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

TEST_CASE("Values are folded away") {
  CHECK(fold_message("Plan chosen: variant=a-decode, cost=10.00, map=map[a:1, b:2]") ==
        "Plan chosen: variant=*, cost=*, map=*");
  CHECK(fold_message("Plan chosen - variant: a-decode, replicas: 3") ==
        "Plan chosen - variant: *, replicas: *");
  CHECK(fold_message("a=1 b=two c=\"x, y\" d=") == "a=* b=* c=* d=*");
  CHECK(fold_message("error=pods \"a\" not found, retries=3") == "error=*, retries=*");
  CHECK(fold_message("rate=1→2 | bound=[1, 3] | done") == "rate=* | bound=* | done");
  CHECK(fold_message("state (NIS=1.5 of 7) kept") == "state (NIS=*) kept");
}

TEST_CASE("Numbers, quoted text and names are folded away") {
  CHECK(fold_message("Waited 12.5s for 3 replicas") == "Waited * for * replicas");
  CHECK(fold_message("Engine 'vLLM' of \"a b\" uses `c`") == "Engine * of * uses *");
  CHECK(fold_message("Pod vllm-7f9c of team/model is late") == "Pod * of * is late");
  CHECK(fold_message("Pool ms-inference-scheduling-decode is late") == "Pool * is late");
  CHECK(fold_message("Target is {H100 1 256}.") == "Target is *.");
  CHECK(fold_message("Pods a-1, b-2, c-3 are late") == "Pods * are late");
  CHECK(fold_message("Pods a-1 are late") == "Pods * are late");
}

TEST_CASE("The words of a message stay") {
  CHECK(fold_message("Scale-from-zero doesn't apply") == "Scale-from-zero doesn't apply");
  CHECK(fold_message("throughput analyzer: fit rejected, keeping the last one") ==
        "throughput analyzer: fit rejected, keeping the last one");
  CHECK(fold_message("V3 optimizer produced decisions (V3)") == "V3 optimizer produced decisions (V3)");
  CHECK(fold_message("[Forecast] skipped") == "[Forecast] skipped");
  CHECK(fold_message("  a \t b\r\n") == "a b");
  CHECK(fold_message("").empty());
}

TEST_CASE("Unclosed brackets and quotation marks end with the message") {
  CHECK(fold_message("a={b, c") == "a=*");
  CHECK(fold_message("a=\"b, c") == "a=*");
  CHECK(fold_message("the model's (") == "the model's (");
  CHECK(fold_message("say \"so") == "say \"so");
  CHECK(fold_message("{a") == "*");
  CHECK(fold_message("a=b) c") == "a=*) c");
}

TEST_CASE("A folded message has at most 120 bytes and whole UTF-8 sequences") {
  const auto words = [](std::size_t count, const std::string& word) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
      text += word;
    return text;
  };
  CHECK(fold_message(words(60, "a ")) == words(59, "a ") + "a");
  CHECK(fold_message(words(61, "a ")) == words(58, "a ") + "a…");
  for (std::size_t shift = 0; shift < 4; ++shift) {
    const std::string folded = fold_message(words(shift, "x") + words(100, " — "));
    CHECK(folded.size() <= 120);
    CHECK(folded.size() >= 114);
    CHECK(folded.ends_with("…"));
    CHECK(folded.find("\xE2\x80\xE2") == std::string::npos);
    CHECK(folded.find("\xE2\xE2") == std::string::npos);
  }
  CHECK(fold_message(words(200, "\x80,")).size() == 120);
}

}  // namespace
}  // namespace wvagate::ingest
