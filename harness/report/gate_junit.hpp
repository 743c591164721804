#pragma once

#include <string>

#include "analysis/verdict/verdict.hpp"

namespace wvagate::report {

/// The verdict as JUnit XML: a suite a scenario, a case a metric. What fails is a failure, what is missing,
/// incomparable where it must not be, or could not be gated is an error, what cannot be told is skipped.
std::string gate_junit(const verdict::Verdict& verdict);

}  // namespace wvagate::report
