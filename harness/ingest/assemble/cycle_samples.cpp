#include <algorithm>
#include <utility>

#include "analysis/core/format.hpp"
#include "harness/ingest/assemble/cycle_assembler.hpp"
#include "harness/ingest/assemble/fill.hpp"

/// The samples of a cycle: how a record finds its variant's, what is added to it at the cycle's end, and in
/// which order they are given.
namespace wvagate::ingest {
namespace {

/// Names that are remembered beyond cycles. A log that invents more than a controller could serve does not
/// get memory for them.
constexpr std::size_t kMostVariants = 65536;

/// The mean over the pods that have the value, weighted by their requests if all have them.
std::optional<double> mean_over(const std::vector<PodObservation>& pods,
                                std::optional<double> PodObservation::*value) {
  const bool weighted = std::all_of(pods.begin(), pods.end(), [&](const PodObservation& pod) {
    return !(pod.*value) || pod.dispatch_rps.value_or(0) > 0;
  });
  double sum = 0;
  double weights = 0;
  for (const PodObservation& pod : pods) {
    if (!(pod.*value)) continue;
    const double weight = weighted ? *pod.dispatch_rps : 1;
    sum += weight * *(pod.*value);
    weights += weight;
  }
  return weights > 0 ? std::optional(sum / weights) : std::nullopt;
}

/// A record about a variant may say nothing of its cycle: a cost, a pod's mismatch, a tuner's outcome.
bool says_something(const Sample& sample) {
  return sample.observation || sample.forecast || sample.decision || !sample.claims.empty() ||
         sample.reactive || sample.emitted_replicas || !sample.held.empty();
}

}  // namespace

/// What is remembered of a variant. Of names beyond those that are remembered all share one entry, which is
/// empty again each time.
CycleAssembler::Variant& CycleAssembler::variant(std::string_view name, std::string_view name_space) {
  const std::string key = full_name(name, name_space);
  const auto found = variants_.find(key);
  if (found != variants_.end()) return found->second;
  if (variants_.size() >= kMostVariants) return overflow_ = {};
  return variants_.try_emplace(key).first->second;
}

CycleAssembler::Model& CycleAssembler::model(std::string_view name, std::string_view name_space) {
  std::size_t found = models_.size();
  const auto [first, last] = models_of_.equal_range(name);
  for (auto namesake = first; namesake != last; ++namesake) {
    const Model& known = models_[namesake->second];
    if (known.name_space != name_space && !known.name_space.empty() && !name_space.empty()) continue;
    found = std::min(found, namesake->second);
  }
  if (found == models_.size()) {
    models_of_.emplace(name, found);
    models_.push_back({.model = name, .name_space = name_space});
  }
  Model& of = models_[found];
  fill(of.name_space, name_space);
  return of;
}

CycleAssembler::CycleSample* CycleAssembler::find_sample(const VariantName& name) {
  CycleSample* found = nullptr;
  const auto [first, last] = by_name_.equal_range(name.name);
  for (auto namesake = first; namesake != last; ++namesake) {
    CycleSample& sample = samples_[namesake->second];
    const std::string_view name_space = sample.logged.sample.name_space;
    if (!name.name_space.empty() && !name_space.empty() && name_space != name.name_space) continue;
    // Of namesakes in several namespaces a bare name is of the one whose lines are being logged: the last.
    if (found == nullptr || sample.last_named > found->last_named) found = &sample;
  }
  return found;
}

/// The sample of a variant in this cycle, made if there is none yet; nullptr if it is already given. Its time
/// and line become those of the record if that is a better source than the one before.
LoggedSample* CycleAssembler::sample_of(const VariantName& name, Source source, const Stamp& stamp) {
  if (name.name.empty()) return nullptr;
  if (LoggedSample* const waiting = join_.find(name.name, cycle_)) return waiting;
  CycleSample* sample = find_sample(name);
  if (sample == nullptr) {
    if (given_.contains(name.name)) return nullptr;
    const std::string_view bare = names_.intern(name.name);
    std::string_view name_space = names_.intern(name.name_space);
    if (name_space.empty()) name_space = remembered_namespace(bare);
    by_name_.emplace(bare, samples_.size());
    sample = &samples_.emplace_back();
    Sample& made = sample->logged.sample;
    made.variant = bare;
    made.name_space = name_space;
    made.cycle = cycle_;
    made.time = stamp.time;
    made.line = stamp.line;
    sample->logged.digits.timestamp = stamp.timestamp;
    sample->source = source;
  }
  Sample& known = sample->logged.sample;
  sample->last_named = ++named_;
  if (known.name_space.empty() && !name.name_space.empty()) known.name_space = names_.intern(name.name_space);
  if (source > sample->source) {
    sample->source = source;
    known.time = stamp.time;
    known.line = stamp.line;
    sample->logged.digits.timestamp = stamp.timestamp;
  }
  return &sample->logged;
}

/// The namespace under which a bare name was last seen; empty if it was seen in several.
std::string_view CycleAssembler::remembered_namespace(std::string_view name) const {
  const auto found = namespaces_.find(name);
  return found == namespaces_.end() ? std::string_view() : found->second;
}

/// Takes a sample that was observed or forecast, and is complete but for what was decided.
void CycleAssembler::add_sample(LoggedSample& finished) {
  const std::size_t index = samples_.size();
  CycleSample& sample = samples_.emplace_back();
  std::swap(sample.logged, finished);
  sample.source = Source::observation;
  sample.last_named = ++named_;
  // One of an earlier cycle, whose decision did not come, is not to get this one's.
  if (sample.logged.sample.cycle == cycle_)
    by_name_.emplace(names_.intern(without_namespace(sample.logged.sample.variant)), index);
}

void CycleAssembler::name_model(Sample& sample) {
  if (!sample.model.empty()) return;
  sample.model = variant(sample.variant, sample.name_space).model;
  if (!sample.model.empty()) return;
  const Model* only = nullptr;
  for (const Model& candidate : models_) {
    const bool elsewhere = !candidate.name_space.empty() && !sample.name_space.empty() &&
                           candidate.name_space != sample.name_space;
    if (elsewhere) continue;
    if (only != nullptr) return;
    only = &candidate;
  }
  if (only != nullptr) sample.model = only->model;
}

/// Adds what is logged of the sample's model as a whole.
void CycleAssembler::add_model_figures(Sample& sample) {
  const auto [first, last] = models_of_.equal_range(sample.model);
  for (auto namesake = first; namesake != last; ++namesake) {
    const Model& of = models_[namesake->second];
    if (!of.name_space.empty() && !sample.name_space.empty() && of.name_space != sample.name_space) continue;
    for (const std::size_t index : of.claims) {
      const Claim& claim = claims_[index].claim;
      if (claim_of(sample, claim.analyzer) != nullptr) continue;
      Claim& added = sample.claims.emplace_back(claim);
      added.per_replica.reset();
      added.role = added.source = {};
    }
    if (of.reactive) sample.reactive = of.reactive;
    if (!of.held.empty() && !sample.decision) sample.held = of.held;
    const bool changed = sample.decision && sample.decision->optimizer_target != sample.decision->target;
    if (changed && !of.overridden_by.empty()) fill(sample.decision->overridden_by, of.overridden_by);
  }
}

/// Finds the owner of each pod: the variant, or the workload behind it, with the longest name that the pod's
/// begins with, as in NAME-….
void CycleAssembler::find_owners() {
  pods_of_.clear();
  if (pods_.empty()) return;
  const auto add_owner = [&](const LoggedSample& logged) {
    const std::string_view bare = without_namespace(logged.sample.variant);
    pods_of_[bare];
    const std::string_view target = variant(bare, logged.sample.name_space).scale_target;
    if (!target.empty()) pods_of_[target];
  };
  for (const CycleSample& sample : samples_) {
    if (sample.logged.sample.cycle == cycle_) add_owner(sample.logged);
  }
  join_.for_each(cycle_, add_owner);
  for (std::size_t i = 0; i < pods_.size(); ++i) {
    const std::string_view pod = pods_[i].what.pod;
    for (std::size_t dash = pod.rfind('-'); dash != std::string_view::npos && dash > 0;
         dash = pod.rfind('-', dash - 1)) {
      const auto owner = pods_of_.find(pod.substr(0, dash));
      if (owner == pods_of_.end()) continue;
      owner->second.push_back(i);
      break;
    }
  }
}

/// Gives the sample the pods of its variant, and of their figures those that it lacks.
void CycleAssembler::attach_pods(LoggedSample& logged) {
  if (pods_of_.empty()) return;
  Sample& sample = logged.sample;
  const std::string_view bare = without_namespace(sample.variant);
  const std::string_view target = variant(bare, sample.name_space).scale_target;
  std::vector<PodObservation> pods;
  const auto add = [&](std::string_view owner) {
    const auto found = pods_of_.find(owner);
    if (found == pods_of_.end()) return;
    for (const std::size_t i : found->second)
      pods.push_back(pods_[i].what);
  };
  add(bare);
  if (target != bare) add(target);
  if (pods.empty()) return;
  Observation& observation = sample.observation ? *sample.observation : sample.observation.emplace();
  observation.pods = std::move(pods);
  for (const Latency latency : kLatencies) {
    Digits& digits = latency == Latency::itl ? logged.digits.itl : logged.digits.ttft;
    if (!digits.empty()) continue;
    const auto mean = mean_over(observation.pods,
                                latency == Latency::itl ? &PodObservation::itl_ms : &PodObservation::ttft_ms);
    observation.latency[latency] = mean;
    if (mean) digits = format_shortest(*mean);
  }
  if (!logged.digits.rate.empty()) return;
  double rps = 0;
  bool some = false;
  for (const PodObservation& pod : observation.pods) {
    some = some || pod.dispatch_rps.has_value();
    rps += pod.dispatch_rps.value_or(0);
  }
  if (!some) return;
  observation.load.rate_rpm = 60 * rps;
  logged.digits.rate = format_shortest(60 * rps);
}

/// Adds what is known of the sample's variant and model, and gives it if there is anything to it.
void CycleAssembler::give(CycleSample& cycle_sample, bool whole) {
  LoggedSample& logged = cycle_sample.logged;
  Sample& sample = logged.sample;
  sample.segment = segment_;
  if (cycle_sample.source != Source::observation) {
    name_model(sample);
    if (!whole && !sample.decision) sample.interrupted = true;
  }
  const Variant& known = variant(without_namespace(sample.variant), sample.name_space);
  fill(sample.accelerator, known.accelerator);
  if (known.bounds_cycle == sample.cycle) fill(sample.bounds, known.bounds);
  if (sample.cycle == cycle_) add_model_figures(sample);
  if (!says_something(sample)) return;
  if (sample.decision && !optimizer_.empty()) fill(sample.decision->optimizer, optimizer_);
  if (!sample.name_space.empty()) {
    sample.full_name = names_.intern(full_name(sample.variant, sample.name_space));
  } else if (const std::size_t colon = sample.variant.rfind(':'); colon != std::string_view::npos) {
    sample.name_space = sample.variant.substr(colon + 1);  // as solutions name variants
  }
  const auto running = running_replicas(sample);
  if (logged.digits.current_replicas.empty() && running)
    logged.digits.current_replicas = format_shortest(*running);
  if (!log_.stopped && log_.sink.sample) log_.stopped = !log_.sink.sample(logged);
}

void CycleAssembler::give_claims() {
  for (LoggedClaim& row : claims_) {
    const CycleSample* const sample =
        row.variant.empty() ? nullptr : find_sample({row.variant, row.name_space});
    if (sample != nullptr && sample->logged.sample.decision) {
      const Decision& decision = *sample->logged.sample.decision;
      row.optimizer_target = decision.optimizer_target;
      if (decision.optimizer_target) row.current_replicas = decision.current;
      row.target = decision.target;
      row.action = decision.action;
    }
    ++log_.facts.claims;
    if (!log_.stopped && log_.sink.claim) log_.stopped = !log_.sink.claim(row);
  }
  for (const LoggedMismatch& mismatch : mismatches_) {
    ++log_.facts.mismatches;
    if (!log_.stopped && log_.sink.mismatch) log_.stopped = !log_.sink.mismatch(mismatch);
  }
}

/// Gives what the cycle has; `whole`: its end is logged.
void CycleAssembler::flush(bool whole) {
  find_owners();
  for (CycleSample& sample : samples_) {
    if (sample.logged.sample.cycle == cycle_) attach_pods(sample.logged);
  }
  give_claims();
  for (CycleSample& sample : samples_) {
    const Sample& of = sample.logged.sample;
    if (of.cycle == cycle_) given_.insert(names_.intern(without_namespace(of.variant)));
    remember_namespace(of);
    give(sample, whole);
  }
  samples_.clear();
  by_name_.clear();
  claims_.clear();
  mismatches_.clear();
  models_.clear();
  models_of_.clear();
  pods_.clear();
  pod_index_.clear();
  pods_of_.clear();
  optimizer_ = model_in_progress_ = namespace_in_progress_ = queueing_in_progress_ = {};
  last_decided_.reset();
}

void CycleAssembler::remember_namespace(const Sample& sample) {
  if (sample.name_space.empty() || namespaces_.size() >= kMostVariants) return;
  const auto [known, fresh] = namespaces_.emplace(sample.variant, sample.name_space);
  if (!fresh && known->second != sample.name_space) known->second = {};
}

}  // namespace wvagate::ingest
