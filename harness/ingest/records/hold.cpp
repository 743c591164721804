#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {

/// A model whose variants are held, and why: "Model in transition, blocking scaling decisions {modelID,
/// reasons}", "No saturation metrics available for model, skipping analysis", …
std::optional<Fault> read_hold(Record& record) {
  Fields& fields = record.fields;
  const std::string_view model = fields.text("modelID");
  if (model.empty()) return Fault::of_unknown_version();
  record.events.emplace_back(
      Held{.model = model, .name_space = fields.text("namespace"), .why = record.kind.phrase});
  return std::nullopt;
}

}  // namespace wvagate::ingest
