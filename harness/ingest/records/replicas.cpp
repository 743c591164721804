#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {
namespace {

std::optional<double> first_of(std::optional<double> a, std::optional<double> b) {
  return a ? a : b;
}

}  // namespace

/// The gauge that a scaler follows: "EmitReplicaMetrics completed {variantName, currentReplicas,
/// desiredReplicas, accelerator}", "EmitReplicaMetrics completed - variant: V, current-replicas: 1, …" (0.4),
/// "EmitReplicaMetrics completed for variantAutoscaling-name: V, …" (October 2025).
std::optional<Fault> read_emitted_replicas(Record& record) {
  Fields& fields = record.fields;
  std::string_view name = fields.text("variantName");
  if (name.empty()) name = fields.text("variant");
  if (name.empty()) name = fields.text("variantAutoscaling-name");
  if (name.empty()) return Fault::of_unknown_version();
  record.events.emplace_back(ReplicasEmitted{
      .variant = variant_name(name),
      .accelerator = fields.text("accelerator"),
      .current = first_of(fields.number("currentReplicas").value, fields.number("current-replicas").value),
      .desired = first_of(fields.number("desiredReplicas").value, fields.number("desired-replicas").value)});
  return std::nullopt;
}

/// "Safety net activated: emitted fallback metrics {variant, currentReplicas, desiredReplicas, …}". Its
/// current replicas are 0 when it was given no scale target: they are no observation.
std::optional<Fault> read_safety_net(Record& record) {
  Fields& fields = record.fields;
  const std::string_view name = fields.text("variant");
  if (name.empty()) return Fault::of_unknown_version();
  record.events.emplace_back(ReplicasEmitted{.variant = variant_name(name),
                                             .accelerator = fields.text("accelerator"),
                                             .current = {},
                                             .desired = fields.number("desiredReplicas").value,
                                             .fallback = true});
  return std::nullopt;
}

/// "BuildVariantStates result {variant, currentReplicas, readyReplicas, pendingReplicas, role, minReplicas,
/// maxReplicas}" and "BuildVariantStates map lookup {variant, scaleTargetName}", which 0.5 calls deployName.
/// (-v=4; 0.5.x: always)
std::optional<Fault> read_variant_state(Record& record) {
  Fields& fields = record.fields;
  const std::string_view name = fields.text("variant");
  if (name.empty()) return Fault::of_unknown_version();
  std::string_view scale_target = fields.text("scaleTargetName");
  if (scale_target.empty()) scale_target = fields.text("deployName");
  record.events.emplace_back(ReplicasCounted{.variant = variant_name(name),
                                             .scale_target = scale_target,
                                             .role = fields.text("role"),
                                             .accelerator = {},
                                             .replicas = fields.number("currentReplicas").value,
                                             .pending = fields.number("pendingReplicas").value,
                                             .bounds = {.min_replicas = fields.number("minReplicas").value,
                                                        .max_replicas = fields.number("maxReplicas").value}});
  return std::nullopt;
}

/// "Variant analysis initialized {variant, accelerator, cost, replicaCount}" of the reactive analyzer. (-v=4;
/// 0.4: debug)
std::optional<Fault> read_variant_cost(Record& record) {
  Fields& fields = record.fields;
  const std::string_view name = fields.text("variant");
  if (name.empty()) return Fault::of_unknown_version();
  record.events.emplace_back(ReplicasCounted{.variant = variant_name(name),
                                             .scale_target = {},
                                             .role = {},
                                             .accelerator = fields.text("accelerator"),
                                             .replicas = {},
                                             .pending = {},
                                             .bounds = {.cost = fields.number("cost").value}});
  return std::nullopt;
}

/// "Could not construct reference, will not report event": since July 2026 a klog line for each change of
/// replicas, with the whole object, in it the bounds and the cost, which no line at level info has.
std::optional<Fault> read_leaked_bounds(Record& record) {
  const Members object = record.fields.object("object");
  const Members metadata = object.object("metadata");
  const Members spec = object.object("spec");
  const std::string_view name = metadata.text("name");
  if (name.empty() || spec.empty()) return std::nullopt;  // of another object
  const Members labels = metadata.object("labels");
  record.events.emplace_back(
      BoundsLeaked{.variant = {name, metadata.text("namespace")},
                   .model = spec.text("modelID"),
                   .accelerator = labels.text("inference.optimization/acceleratorName"),
                   .bounds = {.min_replicas = spec.number("minReplicas").value,
                              .max_replicas = spec.number("maxReplicas").value,
                              .cost = spec.number("variantCost").value}});
  return std::nullopt;
}

}  // namespace wvagate::ingest
