#pragma once

#include <span>
#include <string>

#include "analysis/verdict/comparison.hpp"
#include "harness/report/style.hpp"

namespace wvagate::report {

/// Two sets of logs, each named by what its logs are called.
struct ComparedSets {
  std::string first;
  std::string second;
};

/// The figures that either set has, side by side; what is better or worse is so by the figure's own
/// direction.
std::string comparison_text(const ComparedSets& sets, std::span<const verdict::ComparedFigure> figures,
                            Colour colour);

}  // namespace wvagate::report
