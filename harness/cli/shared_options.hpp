#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "analysis/core/result.hpp"
#include "analysis/sample/policy.hpp"
#include "analysis/sample/series.hpp"
#include "analysis/verdict/baseline.hpp"

namespace wvagate::cli {

/// Options that set what is measured, as typed.
struct MeasureArguments {
  std::string policy = "cycle";
  double dedup_window_s = 5;
  LatencyPair slo;  ///< where the log names none
};

/// Options that choose samples, as typed.
struct FilterArguments {
  std::optional<std::string> variant;
  std::optional<std::string> since;
  std::optional<std::string> until;
};

/// Take numbers in [`least`, `most`], and refuse others as "is not `what`".
CLI::Validator number_in(double least, double most, const std::string& what);
/// Refuses an empty text, as of a variable that is not set.
CLI::Validator not_empty();
CLI::Validator whole_number_in(double least, double most, const std::string& what);

void add_logs(CLI::App& app, std::vector<std::string>& logs);
void add_measure_options(CLI::App& app, MeasureArguments& arguments);
/// --dedup-window
void add_dedup_option(CLI::App& app, double& seconds);
/// --slo-itl and --slo-ttft; `what` is what their help says before "ITL target".
void add_target_options(CLI::App& app, LatencyPair& slo, const std::string& what);
/// --jobs
void add_jobs_option(CLI::App& app, std::size_t& jobs);
void add_filter_options(CLI::App& app, FilterArguments& arguments);

/// Whether one of them was typed.
bool measure_options_given(const CLI::App& app);

/// The same, resolved.
verdict::Measure resolve_measure(const MeasureArguments& arguments);
Policy resolve_policy(const MeasureArguments& arguments);
Result<SampleFilter> resolve_filter(const FilterArguments& arguments);

}  // namespace wvagate::cli
