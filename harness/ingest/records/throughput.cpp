#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {
namespace {

/// The variant that a line of the throughput analyzer is about; it has an empty name if the line names none.
VariantName variant_of(Fields& fields) {
  return variant_name(fields.text("variant"), fields.text("namespace"));
}

}  // namespace

/// "throughput analyzer: GPS mismatch detected": a pod's decode rate is more than 15 % off the model.
std::optional<Fault> read_mismatch(Record& record) {
  Fields& fields = record.fields;
  Mismatched mismatch{.variant = variant_of(fields),
                      .model = fields.text("modelID"),
                      .pod = fields.text("pod"),
                      .kv_usage = fields.number("k"),
                      .observed_tps = fields.number("GPSObs"),
                      .predicted_tps = fields.number("muDecModel"),
                      .error_pct = fields.number("gpsErrPct")};
  if (mismatch.variant.name.empty()) return Fault::of_unknown_version();
  if (!mismatch.observed_tps.logged() && !mismatch.predicted_tps.logged() && !mismatch.error_pct.logged())
    return fields.unreadable().empty() ? Fault::of_unknown_version() : Fault(Malformed::bad_number);
  record.events.emplace_back(mismatch);
  return std::nullopt;
}

/// "… GPS mismatch persisted, clearing observation window for recalibration", "… workload shape changed,
/// clearing observation window".
std::optional<Fault> read_window_cleared(Record& record) {
  const VariantName variant = variant_of(record.fields);
  if (variant.name.empty()) return Fault::of_unknown_version();
  record.events.emplace_back(WindowCleared{variant, record.fields.text("modelID")});
  return std::nullopt;
}

/// "… tier-1 OLS fit", "… tier-2 constrained OLS fit": ITL = A · KV usage + B, in seconds. (-v=4)
std::optional<Fault> read_throughput_fit(Record& record) {
  Fields& fields = record.fields;
  const VariantName variant = variant_of(fields);
  const LoggedNumber a = fields.number("A");
  const LoggedNumber b = fields.number("B");
  if (variant.name.empty()) return Fault::of_unknown_version();
  if (!a.logged() && !b.logged()) return std::nullopt;  // "tier-1 OLS fit failed, trying tier-2"
  record.events.emplace_back(ThroughputFitted{variant, fields.text("modelID"), a.value, b.value});
  return std::nullopt;
}

}  // namespace wvagate::ingest
