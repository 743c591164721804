#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/model/calibration_selection.hpp"

namespace wvagate {

/// A fit, and what became of the observations that it was given.
struct FitOutcome {
  std::optional<CalibrationFit> fit;             ///< absent where there were too few observations
  std::vector<std::optional<LeftOut>> left_out;  ///< by observation
};

/// Fits the parameters to the settled ones of `observations`. `in_force` is where the search starts, from the
/// observations' own regression too, and what a parameter keeps that they cannot tell.
///
/// Minimises soft-L1 of the residuals, each latency scaled by its mean, over the parameters' logarithms. The
/// loss is nearly square up to loss_scale, a quarter of the mean latency: cycles scatter by 1 to 3 %, so all
/// but gross outliers count in full, and the high loads that tell beta, of which there are few, are not
/// treated as outliers. (A narrower loss follows the cluster of usual loads and misses the slope.)
///
/// Overload is judged with the parameters in force for the first fit and with the fitted ones from then on:
/// parameters that are far off call a moderate load an overload, and those cycles are needed.
///
/// Outliers are then dropped until none is left. For the standard deviation of the residual each counts at
/// most the mean latency, so that gross outliers do not hide behind their own size, and it is taken for at
/// least 0.5 % of the mean latency; min_samples stay in any case.
///
/// What the observations cannot tell is kept at the value in force, and the rest fitted again: a parameter
/// whose latency was not measured, the slope of a load that did not vary, then one by one the parameter with
/// the widest confidence interval, as long as one is wider than widest_factor. Where keeping it makes the fit
/// clearly worse, the observations do tell it from the value in force, though not from 0 (or, for the slope
/// of a constant load, not what else), and it stays fitted.
///
/// Confidence intervals are of the logarithm: Student's t times the clustered sandwich estimate of the
/// standard error (a cluster is one observation: its two residuals go together) with the jackknife correction
/// for leverage (CR3), widened for what dropping outliers takes off the variance. They assume that cycles err
/// independently.
FitOutcome fit_parameters(std::span<const FitPoint> observations,
                          const std::optional<PerfParameters>& in_force, const CalibrationOptions& options);

}  // namespace wvagate
