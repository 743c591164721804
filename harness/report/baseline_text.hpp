#pragma once

#include <optional>
#include <string>

#include "analysis/verdict/baseline.hpp"

namespace wvagate::report {

/// A baseline for a person to read.
std::string baseline_table(const verdict::Baseline& baseline);

/// What changes from `before` (if there is one) to `candidate`, as Markdown for a review: every metric whose
/// value, level or tolerance differs, those that come and go, the worse ones first.
std::string baseline_diff(const std::optional<verdict::Baseline>& before, const verdict::Baseline& candidate);

}  // namespace wvagate::report
