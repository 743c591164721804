#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {

/// "Found SLO for model: model=M, class=C, slo-tpot=9, slo-ttft=1000", with "=" or ": ", or as members.
std::optional<Fault> read_slo(Record& record) {
  Fields& fields = record.fields;
  if (!fields.any()) return Fault::of_unknown_version();
  LoggedNumber itl = fields.number("slo-tpot");
  if (!itl.logged()) itl = fields.number("slo-itl");
  const LoggedNumber ttft = fields.number("slo-ttft");
  const std::string_view model = fields.text("model");
  if (model.empty() || (!itl.value && !ttft.value))
    return fields.unreadable().empty() ? Malformed::missing_field : Malformed::bad_number;
  record.events.emplace_back(ModelTargetsNamed{model,
                                               {.slo = {.itl = itl.value, .ttft = ttft.value},
                                                .itl_digits = itl.digits,
                                                .ttft_digits = ttft.digits,
                                                .service_class = fields.text("class")}});
  return std::nullopt;
}

}  // namespace wvagate::ingest
