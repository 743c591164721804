#pragma once

#include <span>
#include <string>
#include <string_view>

namespace wvagate::metric {

/// Where an analyzer has the capacity of one replica from.
struct CapacitySource {
  std::string_view name;     ///< as logged: "P1-obs"
  std::string_view meaning;  ///< in words
};

/// An analyzer whose claims have figures.
struct Analyzer {
  std::string_view name;  ///< as logged
  std::string_view unit;  ///< of supply, demand and every capacity
  std::span<const CapacitySource> sources;
};

inline constexpr CapacitySource kSaturationSources[] = {
    {"P0-store", "stored from an earlier time, no instance reporting metrics"},
    {"P1-obs", "tokens in use while requests were waiting"},
    {"P2-hist", "the history of such observations"},
    {"P3-k2", "an estimate from the batch limits"},
    {"P4-k1", "the size of the KV cache alone"},
    {"no-data", "nothing: there are no metrics"},
    {"error", "nothing: the computation failed"},
};
inline constexpr CapacitySource kThroughputSources[] = {
    {"T1-ols", "a fit of ITL over KV usage"},
    {"T2-pinned", "a fit of the slope, the intercept being that of the last full fit"},
    {"T2-default", "a fit of the slope, the intercept being 6 ms"},
    {"T-sfz", "scaling from zero"},
};

/// All of them, in the order in which their figures are shown.
inline constexpr Analyzer kAnalyzers[] = {
    {"saturation", "tokens", kSaturationSources},
    {"throughput", "tokens/s", kThroughputSources},
    {"queueing-model", "requests/s", {}},
};

/// "capacity.saturation.util_mean" of (saturation, "util_mean").
inline std::string capacity_metric(std::string_view analyzer, std::string_view rest) {
  return "capacity." + std::string(analyzer) + "." + std::string(rest);
}

}  // namespace wvagate::metric
