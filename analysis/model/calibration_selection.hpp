#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/model/calibration.hpp"
#include "analysis/model/queue_model.hpp"

namespace wvagate {

/// A sample that the model can be asked about: what one replica got, and what was observed.
struct FitPoint {
  std::size_t sample = 0;  ///< index into Calibration::samples
  std::size_t series = 0;
  double rate_rpm = 0;  ///< of one replica
  double in_tokens = 0;
  double out_tokens = 0;
  double max_batch = 1;
  LatencyPair observed;                    ///< ms, measured ones; at least one
  std::optional<PerfParameters> in_force;  ///< absent where the model has no answer with them
  bool settled = true;                     ///< all replicas that count as running serve

  /// The model's prediction for this load; absent where the parameters are none.
  std::optional<Prediction> predict(const PerfParameters& parameters) const;
};

/// The samples of `series`, and in `observations` those that the model can be asked about; the others have
/// their reason. Observations that are not settled have theirs too: LeftOut::replica_change.
///
/// A replica that is new in a cycle counts as running while it loads its model, and the observation averages
/// over the last minute or so. In the recordings, whatever their parameters, the latencies of the cycle in
/// which more replicas show, and mostly of the next one, are those of the replicas before (residuals of +5
/// to +30 %), while the cycle before a change and those after a fall scatter like all others: a replica taken
/// away gets no requests from then on. So a sample is settled where its replicas are no more than in any of
/// the settling_cycles + 1 samples before it, and falls are kept: where the controller changes its mind each
/// cycle, that is all there is.
std::vector<CalibrationSample> select_samples(std::span<const MeasuredSeries> series,
                                              std::size_t settling_cycles,
                                              std::vector<FitPoint>& observations);

}  // namespace wvagate
