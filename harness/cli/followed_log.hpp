#pragma once

#include <string>

#include "analysis/sample/policy.hpp"
#include "harness/cli/console.hpp"
#include "harness/run/loaded_log.hpp"

namespace wvagate::cli {

/// Reads the log at `path` while it is written, until SIGINT or SIGTERM comes or a pipe ends, and shows all
/// along what it says: on a terminal as a screen of the present state, else as a line an event. Gives what
/// run::load_log() would give of the same bytes, and fails as it does.
Result<run::LoadedLog> follow_log(const std::string& path, const SampleFilter& filter, const Policy& policy,
                                  const LatencyPair& fallback_slo, const Console& console);

}  // namespace wvagate::cli
