#include "harness/gate/injection.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <vector>

namespace wvagate::gate {
namespace {

constexpr double kAlteredShare = 0.1;  // by which an altered prediction is off

/// Does `change` to `count` of the samples that are `eligible`, evenly spread over them.
template <typename Eligible, typename Change>
void change_some(Series& series, double count, const Eligible& eligible, const Change& change) {
  std::vector<Sample*> candidates;
  for (Sample& sample : series.samples) {
    if (eligible(sample)) candidates.push_back(&sample);
  }
  const std::size_t all = candidates.size();
  const std::size_t wanted = std::min(static_cast<std::size_t>(count), all);
  for (std::size_t i = 0; i < all; ++i) {
    if ((i + 1) * wanted / all > i * wanted / all) change(*candidates[i]);
  }
}

void scale(std::optional<double>& value, double factor) {
  if (value) *value *= factor;
}

/// The fewest replicas that ran from `delay` samples before sample `i` on, within its segment; absent where
/// none was logged.
std::optional<double> fewest_running(const std::vector<Sample>& samples, std::size_t i, std::size_t delay) {
  std::optional<double> fewest;
  for (std::size_t back = 0; back <= std::min(delay, i); ++back) {
    const Sample& sample = samples[i - back];
    if (sample.segment != samples[i].segment) break;
    if (const auto& running = observation_in(sample).replicas)
      fewest = std::min(fewest.value_or(*running), *running);
  }
  return fewest;
}

/// Rises of the running replicas come later, falls do not; until then the latencies are what they were before
/// the rise, where they would have been lower.
void delay_scale_up(Series& series, double magnitude) {
  const std::vector<Sample> logged = series.samples;
  std::size_t before = 0;  // the last sample whose replicas are those that were logged
  for (std::size_t i = 0; i < logged.size(); ++i) {
    Sample& sample = series.samples[i];
    const auto running = fewest_running(logged, i, static_cast<std::size_t>(magnitude));
    if (!running || !observation_in(sample).replicas || *running >= *sample.observation->replicas) {
      before = i;
      continue;
    }
    scale(sample.observation->cost, *running / *sample.observation->replicas);
    sample.observation->replicas = running;
    for (const Latency latency : kLatencies) {
      const auto& held = observation_in(logged[before]).latency[latency];
      if (held && sample.observation->latency[latency] && *sample.observation->latency[latency] > 0)
        sample.observation->latency[latency] = std::max(*held, *sample.observation->latency[latency]);
    }
  }
}

template <Latency kLatency>
void inflate(Series& series, double share) {
  for (Sample& sample : series.samples) {
    if (sample.observation) scale(sample.observation->latency[kLatency], 1 + share);
  }
}

void bias_predictions(Series& series, double share) {
  for (Sample& sample : series.samples) {
    if (!sample.forecast) continue;
    for (const Latency latency : kLatencies)
      scale(sample.forecast->predicted[latency], 1 + share);
  }
}

void bias_parameters(Series& series, double share) {
  for (Sample& sample : series.samples) {
    if (!sample.parameters) continue;
    sample.parameters->alpha *= 1 + share;
    sample.parameters->gamma *= 1 + share;
  }
}

void alter_predictions(Series& series, double count) {
  const auto predicted = [](const Sample& sample) {
    return sample.parameters && sample.forecast && sample.forecast->predicted.itl;
  };
  change_some(series, count, predicted,
              [](Sample& sample) { scale(sample.forecast->predicted.itl, 1 + kAlteredShare); });
}

void alter_decisions(Series& series, double count) {
  const auto decided = [](const Sample& sample) { return sample.forecast && sample.forecast->replicas; };
  change_some(series, count, decided, [](Sample& sample) { *sample.forecast->replicas += 1; });
}

void lose_solutions(Series& series, double count) {
  const auto solved = [](const Sample& sample) { return sample.observation && sample.forecast; };
  change_some(series, count, solved, [](Sample& sample) { sample.forecast.reset(); });
}

void add_replicas(Series& series, double share) {
  for (Sample& sample : series.samples) {
    if (sample.observation) {
      scale(sample.observation->replicas, 1 + share);
      scale(sample.observation->cost, 1 + share);
    }
    if (!sample.forecast) continue;
    if (!observation_in(sample).replicas) scale(sample.forecast->replicas, 1 + share);
    if (!observation_in(sample).cost) scale(sample.forecast->cost, 1 + share);
  }
}

/// The capacity that an analyzer counts on when it works out what it requires: its supply, and what is
/// pending. It is at least what covers the demand where nothing is required.
double anticipated_of(const Claim& claim) {
  const double needed = *claim.demand / *claim.scale_up_threshold;
  return *claim.required > 0 ? needed - *claim.required : std::max(*claim.supply, needed);
}

/// Each analyzer claims more demand; what it requires and can spare follows.
void inflate_demand(Series& series, double share) {
  for (Sample& sample : series.samples) {
    for (Claim& claim : sample.claims) {
      if (!claim.demand || !claim.supply) continue;
      const bool tells_need = claim.required && claim.scale_up_threshold > 0.0;
      const double anticipated = tells_need ? anticipated_of(claim) : 0;
      *claim.demand *= 1 + share;
      if (claim.utilization && *claim.supply > 0) claim.utilization = *claim.demand / *claim.supply;
      if (tells_need) claim.required = std::max(0.0, *claim.demand / *claim.scale_up_threshold - anticipated);
      if (claim.spare && claim.scale_down_boundary)
        claim.spare = std::max(0.0, *claim.supply - *claim.demand / *claim.scale_down_boundary);
    }
  }
}

/// The capacity of a replica collapses to a quarter, for a cycle each.
void collapse_capacity(Series& series, double count) {
  const auto known = [](const Sample& sample) {
    return !sample.claims.empty() && sample.claims.front().per_replica;
  };
  change_some(series, count, known, [](Sample& sample) {
    for (Claim& claim : sample.claims)
      scale(claim.per_replica, 0.25);
  });
}

void hold_decisions(Series& series, double count) {
  const auto decided = [](const Sample& sample) { return sample.decision && !sample.claims.empty(); };
  change_some(series, count, decided, [](Sample& sample) { sample.decision.reset(); });
}

constexpr std::string_view kOfScaleUp[] = {"*.compliance*_pct", "*.violations", "*.gaps.*"};
constexpr std::string_view kOfItl[] = {"itl.compliance*_pct", "itl.violations",   "itl.excess_ms",
                                       "itl.gaps.*",          "itl.observed.*",   "itl.error*",
                                       "slo.compliance_pct",  "calibration.itl_*"};
constexpr std::string_view kOfTtft[] = {"ttft.compliance*_pct", "ttft.violations",   "ttft.excess_ms",
                                        "ttft.gaps.*",          "ttft.observed.*",   "ttft.error*",
                                        "slo.compliance_pct",   "calibration.ttft_*"};
constexpr std::string_view kOfPredictions[] = {"*.error.*", "*.error_settled.*", "*.actuation.*"};
constexpr std::string_view kOfParameters[] = {"*.error_model.*", "calibration.*_in_force_mae_ms"};
constexpr std::string_view kOfReplay[] = {"replay.predictions_pct", "replay.itl_max_rel"};
constexpr std::string_view kOfDecisions[] = {"replay.decisions_pct", "scaling.reversals"};
constexpr std::string_view kOfSolutions[] = {"samples.unsolved"};
constexpr std::string_view kOfDemand[] = {"capacity.*.over_pct", "capacity.*.gaps.*", "capacity.*.util_*"};
constexpr std::string_view kOfCapacity[] = {"capacity.*.prc_jumps"};
constexpr std::string_view kOfHolds[] = {"decision.held"};
constexpr std::string_view kOfReplicas[] = {"replicas.minutes", "cost.total"};

using enum Magnitude;
constexpr Injection kInjections[] = {
    {"scale-up-delayed", "replicas come k samples later", kOfScaleUp, samples, delay_scale_up},
    {"itl-inflated", "each observed ITL times 1 + x", kOfItl, factor, inflate<Latency::itl>},
    {"ttft-inflated", "each observed TTFT times 1 + x", kOfTtft, factor, inflate<Latency::ttft>},
    {"predictions-biased", "each prediction times 1 + x", kOfPredictions, factor, bias_predictions},
    {"parameters-biased", "alpha and gamma times 1 + x", kOfParameters, factor, bias_parameters},
    {"predictions-altered", "10 % more ITL predicted in k samples", kOfReplay, samples, alter_predictions},
    {"decisions-altered", "a replica more wanted in k samples", kOfDecisions, samples, alter_decisions},
    {"solutions-lost", "no allocation found in k samples", kOfSolutions, samples, lose_solutions},
    {"demand-inflated", "each analyzer's demand times 1 + x", kOfDemand, factor, inflate_demand},
    {"capacity-collapsed", "a quarter of the capacity a replica in k samples", kOfCapacity, samples,
     collapse_capacity},
    {"decisions-held", "no decision in k samples", kOfHolds, samples, hold_decisions},
    {"replicas-added", "replicas and cost times 1 + x", kOfReplicas, factor, add_replicas},
};

}  // namespace

bool Injection::may_worsen(std::string_view metric) const {
  return std::any_of(worsens.begin(), worsens.end(),
                     [&](std::string_view pattern) { return matches_glob(pattern, metric); });
}

std::span<const Injection> all_injections() {
  return kInjections;
}

std::optional<double> smallest_magnitude(Magnitude magnitude, double most,
                                         const std::function<bool(double)>& enough) {
  constexpr double kPrecision = 0.01;
  constexpr double kNothing = 1e-9;  // less is as good as none, though a count may turn on it
  const bool whole = magnitude == samples;
  double low = 0;  // not enough
  double high = std::min(whole ? 1 : kLeastFactor, most);
  while (!enough(high)) {
    if (high >= most) return std::nullopt;
    low = high;
    high = std::min(2 * high, most);
  }
  while (high > kNothing && high - low > (whole ? 1 : kPrecision * high)) {
    const double middle = whole ? std::floor((low + high) / 2) : (low + high) / 2;
    (enough(middle) ? high : low) = middle;
  }
  return high;
}

void duplicate_samples(Series& series) {
  std::vector<Sample> doubled;
  for (const Sample& sample : series.samples) {
    doubled.push_back(sample);
    doubled.push_back(sample);
    doubled.back().time += std::chrono::seconds(1);
  }
  series.samples = std::move(doubled);
  std::stable_sort(series.samples.begin(), series.samples.end(),
                   [](const Sample& a, const Sample& b) { return a.time < b.time; });
}

}  // namespace wvagate::gate
