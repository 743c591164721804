#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {

/// "Logger initialized" and no more, which another program would add: nothing from before holds.
std::optional<Fault> read_start(Record& record) {
  if (record.message() == record.kind.phrase) record.events.emplace_back(ControllerStarted{});
  return std::nullopt;
}

/// The same of "successfully acquired lease NAMESPACE/72dd1cf1.llm-d.ai", which klog logs. Other programs
/// have other leases, or quote these words.
std::optional<Fault> read_election(Record& record) {
  const auto names = [&](std::string_view part) {
    return record.message().find(part) != std::string_view::npos;
  };
  const bool of_controller =
      names("72dd1cf1") || names("llm-d") || names("wva") || names("workload-variant-autoscaler");
  if (record.entry.encoding == Encoding::klog && of_controller)
    record.events.emplace_back(ControllerStarted{});
  return std::nullopt;
}

/// "Grouped VAs by model": a cycle begins.
std::optional<Fault> read_cycle_begin(Record& record) {
  record.events.emplace_back(CycleBegan{});
  return std::nullopt;
}

/// "Optimization completed successfully", "Reconciliation completed …", "Optimization error": a cycle is
/// over.
std::optional<Fault> read_cycle_end(Record& record) {
  record.events.emplace_back(CycleEnded{});
  return std::nullopt;
}

/// "no feasible allocations found": the optimizer is done with a cycle, or with a model.
std::optional<Fault> read_nothing_feasible(Record& record) {
  record.events.emplace_back(CycleEnded{.whole = false});
  return std::nullopt;
}

/// "Processing model (V2) {modelID, namespace, …}", "Processing model: modelID=…, variantCount=…".
std::optional<Fault> read_model(Record& record) {
  Fields& fields = record.fields;
  const std::string_view model = fields.text("modelID");
  if (model.empty()) return fields.any() ? std::nullopt : std::optional(Fault::of_unknown_version());
  record.events.emplace_back(ModelBegan{model, fields.text("namespace")});
  return std::nullopt;
}

}  // namespace wvagate::ingest
