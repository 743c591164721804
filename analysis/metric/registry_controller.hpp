#pragma once

#include <vector>

#include "analysis/metric/registry.hpp"

namespace wvagate::metric {

/// Adds the figures of what a controller without a queueing model logs: its analyzers' claims, its decisions,
/// and what it sees of its pods.
void add_controller_metrics(std::vector<MetricInfo>& metrics);

}  // namespace wvagate::metric
