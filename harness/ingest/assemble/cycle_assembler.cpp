#include "harness/ingest/assemble/cycle_assembler.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <utility>

#include "harness/ingest/assemble/fill.hpp"

namespace wvagate::ingest {
namespace {

/// A record outside a cycle whose begin is logged that comes so much later than the one before is of the next
/// cycle: no loop is that short, and none of its pauses that long.
constexpr auto kSameCycle = std::chrono::seconds(5);

/// Pods of a cycle that are kept: a log that invents more does not get memory for them.
constexpr std::size_t kMostPods = 65536;

/// A line that was collected twice comes again within so many of its kind.
constexpr std::ptrdiff_t kRepeatedWithin = 64;

/// A record that comes only within a cycle.
bool is_of_cycle(const Event& event) {
  return std::holds_alternative<Claimed>(event) || std::holds_alternative<ModelBegan>(event) ||
         std::holds_alternative<ReactivelyAnalyzed>(event) ||
         std::holds_alternative<OptimizerDecided>(event) || std::holds_alternative<Decided>(event) ||
         std::holds_alternative<Observed>(event);
}

bool is_informative(const VariantClaim& claim) {
  return claim.source != "no-data" && claim.source != "error";
}

}  // namespace

CycleAssembler::CycleAssembler(LogState& log)
    : log_(log),
      names_(log.names),
      segment_(++log.last_segment),
      state_(log.names),
      join_(log.names, log.facts, state_, [this](LoggedSample& finished) { add_sample(finished); }) {
  log.facts.segments.resize(segment_ + 1U);
}

void CycleAssembler::apply(const Event& event, const Stamp& stamp) {
  if (!open_ && is_of_cycle(event)) {
    if (stamp.time >= last_time_ + kSameCycle) begin_unmarked(stamp.time);
    last_time_ = stamp.time;
  }
  std::visit([&](const auto& what) { on(what, stamp); }, event);
}

void CycleAssembler::finish() {
  join_.forget_observations();
  flush(false);
}

// --- Cycles

void CycleAssembler::on(const ControllerStarted&, const Stamp&) {
  join_.forget_observations();
  flush(false);
  ++log_.facts.restarts;
  segment_ = ++log_.last_segment;
  log_.facts.segments.resize(segment_ + 1U);
  open_ = false;
  state_.forget();
  variants_.clear();
  given_.clear();
  liveness_.restart();
}

void CycleAssembler::on(const CycleBegan&, const Stamp& stamp) {
  join_.end_cycle();
  flush(false);
  given_.clear();
  cycle_ = static_cast<std::uint32_t>(++log_.facts.cycles);
  open_ = true;
  liveness_.begin_cycle(stamp.time);
}

/// Begins a cycle whose begin is not in the log: that of a log that was filtered, or of a damaged line.
void CycleAssembler::begin_unmarked(TimePoint time) {
  if (cycle_ != 0) join_.end_cycle();
  flush(false);
  given_.clear();
  if (cycle_ != 0) cycle_ = static_cast<std::uint32_t>(++log_.facts.cycles);
  liveness_.begin_cycle(time);
}

void CycleAssembler::on(const CycleEnded& event, const Stamp& stamp) {
  if (event.whole) {
    open_ = false;
    last_time_ = std::max(last_time_, stamp.time);
    ++log_.facts.cycles_ended;
    find_owners();
    join_.for_each(cycle_, [this](LoggedSample& logged) { attach_pods(logged); });
  }
  join_.end_cycle();
  if (event.whole || cycle_ == 0) flush(event.whole);
}

void CycleAssembler::on(const ModelBegan& event, const Stamp&) {
  model_in_progress_ = names_.intern(event.model);
  namespace_in_progress_ = names_.intern(event.name_space);
  state_.set_model_in_progress(event.model);
  model(model_in_progress_, namespace_in_progress_);
}

// --- What was observed

void CycleAssembler::on(const NoServers&, const Stamp&) {
  join_.forget_observations();
}

void CycleAssembler::on(const Observed& event, const Stamp& stamp) {
  LoggedSample logged = event.logged;
  logged.sample.time = stamp.time;
  logged.sample.line = stamp.line;
  logged.digits.timestamp = stamp.timestamp;
  join_.observe(logged, cycle_);
}

void CycleAssembler::on(const PodObserved& event, const Stamp&) {
  if (pods_.size() >= kMostPods && !pod_index_.contains(event.instance)) return;
  const auto [known, fresh_pod] = pod_index_.emplace(names_.intern(event.instance), pods_.size());
  if (fresh_pod) pods_.push_back({known->first, {.pod = names_.intern(event.what.pod)}});
  PodObservation& pod = pods_[known->second].what;
  const PodObservation& fresh = event.what;
  if (fresh.kv_usage) pod.kv_usage = fresh.kv_usage;
  if (fresh.queue_length) pod.queue_length = fresh.queue_length;
  if (fresh.capacity_tokens) pod.capacity_tokens = fresh.capacity_tokens;
  if (fresh.dispatch_rps) pod.dispatch_rps = fresh.dispatch_rps;
  if (fresh.itl_ms) pod.itl_ms = fresh.itl_ms;
  if (fresh.ttft_ms) pod.ttft_ms = fresh.ttft_ms;
}

void CycleAssembler::on(const ReplicasCounted& event, const Stamp& stamp) {
  // These lines have bare names. They are logged while the model of their namespace is in progress.
  VariantName name = event.variant;
  if (name.name_space.empty()) name.name_space = namespace_in_progress_;
  LoggedSample* const logged = sample_of(name, Source::other, stamp);
  if (logged == nullptr) return;
  Sample& sample = logged->sample;
  Variant& known = variant(sample.variant, sample.name_space);
  if (!event.scale_target.empty()) known.scale_target = names_.intern(event.scale_target);
  if (!event.role.empty()) sample.role = names_.intern(event.role);
  if (!event.accelerator.empty()) known.accelerator = names_.intern(event.accelerator);
  if (!model_in_progress_.empty()) known.model = model_in_progress_;
  note_bounds(known, event.bounds);
  if (!event.replicas && !event.pending) return;
  Observation& observation = sample.observation ? *sample.observation : sample.observation.emplace();
  fill(observation.replicas, event.replicas);
  fill(observation.pending, event.pending);
}

// --- What was forecast

void CycleAssembler::on(const VariantNamed& event, const Stamp&) {
  state_.register_name(event.full_name);
}

void CycleAssembler::on(const Forecasted& event, const Stamp& stamp) {
  if (segment().controller == ControllerKind::reactive) segment().controller = ControllerKind::model_based;
  join_.solve(event.what, stamp, cycle_);
}

void CycleAssembler::on(const VariantParametersNamed& event, const Stamp&) {
  state_.set_variant_parameters(event.variant, event.parameters);
}

void CycleAssembler::on(const ModelParametersNamed& event, const Stamp&) {
  event.tuned ? state_.set_tuned_parameters(event.model, event.accelerator, event.parameters)
              : state_.set_model_parameters(event.model, event.accelerator, event.parameters);
}

void CycleAssembler::on(const ModelTargetsNamed& event, const Stamp&) {
  state_.set_model_slo(event.model, event.targets);
}

void CycleAssembler::on(const VariantTargetsNamed& event, const Stamp&) {
  state_.set_variant_slo(event.variant, event.targets);
}

void CycleAssembler::on(const Tuned& event, const Stamp&) {
  state_.set_tuner_outcome(event.variant, event.outcome);
}

// --- What analyzers claim

void CycleAssembler::on(const Claimed& event, const Stamp& stamp) {
  segment().controller = ControllerKind::analyzers;
  std::string_view name_space = event.name_space;
  if (name_space.empty() && event.model == model_in_progress_) name_space = namespace_in_progress_;
  Model& of = model(names_.intern(event.model), names_.intern(name_space));
  const bool informative = std::any_of(event.variants.begin(), event.variants.end(), is_informative);
  const std::string model_key = full_name(of.model, of.name_space);
  liveness_.add(model_key, event.analyzer, informative);
  std::optional<bool> votes = !event.may_be_silent ? true : liveness_.is_live(model_key, event.analyzer);
  if (of.saturation_absent && event.analyzer == "saturation") votes = false;

  LoggedClaim row{.claim = {.analyzer = names_.intern(event.analyzer),
                            .supply = event.supply.value,
                            .demand = event.demand.value,
                            .utilization = event.utilization.value,
                            .required = event.required.value,
                            .spare = event.spare.value,
                            .scale_up_threshold = event.scale_up_threshold.value,
                            .scale_down_boundary = event.scale_down_boundary.value,
                            .votes = votes},
                  .digits = {.supply = event.supply.digits,
                             .demand = event.demand.digits,
                             .utilization = event.utilization.digits,
                             .required = event.required.digits,
                             .spare = event.spare.digits,
                             .scale_up_threshold = event.scale_up_threshold.digits,
                             .scale_down_boundary = event.scale_down_boundary.digits},
                  .time = stamp.time,
                  .timestamp = stamp.timestamp,
                  .line = stamp.line,
                  .cycle = cycle_,
                  .name_space = names_.intern(event.name_space),
                  .model = of.model};
  if (repeats_claim(of, row)) return;
  of.claims.push_back(claims_.size());
  if (event.variants.empty()) claims_.push_back(row);
  for (const VariantClaim& of_variant : event.variants) {
    row.variant = names_.intern(of_variant.variant);
    row.claim.per_replica = of_variant.per_replica.value;
    row.claim.role = names_.intern(of_variant.role);
    row.claim.source = names_.intern(of_variant.source);
    row.digits.per_replica = of_variant.per_replica.digits;
    if (event.variants.size() == 1 && row.claim.supply && row.claim.per_replica > 0.0)
      row.claim.serving_replicas = *row.claim.supply / *row.claim.per_replica;
    claims_.push_back(row);
    LoggedSample* const logged = sample_of({row.variant, of.name_space}, Source::claim, stamp);
    if (logged == nullptr) continue;
    fill(logged->sample.model, of.model);
    if (!row.claim.role.empty()) logged->sample.role = row.claim.role;
    logged->sample.claims.push_back(row.claim);
  }
}

/// Whether the cycle has this row already: a line that was collected twice.
bool CycleAssembler::repeats_claim(const Model& of, const LoggedClaim& row) const {
  const auto first = of.claims.end() - std::min<std::ptrdiff_t>(std::ssize(of.claims), kRepeatedWithin);
  return std::any_of(first, of.claims.end(), [&](std::size_t index) {
    const LoggedClaim& known = claims_[index];
    return known.claim.analyzer == row.claim.analyzer && known.timestamp == row.timestamp &&
           known.digits.supply == row.digits.supply && known.digits.demand == row.digits.demand;
  });
}

/// The same of a mismatch.
bool CycleAssembler::repeats_mismatch(const LoggedMismatch& row) const {
  const auto first = mismatches_.end() - std::min<std::ptrdiff_t>(std::ssize(mismatches_), kRepeatedWithin);
  return std::any_of(first, mismatches_.end(), [&](const LoggedMismatch& known) {
    return known.variant == row.variant && known.mismatch.pod == row.mismatch.pod &&
           known.timestamp == row.timestamp && known.observed_tps == row.observed_tps &&
           known.kv_usage == row.kv_usage;
  });
}

void CycleAssembler::on(const SaturationAbsent& event, const Stamp&) {
  model(names_.intern(event.model), names_.intern(event.name_space)).saturation_absent = true;
}

void CycleAssembler::on(const ReactivelyAnalyzed& event, const Stamp&) {
  std::string_view name_space = event.name_space;
  if (name_space.empty() && event.model == model_in_progress_) name_space = namespace_in_progress_;
  ReactiveAnalysis what = event.what;
  what.reason = names_.intern(what.reason);
  model(names_.intern(event.model), names_.intern(name_space)).reactive = what;
}

void CycleAssembler::on(const Mismatched& event, const Stamp& stamp) {
  const Mismatch mismatch{.pod = names_.intern(event.pod),
                          .kv_usage = event.kv_usage.value,
                          .observed_tps = event.observed_tps.value,
                          .predicted_tps = event.predicted_tps.value,
                          .error_pct = event.error_pct.value};
  const LoggedMismatch row{.mismatch = mismatch,
                           .kv_usage = event.kv_usage.digits,
                           .observed_tps = event.observed_tps.digits,
                           .predicted_tps = event.predicted_tps.digits,
                           .error_pct = event.error_pct.digits,
                           .time = stamp.time,
                           .timestamp = stamp.timestamp,
                           .line = stamp.line,
                           .cycle = cycle_,
                           .variant = names_.intern(event.variant.name)};
  if (repeats_mismatch(row)) return;
  mismatches_.push_back(row);
  if (ThroughputModel* const of = throughput_of(event.variant, event.model, stamp))
    of->mismatches.push_back(mismatch);
}

void CycleAssembler::on(const WindowCleared& event, const Stamp& stamp) {
  if (ThroughputModel* const of = throughput_of(event.variant, event.model, stamp)) of->cleared = true;
}

void CycleAssembler::on(const ThroughputFitted& event, const Stamp& stamp) {
  ThroughputModel* const of = throughput_of(event.variant, event.model, stamp);
  if (of == nullptr) return;
  of->a_s = event.a_s;
  of->b_s = event.b_s;
}

ThroughputModel* CycleAssembler::throughput_of(const VariantName& name, std::string_view model_name,
                                               const Stamp& stamp) {
  LoggedSample* const logged = sample_of(name, Source::other, stamp);
  if (logged == nullptr) return nullptr;
  fill(logged->sample.model, names_.intern(model_name));
  auto& throughput = logged->sample.throughput;
  return throughput ? &*throughput : &throughput.emplace();
}

void CycleAssembler::set_queueing_parameters(LoggedSample& logged,
                                             const std::array<LoggedNumber, 3>& parameters) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].logged()) logged.digits.parameters[i] = parameters[i].digits;
  }
}

