#pragma once

#include <string>

#include "analysis/core/result.hpp"
#include "analysis/verdict/contender.hpp"

namespace wvagate::gate {

/// The results of Google Benchmark in the file `path` as a run: what metric::benchmark_metrics() makes of
/// them. `measure` is the baseline's, which benchmarks know nothing of. Fails where the file cannot be read,
/// or lacks a benchmark that a metric is made of.
Result<verdict::Run> benchmark_run(const std::string& path, const verdict::Measure& measure);

}  // namespace wvagate::gate
