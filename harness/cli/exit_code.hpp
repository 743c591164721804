#pragma once

#include <algorithm>
#include <array>

#include "analysis/core/error.hpp"

namespace wvagate::cli {

/// What the process's end says (design, product §4).
enum class ExitCode : int {
  pass = 0,
  gate_failed = 1,
  usage = 2,  ///< wrong usage, a broken baseline or configuration, an output that cannot be written
  inconclusive = 3,
  log = 4,  ///< a log is missing, unreadable or gives no samples
  internal = 70,
};

/// The graver of two: 70 > 2 > 4 > 1 > 3 > 0.
inline ExitCode worse(ExitCode a, ExitCode b) {
  constexpr std::array kGravity = {ExitCode::pass, ExitCode::inconclusive, ExitCode::gate_failed,
                                   ExitCode::log,  ExitCode::usage,        ExitCode::internal};
  const auto rank = [&](ExitCode code) { return std::find(kGravity.begin(), kGravity.end(), code); };
  return rank(a) > rank(b) ? a : b;
}

inline ExitCode exit_code_of(ErrorKind kind) {
  return kind == ErrorKind::log ? ExitCode::log : ExitCode::usage;
}

}  // namespace wvagate::cli
