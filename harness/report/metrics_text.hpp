#pragma once

#include <string>

namespace wvagate::report {

/// The reference table of every figure.
std::string metrics_text();

}  // namespace wvagate::report
