#pragma once

#include <string>
#include <string_view>

#include "analysis/model/calibration.hpp"
#include "harness/report/style.hpp"

namespace wvagate::report {

/// What was calibrated: the samples of one model on one accelerator.
struct CalibrationSubject {
  std::string_view model;
  std::string_view accelerator;
  std::size_t logs = 0;
};

/// A calibration for a person to read: parameters, errors in and out of sample, what was left out, and the
/// verdict.
std::string calibration_text(const CalibrationSubject& subject, const Calibration& calibration,
                             Colour colour);

}  // namespace wvagate::report
