#pragma once

#include <functional>
#include <string>

#include "analysis/core/result.hpp"
#include "analysis/history/run_set.hpp"

namespace wvagate::store {

/// What a file is, by how it begins.
enum class HistoryInput {
  log,       ///< or anything else: whoever reads logs says so
  figures,   ///< `analyze --json`
  run_sets,  ///< what `track export` writes as NDJSON or CSV
};

/// Looks at the beginning of the file at `path`; `log` where it cannot be read.
HistoryInput input_kind(const std::string& path);

/// Shows each run-set of the file, NDJSON or CSV, until `visit` fails; its error comes out of here. Fails at
/// the first line that is none.
Status read_run_sets(const std::string& path, const std::function<Status(history::RunSet)>& visit);

}  // namespace wvagate::store
