#pragma once

#include <string>
#include <string_view>

#include "analysis/core/result.hpp"
#include "analysis/simulation/log_form.hpp"
#include "analysis/simulation/scenario.hpp"

namespace wvagate::store {

inline constexpr std::string_view kScenarioSchema = "wvagate.scenario/1";

/// A scenario, and the form in which it is logged where nothing else is asked for.
struct ScenarioFile {
  simulation::Scenario scenario;
  simulation::LogForm form;
};

/// Reads a scenario file, and the CSV files of recorded loads that it names, by
/// paths from its own directory. Fails with file and line at the first member that is unknown, missing, there
/// twice or out of range, so that the simulation may rely on every value.
Result<ScenarioFile> read_scenario(const std::string& path);

/// The same from the text of a file at `path`.
Result<ScenarioFile> parse_scenario(const std::string& path, std::string_view text);

}  // namespace wvagate::store
