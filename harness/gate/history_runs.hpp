#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/core/result.hpp"
#include "analysis/history/gather.hpp"
#include "analysis/verdict/baseline.hpp"

namespace wvagate::gate {

/// The runs that the file at `path` tells of: of a log the one, measured under `measure`, by this program of
/// version `tool`; of a result of `analyze --json` those that were measured elsewhere. Of logs with several
/// variants the one that matches the pattern `variant`.
Result<std::vector<history::MeasuredRun>> history_runs(const std::string& path,
                                                       const verdict::Measure& measure,
                                                       const std::optional<std::string>& variant,
                                                       const std::string& tool);

}  // namespace wvagate::gate
