#include "analysis/simulation/scenario.hpp"

#include <cmath>

namespace wvagate::simulation {

PerfParameters drifted(const Timeline<PerfParameters>& timeline, double minute) {
  const std::size_t index = timeline.index_at(minute);
  const auto& from = timeline.entries[index];
  if (index + 1 == timeline.entries.size() || minute <= from.at_min) return from.value;
  const auto& to = timeline.entries[index + 1];
  const double share = (minute - from.at_min) / (to.at_min - from.at_min);
  return {.alpha = std::lerp(from.value.alpha, to.value.alpha, share),
          .beta = std::lerp(from.value.beta, to.value.beta, share),
          .gamma = std::lerp(from.value.gamma, to.value.gamma, share),
          .delta = std::lerp(from.value.delta, to.value.delta, share)};
}

}  // namespace wvagate::simulation
