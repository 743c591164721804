#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/gate/gate.hpp"
#include "harness/run/measured_run.hpp"

namespace wvagate::gate {

/// A finding that fails the gate, with the runs to show it by.
struct Exhibit {
  std::string scenario;
  const verdict::Finding* finding = nullptr;         ///< of the verdict
  std::shared_ptr<const run::MeasuredRun> run;       ///< the one that the finding's places are in
  std::shared_ptr<const run::MeasuredRun> recorded;  ///< of the baseline's runs the one nearest to its value;
                                                     ///< absent where none is at hand
};

/// The failing findings of `verdict` that have a place in a log, gravest first in each scenario. Runs of the
/// baselines are looked for among the logs `recorded`, by name and content. The verdict must outlive the
/// result.
std::vector<Exhibit> gather_exhibits(const Request& request, const verdict::Verdict& verdict,
                                     const std::vector<std::string>& recorded);

}  // namespace wvagate::gate
