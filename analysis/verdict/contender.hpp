#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/statistics/interval.hpp"
#include "analysis/verdict/baseline.hpp"

namespace wvagate::verdict {

/// A figure of one run.
struct Measurement {
  std::string name;
  std::optional<double> value;  ///< absent where it cannot be computed
  std::optional<statistics::Interval>
      within_run;  ///< 95 % interval from the run's own cycles, a description only
};

/// One recorded run of the scenario.
struct Run {
  std::string log;     ///< name
  std::string sha256;  ///< of its bytes; empty where they could be read only once
  Measure measure;     ///< how its figures were computed
  Identity identity;
  std::vector<Measurement> measurements;

  /// nullptr for a name that was not measured.
  const Measurement* find(std::string_view name) const;
};

/// The runs that are held against a baseline.
using Contender = std::vector<Run>;

}  // namespace wvagate::verdict
