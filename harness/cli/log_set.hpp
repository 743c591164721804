#pragma once

#include <string>
#include <vector>

#include "analysis/core/result.hpp"

namespace wvagate::cli {

/// The logs that the arguments name: files, "-", and of a directory its .txt, .log and .jsonl files and their
/// .gz and .zst, by name. Fails where a directory holds none.
Result<std::vector<std::string>> resolve_logs(const std::vector<std::string>& arguments);

/// The one log that can be followed. Fails where the arguments name more, or a directory.
Result<std::vector<std::string>> resolve_followed(const std::vector<std::string>& arguments);

}  // namespace wvagate::cli
