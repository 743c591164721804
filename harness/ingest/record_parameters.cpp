#include <algorithm>
#include <array>

#include "harness/ingest/field_scan.hpp"
#include "harness/ingest/record.hpp"

namespace wvagate::ingest {
namespace {

constexpr std::size_t kParameterCount = 4;

/// alpha, beta, gamma and delta as they come in; complete once all four are there and finite.
class ParameterSet {
 public:
  /// False where `text` is no number.
  bool take(std::size_t index, std::string_view text) {
    return read_number(text, values_[index], digits_[index]);
  }

  bool complete() const {
    return std::all_of(values_.begin(), values_.end(), [](const auto& value) { return value.has_value(); });
  }

  LoggedParameters get() const {
    return {.values = {.alpha = *values_[0], .beta = *values_[1], .gamma = *values_[2], .delta = *values_[3]},
            .digits = digits_};
  }

 private:
  std::array<std::optional<double>, kParameterCount> values_;
  std::array<std::string, kParameterCount> digits_;
};

/// A name that ends where ": alpha=…" begins.
std::string_view without_colon(std::string_view name) {
  if (name.ends_with(':')) name.remove_suffix(1);
  return name;
}

}  // namespace

std::optional<Fault> read_models(std::string_view text, CycleAssembler& cycle) {
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
  struct Entry {
    std::string_view model, accelerator;
    ParameterSet parameters;
  };
  std::vector<Entry> entries;
  if (text.find(']') == std::string_view::npos)
    return fault_at(Malformed::cut_line, text, text.substr(text.size()));
  for (FieldScan scan(text, kKeys); scan.next();) {
    if (scan.key() == name) {
      entries.push_back({.model = scan.text(), .accelerator = {}, .parameters = {}});
    } else if (entries.empty()) {
      return Malformed::missing_field;
    } else if (scan.key() == accelerator) {
      entries.back().accelerator = scan.text();
    } else if (scan.key() <= delta && !entries.back().parameters.take(scan.key(), scan.number())) {
      return fault_at(Malformed::bad_number, text, scan.text());
    }
  }
  for (const Entry& entry : entries) {
    if (entry.parameters.complete())
      cycle.set_model_parameters(entry.model, entry.accelerator, entry.parameters.get());
  }
  return std::nullopt;
}

Reading read_parameters(std::string_view message, CycleAssembler& cycle) {
  enum Key : std::size_t { alpha, beta, gamma, delta, model, accelerator, nis, variant, server };
  static constexpr std::array<std::string_view, 9> kKeys = {
      "alpha", "beta", "gamma", "delta", "model", "accelerator", "NIS", "variant", "server"};
  ParameterSet parameters;
  std::string_view model_name;
  std::string_view accelerator_name;
  for (FieldScan scan(message, kKeys); scan.next();) {
    if (scan.key() == model) model_name = without_colon(scan.text());
    if (scan.key() == accelerator) accelerator_name = without_colon(scan.text());
    if (scan.key() > delta) continue;
    if (!parameters.take(scan.key(), scan.number())) return {};
  }
  if (!parameters.complete()) return {};
  if (const auto name = variant_in(message); !name.empty()) {
    cycle.set_variant_parameters(name, parameters.get());
  } else if (!model_name.empty()) {
    cycle.set_tuned_parameters(model_name, accelerator_name, parameters.get());
  } else {
    return {};
  }
  return Reading::used();
}

}  // namespace wvagate::ingest
