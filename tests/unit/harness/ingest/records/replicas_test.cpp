#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"
#include "tests/unit/harness/ingest/one_record.hpp"

namespace wvagate::ingest {
namespace {

using testing::Form;
using testing::json_text;
using testing::line_of;
using testing::OneRecord;

TEST_CASE("Emitted replicas are read from members and from the sentence of 0.4") {
  for (const std::string& line :
       {line_of(Form::console, {.message = "EmitReplicaMetrics completed",
                               .members = {{"variantName", json_text("tulip-a")},
                                           {"currentReplicas", "2"},
                                           {"desiredReplicas", "3"},
                                           {"accelerator", json_text("H100")}},
                               .caller = "actuator/actuator.go:89"}),
        line_of(Form::json, {.message = "EmitReplicaMetrics completed",
                            .members = {{"variantName", json_text("tulip-a")},
                                        {"currentReplicas", "2"},
                                        {"desiredReplicas", "3"},
                                        {"accelerator", json_text("H100")}}}),
        line_of(Form::json, {.message = "EmitReplicaMetrics completed for variantAutoscaling-name: tulip-a, "
                                        "current-replicas: 2, desired-replicas: 3, accelerator: H100"}),
        line_of(Form::json,
                {.message = "EmitReplicaMetrics completed - variant: tulip-a, current-replicas: 2, "
                            "desired-replicas: 3, accelerator: H100"})}) {
    CAPTURE(line);
    const OneRecord record(line);
    CHECK(record.kind() == "emitted replicas");
    const auto& emitted = record.only<ReplicasEmitted>();
    CHECK(emitted.variant.name == "tulip-a");
    CHECK(emitted.current == 2.0);
    CHECK(emitted.desired == 3.0);
    CHECK(emitted.accelerator == "H100");
    CHECK_FALSE(emitted.fallback);
  }
  CHECK(OneRecord(line_of(Form::console, {.message = "EmitReplicaMetrics completed"})).is_unknown_version());
}

TEST_CASE("The safety net's current replicas are no observation") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord record(line_of(form, {.message = "Safety net activated: emitted fallback metrics",
                                        .members = {{"variant", json_text("tulip-a")},
                                                    {"currentReplicas", "0"},
                                                    {"desiredReplicas", "2"},
                                                    {"accelerator", json_text("H100")},
                                                    {"fallbackSource", json_text("previous-desired")}}}));
  CHECK(record.kind() == "safety net");
  const auto& emitted = record.only<ReplicasEmitted>();
  CHECK(emitted.variant.name == "tulip-a");
  CHECK_FALSE(emitted.current);
  CHECK(emitted.desired == 2.0);
  CHECK(emitted.fallback);
}

TEST_CASE("A variant's state is read with its bounds (-v=4), null is no bound") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord record(line_of(form, {.message = "BuildVariantStates result",
                                        .members = {{"variant", json_text("tulip-a")},
                                                    {"currentReplicas", "3"},
                                                    {"readyReplicas", "2"},
                                                    {"pendingReplicas", "1"},
                                                    {"gpusPerReplica", "1"},
                                                    {"role", json_text("decode")},
                                                    {"minReplicas", "1"},
                                                    {"maxReplicas", "null"}},
                                        .verbosity = 4}));
  CHECK(record.kind() == "variant state");
  const auto& counted = record.only<ReplicasCounted>();
  CHECK(counted.variant.name == "tulip-a");
  CHECK(counted.replicas == 3.0);
  CHECK(counted.pending == 1.0);
  CHECK(counted.role == "decode");
  CHECK(counted.bounds.min_replicas == 1.0);
  CHECK_FALSE(counted.bounds.max_replicas);
  CHECK_FALSE(counted.bounds.cost);
  CHECK(record.lost().empty());
}

TEST_CASE("A variant's scale target is read under its name of today and of 0.5 (-v=4)") {
  const Form form = GENERATE(Form::console, Form::json);
  for (const std::string key : {"scaleTargetName", "deployName"}) {
    const OneRecord record(
        line_of(form, {.message = "BuildVariantStates map lookup",
                       .members = {{"variant", json_text("tulip-a")}, {key, json_text("tulip-web")}},
                       .verbosity = 4}));
    CHECK(record.only<ReplicasCounted>().scale_target == "tulip-web");
    CHECK_FALSE(record.only<ReplicasCounted>().replicas);
  }
}

TEST_CASE("A variant's cost and accelerator are read (-v=4)") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord record(line_of(form, {.message = "Variant analysis initialized",
                                        .members = {{"variant", json_text("tulip-a")},
                                                    {"accelerator", json_text("L40S")},
                                                    {"cost", "7.5"},
                                                    {"replicaCount", "2"}},
                                        .verbosity = 4}));
  CHECK(record.kind() == "variant cost");
  CHECK(record.only<ReplicasCounted>().bounds.cost == 7.5);
  CHECK(record.only<ReplicasCounted>().accelerator == "L40S");
}

std::string event_line(std::string_view object) {
  return R"(E0807 20:42:36.955971       1 event.go:442] "Could not construct reference, will not report event" )"
         R"(err="no kind \"Tulip\" is registered" object=)" +
         std::string(object) +
         R"x( eventType="Normal" reason="ScaledUp" message="V2 (optimizer: cost-aware)")x";
}

TEST_CASE("Bounds are read from the object of a klog event line") {
  const OneRecord record(event_line(
      R"({"metadata":{"name":"tulip-a","namespace":"garden","labels":{"inference.optimization/acceleratorName":"H100"}},)"
      R"("spec":{"scaleTargetRef":{"kind":"Deployment","name":"tulip-web"},"modelID":"acme/tulip-7b","minReplicas":1,)"
      R"("maxReplicas":10,"variantCost":"10.0"},"status":{"conditions":[{"message":"a {b} \"c\""}]}})"));
  CHECK(record.kind() == "bounds");
  const auto& leaked = record.only<BoundsLeaked>();
  CHECK(leaked.variant.name == "tulip-a");
  CHECK(leaked.variant.name_space == "garden");
  CHECK(leaked.model == "acme/tulip-7b");
  CHECK(leaked.accelerator == "H100");
  CHECK(leaked.bounds.min_replicas == 1.0);
  CHECK(leaked.bounds.max_replicas == 10.0);
  CHECK(leaked.bounds.cost == 10.0);
}

TEST_CASE("An event of another object has no bounds") {
  CHECK(OneRecord(event_line(R"({"metadata":{"name":"pod-1"}})")).events().empty());
  CHECK_FALSE(OneRecord(event_line(R"({"metadata":{"name":"pod-1"}})")).fault());
  CHECK(OneRecord(event_line(R"("a text")")).events().empty());
  CHECK(OneRecord(event_line(R"({"metadata":{"name":"cut)")).events().empty());
}

}  // namespace
}  // namespace wvagate::ingest
