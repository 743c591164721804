#pragma once

#include <optional>
#include <string_view>

#include "harness/ingest/records/record.hpp"

namespace wvagate::ingest {

/// The parameters under the keys alpha, beta, gamma and delta; absent unless all four are there and finite.
std::optional<LoggedParameters> parameters_of(Fields& fields);

/// Adds the parameters in "[ {  name: MODEL, acc: …, decodeParms: {…}, prefillParms: {…} } ]" to the events.
std::optional<Fault> read_model_parameters(std::string_view text, Record& record);

/// Adds the parameters that an entry names to its events: of the variant `variant`, or if that is empty of
/// the model under the keys model and accelerator.
void add_parameters(std::string_view variant, Record& record);

}  // namespace wvagate::ingest
