#include "analysis/metric/decision.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "analysis/metric/analyzers.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {
namespace {

/// Replicas that stay at least where the minimum is not known.
constexpr double kAssumedMinimum = 1;

/// It votes, and the log says for what.
bool is_voter(const Claim& claim) {
  return claim.votes == true && (claim.required || claim.spare);
}

bool requires_capacity(const Claim& claim) {
  return claim.required > 0.0;
}

bool knows_replica(const Claim& claim) {
  return claim.per_replica > 0.0;
}

bool can_give_up(const Claim& claim, double replicas) {
  return knows_replica(claim) && claim.spare && *claim.spare >= replicas * *claim.per_replica;
}

std::vector<const Claim*> voters_of(const Sample& sample) {
  std::vector<const Claim*> voters;
  for (const Claim& claim : sample.claims) {
    if (is_voter(claim)) voters.push_back(&claim);
  }
  return voters;
}

/// Some voter can give up a replica while another one is `against` it; absent if no voter's capacity of one
/// replica is known.
template <typename Against>
std::optional<bool> disagree(const Sample& sample, const Against& against) {
  const auto voters = voters_of(sample);
  if (std::none_of(voters.begin(), voters.end(), [](const Claim* claim) { return knows_replica(*claim); }))
    return std::nullopt;
  for (const Claim* giver : voters) {
    if (!can_give_up(*giver, 1)) continue;
    for (const Claim* other : voters) {
      if (other != giver && against(*other)) return true;
    }
  }
  return false;
}

/// A voter requires more than `added` replicas have; if their capacity is not known, anything while none is
/// added.
bool asks_beyond(const std::vector<const Claim*>& voters, double added) {
  return std::any_of(voters.begin(), voters.end(), [&](const Claim* claim) {
    if (!requires_capacity(*claim)) return false;
    return knows_replica(*claim) ? *claim->required > added * *claim->per_replica : added <= 0;
  });
}

/// All voters have spare capacity, and those whose capacity of one replica is known can give up `replicas`.
bool gives_up(const std::vector<const Claim*>& voters, double replicas) {
  const auto agrees = [&](const Claim* claim) {
    return knows_replica(*claim) ? can_give_up(*claim, replicas) : claim->spare > 0.0;
  };
  return std::all_of(voters.begin(), voters.end(), agrees) &&
         std::any_of(voters.begin(), voters.end(), [](const Claim* claim) { return knows_replica(*claim); });
}

bool has_decisions(const MeasuredSeries& series) {
  for (std::size_t i = 0; i < series.size(); ++i) {
    const Sample& sample = series[i];
    if (sample.controller == ControllerKind::model_based) continue;
    if (!sample.claims.empty() || (sample.decision && !sample.decision->action.empty())) return true;
  }
  return false;
}

/// Counts a judgement that some cycles are not fit for.
struct Count {
  std::size_t known = 0, yes = 0;

  void add(std::optional<bool> judged) {
    if (judged) ++known;
    if (judged == true) ++yes;
  }
  void set(std::string_view name, Figures& figures) const {
    if (known > 0) figures.set_count(name, yes);
  }
};

void set_counts(const MeasuredSeries& series, Figures& figures) {
  std::size_t ups = 0, downs = 0, unchanged = 0, held = 0;
  Count vetoed, clamped, opposed;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const Sample& sample = series[i];
    if (sample.controller == ControllerKind::model_based) continue;
    const auto direction = decided_direction(sample);
    if (direction == Direction::up) ++ups;
    if (direction == Direction::down) ++downs;
    if (direction == Direction::none) ++unchanged;
    if (is_held(sample)) ++held;
    vetoed.add(is_vetoed(sample));
    clamped.add(is_clamped(sample));
    opposed.add(is_opposed(sample));
  }
  figures.set_count("decision.cycles", ups + downs + unchanged + held);
  figures.set_count("decision.up", ups);
  figures.set_count("decision.down", downs);
  figures.set_count("decision.none", unchanged);
  figures.set_count("decision.held", held);
  vetoed.set("decision.vetoed", figures);
  clamped.set("decision.clamped", figures);
  opposed.set("decision.opposed", figures);
}

/// How many scale-ups each analyzer that claims anything decided.
void set_deciders(const MeasuredSeries& series, Figures& figures) {
  for (const Analyzer& analyzer : kAnalyzers) {
    Count decided;
    for (std::size_t i = 0; i < series.size(); ++i) {
      const Claim* const claim = claim_of(series[i], analyzer.name);
      if (claim == nullptr || !claim->required) continue;
      const Claim* const deciding = deciding_claim(series[i]);
      decided.add(deciding != nullptr && deciding->analyzer == analyzer.name);
    }
    decided.set("decision.by." + std::string(analyzer.name), figures);
  }
}

/// Minutes from each gap's begin to the first scale-up in it.
std::vector<double> waits_for_decision(const MeasuredSeries& series, const std::vector<CapacityGap>& gaps) {
  std::vector<double> waits;
  for (const CapacityGap& gap : gaps) {
    for (std::size_t i = gap.first; i <= gap.last; ++i) {
      if (decided_direction(series[i]) != Direction::up) continue;
      waits.push_back(series.minute(i) - gap.start_min);
      break;
    }
  }
  return waits;
}

