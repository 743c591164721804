#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {
namespace {

std::array<LoggedNumber, 3> parameters_of(Fields& fields) {
  return {fields.number("alpha"), fields.number("beta"), fields.number("gamma")};
}

}  // namespace

/// The queueing-model analyzer's parameters of a variant: "Parameters tuned successfully" and "Tuner
/// validation failed, using previous state", both with NIS; "Restoring tuner state from parameter store",
/// "Using guessed initial state".
std::optional<Fault> read_queueing_parameters(Record& record) {
  Fields& fields = record.fields;
  QueueingTuned tuned{.variant = variant_name(fields.text("variant"), fields.text("namespace")),
                      .parameters = parameters_of(fields),
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

/// "Inferred SLO from queueing model {variant, alpha, …, avgInputTokens, …, TargetTTFT_ms, TargetITL_ms}",
/// "Using fallback SLO from observations", which names no variant.
std::optional<Fault> read_inferred_targets(Record& record) {
  Fields& fields = record.fields;
  const LoggedNumber itl = fields.number("TargetITL_ms");
  const LoggedNumber ttft = fields.number("TargetTTFT_ms");
  if (!itl.logged() && !ttft.logged())
    return fields.unreadable().empty() ? Fault::of_unknown_version() : Fault(Malformed::bad_number);
  record.events.emplace_back(TargetsInferred{.variant = variant_name(fields.text("variant")),
                                             .itl_ms = itl,
                                             .ttft_ms = ttft,
                                             .parameters = parameters_of(fields),
                                             .in_tokens = fields.number("avgInputTokens"),
                                             .out_tokens = fields.number("avgOutputTokens")});
  return std::nullopt;
}

}  // namespace wvagate::ingest
