#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/core/format.hpp"
#include "analysis/metric/series_analysis.hpp"
#include "harness/report/style.hpp"
#include "harness/report/text_table.hpp"

namespace wvagate::report {

/// One series' analysis on its way into text.
struct AnalysisPage {
  static constexpr std::size_t kIndent = 4;

  const metric::SeriesAnalysis& analysis;
  Colour colour;
  std::string text;

  std::optional<double> figure(std::string_view name) const { return analysis.figures.get(name); }
  /// "-" for a figure that is absent.
  std::string fixed(std::string_view name, int digits) const { return format_fixed(figure(name), digits); }
  std::string significant(std::string_view name) const {
    const auto value = figure(name);
    return value ? format_significant(*value, 6) : "-";
  }
  std::string fixed(Latency latency, std::string_view rest, int digits) const {
    return format_fixed(figure(metric::metric_name(latency, rest)), digits);
  }
  void heading(std::string_view words) { text += "\n  " + bold(words, colour) + "\n"; }
  void line(std::string_view words) { text += std::string(kIndent, ' ') + std::string(words) + "\n"; }
  void table(const TextTable& table) { text += table.text(kIndent); }
};

}  // namespace wvagate::report
