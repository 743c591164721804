#include "harness/ingest/cycle_assembler.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <utility>

namespace wvagate::ingest {
namespace {

/// Two observations of a name in a cycle that come closer than this are of two variants that share it.
constexpr auto kSameCycle = std::chrono::seconds(5);

/// Where nothing was observed for this long, a solution is another cycle's. In the controller's logs it comes
/// 0.2 s after the observation at most, and cycles a minute apart; but many variants take a while to observe,
/// one after the other.
constexpr auto kLongestPause = std::chrono::seconds(30);

/// Observations of one name that wait at once: of as many namespaces. More would be gone through for each.
constexpr std::size_t kMostNamesakes = 1000;

/// Names that are remembered beyond their cycle. A log that invents more than a controller could serve does
/// not get memory for them.
constexpr std::size_t kMaxNames = 65536;

/// The value of `name`, made where there is none yet; nullptr where no more are kept.
template <typename Value>
Value* value_of(NameMap<Value>& map, std::string_view name) {
  if (map.size() < kMaxNames) return &map.at(name).second;
  auto* const entry = map.find(name);
  return entry != nullptr ? &entry->second : nullptr;
}

std::string_view without_namespace(std::string_view name) {
  return name.substr(0, name.rfind(':'));
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

bool same_load(const Load& observed, const Load& solved) {
  const auto same_tokens = [](std::optional<double> a, std::optional<double> b) {
    return a.has_value() == b.has_value() && (!a || std::trunc(*a) == std::trunc(*b));
  };
  return observed.rate_rpm && solved.rate_rpm && std::abs(*observed.rate_rpm - *solved.rate_rpm) < 0.006 &&
         same_tokens(observed.in_tokens, solved.in_tokens) &&
         same_tokens(observed.out_tokens, solved.out_tokens);
}

void keep_if_empty(Digits& digits, const Digits& other) {
  if (digits.empty()) digits = other;
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

/// The observations of this name that wait.
std::span<const CycleAssembler::PendingList::iterator> CycleAssembler::named(std::string_view name) {
  const auto* const entry = by_name_.find(name);
  if (entry == nullptr) return {};
  return entry->second;
}

/// Takes a pending observation out; what is given holds until the next one is made.
LoggedSample& CycleAssembler::take(PendingList::iterator pending) {
  std::erase(by_name_.at(pending->logged.sample.variant).second, pending);
  unused_.splice(unused_.begin(), pending_, pending);
  return pending->logged;
}

/// Lets a pending observation go without a solution.
void CycleAssembler::release(PendingList::iterator pending) {
  if (!pending->ended) complete_from_state(pending->logged);
  finish(take(pending));
}

/// Lets go of the observations whose cycles were over well before `now`. (Sums and no differences: times may
/// lie further apart than nanoseconds can count.)
void CycleAssembler::release_old(TimePoint now) {
  const bool paused = now > last_observed_ + kLongestPause;
  const bool ended = last_ended_ && now >= *last_ended_ + kSameCycle;
  if (!paused && !ended) return;
  last_ended_.reset();
  for (auto pending = pending_.begin(); pending != pending_.end();) {
    const auto current = pending++;
    if (paused || current->ended) release(current);
  }
}

/// Lets go of what the variant waited with when it is observed again; but two observations of a name in one
/// cycle are of two variants that share it.
void CycleAssembler::release_earlier(std::string_view variant, TimePoint now) {
  earlier_.clear();
  const auto waiting = named(variant);
  for (const auto pending : waiting) {
    const bool too_many = waiting.size() - earlier_.size() >= kMostNamesakes;
    if (too_many || pending->ended || now >= pending->logged.sample.time + kSameCycle)
      earlier_.push_back(pending);
  }
  for (const auto pending : earlier_)
    release(pending);
}

void CycleAssembler::observe(const LoggedSample& observation) {
  const std::string_view variant = names_.intern(observation.sample.variant);
  const TimePoint time = observation.sample.time;
  release_old(time);
  release_earlier(variant, time);
  if (pending_.empty() && by_name_.size() >= kMaxNames) by_name_.clear();
  if (unused_.empty()) unused_.emplace_back();
  const auto pending = unused_.begin();
  pending_.splice(pending_.end(), unused_, pending);
  pending->logged = observation;
  pending->id = ++last_id_;
  pending->ended = false;
  by_name_.at(variant).second.push_back(pending);
  last_observed_ = time;
  Sample& sample = pending->logged.sample;
  sample.variant = variant;
  sample.model = names_.intern(sample.model.empty() ? std::string_view(model_in_progress_) : sample.model);
  sample.service_class = names_.intern(sample.service_class);
  sample.accelerator = names_.intern(sample.accelerator);
  sample.observed = true;
}

/// Remembers the namespace of a variant that a record names with it.
void CycleAssembler::register_name(std::string_view full_name) {
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
std::string_view CycleAssembler::normalise(std::string_view name) {
  std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) return name;
  normal_ = name;
  for (; slash != std::string::npos; slash = normal_.find('/', slash))
    normal_[slash] = ':';
  return normal_;
}

std::string_view CycleAssembler::pair_key(std::string_view model, std::string_view accelerator) {
  pair_ = model;
  pair_ += '\0';
  pair_ += accelerator;
  return pair_;
}

/// The observation that `solution`, logged at `time`, was made from, taken out of the cycle; nullptr where
/// there is none.
LoggedSample* CycleAssembler::take_observation(const LoggedSolution& solution, TimePoint time) {
  const std::string_view full = solution.variant;
  const std::string_view name = without_namespace(full);
  for (const std::string_view candidate : {full, name}) {
    const bool shared = candidate.size() < full.size() && is_shared(candidate);
    std::optional<PendingList::iterator> chosen;
    std::size_t fitting = 0;
    for (const auto pending : named(candidate)) {
      const Sample& observed = pending->logged.sample;
      if (observed.time > time + kLongestPause) continue;
      if (shared && !same_load(observed.load, solution.solution.load)) continue;
      ++fitting;
      chosen = pending;
    }
    if (shared && fitting > 1) {
      ++facts_.ambiguous;
      return nullptr;
    }
    if (chosen) return &take(*chosen);
    if (candidate.size() == name.size()) break;
  }
  return nullptr;
}

void CycleAssembler::solve(std::span<const LoggedSolution> solutions, TimePoint time,
                           std::string_view timestamp, std::uint64_t line) {
  for (const auto& solution : solutions)
    register_name(solution.variant);
  release_old(time);
  for (const auto& solution : solutions) {
    ++facts_.solutions;
    LoggedSample* logged = take_observation(solution, time);
    if (logged == nullptr) {
      if (!solution.feasible) continue;
      ++facts_.unobserved;
      unobserved_ = {};
      unobserved_.sample.time = time;
      unobserved_.sample.line = line;
      unobserved_.digits.timestamp = timestamp;
      logged = &unobserved_;
    }
    Sample& sample = logged->sample;
    sample.variant = names_.intern(solution.variant);
    if (!solution.model.empty()) sample.model = names_.intern(solution.model);
    if (!solution.service_class.empty()) sample.service_class = names_.intern(solution.service_class);
    sample.slo = solution.slo;
    logged->digits.slo_itl = solution.digits.slo_itl;
    logged->digits.slo_ttft = solution.digits.slo_ttft;
    if (solution.feasible) {
      if (!solution.accelerator.empty()) sample.accelerator = names_.intern(solution.accelerator);
      sample.solution = solution.solution;
      SampleDigits& digits = logged->digits;
      digits.replicas = solution.digits.replicas;
      digits.predicted_itl = solution.digits.predicted_itl;
      digits.predicted_ttft = solution.digits.predicted_ttft;
      digits.rho = solution.digits.rho;
      digits.max_rpm = solution.digits.max_rpm;
      digits.max_batch = solution.digits.max_batch;
      keep_if_empty(digits.cost, solution.digits.cost);
      keep_if_empty(digits.rate, solution.digits.rate);
      keep_if_empty(digits.in_tokens, solution.digits.in_tokens);
      keep_if_empty(digits.out_tokens, solution.digits.out_tokens);
    }
    complete_from_state(*logged);
    finish(*logged);
  }
}

/// Whether variants of several namespaces have this name, so that what is logged under it may be another's.
bool CycleAssembler::is_shared(std::string_view name) {
  if (shared_names_ == 0) return false;
  const auto* const full = full_names_.find(name);
  return full != nullptr && full->second.empty();
}

/// What is known of the variant of this name; nothing where several share it.
CycleAssembler::VariantState* CycleAssembler::find_variant(std::string_view name) {
  if (is_shared(name)) return nullptr;
  if (auto* const known = spellings_.find(name)) return known->second;
  auto* const found = variants_.find(normalise(name));
  return found == nullptr ? nullptr : &found->second;
}

CycleAssembler::VariantState& CycleAssembler::variant(std::string_view name) {
  if (auto* const known = spellings_.find(name)) return *known->second;
  VariantState* state = value_of(variants_, normalise(name));
  if (state == nullptr) return overflow_ = VariantState{};
  if (auto* const spelling = value_of(spellings_, name)) *spelling = state;
  return *state;
}

void CycleAssembler::set_variant_parameters(std::string_view name, const LoggedParameters& parameters) {
  tuned_variant_ = name;
  variant(name).parameters = {parameters, ++sequence_};
}

void CycleAssembler::set_model_parameters(std::string_view model, std::string_view accelerator,
                                          const LoggedParameters& parameters) {
  if (auto* entry = value_of(model_parameters_, pair_key(model, accelerator)))
    *entry = {parameters, ++sequence_};
}

void CycleAssembler::set_tuned_parameters(std::string_view model, std::string_view accelerator,
                                          const LoggedParameters& parameters) {
  const VariantState* tuned = tuned_variant_.empty() ? nullptr : find_variant(full_name(tuned_variant_));
  const bool of_another = tuned != nullptr && !tuned->model.empty() && tuned->model != model;
  if (tuned_variant_.empty() || of_another) {
    set_model_parameters(model, accelerator, parameters);
  } else {
    variant(tuned_variant_).parameters = {parameters, ++sequence_};
  }
}

void CycleAssembler::set_model_slo(std::string_view model, LoggedSlo slo) {
  slo.service_class = names_.intern(slo.service_class);
  if (auto* entry = value_of(model_slos_, model)) *entry = {slo, ++sequence_};
}

void CycleAssembler::set_variant_slo(std::string_view name, LoggedSlo slo) {
  slo.service_class = names_.intern(slo.service_class);
  variant(name).rounded_slo = {slo, ++sequence_};
}

void CycleAssembler::set_tuner_outcome(std::string_view name, TunerOutcome outcome) {
  tuned_variant_ = name;
  register_name(normalise(name));
  variant(name).tuner = outcome;
}

void CycleAssembler::set_target(std::string_view name, double replicas) {
  if (is_shared(name)) return;
  for (const auto pending : named(name)) {
    if (!pending->ended) pending->logged.sample.target_replicas = replicas;
  }
}

CycleAssembler::States CycleAssembler::states_of(std::string_view full_name) {
  const std::string_view short_name = without_namespace(full_name);
  const bool same = short_name.size() == full_name.size();
  return {find_variant(full_name), same ? nullptr : find_variant(short_name)};
}

const LoggedParameters* CycleAssembler::parameters_in_force(const States& states, std::string_view model,
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

/// A name with its namespace, where only one is known for it: as the variant's solved samples have it.
std::string_view CycleAssembler::full_name(std::string_view name) {
  const auto* const full = full_names_.find(name);
  return full != nullptr && !full->second.empty() ? std::string_view(full->second) : name;
}

/// The targets that the controller named last: for the model, in the variant's last solution, or for the
/// tuner, which rounds them, so that of targets that agree the others' digits are taken.
void CycleAssembler::complete_slo(LoggedSample& logged, const States& states) {
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

/// Adds what the controller said of the variant outside of the observation and the solution.
void CycleAssembler::complete_from_state(LoggedSample& logged) {
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

void CycleAssembler::finish(LoggedSample& logged) {
  Sample& sample = logged.sample;
  sample.variant = names_.intern(full_name(sample.variant));
  VariantState& state = variant(sample.variant);
  state.model = sample.model;
  if (sample.slo.itl || sample.slo.ttft) {
    state.slo = {{sample.slo, logged.digits.slo_itl, logged.digits.slo_ttft, sample.service_class},
                 ++sequence_};
  }
  sample.segment = segment_;
  emit_(logged);
}

void CycleAssembler::end_cycle() {
  // A log of many models may say that a cycle is over for each of them: those that are over are not gone
  // through again.
  auto first = pending_.end();
  while (first != pending_.begin() && std::prev(first)->id > ended_through_)
    --first;
  for (; first != pending_.end(); ++first) {
    first->ended = true;
    complete_from_state(first->logged);
    const TimePoint time = first->logged.sample.time;
    last_ended_ = last_ended_ ? std::max(*last_ended_, time) : time;
  }
  ended_through_ = last_id_;
  tuned_variant_.clear();
}

void CycleAssembler::forget_observations() {
  for (Pending& pending : pending_)
    pending.logged.sample.interrupted = !pending.ended;
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
  spellings_.clear();
  model_parameters_.clear();
  model_slos_.clear();
  model_in_progress_.clear();
}

}  // namespace wvagate::ingest
