#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "analysis/core/result.hpp"
#include "harness/history/history_store.hpp"

/// Which of a store's trends are shown.
namespace wvagate::cli {

/// --scenario, as shell patterns
void add_scenario_globs(CLI::App& app, std::vector<std::string>& scenarios);

/// Fails where no run has a value of one of the metrics.
Status check_metrics(const std::vector<std::string>& wanted, history::HistoryStore& store);

/// The store's scenarios that match one of the patterns; all without any.
Result<std::vector<std::string>> choose_scenarios(const std::vector<std::string>& patterns,
                                                  history::HistoryStore& store);

}  // namespace wvagate::cli
