#pragma once

#include "harness/report/analysis_page.hpp"

/// The sections of an analysis about what today's controllers log: claims of analyzers, and decisions. Each
/// adds nothing if its matter is not in the log.
namespace wvagate::report {

void add_capacity(AnalysisPage& page);
void add_capacity_gaps(AnalysisPage& page);
void add_decisions(AnalysisPage& page);
void add_throughput_model(AnalysisPage& page);

}  // namespace wvagate::report
