#include <algorithm>

#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {
namespace {

/// The variant that a record names, as "NAMESPACE/NAME" or as "NAME".
VariantName variant_of(Record& record) {
  const VariantName variant = variant_name(record.fields.text("variant"), record.fields.text("namespace"));
  return variant.name.empty() ? variant_name(variant_in(record.message())) : variant;
}

}  // namespace

/// "scaling-decision {modelID, namespace, decisions: [{name, curr, tgt, action}]}": the optimizer's targets.
std::optional<Fault> read_optimizer_decisions(Record& record) {
  Fields& fields = record.fields;
  const auto decisions = fields.array("decisions");
  if (!decisions) return Fault::of_unknown_version();
  const std::string_view model = fields.text("modelID");
  const std::string_view name_space = fields.text("namespace");
  for (const Members& decision : *decisions) {
    record.events.emplace_back(OptimizerDecided{.model = model,
                                                .variant = {decision.text("name"), name_space},
                                                .current = decision.number("curr").value,
                                                .target = decision.number("tgt").value});
  }
  return std::nullopt;
}

/// The variants of a model, of "Model-based optimization completed for model: M - model-based targets:
/// map[V:8 W:2]" (2025, 0.4). Its targets are those of the decisions that follow.
std::optional<Fault> read_model_variants(Record& record) {
  const auto named = text_after(record.message(), "for model: ");
  const auto map = text_after(record.message(), "map[");
  if (!named || !map) return Fault::of_unknown_version();
  const std::string_view model = named->substr(0, named->find(" - "));
  std::string_view rest = map->substr(0, map->find(']'));
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::string_view variant = pair.substr(0, pair.rfind(':'));
    if (!variant.empty()) record.events.emplace_back(VariantOfModel{variant, model});
  }
  return std::nullopt;
}

/// "V2 optimizer produced decisions {optimizer, …}".
std::optional<Fault> read_optimizer(Record& record) {
  const std::string_view optimizer = record.fields.text("optimizer");
  if (optimizer.empty()) return Fault::of_unknown_version();
  record.events.emplace_back(OptimizerNamed{optimizer});
  return std::nullopt;
}

/// The final decision: "Processing decision for VA {variant, action, current, target}", "Processing decision:
/// variant=V, action=scale-up, current=1→target=2" (2025, 0.4).
std::optional<Fault> read_decision(Record& record) {
  Fields& fields = record.fields;
  const VariantName variant = variant_of(record);
  if (!fields.any() && variant.name.empty()) return Fault::of_unknown_version();
  const LoggedNumber target = fields.number("target");
  if (variant.name.empty() || (!target.logged() && fields.unreadable().empty()))
    return Malformed::missing_field;
  const std::string_view action = fields.text("action");
  if (!target.value && action.empty())
    return fault_at(Malformed::bad_number, record.message(),
                    record.message().substr(record.message().size()));
  record.events.emplace_back(Decided{.variant = variant,
                                     .action = action,
                                     .current = fields.number("current").value,
                                     .target = target.value});
  return std::nullopt;
}

/// "Applied saturation decision via shared cache {variant, …, reason}", "Applied capacity decision:
/// variant=…, reason=…" (0.4).
std::optional<Fault> read_reason(Record& record) {
  Fields& fields = record.fields;
  const VariantName variant = variant_of(record);
  if (variant.name.empty()) return Fault::of_unknown_version();
  record.events.emplace_back(ReasonNamed{.variant = variant,
                                         .action = fields.text("action"),
                                         .reason = fields.text("reason"),
                                         .current = fields.number("current").value,
                                         .target = fields.number("target").value});
  return std::nullopt;
}

/// What changed the optimizer's targets: "Decision was limited by GPU availability {variant, limitedBy}",
/// "Scale-to-zero enforcement applied {modelID}", "No requests in retention period, …", "Preserving minimum
/// replica on cheapest variant (scale-to-zero disabled) {modelID, variant}".
std::optional<Fault> read_override(Record& record) {
  Fields& fields = record.fields;
  const std::string_view limiter = fields.text("limitedBy");
  Overridden overridden{
      .variant = variant_name(fields.text("variant")),
      .model = fields.text("modelID"),
      .name_space = fields.text("namespace"),
      .by = limiter.empty() ? record.message().substr(0, record.message().find(": ")) : limiter};
  if (overridden.variant.name.empty() && overridden.model.empty()) return Fault::of_unknown_version();
  record.events.emplace_back(overridden);
  return std::nullopt;
}

/// "Scale-from-zero decision written to cache {va, namespace, targetReplicas, reason}".
std::optional<Fault> read_scale_from_zero(Record& record) {
  Fields& fields = record.fields;
  const std::string_view name = fields.text("va");
  if (name.empty()) return Fault::of_unknown_version();
  record.events.emplace_back(
      ScaledFromZero{variant_name(name, fields.text("namespace")), fields.number("targetReplicas").value});
  return std::nullopt;
}

}  // namespace wvagate::ingest
