#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "harness/plot/chart.hpp"
#include "harness/plot/time_panel.hpp"

namespace wvagate::plot {

/// What of two runs is drawn over time, one over the other.
enum class Aspect {
  itl,
  ttft,
  latencies,  ///< ITL and TTFT
  itl_error,
  ttft_error,
  itl_model_error,
  ttft_model_error,
  replicas,
};

/// What shows `metric`; absent where nothing over time does.
std::optional<Aspect> aspect_of(std::string_view metric);

/// "itl_error": for a file's name.
std::string_view aspect_text(Aspect aspect);

/// A span in which a run is worst, marked beside its latency, or where it has none, in every panel.
struct Damage {
  TimeSpan span;
  std::optional<Latency> latency;
};

/// A run that is held against one of the baseline's.
struct Comparison {
  const LogFacts& facts;  ///< of the run
  const metric::SeriesAnalysis& run;
  const metric::SeriesAnalysis* recorded = nullptr;  ///< the baseline's run; absent where it is not at hand
  std::span<const Damage> damage;                    ///< where the run is worst
  std::string title;
};

/// One picture of both runs, each counted from its own first sample.
Chart comparison_chart(const Comparison& comparison, Aspect aspect, std::string_view name, Format format);

}  // namespace wvagate::plot
