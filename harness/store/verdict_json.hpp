#pragma once

#include <string>

#include "analysis/verdict/verdict.hpp"
#include "harness/store/tool.hpp"

namespace wvagate::store {

/// `gate --json`: schema wvagate.verdict/1 (design, product §8). Every finding is in it, passes too; a bound
/// that is infinite is null.
std::string verdict_document(const Tool& tool, const verdict::Verdict& verdict, int exit_code);

}  // namespace wvagate::store
