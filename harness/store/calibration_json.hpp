#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/model/calibration.hpp"
#include "harness/store/tool.hpp"

namespace wvagate::store {

/// The calibration of one model on one accelerator.
struct CalibratedModel {
  std::string_view model;
  std::string_view accelerator;
  std::vector<std::string> logs;    ///< names
  std::vector<std::size_t> log_of;  ///< index into `logs` of each series that was calibrated
  const Calibration& calibration;
};

/// `calibrate --json`: schema wvagate.calibration/1.
std::string calibration_document(const Tool& tool, std::span<const CalibratedModel> models);

/// `calibrate --emit json`: schema wvagate.parameters/1, the recommended parameters alone. `replay
/// --params-file` reads it.
std::string parameters_document(const Tool& tool, std::span<const CalibratedModel> models);

}  // namespace wvagate::store
