#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/result.hpp"
#include "analysis/history/gather.hpp"

namespace wvagate::store {

/// Reads the runs of `analyze --json` (wvagate.figures/1), the content of the file `path`: of each log the
/// one variant that matches the pattern `variant`, or its only one. Fails where a log has none or several,
/// ended in the middle of a line, or was analyzed in part (--since, --until).
Result<std::vector<history::MeasuredRun>> parse_figures(const std::string& path, std::string_view text,
                                                        const std::optional<std::string>& variant);

}  // namespace wvagate::store
