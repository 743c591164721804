#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "analysis/core/result.hpp"

namespace wvagate::cli {

/// What the process's surroundings say; read once, here alone.
struct Environment {
  std::chrono::year_month_day today;               ///< in UTC; of SOURCE_DATE_EPOCH where it is set
  bool ci = false;                                 ///< CI is set, and not to "false" or "0"
  bool github = false;                             ///< GITHUB_ACTIONS is "true"
  std::optional<std::string> github_step_summary;  ///< a file to append Markdown to
  std::optional<std::string> github_output;        ///< a file to append name=value to
  std::string user;                                ///< who runs it; may be empty
};

/// Fails where SOURCE_DATE_EPOCH is no time.
Result<Environment> read_environment();

}  // namespace wvagate::cli
