#pragma once

#include <string>
#include <vector>

#include "analysis/core/time.hpp"
#include "analysis/sample/logged_sample.hpp"

namespace wvagate::synth {

/// A variant of which the controller could collect nothing.
struct UncollectedVariant {
  std::string name;  ///< without namespace
  std::string name_space;
  std::string model;
  std::string accelerator;
};

/// A reconcile cycle as it is to be logged. A sample without a solution is one that the optimizer found
/// nothing for, or reactive mode's.
struct LoggedCycle {
  TimePoint time;                     ///< of its first line
  std::vector<LoggedSample> samples;  ///< printed by their digits; writing sets their lines
  std::vector<UncollectedVariant> without_metrics;
  bool cut = false;  ///< the process ends behind the observations
};

}  // namespace wvagate::synth
