#pragma once

#include <string>
#include <vector>

#include "analysis/core/result.hpp"

namespace wvagate::cli {

/// "run1" of "logs/run1.txt.gz".
std::string log_stem(const std::string& path);

/// The directory below `out` that a log's results go to.
std::string target_of(const std::string& out, const std::string& log);

/// Refuses, before anything is read, two logs that would be written to one place, and without `force` places
/// that are taken.
Status check_targets(const std::vector<std::string>& logs, const std::string& out, bool force);

}  // namespace wvagate::cli
