#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "analysis/metric/series_analysis.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/plot/chart.hpp"
#include "harness/store/experiment_directory.hpp"

namespace wvagate::cli {

/// Where gnuplot is looked for: the PATH.
std::string search_path();

/// How charts are asked for, as typed.
struct ChartArguments {
  std::optional<std::string> format;  ///< "svg", "png", "none"; svg where it is absent

  bool wanted() const { return format != "none"; }
  /// Charts were asked for in so many words: it is an error where they cannot be drawn.
  bool insisted() const { return format && wanted(); }
};

/// --charts
CLI::Option* add_chart_option(CLI::App& app, ChartArguments& arguments, bool with_none);

/// A log's charts, with the pictures of those that could be drawn.
struct DrawnCharts {
  plot::Format format = plot::Format::svg;
  std::vector<plot::Chart> charts;
  std::map<std::string, std::string> pictures;  ///< content by chart name
  std::optional<Error> problem;                 ///< why not all could be drawn
};

/// Draws the charts of one log, with the gnuplot that the PATH finds, unless `give_up` says so.
DrawnCharts draw_charts(const LogFacts& facts, std::span<const metric::SeriesAnalysis> analyses,
                        const ChartArguments& arguments, const std::function<bool()>& give_up);

/// Adds scripts, data and pictures to a directory, below `prefix`.
void add_charts(const DrawnCharts& drawn, const std::string& prefix, store::DirectoryContent& content);

}  // namespace wvagate::cli
