#pragma once

#include <span>
#include <string>

#include "analysis/history/run_set.hpp"

namespace wvagate::report {

/// The figures of each run as OpenMetrics 1.0 text, which Prometheus' text format also reads (a textfile
/// collector does): a gauge a metric, "itl.observed.mean_ms" as wvagate_itl_observed_mean_ms, labelled by
/// scenario, release, commit, and the run's number and log; wvagate_run_set_date_seconds tells the date.
/// Without times of samples, which such collectors refuse.
std::string openmetrics_text(std::span<const history::RunSet> run_sets);

}  // namespace wvagate::report
