#include <algorithm>
#include <array>

#include "harness/ingest/field_scan.hpp"
#include "harness/ingest/record.hpp"

namespace wvagate::ingest {

std::optional<LoggedParameters> parameters_of(const LoggedModel& logged) {
  const auto& values = logged.values;
  if (!std::all_of(values.begin(), values.end(), [](const auto& value) { return value.has_value(); }))
    return std::nullopt;
  return LoggedParameters{
      .values = {.alpha = *values[0], .beta = *values[1], .gamma = *values[2], .delta = *values[3]},
      .digits = logged.digits};
}

namespace {

/// A name that ends where ": alpha=…" begins.
std::string_view without_colon(std::string_view name) {
  if (name.ends_with(':')) name.remove_suffix(1);
  return name;
}

}  // namespace

std::optional<Fault> parse_models(std::string_view text, ParsedRecord& parsed) {
  enum Key : std::size_t {
    alpha,
    beta,
    gamma,
    delta,
    name,
    accelerator,
    count,
    max_batch,
    tokens,
    decode,
    prefill
  };
  static constexpr std::array<std::string_view, 11> kKeys = {
      "alpha",    "beta",         "gamma",    "delta",       "name",        "acc",
      "accCount", "maxBatchSize", "atTokens", "decodeParms", "prefillParms"};
  std::vector<LoggedModel>& entries = parsed.models;
  entries.clear();
  if (text.find(']') == std::string_view::npos)
    return fault_at(Malformed::cut_line, text, text.substr(text.size()));
  for (FieldScan scan(text, kKeys); scan.next();) {
    if (scan.key() == name) {
      entries.emplace_back().model = scan.text();
    } else if (entries.empty()) {
      return Malformed::missing_field;
    } else if (scan.key() == accelerator) {
      entries.back().accelerator = scan.text();
    } else if (scan.key() <= delta && !parsed.number(scan.number(), entries.back().values[scan.key()],
                                                     entries.back().digits[scan.key()])) {
      return fault_at(Malformed::bad_number, text, scan.text());
    }
  }
  return std::nullopt;
}

ParameterFields::ParameterFields(ParsedRecord& to) : parsed(to) {
  parsed.parameters = {};
  parsed.has_parameters = false;
  parsed.name = {};
}

bool ParameterFields::take(std::size_t key, std::string_view text) {
  enum Key : std::size_t { model, accelerator, variant, server, alpha, beta, gamma, delta, nis };
  LoggedModel& logged = parsed.parameters;
  switch (key) {
    case model:
      logged.model = without_colon(text);
      return true;
    case accelerator:
      logged.accelerator = without_colon(text);
      return true;
    case variant:
      parsed.name = text;
      return true;
    case server:
      return true;
    case nis:
      parsed.pass_over(text);
      return true;
    default:
      return parsed.number(text, logged.values[key - alpha], logged.digits[key - alpha]);
  }
}

bool ParameterFields::finish() {
  parsed.has_parameters =
      parameters_of(parsed.parameters) && !(parsed.name.empty() && parsed.parameters.model.empty());
  return parsed.has_parameters;
}

bool parse_parameters(std::string_view message, ParsedRecord& parsed) {
  ParameterFields fields(parsed);
  if (take_pairs(message, fields)) return false;
  parsed.name = variant_in(message);
  return fields.finish();
}

void apply_parameters(ParsedRecord& parsed, const Stamp&, CycleAssembler& cycle) {
  if (!parsed.has_parameters) return;
  const auto parameters = parameters_of(parsed.parameters);
  if (parsed.name.empty()) {
    cycle.state().set_tuned_parameters(parsed.parameters.model, parsed.parameters.accelerator, *parameters);
  } else {
    cycle.state().set_variant_parameters(parsed.name, *parameters);
  }
}

}  // namespace wvagate::ingest
