#pragma once

#include <string>

#include "analysis/verdict/verdict.hpp"

namespace wvagate::report {

/// The verdict in the Test Anything Protocol, version 13: a point a metric. What cannot be told is skipped,
/// what is waived or only warned of is "todo".
std::string gate_tap(const verdict::Verdict& verdict);

}  // namespace wvagate::report
