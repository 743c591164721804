#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <string_view>

namespace wvagate::ingest {

/// Phrases that make a line worth parsing. A line without any of them is ignored at the cost of the search
/// alone.
enum class Marker : std::size_t {
  system_data,
  solution,
  metrics_collected,
  optimization_metrics,
  alpha,
  slo,
  tuner_accepted,
  tuner_rejected,
  controller_started,
  leader_elected,
  cycle_completed,
  nothing_feasible,
  model_in_progress,
  decision,
  count
};

inline constexpr std::size_t kMarkerCount = static_cast<std::size_t>(Marker::count);

/// The phrase of each marker, in the order of Marker. None holds a character that JSON escapes, so each is
/// found inside wrapped and escaped lines too.
inline constexpr std::array<std::string_view, kMarkerCount> kMarkerText = {
    "System data prepared for optimization",
    "Optimization solution",
    "Metrics collected for VA",
    "optimizationMetrics",
    "alpha",
    "Found SLO for model",
    "Tuner validation succeeded for variant",
    "Tuner NIS validation failed for variant",
    "Zap logger initialized",
    "successfully acquired lease",
    "Reconciliation completed",
    "no feasible allocations found",
    "Processing model",
    "Processing decision",
};

using MarkerSet = std::bitset<kMarkerCount>;

inline bool has(const MarkerSet& markers, Marker marker) {
  return markers.test(static_cast<std::size_t>(marker));
}

/// The markers that occur in `line`.
MarkerSet find_markers(std::string_view line);

/// Adds the markers in `text` whose pair of bytes (marker_pair.hpp) stands at `at`.
void verify_markers(std::string_view text, std::size_t at, MarkerSet& found);

}  // namespace wvagate::ingest
