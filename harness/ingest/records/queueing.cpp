#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {

/// The queueing-model analyzer's parameters of a variant: "Parameters tuned successfully" and "Tuner
/// validation failed, using previous state", both with NIS; "Restoring tuner state from parameter store",
/// "Using guessed initial state".
std::optional<Fault> read_queueing_parameters(Record& record) {
  Fields& fields = record.fields;
  QueueingTuned tuned{.variant = variant_name(fields.text("variant"), fields.text("namespace")),
                      .alpha_ms = fields.number("alpha").value,
                      .beta_ms = fields.number("beta").value,
                      .gamma_ms = fields.number("gamma").value,
                      .outcome = {}};
  if (tuned.variant.name.empty()) return Fault::of_unknown_version();
  const LoggedNumber nis = fields.number("NIS");
  if (nis.logged()) {
    const bool accepted = record.message().starts_with("Parameters tuned");
    // −1: parameters that are not positive, or no NIS to be had
    tuned.outcome = {.accepted = accepted, .nis = nis.value && *nis.value >= 0 ? nis.value : std::nullopt};
  }
  record.events.emplace_back(tuned);
  return std::nullopt;
}

/// "Inferred SLO from queueing model {variant, …, TargetTTFT_ms, TargetITL_ms}", "Using fallback SLO from
/// observations", which names no variant.
std::optional<Fault> read_inferred_targets(Record& record) {
  Fields& fields = record.fields;
  const LoggedNumber itl = fields.number("TargetITL_ms");
  const LoggedNumber ttft = fields.number("TargetTTFT_ms");
  if (!itl.logged() && !ttft.logged())
    return fields.unreadable().empty() ? Fault::of_unknown_version() : Fault(Malformed::bad_number);
  record.events.emplace_back(TargetsInferred{variant_name(fields.text("variant")), itl, ttft});
  return std::nullopt;
}

}  // namespace wvagate::ingest
