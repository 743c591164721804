#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/metric/series_analysis.hpp"
#include "analysis/model/what_if.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/plot/data_file.hpp"
#include "harness/plot/page.hpp"

namespace wvagate::plot {

/// One series' decisions as the model makes them, one entry a sample that counts.
struct SeriesDecisions {
  WhatIfOutcome replayed;  ///< with the parameters in force
  std::optional<WhatIfOutcome>
      calibrated;  ///< with the fitted ones, whether recommended or not; absent without a fit
};

/// One series and all that is drawn of it.
struct ChartSeries {
  const metric::SeriesAnalysis& analysis;
  SeriesDecisions decisions;

  const MeasuredSeries& measured() const { return analysis.measured; }
};

/// What a log's charts are drawn from.
struct ChartInput {
  const LogFacts& facts;
  std::vector<ChartSeries> series;  ///< at most kMostSeries, those with most violations of their SLOs
  std::size_t left_out = 0;         ///< series beyond them
  double at_least_min = 0;          ///< panels over time show as much
};

/// Variants that one picture holds; more would be no picture.
inline constexpr std::size_t kMostSeries = 8;

/// Decides every cycle of the series again. `all` must outlive the result.
ChartInput chart_input(const LogFacts& facts, std::span<const metric::SeriesAnalysis> all);

/// A chart before it is text: the page, and the data that it is drawn from.
struct Draft {
  Page page;
  DataFile data;
};

/// One chart. Adding one takes a chart_<name>.cpp and a line in kCharts.
struct ChartKind {
  std::string_view name;
  Draft (*draft)(const ChartInput& input);
};

Draft itl_analysis(const ChartInput& input);
Draft ttft_analysis(const ChartInput& input);
Draft load_pattern(const ChartInput& input);
Draft itl_replicas_timeline(const ChartInput& input);
Draft ttft_replicas_timeline(const ChartInput& input);
Draft combined_itl_ttft(const ChartInput& input);
Draft calibration_gap_analysis(const ChartInput& input);
Draft calibration_correlation_analysis(const ChartInput& input);
Draft parameter_evolution(const ChartInput& input);
Draft decode_parameters_itl(const ChartInput& input);
Draft prefill_parameters_ttft(const ChartInput& input);
Draft replica_replay(const ChartInput& input);
Draft error_decomposition(const ChartInput& input);

inline constexpr ChartKind kCharts[] = {
    {"itl_analysis", itl_analysis},
    {"ttft_analysis", ttft_analysis},
    {"load_pattern", load_pattern},
    {"itl_replicas_timeline", itl_replicas_timeline},
    {"ttft_replicas_timeline", ttft_replicas_timeline},
    {"combined_itl_ttft", combined_itl_ttft},
    {"calibration_gap_analysis", calibration_gap_analysis},
    {"calibration_correlation_analysis", calibration_correlation_analysis},
    {"parameter_evolution", parameter_evolution},
    {"decode_parameters_itl", decode_parameters_itl},
    {"prefill_parameters_ttft", prefill_parameters_ttft},
    {"replica_replay", replica_replay},
    {"error_decomposition", error_decomposition},
};

/// A chart as text.
struct Chart {
  std::string name;
  std::string title;
  std::string script;   ///< NAME.gp
  std::string data;     ///< NAME.dat
  bool empty = false;   ///< there was nothing to draw: the picture says why in words
  std::string instead;  ///< these words
};

/// All charts of a log, in the order of kCharts.
std::vector<Chart> make_charts(const ChartInput& input, Format format);

}  // namespace wvagate::plot
