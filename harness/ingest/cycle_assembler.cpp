#include "harness/ingest/cycle_assembler.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace wvagate::ingest {
namespace {

/// Two observations of a name in a cycle that come closer than this are of two variants that share it.
constexpr auto kSameCycle = std::chrono::seconds(5);

/// Names that are remembered beyond their cycle. A log that invents more than a controller could serve does
/// not get memory for them.
constexpr std::size_t kMaxNames = 65536;

template <typename Map>
bool is_full(const Map& map, const std::string& key) {
  return map.size() >= kMaxNames && map.find(key) == map.end();
}

/// "NAME:NAMESPACE", however the record joins the two.
std::string normalise(std::string_view name) {
  std::string normal(name);
  std::replace(normal.begin(), normal.end(), '/', ':');
  return normal;
}

std::string_view without_namespace(std::string_view name) {
  return name.substr(0, name.rfind(':'));
}

std::string pair_key(std::string_view model, std::string_view accelerator) {
  std::string key(model);
  key += '\0';
  key += accelerator;
  return key;
}

/// One unit of the last decimal of numbers printed with a fixed count of decimals; 0 where they have all
/// their digits.
double resolution(const std::array<std::string, 4>& digits) {
  const auto decimals = [](std::string_view number) {
    const std::size_t point = number.find('.');
    return point == std::string_view::npos || number.find_first_of("eE") != std::string_view::npos
               ? std::size_t{0}
               : number.size() - point - 1;
  };
  const std::size_t first = decimals(digits.front());
  const bool fixed =
      std::all_of(digits.begin(), digits.end(), [&](const auto& n) { return decimals(n) == first; });
  return fixed && first > 0 ? std::pow(10.0, -static_cast<double>(first)) : 0.0;
}

bool same_load(const Load& observed, const Load& solved) {
  const auto same_tokens = [](std::optional<double> a, std::optional<double> b) {
    return a.has_value() == b.has_value() && (!a || std::trunc(*a) == std::trunc(*b));
  };
  return observed.rate_rpm && solved.rate_rpm && std::abs(*observed.rate_rpm - *solved.rate_rpm) < 0.006 &&
         same_tokens(observed.in_tokens, solved.in_tokens) &&
         same_tokens(observed.out_tokens, solved.out_tokens);
}

void keep_if_empty(std::string& digits, std::string& other) {
  if (digits.empty()) digits = std::move(other);
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

}  // namespace

/// Takes a pending observation out.
LoggedSample CycleAssembler::take(PendingById::iterator pending) {
  const auto [first, last] = by_name_.equal_range(pending->second.logged.sample.variant);
  by_name_.erase(
      std::find_if(first, last, [&](const auto& entry) { return entry.second == pending->first; }));
  LoggedSample logged = std::move(pending->second.logged);
  pending_.erase(pending);
  return logged;
}

/// Lets a pending observation go without a solution.
void CycleAssembler::release(PendingById::iterator pending) {
  if (!pending->second.ended) complete_from_state(pending->second.logged);
  finish(take(pending));
}

/// Lets go of the observations whose cycles were over well before `now`.
void CycleAssembler::release_ended(TimePoint now) {
  if (!last_ended_ || now - *last_ended_ < kSameCycle) return;
  last_ended_.reset();
  for (auto pending = pending_.begin(); pending != pending_.end();) {
    const auto current = pending++;
    if (current->second.ended) release(current);
  }
}

/// Lets go of what the variant of `observation` waited with; but two observations of a name in one cycle are
/// of two variants that share it.
void CycleAssembler::release_earlier(const Sample& observation) {
  std::vector<std::uint64_t> earlier;
  const auto [first, last] = by_name_.equal_range(observation.variant);
  for (auto entry = first; entry != last; ++entry) {
    const Pending& pending = pending_.at(entry->second);
    if (pending.ended || observation.time - pending.logged.sample.time >= kSameCycle)
      earlier.push_back(entry->second);
  }
  std::sort(earlier.begin(), earlier.end());
  for (const std::uint64_t id : earlier)
    release(pending_.find(id));
}

void CycleAssembler::observe(LoggedSample observation) {
  Sample& sample = observation.sample;
  sample.variant = names_.intern(sample.variant);
  sample.model = names_.intern(sample.model);
  sample.service_class = names_.intern(sample.service_class);
  sample.accelerator = names_.intern(sample.accelerator);
  sample.observed = true;
  release_ended(sample.time);
  release_earlier(sample);
  const std::uint64_t id = ++last_id_;
  by_name_.emplace(sample.variant, id);
  pending_.emplace(id, Pending{.logged = std::move(observation)});
}

void CycleAssembler::register_names(const std::vector<LoggedSolution>& solutions) {
  for (const auto& solution : solutions) {
    const auto name = without_namespace(solution.variant);
    if (name.size() == solution.variant.size() || is_full(full_names_, std::string(name))) continue;
    const auto [full, fresh] = full_names_.emplace(name, solution.variant);
    if (!fresh && full->second != solution.variant) full->second.clear();
  }
}

/// The observation that `solution` was made from, taken out of the cycle.
std::optional<LoggedSample> CycleAssembler::take_observation(const LoggedSolution& solution) {
  const std::string_view full = solution.variant;
  const std::string_view name = without_namespace(full);
  for (const std::string_view candidate : {full, name}) {
    const bool shared = candidate.size() < full.size() && is_shared(candidate);
    std::optional<std::uint64_t> chosen;
    std::size_t fitting = 0;
    const auto [first, last] = by_name_.equal_range(candidate);
    for (auto entry = first; entry != last; ++entry) {
      const LoggedSample& observation = pending_.at(entry->second).logged;
      if (shared && !same_load(observation.sample.load, solution.solution.load)) continue;
      ++fitting;
      chosen = std::max(chosen.value_or(0), entry->second);
    }
    if (shared && fitting > 1) {
      ++facts_.ambiguous;
      return std::nullopt;
    }
    if (chosen) return take(pending_.find(*chosen));
  }
  return std::nullopt;
}

void CycleAssembler::solve(std::vector<LoggedSolution> solutions, TimePoint time, std::string_view timestamp,
                           std::uint64_t line) {
  register_names(solutions);
  release_ended(time);
  for (auto& solution : solutions) {
    ++facts_.solutions;
    auto logged = take_observation(solution);
    if (!logged) {
      if (!solution.feasible) continue;
      ++facts_.unobserved;
      logged.emplace();
      logged->sample.time = time;
      logged->sample.line = line;
      logged->digits.timestamp = timestamp;
    }
    Sample& sample = logged->sample;
    sample.variant = names_.intern(solution.variant);
    if (!solution.model.empty()) sample.model = names_.intern(solution.model);
    if (!solution.service_class.empty()) sample.service_class = names_.intern(solution.service_class);
    sample.slo = solution.slo;
    logged->digits.slo_itl = std::move(solution.digits.slo_itl);
    logged->digits.slo_ttft = std::move(solution.digits.slo_ttft);
    if (solution.feasible) {
      if (!solution.accelerator.empty()) sample.accelerator = names_.intern(solution.accelerator);
      sample.solution = solution.solution;
      SampleDigits& digits = logged->digits;
      digits.replicas = std::move(solution.digits.replicas);
      digits.predicted_itl = std::move(solution.digits.predicted_itl);
      digits.predicted_ttft = std::move(solution.digits.predicted_ttft);
      digits.rho = std::move(solution.digits.rho);
      digits.max_rpm = std::move(solution.digits.max_rpm);
      digits.max_batch = std::move(solution.digits.max_batch);
      keep_if_empty(digits.cost, solution.digits.cost);
      keep_if_empty(digits.rate, solution.digits.rate);
      keep_if_empty(digits.in_tokens, solution.digits.in_tokens);
      keep_if_empty(digits.out_tokens, solution.digits.out_tokens);
    }
    complete_from_state(*logged);
    finish(std::move(*logged));
  }
}

/// Whether variants of several namespaces have this name, so that what is logged under it may be another's.
bool CycleAssembler::is_shared(std::string_view name) const {
  const auto full = full_names_.find(std::string(name));
  return full != full_names_.end() && full->second.empty();
}

/// What is known of the variant of this name; nothing where several share it.
CycleAssembler::VariantState* CycleAssembler::find_variant(std::string_view name) {
  if (is_shared(name)) return nullptr;
  const auto found = variants_.find(normalise(name));
  return found == variants_.end() ? nullptr : &found->second;
}

CycleAssembler::VariantState& CycleAssembler::variant(std::string_view name) {
  std::string key = normalise(name);
  if (is_full(variants_, key)) return overflow_ = VariantState{};
  return variants_[std::move(key)];
}

void CycleAssembler::set_variant_parameters(std::string_view name, LoggedParameters parameters) {
  tuned_variant_ = name;
  variant(name).parameters = Parameters{std::move(parameters), ++sequence_};
}

void CycleAssembler::set_model_parameters(std::string_view model, std::string_view accelerator,
                                          LoggedParameters parameters) {
  std::string key = pair_key(model, accelerator);
  if (is_full(model_parameters_, key)) return;
  model_parameters_[std::move(key)] = Parameters{std::move(parameters), ++sequence_};
}

void CycleAssembler::set_tuned_parameters(std::string_view model, std::string_view accelerator,
                                          LoggedParameters parameters) {
  const VariantState* tuned = tuned_variant_.empty() ? nullptr : find_variant(full_name(tuned_variant_));
  const bool of_another = tuned != nullptr && !tuned->model.empty() && tuned->model != model;
  if (tuned_variant_.empty() || of_another) {
    set_model_parameters(model, accelerator, std::move(parameters));
  } else {
    variant(tuned_variant_).parameters = Parameters{std::move(parameters), ++sequence_};
  }
}

void CycleAssembler::set_model_slo(std::string_view model, LoggedSlo slo) {
  std::string key(model);
  if (!is_full(model_slos_, key)) model_slos_[std::move(key)] = std::move(slo);
}

void CycleAssembler::set_variant_slo(std::string_view name, LoggedSlo slo) {
  variant(name).slo = std::move(slo);
}

void CycleAssembler::set_tuner_outcome(std::string_view name, TunerOutcome outcome) {
  tuned_variant_ = name;
  variant(name).tuner = outcome;
}

void CycleAssembler::set_target(std::string_view name, double replicas) {
  if (is_shared(name)) return;
  const auto [first, last] = by_name_.equal_range(name);
  for (auto entry = first; entry != last; ++entry) {
    Pending& pending = pending_.at(entry->second);
    if (!pending.ended) pending.logged.sample.target_replicas = replicas;
  }
}

const LoggedParameters* CycleAssembler::parameters_in_force(std::string_view name, std::string_view model,
                                                            std::string_view accelerator) {
  const Parameters* latest = nullptr;
  for (const std::string_view candidate : {name, without_namespace(name)}) {
    const VariantState* state = find_variant(candidate);
    if (state == nullptr || !state->parameters) continue;
    if (latest == nullptr || state->parameters->sequence > latest->sequence) latest = &*state->parameters;
  }
  const auto of_model = model_parameters_.find(pair_key(model, accelerator));
  if (of_model != model_parameters_.end() &&
      (latest == nullptr || of_model->second.sequence > latest->sequence)) {
    latest = &of_model->second;
  }
  return latest == nullptr ? nullptr : &latest->logged;
}

/// A name with its namespace, where only one is known for it: as the variant's solved samples have it.
std::string_view CycleAssembler::full_name(std::string_view name) const {
  const auto full = full_names_.find(std::string(name));
  return full != full_names_.end() && !full->second.empty() ? std::string_view(full->second) : name;
}

/// Adds what the controller said of the variant outside of the observation and the solution.
void CycleAssembler::complete_from_state(LoggedSample& logged) {
  Sample& sample = logged.sample;
  const std::string_view variant_name = full_name(sample.variant);
  const std::string_view short_name = without_namespace(variant_name);
  for (const std::string_view name : {variant_name, short_name}) {
    VariantState* state = find_variant(name);
    if (state == nullptr) continue;
    if (sample.model.empty()) sample.model = names_.intern(state->model);
    if (state->slo) apply_slo(logged, *state->slo, names_);
    if (state->tuner) sample.tuner = std::exchange(state->tuner, std::nullopt);
    if (short_name.size() == variant_name.size()) break;
  }
  if (sample.model.empty()) sample.model = names_.intern(model_in_progress_);
  const auto slo = model_slos_.find(std::string(sample.model));
  if (slo != model_slos_.end()) apply_slo(logged, slo->second, names_);
  if (const auto* parameters = parameters_in_force(variant_name, sample.model, sample.accelerator)) {
    sample.parameters = parameters->values;
    sample.parameter_resolution = resolution(parameters->digits);
    logged.digits.parameters = parameters->digits;
  }
}

void CycleAssembler::finish(LoggedSample logged) {
  Sample& sample = logged.sample;
  sample.variant = names_.intern(full_name(sample.variant));
  VariantState& state = variant(sample.variant);
  state.model = sample.model;
  if (sample.slo.itl || sample.slo.ttft) {
    state.slo = LoggedSlo{sample.slo, logged.digits.slo_itl, logged.digits.slo_ttft,
                          std::string(sample.service_class)};
  }
  sample.segment = segment_;
  emit_(std::move(logged));
}

void CycleAssembler::end_cycle() {
  // A log of many models may say that a cycle is over for each of them: those that are over are not gone
  // through again.
  for (auto entry = pending_.upper_bound(ended_through_); entry != pending_.end(); ++entry) {
    Pending& pending = entry->second;
    pending.ended = true;
    complete_from_state(pending.logged);
    const TimePoint time = pending.logged.sample.time;
    last_ended_ = last_ended_ ? std::max(*last_ended_, time) : time;
  }
  ended_through_ = last_id_;
  tuned_variant_.clear();
}

void CycleAssembler::forget_observations() {
  end_cycle();
  while (!pending_.empty())
    release(pending_.begin());
  last_ended_.reset();
}

void CycleAssembler::restart() {
  forget_observations();
  ++facts_.restarts;
  segment_ = ++last_segment_;
  variants_.clear();
  model_parameters_.clear();
  model_slos_.clear();
  model_in_progress_.clear();
}

}  // namespace wvagate::ingest
