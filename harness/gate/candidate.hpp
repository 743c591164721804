#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/verdict/baseline.hpp"
#include "analysis/verdict/contender.hpp"

namespace wvagate::gate {

/// What is said of a scenario that is recorded, besides its logs.
struct Scenario {
  std::string scenario;
  std::vector<std::string>
      patterns;  ///< of the logs' names; none: as before, or the recorded logs' own names
  std::optional<std::string> variant;  ///< as before where absent
  std::string controller;              ///< the controller's version
};

/// A baseline of `runs`, which are one at least. What people decided in `before` (levels, limits, tolerances,
/// reasons, waivers, defaults) stays; values, runs and provenance are new. Metrics that `before` lacks, or
/// all where there is none, get the levels and tolerances of kDefaultMetrics; a tolerance that is narrower
/// than what the runs themselves leave open (two standard deviations of three runs or more, else the interval
/// within the run) is widened to that.
verdict::Baseline make_candidate(const Scenario& scenario, const verdict::Contender& runs,
                                 const std::optional<verdict::Baseline>& before);

/// The metric called `name`; nullptr where the baseline has none.
const verdict::BaselineMetric* find_metric(const verdict::Baseline& baseline, std::string_view name);

/// The figures that a run is asked for: the baseline's own, and those that it would get if it were recorded
/// now.
std::vector<std::string> figures_asked_of(const verdict::Baseline& baseline);

/// A metric that got worse from one baseline to the next by its margin or more, or lost its value.
struct Worsening {
  std::string metric;
  double before = 0;
  std::optional<double> now;
};

/// What a person has to give a reason for: the worse metrics that gate, in the order of `before`.
std::vector<Worsening> worse_metrics(const verdict::Baseline& before, const verdict::Baseline& candidate);

}  // namespace wvagate::gate