void CycleAssembler::on(const QueueingTuned& event, const Stamp& stamp) {
  LoggedSample* const logged = sample_of(event.variant, Source::other, stamp);
  if (logged == nullptr) return;
  Sample& sample = logged->sample;
  set_queueing_parameters(*logged, event.parameters);
  if (event.outcome) sample.tuner = event.outcome;
  queueing_in_progress_ = sample.variant;
}

void CycleAssembler::on(const TargetsInferred& event, const Stamp& stamp) {
  const VariantName name =
      event.variant.name.empty() ? VariantName{queueing_in_progress_, {}} : event.variant;
  if (name.name.empty()) return;
  LoggedSample* const logged = sample_of(name, Source::other, stamp);
  if (logged == nullptr) return;
  Sample& sample = logged->sample;
  set_queueing_parameters(*logged, event.parameters);
  sample.slo = real_targets({.itl = event.itl_ms.value, .ttft = event.ttft_ms.value});
  logged->digits.slo_itl = event.itl_ms.digits;
  logged->digits.slo_ttft = event.ttft_ms.digits;
  if (!event.in_tokens.logged() && !event.out_tokens.logged()) return;
  Load& load = (sample.observation ? *sample.observation : sample.observation.emplace()).load;
  load.in_tokens = event.in_tokens.value;
  load.out_tokens = event.out_tokens.value;
  logged->digits.in_tokens = event.in_tokens.digits;
  logged->digits.out_tokens = event.out_tokens.digits;
}

