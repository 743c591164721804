#pragma once

#include <string>

#include "analysis/verdict/selftest.hpp"
#include "harness/store/tool.hpp"

namespace wvagate::store {

/// `selftest --json`: schema wvagate.selftest/1. Everything that the text tells, the scenarios in order and
/// in each the regressions in order of metrics.
std::string selftest_document(const Tool& tool, const verdict::Selftest& selftest, int exit_code);

}  // namespace wvagate::store
