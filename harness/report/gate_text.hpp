#pragma once

#include <string>

#include "analysis/verdict/verdict.hpp"
#include "harness/report/style.hpp"

namespace wvagate::report {

/// The verdict for a person: each scenario with its findings, the worst first, and where in the logs the
/// damage is. What is unchanged is counted only.
std::string gate_text(const verdict::Verdict& verdict, Colour colour);

}  // namespace wvagate::report
