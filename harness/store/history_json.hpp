#pragma once

#include <span>
#include <string>

#include "analysis/history/trend.hpp"
#include "harness/store/tool.hpp"

namespace wvagate::store {

/// `track show --json`: schema wvagate.history/1.
std::string history_document(const Tool& tool, std::span<const history::Trend> trends);

}  // namespace wvagate::store
