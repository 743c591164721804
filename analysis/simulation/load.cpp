#include "analysis/simulation/load.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace wvagate::simulation {
namespace {

double rate_of(const Step& step, double minute) {
  return step.span.holds(minute) ? step.rpm : 0;
}

double rate_of(const Ramp& ramp, double minute) {
  if (!ramp.span.holds(minute)) return 0;
  const double share = (minute - ramp.span.from_min) / (ramp.span.to_min - ramp.span.from_min);
  return std::lerp(ramp.from_rpm, ramp.to_rpm, share);
}

double rate_of(const Sine& sine, double minute) {
  return sine.mean_rpm + sine.amplitude_rpm * std::sin(2 * std::numbers::pi * minute / sine.period_min);
}

/// A visitor out of one lambda for each alternative.
template <typename... Lambdas>
struct Overloaded : Lambdas... {
  using Lambdas::operator()...;
};
template <typename... Lambdas>
Overloaded(Lambdas...) -> Overloaded<Lambdas...>;  // clang 14 does not deduce aggregates

double rate_of(const RecordedLoad& load, double minute) {
  const auto later = std::upper_bound(load.points.begin(), load.points.end(), minute,
                                      [](double at, const auto& point) { return at < point.first; });
  return later == load.points.begin() ? 0 : std::prev(later)->second;
}

}  // namespace

Load::Load(const VariantScenario& variant, double duration_min, Chance chance)
    : variant_(&variant),
      duration_min_(duration_min),
      chance_(std::move(chance)),
      states_(variant.load.size()) {}

double Load::rpm_at(double minute) {
  const bool over = minute > duration_min_ && duration_min_ > 0;
  const double told_minute = over ? std::fmod(minute, duration_min_) : minute;
  double rpm = 0;
  for (std::size_t i = 0; i < states_.size(); ++i)
    rpm += part_at(variant_->load[i], states_[i], minute, told_minute);
  const auto& idle = variant_->idle;
  if (std::any_of(idle.begin(), idle.end(), [&](const Span& span) { return span.holds(told_minute); }))
    return 0;
  return std::max(rpm, 0.0);
}

double Load::part_at(const LoadPart& part, BurstState& state, double minute, double told_minute) {
  return std::visit(Overloaded{[&](const Bursts& bursts) { return bursts_at(bursts, state, minute); },
                               [&](const Sine& sine) { return rate_of(sine, minute); },
                               [&](const auto& told) { return rate_of(told, told_minute); }},
                    part);
}

double Load::bursts_at(const Bursts& bursts, BurstState& state, double minute) {
  if (!state.drawn) {
    state.start_min = chance_.exponential(bursts.every_min);
    state.drawn = true;
  }
  while (state.start_min + bursts.lasts_min <= minute)
    state.start_min += std::max(bursts.lasts_min, chance_.exponential(bursts.every_min));
  return state.start_min <= minute ? bursts.rpm : 0;
}

}  // namespace wvagate::simulation