// --- What was decided

Decision& CycleAssembler::decision_of(LoggedSample& logged) {
  auto& decision = logged.sample.decision;
  return decision ? *decision : decision.emplace();
}

void CycleAssembler::on(const OptimizerDecided& event, const Stamp& stamp) {
  LoggedSample* const logged = sample_of(event.variant, Source::optimizer_decision, stamp);
  if (logged == nullptr) return;
  fill(logged->sample.model, names_.intern(event.model));
  Decision& decision = decision_of(*logged);
  fill(decision.current, event.current);
  decision.optimizer_target = event.target;
}

void CycleAssembler::on(const VariantOfModel& event, const Stamp&) {
  variant(event.variant, {}).model = names_.intern(event.model);
}

void CycleAssembler::on(const OptimizerNamed& event, const Stamp&) {
  optimizer_ = names_.intern(event.optimizer);
  model_in_progress_ = namespace_in_progress_ = {};
}

void CycleAssembler::on(const Decided& event, const Stamp& stamp) {
  model_in_progress_ = namespace_in_progress_ = {};
  LoggedSample* const logged = sample_of(event.variant, Source::final_decision, stamp);
  last_decided_ = event.variant.name;
  if (logged == nullptr) return;
  Decision& decision = decision_of(*logged);
  if (event.current) decision.current = event.current;
  decision.target = event.target;
  decision.action = names_.intern(event.action);
}

