#include "harness/ingest/assemble/controller_state.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace wvagate::ingest {
namespace {

/// The value of `name`, made where there is none yet; nullptr where no more are kept.
template <typename Value>
Value* value_of(NameMap<Value>& map, std::string_view name) {
  if (map.size() < kMaxNames) return &map.at(name).second;
  auto* const entry = map.find(name);
  return entry != nullptr ? &entry->second : nullptr;
}

/// One unit of the last decimal of numbers printed with a fixed count of decimals; 0 where they have all
/// their digits.
double resolution(const std::array<Digits, 4>& digits) {
  const auto decimals = [](std::string_view number) {
    const std::size_t point = number.find('.');
    const bool exponent =
        std::any_of(number.begin(), number.end(), [](char c) { return c == 'e' || c == 'E'; });
    return point == std::string_view::npos || exponent ? std::size_t{0} : number.size() - point - 1;
  };
  const std::size_t first = decimals(digits.front());
  const bool fixed =
      std::all_of(digits.begin(), digits.end(), [&](const auto& n) { return decimals(n) == first; });
  static const auto kUnits = [] {
    std::array<double, Digits::kMaxSize> units{};
    for (std::size_t i = 1; i < units.size(); ++i)
      units[i] = std::pow(10.0, -static_cast<double>(i));
    return units;
  }();
  return fixed ? kUnits[first] : 0.0;
}

void apply_slo(LoggedSample& logged, const LoggedSlo& slo, NamePool& names) {
  Sample& sample = logged.sample;
  if (!sample.slo.itl) {
    sample.slo.itl = slo.slo.itl;
    logged.digits.slo_itl = slo.itl_digits;
  }
  if (!sample.slo.ttft) {
    sample.slo.ttft = slo.slo.ttft;
    logged.digits.slo_ttft = slo.ttft_digits;
  }
  if (sample.service_class.empty()) sample.service_class = names.intern(slo.service_class);
}

/// The same targets but for rounding to two decimals.
bool agree(const LatencyPair& a, const LatencyPair& b) {
  constexpr double kRounding = 0.0051;
  return std::all_of(std::begin(kLatencies), std::end(kLatencies), [&](Latency latency) {
    return !a[latency] || !b[latency] || std::abs(*a[latency] - *b[latency]) < kRounding;
  });
}

}  // namespace

void ControllerState::register_name(std::string_view full_name) {
  const auto name = without_namespace(full_name);
  if (name.size() == full_name.size()) return;
  if (auto* const known = full_names_.find(name)) {
    if (known->second.empty() || known->second == full_name) return;
    known->second.clear();
    ++shared_names_;
  } else if (full_names_.size() < kMaxNames) {
    full_names_.at(name).second = full_name;
  }
}

/// "NAME:NAMESPACE", however the record joins the two.
std::string_view ControllerState::normalise(std::string_view name) {
  std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) return name;
  normal_ = name;
  for (; slash != std::string::npos; slash = normal_.find('/', slash))
    normal_[slash] = ':';
  return normal_;
}

std::string_view ControllerState::pair_key(std::string_view model, std::string_view accelerator) {
  pair_ = model;
  pair_ += '\0';
  pair_ += accelerator;
  return pair_;
}

bool ControllerState::is_shared(std::string_view name) {
  if (shared_names_ == 0) return false;
  const auto* const full = full_names_.find(name);
  return full != nullptr && full->second.empty();
}

/// What is known of the variant of this name; nothing where several share it.
ControllerState::VariantState* ControllerState::find_variant(std::string_view name) {
  if (is_shared(name)) return nullptr;
  if (auto* const known = spellings_.find(name)) return known->second;
  auto* const found = variants_.find(normalise(name));
  return found == nullptr ? nullptr : &found->second;
}

ControllerState::VariantState& ControllerState::variant(std::string_view name) {
  if (auto* const known = spellings_.find(name)) return *known->second;
  VariantState* state = value_of(variants_, normalise(name));
  if (state == nullptr) return overflow_ = VariantState{};
  if (auto* const spelling = value_of(spellings_, name)) *spelling = state;
  return *state;
}

void ControllerState::set_variant_parameters(std::string_view name, const LoggedParameters& parameters) {
  tuned_variant_ = name;
  variant(name).parameters = {parameters, ++sequence_};
}

void ControllerState::set_model_parameters(std::string_view model, std::string_view accelerator,
                                           const LoggedParameters& parameters) {
  if (auto* entry = value_of(model_parameters_, pair_key(model, accelerator)))
    *entry = {parameters, ++sequence_};
}

