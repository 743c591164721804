#pragma once

#include <string>

#include "analysis/verdict/selftest.hpp"
#include "harness/report/style.hpp"

namespace wvagate::report {

/// The selftest for a person: what could not be tested, each injected regression, the gravest first, what
/// came of damaged logs, how often nothing alarmed, and a summary.
std::string selftest_text(const verdict::Selftest& selftest, Colour colour);

}  // namespace wvagate::report