/// Replicas of the variant that serve, by the claims on it, half a replica being none; absent if no claim
/// tells.
std::optional<double> serving_replicas(const Sample& sample) {
  for (const Claim& claim : sample.claims) {
    if (claim.serving_replicas) return std::round(*claim.serving_replicas);
  }
  return std::nullopt;
}

/// Minutes from the decision of sample `i` until `count` tells of as many replicas as it wants; absent if a
/// restart, the log's end or a lower target came before.
template <typename CountReplicas>
std::optional<double> wait_for_replicas(const MeasuredSeries& series, std::size_t i,
                                        const CountReplicas& count) {
  const auto& wanted = series[i].decision->target;
  for (std::size_t j = i + 1; j < series.size() && !series.ends_segment(j - 1); ++j) {
    if (count(series[j]) >= wanted) return series.minute(j) - series.minute(i);
    const auto& decision = series[j].decision;
    if (decision && decision->target && *decision->target < *wanted) return std::nullopt;
  }
  return std::nullopt;
}

template <typename CountReplicas>
std::vector<double> waits_for_replicas(const MeasuredSeries& series, const CountReplicas& count) {
  std::vector<double> waits;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const Sample& sample = series[i];
    if (sample.controller == ControllerKind::model_based || decided_direction(sample) != Direction::up)
      continue;
    if (!sample.decision->target) continue;
    if (const auto wait = wait_for_replicas(series, i, count)) waits.push_back(*wait);
  }
  return waits;
}

}  // namespace

std::optional<Direction> decided_direction(const Sample& sample) {
  if (!sample.decision) return std::nullopt;
  const Decision& decision = *sample.decision;
  if (decision.target && decision.current) {
    if (*decision.target == *decision.current) return Direction::none;
    return *decision.target > *decision.current ? Direction::up : Direction::down;
  }
  if (decision.action == "scale-up") return Direction::up;
  if (decision.action == "scale-down") return Direction::down;
  return decision.action == "no-change" ? std::optional(Direction::none) : std::nullopt;
}

bool is_held(const Sample& sample) {
  return !sample.decision && !sample.interrupted && (!sample.claims.empty() || !sample.held.empty());
}

std::optional<bool> is_vetoed(const Sample& sample) {
  const auto direction = decided_direction(sample);
  if (!direction) return std::nullopt;
  const auto vetoes = [](const Claim& claim) { return !(claim.spare > 0.0) && !requires_capacity(claim); };
  const auto disagreed = disagree(sample, vetoes);
  if (!disagreed) return std::nullopt;
  const double minimum = sample.bounds.min_replicas.value_or(kAssumedMinimum);
  return *disagreed && direction == Direction::none && sample.decision->current > minimum;
}

std::optional<bool> is_clamped(const Sample& sample) {
  const auto voters = voters_of(sample);
  const auto& minimum = sample.bounds.min_replicas;
  const auto& maximum = sample.bounds.max_replicas;
  if (voters.empty() || !sample.decision || !sample.decision->current || (!minimum && !maximum))
    return std::nullopt;
  const double current = *sample.decision->current;
  const auto clamps = [&](const std::optional<double>& target) {
    if (!target) return false;
    if (target == maximum && asks_beyond(voters, *target - current)) return true;
    return target == minimum && current > *target && gives_up(voters, current - *target + 1);
  };
  return clamps(sample.decision->target) || clamps(sample.decision->optimizer_target);
}

std::optional<bool> is_opposed(const Sample& sample) {
  return disagree(sample, requires_capacity);
}

const Claim* deciding_claim(const Sample& sample) {
  if (decided_direction(sample) != Direction::up) return nullptr;
  auto voters = voters_of(sample);
  std::erase_if(voters, [](const Claim* claim) { return !requires_capacity(*claim); });
  if (voters.size() > 1) std::erase_if(voters, [](const Claim* claim) { return !knows_replica(*claim); });
  if (voters.size() <= 1) return voters.empty() ? nullptr : voters.front();
  const auto replicas = [](const Claim* claim) { return *claim->required / *claim->per_replica; };
  return *std::max_element(voters.begin(), voters.end(),
                           [&](const Claim* a, const Claim* b) { return replicas(a) < replicas(b); });
}

void set_decision_figures(const MeasuredSeries& series, const std::vector<CapacityGap>& gaps,
                          Figures& figures) {
  if (!has_decisions(series)) return;
  set_counts(series, figures);
  set_deciders(series, figures);
  figures.set("decision.need_to_decision_min", statistics::mean(waits_for_decision(series, gaps)));
  figures.set("decision.decision_to_replicas_min",
              statistics::mean(waits_for_replicas(series, running_replicas)));
  figures.set("decision.decision_to_serving_min",
              statistics::mean(waits_for_replicas(series, serving_replicas)));
}

}  // namespace wvagate::metric
