#include "harness/ingest/records/parameters.hpp"

#include <algorithm>
#include <array>

#include "harness/ingest/decode/pair_scan.hpp"
#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {
namespace {

constexpr std::array<std::string_view, 4> kParameters = {"alpha", "beta", "gamma", "delta"};

/// A name that ends where ": alpha=…" begins.
std::string_view without_colon(std::string_view name) {
  if (name.ends_with(':')) name.remove_suffix(1);
  return name;
}

using Values = std::array<LoggedNumber, 4>;

std::optional<LoggedParameters> whole(const Values& logged) {
  if (!std::all_of(logged.begin(), logged.end(), [](const auto& number) { return number.value.has_value(); }))
    return std::nullopt;
  return LoggedParameters{.values = {.alpha = *logged[0].value,
                                     .beta = *logged[1].value,
                                     .gamma = *logged[2].value,
                                     .delta = *logged[3].value},
                          .digits = {logged[0].digits, logged[1].digits, logged[2].digits, logged[3].digits}};
}

}  // namespace

std::optional<LoggedParameters> parameters_of(Fields& fields) {
  Values logged;
  for (std::size_t i = 0; i < kParameters.size(); ++i)
    logged[i] = fields.number(kParameters[i]);
  return whole(logged);
}

std::optional<Fault> read_model_parameters(std::string_view text, Record& record) {
  enum Key : std::size_t { alpha, beta, gamma, delta, name, accelerator };
  static constexpr std::array<std::string_view, 11> kKeys = {
      "alpha",    "beta",         "gamma",    "delta",       "name",        "acc",
      "accCount", "maxBatchSize", "atTokens", "decodeParms", "prefillParms"};
  struct Entry {
    std::string_view model, accelerator;
    Values logged;
  };
  std::optional<Entry> entry;
  const auto finish = [&] {
    if (!entry) return;
    if (const auto parameters = whole(entry->logged))
      record.events.emplace_back(ModelParametersNamed{entry->model, entry->accelerator, *parameters});
  };
  if (text.find(']') == std::string_view::npos)
    return fault_at(Malformed::cut_line, text, text.substr(text.size()));
  for (PairScan scan(text, kKeys); scan.next();) {
    if (scan.key() == name) {
      finish();
      entry = {.model = scan.text(), .accelerator = {}, .logged = {}};
    } else if (!entry) {
      return Malformed::missing_field;
    } else if (scan.key() == accelerator) {
      entry->accelerator = scan.text();
    } else if (scan.key() <= delta) {
      LoggedNumber& number = entry->logged[scan.key()];
      record.fields.read(kKeys[scan.key()], scan.number(), number.value, number.digits);
    }
  }
  finish();
  return std::nullopt;
}

void add_parameters(std::string_view variant, Record& record) {
  Fields& fields = record.fields;
  const auto parameters = parameters_of(fields);
  if (!parameters) return;
  const std::string_view model = without_colon(fields.text("model"));
  if (!variant.empty()) {
    record.events.emplace_back(VariantParametersNamed{variant, *parameters});
  } else if (!model.empty()) {
    record.events.emplace_back(ModelParametersNamed{.model = model,
                                                    .accelerator = without_colon(fields.text("accelerator")),
                                                    .parameters = *parameters,
                                                    .tuned = true});
  }
}

/// "[Tuner Config] variant=V | … | SLO targets: TTFT=1000.00ms, ITL=10.00ms | alpha=…" and whatever else
/// names alpha, beta, gamma and delta of a variant, or of a model on an accelerator: "Tuned performance
/// parameters result", "Updated tuner status", "Using fallback parameters", …
std::optional<Fault> read_parameters(Record& record) {
  const std::string_view message = record.message();
  std::string_view variant = variant_in(message);
  if (variant.empty()) variant = record.fields.text("variant");
  const auto targets = text_after(message, "SLO targets:");
  if (targets && !variant.empty()) {
    static constexpr std::array<std::string_view, 2> kKeys = {"TTFT", "ITL"};
    LoggedSlo slo;
    bool readable = true;
    for (PairScan scan(targets->substr(0, targets->find('|')), kKeys); scan.next();) {
      const bool of_ttft = scan.key() == 0;
      std::string_view number = scan.number();
      if (number.ends_with("ms")) number.remove_suffix(2);
      readable =
          readable && record.fields.read(kKeys[scan.key()], number, of_ttft ? slo.slo.ttft : slo.slo.itl,
                                         of_ttft ? slo.ttft_digits : slo.itl_digits);
    }
    if (readable) record.events.emplace_back(VariantTargetsNamed{variant, slo});
  }
  add_parameters(variant, record);
  return std::nullopt;
}

}  // namespace wvagate::ingest
