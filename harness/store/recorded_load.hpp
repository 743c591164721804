#pragma once

#include <string>
#include <string_view>

#include "analysis/core/result.hpp"
#include "analysis/simulation/scenario.hpp"

namespace wvagate::store {

/// Reads a load from CSV: columns `minute` and `rpm`, or `timestamp` and `rate` as `extract` writes them (its
/// minutes count from the first row). Other columns are passed over, rows without a rate too.
Result<simulation::RecordedLoad> parse_recorded_load(const std::string& path, std::string_view text);

}  // namespace wvagate::store