void CycleAssembler::on(const ReasonNamed& event, const Stamp& stamp) {
  LoggedSample* const logged = sample_of(event.variant, Source::other, stamp);
  if (logged == nullptr) return;
  Decision& decision = decision_of(*logged);
  decision.reason = names_.intern(event.reason);
  fill(decision.action, names_.intern(event.action));
  fill(decision.current, event.current);
  fill(decision.target, event.target);
}

void CycleAssembler::on(const Overridden& event, const Stamp& stamp) {
  const std::string_view by = names_.intern(event.by);
  if (!event.variant.name.empty()) {
    if (LoggedSample* const logged = sample_of(event.variant, Source::other, stamp))
      decision_of(*logged).overridden_by = by;
  } else {
    model(names_.intern(event.model), names_.intern(event.name_space)).overridden_by = by;
  }
}

void CycleAssembler::on(const ScaledFromZero&, const Stamp&) {
  ++log_.facts.scaled_from_zero;
}

void CycleAssembler::on(const ReplicasEmitted& event, const Stamp& stamp) {
  VariantName name = event.variant;
  if (event.fallback && find_sample(name) == nullptr && join_.find(name.name, cycle_) == nullptr) return;
  // 0.5.0 names the Deployment in the decision, and the variant in the line that follows it.
  const auto last_decided = std::exchange(last_decided_, std::nullopt);  // `name` may become a view into it
  if (last_decided && *last_decided != name.name && find_sample(name) == nullptr) {
    CycleSample* const decided = find_sample({*last_decided, {}});
    if (decided != nullptr && !decided->logged.sample.emitted_replicas && decided->logged.sample.decision &&
        decided->logged.sample.decision->target == event.desired)
      name.name = *last_decided;
  }
  LoggedSample* const logged = sample_of(name, Source::other, stamp);
  if (logged == nullptr) return;
  Sample& sample = logged->sample;
  sample.emitted_replicas = event.desired;
  if (!event.accelerator.empty()) fill(sample.accelerator, names_.intern(event.accelerator));
  if (!event.current) return;
  Observation& observation = sample.observation ? *sample.observation : sample.observation.emplace();
  fill(observation.replicas, event.current);
}

void CycleAssembler::on(const Held& event, const Stamp&) {
  std::string_view name_space = event.name_space;
  if (name_space.empty() && event.model == model_in_progress_) name_space = namespace_in_progress_;
  model(names_.intern(event.model), names_.intern(name_space)).held = names_.intern(event.why);
}

void CycleAssembler::on(const BoundsLeaked& event, const Stamp&) {
  Variant& known = variant(event.variant.name, event.variant.name_space);
  if (!event.model.empty()) known.model = names_.intern(event.model);
  if (!event.accelerator.empty()) known.accelerator = names_.intern(event.accelerator);
  note_bounds(known, event.bounds);
}

/// Bounds count in the cycle that logs them: that they hold in others is for the analysis to conclude.
void CycleAssembler::note_bounds(Variant& known, const Bounds& logged) const {
  Bounds fresh = logged;
  if (known.bounds_cycle == cycle_) fill(fresh, known.bounds);
  known.bounds = fresh;
  known.bounds_cycle = cycle_;
}

}  // namespace wvagate::ingest
