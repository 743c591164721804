#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analysis/core/result.hpp"
#include "analysis/history/run_set.hpp"

namespace wvagate::store {

/// Appends the run-set as a document on a line of its own: schema wvagate.run_set/1. Its "tool" is the one
/// that computed the figures.
void append_run_set_json(std::string& out, const history::RunSet& run_set);

/// Reads such a line, number `line` of the file `path`. Refused are unknown and repeated keys, wrong types,
/// names that no scenario may have, and what history::fault_of() complains of.
Result<history::RunSet> parse_run_set_json(const std::string& path, std::uint64_t line,
                                           std::string_view text);

}  // namespace wvagate::store
