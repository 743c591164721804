#include "harness/ingest/assemble/observation_join.hpp"

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

}  // namespace

/// The observations of this name that wait.
std::span<const ObservationJoin::PendingList::iterator> ObservationJoin::named(std::string_view name) {
  const auto* const entry = by_name_.find(name);
  if (entry == nullptr) return {};
  return entry->second;
}

/// Takes a pending observation out; what is given holds until the next one is made.
LoggedSample& ObservationJoin::take(PendingList::iterator pending) {
  std::erase(by_name_.at(pending->logged.sample.variant).second, pending);
  unused_.splice(unused_.begin(), pending_, pending);
  return pending->logged;
}

/// Lets a pending observation go without a solution.
void ObservationJoin::release(PendingList::iterator pending) {
  if (!pending->ended) state_.complete(pending->logged);
  finish(take(pending), {});
}

/// Lets go of the observations whose cycles were over well before `now`. (Sums and no differences: times may
/// lie further apart than nanoseconds can count.)
void ObservationJoin::release_old(TimePoint now) {
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
void ObservationJoin::release_earlier(std::string_view variant, TimePoint now) {
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

void ObservationJoin::observe(const LoggedSample& observation, std::uint32_t cycle) {
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
  pending->logged.sample.cycle = cycle;
  by_name_.at(variant).second.push_back(pending);
  last_observed_ = time;
  Sample& sample = pending->logged.sample;
  sample.variant = variant;
  sample.model = names_.intern(sample.model.empty() ? state_.model_in_progress() : sample.model);
  sample.service_class = names_.intern(sample.service_class);
  sample.accelerator = names_.intern(sample.accelerator);
}

/// The observation that `solution`, logged at `time`, was made from, taken out of the cycle; nullptr where
/// there is none.
LoggedSample* ObservationJoin::take_observation(const LoggedForecast& solution, TimePoint time) {
  if (solution.variant.empty()) return take_only_one(solution);
  const std::string_view full = solution.variant;
  const std::string_view name = without_namespace(full);
  for (const std::string_view candidate : {full, name}) {
    const bool shared = candidate.size() < full.size() && state_.is_shared(candidate);
    std::optional<PendingList::iterator> chosen;
    std::size_t fitting = 0;
    for (const auto pending : named(candidate)) {
      const Sample& observed = pending->logged.sample;
      if (observed.time > time + kLongestPause) continue;
      if (shared && !same_load(observation_in(observed).load, solution.forecast.load)) continue;
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

/// The one observation of this cycle that has the model and the load of a solution that names no variant
/// (August 2025); nullptr unless there is exactly one.
LoggedSample* ObservationJoin::take_only_one(const LoggedForecast& solution) {
  std::optional<PendingList::iterator> chosen;
  for (auto pending = pending_.begin(); pending != pending_.end(); ++pending) {
    const Sample& observed = pending->logged.sample;
    if (pending->ended || observed.model != solution.model ||
        !same_load(observation_in(observed).load, solution.forecast.load))
      continue;
    if (chosen) {
      ++facts_.ambiguous;
      return nullptr;
    }
    chosen = pending;
  }
  return chosen ? &take(*chosen) : nullptr;
}

void ObservationJoin::solve(const LoggedForecast& solved, const Stamp& stamp, std::uint32_t cycle) {
  release_old(stamp.time);
  ++facts_.forecasts;
  LoggedSample* logged = take_observation(solved, stamp.time);
  if (logged == nullptr) {
    if (!solved.feasible || solved.variant.empty()) return;
    ++facts_.unobserved;
    unobserved_ = {};
    unobserved_.sample.time = stamp.time;
    unobserved_.sample.line = stamp.line;
    unobserved_.sample.cycle = cycle;
    unobserved_.digits.timestamp = stamp.timestamp;
    logged = &unobserved_;
  }
  Sample& sample = logged->sample;
  if (!solved.variant.empty()) sample.variant = names_.intern(solved.variant);
  if (!solved.model.empty()) sample.model = names_.intern(solved.model);
  if (!solved.service_class.empty()) sample.service_class = names_.intern(solved.service_class);
  sample.slo = real_targets(solved.slo);
  logged->digits.slo_itl = solved.digits.slo_itl;
  logged->digits.slo_ttft = solved.digits.slo_ttft;
  if (solved.feasible) {
    if (!solved.accelerator.empty()) sample.accelerator = names_.intern(solved.accelerator);
    sample.forecast = solved.forecast;
    SampleDigits& digits = logged->digits;
    digits.replicas = solved.digits.replicas;
    digits.predicted_itl = solved.digits.predicted_itl;
    digits.predicted_ttft = solved.digits.predicted_ttft;
    digits.rho = solved.digits.rho;
    digits.max_rpm = solved.digits.max_rpm;
    digits.max_batch = solved.digits.max_batch;
    keep_if_empty(digits.cost, solved.digits.cost);
    keep_if_empty(digits.rate, solved.digits.rate);
    keep_if_empty(digits.in_tokens, solved.digits.in_tokens);
    keep_if_empty(digits.out_tokens, solved.digits.out_tokens);
  }
  const LoggedSlo targets{sample.slo, logged->digits.slo_itl, logged->digits.slo_ttft, sample.service_class};
  state_.complete(*logged);
  finish(*logged, targets);
}

LoggedSample* ObservationJoin::find(std::string_view name, std::uint32_t cycle) {
  if (state_.is_shared(name)) return nullptr;
  LoggedSample* found = nullptr;
  for (const auto pending : named(name)) {
    const bool of_this_cycle = !pending->ended || (cycle != 0 && pending->logged.sample.cycle == cycle);
    if (of_this_cycle) found = &pending->logged;
  }
  return found;
}

void ObservationJoin::finish(LoggedSample& logged, const LoggedSlo& targets) {
  Sample& sample = logged.sample;
  sample.variant = names_.intern(state_.full_name(sample.variant));
  state_.remember(sample, targets);
  finished_(logged);
}

void ObservationJoin::end_cycle() {
  // A log of many models may say that a cycle is over for each of them: those that are over are not gone
  // through again.
  auto first = pending_.end();
  while (first != pending_.begin() && std::prev(first)->id > ended_through_)
    --first;
  for (; first != pending_.end(); ++first) {
    first->ended = true;
    state_.complete(first->logged);
    const TimePoint time = first->logged.sample.time;
    last_ended_ = last_ended_ ? std::max(*last_ended_, time) : time;
  }
  ended_through_ = last_id_;
  state_.end_cycle();
}

void ObservationJoin::forget_observations() {
  for (Pending& pending : pending_)
    pending.logged.sample.interrupted = !pending.ended;
  end_cycle();
  while (!pending_.empty())
    release(pending_.begin());
  last_ended_.reset();
}

}  // namespace wvagate::ingest