void ControllerState::set_tuned_parameters(std::string_view model, std::string_view accelerator,
                                           const LoggedParameters& parameters) {
  const VariantState* tuned = tuned_variant_.empty() ? nullptr : find_variant(full_name(tuned_variant_));
  const bool of_another = tuned != nullptr && !tuned->model.empty() && tuned->model != model;
  if (tuned_variant_.empty() || of_another) {
    set_model_parameters(model, accelerator, parameters);
  } else {
    variant(tuned_variant_).parameters = {parameters, ++sequence_};
  }
}

void ControllerState::set_model_slo(std::string_view model, LoggedSlo slo) {
  slo.slo = real_targets(slo.slo);
  slo.service_class = names_.intern(slo.service_class);
  if (auto* entry = value_of(model_slos_, model)) *entry = {slo, ++sequence_};
}

void ControllerState::set_variant_slo(std::string_view name, LoggedSlo slo) {
  slo.slo = real_targets(slo.slo);
  slo.service_class = names_.intern(slo.service_class);
  variant(name).rounded_slo = {slo, ++sequence_};
}

void ControllerState::set_tuner_outcome(std::string_view name, TunerOutcome outcome) {
  tuned_variant_ = name;
  register_name(normalise(name));
  variant(name).tuner = outcome;
}

ControllerState::States ControllerState::states_of(std::string_view full_name) {
  const std::string_view short_name = without_namespace(full_name);
  const bool same = short_name.size() == full_name.size();
  return {find_variant(full_name), same ? nullptr : find_variant(short_name)};
}

const LoggedParameters* ControllerState::parameters_in_force(const States& states, std::string_view model,
                                                             std::string_view accelerator) {
  const Parameters* latest = nullptr;
  for (const VariantState* state : states) {
    if (state == nullptr || state->parameters.sequence == 0) continue;
    if (latest == nullptr || state->parameters.sequence > latest->sequence) latest = &state->parameters;
  }
  const auto* const of_model = model_parameters_.find(pair_key(model, accelerator));
  if (of_model != nullptr && (latest == nullptr || of_model->second.sequence > latest->sequence))
    latest = &of_model->second;
  return latest == nullptr ? nullptr : &latest->logged;
}

std::string_view ControllerState::full_name(std::string_view name) {
  const auto* const full = full_names_.find(name);
  return full != nullptr && !full->second.empty() ? std::string_view(full->second) : name;
}

/// The targets that the controller named last: for the model, in the variant's last solution, or for the
/// tuner, which rounds them, so that of targets that agree the others' digits are taken.
void ControllerState::complete_slo(LoggedSample& logged, const States& states) {
  if (logged.sample.slo.itl && logged.sample.slo.ttft && !logged.sample.service_class.empty()) return;
  std::array<const Targets*, 4> named{};  // two names, the model, and the rounded ones
  std::size_t count = 0;
  const Targets* rounded = nullptr;
  const auto later = [](const Targets* a, const Targets* b) {
    return a != nullptr && (b == nullptr || a->sequence > b->sequence);
  };
  for (const VariantState* state : states) {
    if (state == nullptr) continue;
    if (state->slo.sequence > 0) named[count++] = &state->slo;
    if (state->rounded_slo.sequence > 0 && later(&state->rounded_slo, rounded)) rounded = &state->rounded_slo;
  }
  const auto* const of_model = model_slos_.find(logged.sample.model);
  if (of_model != nullptr) named[count++] = &of_model->second;
  std::sort(named.begin(), named.end(), later);
  const bool news =
      rounded != nullptr &&
      (count == 0 || (later(rounded, named.front()) && !agree(rounded->slo.slo, named.front()->slo.slo)));
  if (news) apply_slo(logged, rounded->slo, names_);
  for (std::size_t i = 0; i < count; ++i)
    apply_slo(logged, named[i]->slo, names_);
  if (rounded != nullptr && !news) apply_slo(logged, rounded->slo, names_);
}

void ControllerState::complete(LoggedSample& logged) {
  Sample& sample = logged.sample;
  const States states = states_of(full_name(sample.variant));
  for (VariantState* state : states) {
    if (state == nullptr) continue;
    if (sample.model.empty()) sample.model = names_.intern(state->model);
    if (state->tuner) sample.tuner = std::exchange(state->tuner, std::nullopt);
  }
  complete_slo(logged, states);
  if (const auto* parameters = parameters_in_force(states, sample.model, sample.accelerator)) {
    sample.parameters = parameters->values;
    sample.parameter_resolution = resolution(parameters->digits);
    logged.digits.parameters = parameters->digits;
  }
}

void ControllerState::remember(const Sample& sample, const LoggedSlo& targets) {
  VariantState& state = variant(sample.variant);
  state.model = sample.model;
  if (targets.slo.itl || targets.slo.ttft) state.slo = {targets, ++sequence_};
}

void ControllerState::forget() {
  variants_.clear();
  spellings_.clear();
  model_parameters_.clear();
  model_slos_.clear();
  model_in_progress_.clear();
}

}  // namespace wvagate::ingest
