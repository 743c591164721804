#include <algorithm>
#include <array>

#include "harness/ingest/field_scan.hpp"
#include "harness/ingest/record.hpp"

namespace wvagate::ingest {
namespace {

/// The parameters, where all four are there and finite.
std::optional<LoggedParameters> parameters_of(const LoggedModel& logged) {
  const auto& values = logged.values;
  if (!std::all_of(values.begin(), values.end(), [](const auto& value) { return value.has_value(); }))
    return std::nullopt;
  return LoggedParameters{
      .values = {.alpha = *values[0], .beta = *values[1], .gamma = *values[2], .delta = *values[3]},
      .digits = logged.digits};
}

/// A name that ends where ": alpha=…" begins.
std::string_view without_colon(std::string_view name) {
  if (name.ends_with(':')) name.remove_suffix(1);
  return name;
}

}  // namespace

std::optional<Fault> read_models(std::string_view text, RecordBuffers& buffers, CycleAssembler& cycle) {
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
  std::vector<LoggedModel>& entries = buffers.models;
  entries.clear();
  if (text.find(']') == std::string_view::npos)
    return fault_at(Malformed::cut_line, text, text.substr(text.size()));
  for (FieldScan scan(text, kKeys, &buffers.models_layout); scan.next();) {
    if (scan.key() == name) {
      entries.emplace_back().model = scan.text();
    } else if (entries.empty()) {
      return Malformed::missing_field;
    } else if (scan.key() == accelerator) {
      entries.back().accelerator = scan.text();
    } else if (scan.key() <= delta && !read_number(scan.number(), entries.back().values[scan.key()],
                                                   entries.back().digits[scan.key()])) {
      return fault_at(Malformed::bad_number, text, scan.text());
    }
  }
  for (const LoggedModel& entry : entries) {
    if (const auto parameters = parameters_of(entry))
      cycle.set_model_parameters(entry.model, entry.accelerator, *parameters);
  }
  return std::nullopt;
}

Reading read_parameters(const LogRecord& record, CycleAssembler& cycle) {
  enum Key : std::size_t { alpha, beta, gamma, delta, model, accelerator, nis, variant, server };
  static constexpr std::array<std::string_view, 9> kKeys = {
      "alpha", "beta", "gamma", "delta", "model", "accelerator", "NIS", "variant", "server"};
  LoggedModel logged;
  for (FieldScan scan(record.message, kKeys, &record.buffers.parameters_layout); scan.next();) {
    if (scan.key() == model) logged.model = without_colon(scan.text());
    if (scan.key() == accelerator) logged.accelerator = without_colon(scan.text());
    if (scan.key() > delta) continue;
    if (!read_number(scan.number(), logged.values[scan.key()], logged.digits[scan.key()])) return {};
  }
  const auto parameters = parameters_of(logged);
  if (!parameters) return {};
  if (const auto name = variant_in(record.message); !name.empty()) {
    cycle.set_variant_parameters(name, *parameters);
  } else if (!logged.model.empty()) {
    cycle.set_tuned_parameters(logged.model, logged.accelerator, *parameters);
  } else {
    return {};
  }
  return Reading::used();
}

}  // namespace wvagate::ingest
