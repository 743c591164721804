#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "analysis/core/error.hpp"
#include "harness/plot/chart.hpp"

namespace wvagate::plot {

struct GnuplotOptions {
  std::string search_path;                                        ///< PATH
  std::chrono::milliseconds time_limit{std::chrono::minutes(2)};  ///< for all charts of a log
  std::function<bool()> give_up{};                                ///< see process::ProcessSpec
};

/// The pictures that could be drawn, and why not all where some could not.
struct Drawing {
  std::map<std::string, std::string> pictures;  ///< content by chart name
  std::optional<Error> problem;
};

/// Draws all charts in one gnuplot process, in a temporary directory.
Drawing draw(std::span<const Chart> charts, Format format, const GnuplotOptions& options);

}  // namespace wvagate::plot
