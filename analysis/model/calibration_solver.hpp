#pragma once

#include <array>
#include <span>

#include "analysis/model/calibration_selection.hpp"

namespace wvagate {

/// Which parameters a search may move, by Parameter.
using FreeParameters = std::array<bool, kParameterCount>;

/// Parameters that the observations themselves suggest: by Little's law the mean number in service is the
/// arrival rate times the time in service, which is known from what was observed; a straight line of each
/// latency on it (for TTFT, on it times the prompt tokens) has the parameters for its coefficients. Positive
/// and finite, whatever the observations.
PerfParameters regress_parameters(std::span<const FitPoint> observations);

struct Minimum {
  PerfParameters parameters;
  double loss = 0;  ///< Σ soft-L1 of the scaled residuals, in units of their squares
};

/// Minimises soft-L1 of the residuals, each latency scaled by its mean, over the logarithms of the free
/// parameters from `start` on, by Levenberg–Marquardt. A parameter stays between a millionth and a thousand
/// times what would explain its latency alone.
Minimum minimize(std::span<const FitPoint> observations, double loss_scale, const FreeParameters& free,
                 const PerfParameters& start);

/// What the residuals at a minimum say about the free parameters.
struct FitUncertainty {
  /// Half width of each 95 % confidence interval, of the parameter's logarithm; infinite where there is none.
  std::array<double, kParameterCount> half_widths{};
  double condition = 1;  ///< of the Jacobian with columns of length 1

  double half_width(Parameter parameter) const { return half_widths[static_cast<std::size_t>(parameter)]; }
};

/// See fit_parameters().
FitUncertainty estimate_uncertainty(std::span<const FitPoint> observations, double loss_scale,
                                    const FreeParameters& free, const PerfParameters& minimum);

}  // namespace wvagate
