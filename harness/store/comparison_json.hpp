#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/verdict/comparison.hpp"
#include "harness/store/tool.hpp"

namespace wvagate::store {

/// `compare --json`: schema wvagate.comparison/1. A bound that is infinite is null.
std::string comparison_document(const Tool& tool, const std::vector<std::string>& first_logs,
                                const std::vector<std::string>& second_logs,
                                std::span<const verdict::ComparedFigure> figures);

}  // namespace wvagate::store
