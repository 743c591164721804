#pragma once

#include "analysis/metric/figures.hpp"
#include "analysis/model/calibration.hpp"
#include "analysis/model/replay.hpp"
#include "analysis/sample/policy.hpp"

/// The groups of figures that need nothing but the series. Each sets its own metrics; a new group is a file,
/// a line here, a line in series_analysis.cpp and its rows in the registry.
namespace wvagate::metric {

/// samples.*, *.unmeasured, segments, duration_min, load.*
void set_overview_figures(const MeasuredSeries& series, Figures& figures);
/// *.observed.*
void set_latency_figures(const MeasuredSeries& series, Figures& figures);
/// *.compliance*, *.violations, *.excess_ms, slo.*
void set_compliance_figures(const MeasuredSeries& series, Figures& figures);
/// tuner.*, params.*
void set_parameter_figures(const MeasuredSeries& series, Figures& figures);
/// capacity.* but for capacity.*.gaps.*
void set_capacity_figures(const MeasuredSeries& series, Figures& figures);
/// model.throughput.*
void set_throughput_figures(const MeasuredSeries& series, Figures& figures);
/// observed.*
void set_pod_figures(const MeasuredSeries& series, Figures& figures);

/// replay.*, from a replay of the samples that count
void set_replay_figures(const ReplaySummary& replay, Figures& figures);
/// calibration.*, from a fit that is made once for all who ask
void set_calibration_figures(const Calibration& calibration, Figures& figures);

}  // namespace wvagate::metric
