#include <array>

#include "harness/ingest/decode/pair_scan.hpp"
#include "harness/ingest/records/kinds.hpp"
#include "harness/ingest/records/parameters.hpp"

namespace wvagate::ingest {

/// "Tuner validation succeeded for variant V, server S - New NIS: 0.03" and "Tuner NIS validation failed for
/// variant …", which names the parameters that stay in force; or the same as members.
std::optional<Fault> read_tuner(Record& record) {
  Fields& fields = record.fields;
  std::string_view variant = variant_in(record.message());
  if (variant.empty()) variant = fields.text("variant");
  if (variant.empty()) return Malformed::missing_field;
  const bool accepted = record.message().find("succeeded") != std::string_view::npos;
  // Of two in a sentence, "New NIS: 0.03, … NIS: …", the first is this outcome's.
  static constexpr std::array<std::string_view, 1> kNis = {"NIS"};
  LoggedNumber nis;
  if (PairScan scan(record.message(), kNis); scan.next()) {
    fields.read("NIS", scan.number(), nis.value, nis.digits);
  } else {
    nis = fields.number("NIS");
  }
  record.events.emplace_back(Tuned{variant, {.accepted = accepted, .nis = nis.value}});
  add_parameters(variant, record);
  return std::nullopt;
}

}  // namespace wvagate::ingest
