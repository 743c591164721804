#pragma once

#include <optional>
#include <vector>

#include "analysis/metric/capacity_gap.hpp"
#include "analysis/metric/figures.hpp"
#include "analysis/sample/policy.hpp"

/// What decided in a cycle of a controller without a queueing model. A voter is an analyzer that is known to
/// vote and to be live. It can give up a replica if its spare capacity is at least that of one replica of the
/// variant, which must be known and not 0. Required and spare capacity are those of the variant's model.
namespace wvagate::metric {

/// Where a decision moves the replicas.
enum class Direction { down = -1, none = 0, up = 1 };

/// Of the final target against the replicas before; if either is not logged, of the action. Absent without
/// a decision.
std::optional<Direction> decided_direction(const Sample& sample);

/// The cycle has a claim or a reason to hold, was logged to its end, and has no decision.
bool is_held(const Sample& sample);

/// The replicas stay, above their minimum (above 1 if it is not known), because a voter with neither spare
/// nor required capacity keeps them, although another can give up a replica. Absent without a decision, and
/// if no voter's capacity of one replica is known.
std::optional<bool> is_vetoed(const Sample& sample);

/// The optimizer's or the final target is a known bound, and goes less far than the voters do: at the maximum
/// a voter requires more than the decision adds; at the minimum all voters could give up one replica more
/// than the decision takes away. A variant that was at its minimum before is at rest and not clamped. Absent
/// without a decision, a voter or a bound.
std::optional<bool> is_clamped(const Sample& sample);

/// A voter requires capacity, and another can give up a replica. Absent if no voter's capacity of one replica
/// is known.
std::optional<bool> is_opposed(const Sample& sample);

/// The claim that makes a decision scale up: of the voters that require capacity the one that requires most
/// replicas, the first of equals; nullptr if the decision does not scale up, no voter requires capacity, or
/// several do and none has a known capacity of one replica.
const Claim* deciding_claim(const Sample& sample);

/// Sets decision.*, if decisions or claims are logged and the controller has no queueing model.
void set_decision_figures(const MeasuredSeries& series, const std::vector<CapacityGap>& gaps,
                          Figures& figures);

}  // namespace wvagate::metric
