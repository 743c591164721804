#pragma once

#include <string>

#include "analysis/core/result.hpp"
#include "analysis/verdict/contender.hpp"

namespace wvagate::gate {

/// The results of Google Benchmark in the file `path` as a run: those of metric::benchmark_metrics() whose
/// benchmarks are in it. `measure` is the baseline's, which benchmarks know nothing of. Fails where the file
/// cannot be read, or has what none of the metrics is made of.
Result<verdict::Run> benchmark_run(const std::string& path, const verdict::Measure& measure);

}  // namespace wvagate::gate
