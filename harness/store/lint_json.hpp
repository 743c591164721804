#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/core/error.hpp"
#include "harness/store/tool.hpp"

namespace wvagate::store {

/// A baseline that was checked.
struct LintedBaseline {
  std::string path;
  std::vector<Error> faults;  ///< none where it is in order
};

/// `baseline lint --json`: schema wvagate.lint/1.
std::string lint_document(const Tool& tool, std::span<const LintedBaseline> baselines);

}  // namespace wvagate::store
