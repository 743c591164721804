#pragma once

#include <span>
#include <string>

#include "analysis/metric/series_analysis.hpp"

/// The tables of an experiment directory, with the reference notebook's columns first.
namespace wvagate::report {

/// start_time,end_time,duration,peak_violation,avg_tpot,avg_load and ours, one row a gap of `latency`.
std::string gaps_csv(std::span<const metric::SeriesAnalysis> all, Latency latency);

/// time,from_replicas,to_replicas,load and ours.
std::string scaling_events_csv(std::span<const metric::SeriesAnalysis> all);

/// The samples that count, by variant: the notebook's 15 columns and time_minutes, then ours.
std::string processed_metrics_csv(std::span<const metric::SeriesAnalysis> all);

}  // namespace wvagate::report
