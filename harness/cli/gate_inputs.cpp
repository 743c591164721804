#include "harness/cli/gate_inputs.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "analysis/core/format.hpp"
#include "analysis/sample/series.hpp"
#include "harness/cli/log_set.hpp"
#include "harness/run/measured_run.hpp"

namespace wvagate::cli {
namespace {

Status keep_only(const std::vector<std::string>& patterns, std::vector<store::BaselineFile>& files) {
  for (const std::string& pattern : patterns) {
    const bool any = std::any_of(files.begin(), files.end(), [&](const store::BaselineFile& file) {
      return matches_glob(pattern, file.baseline.scenario);
    });
    if (!any) {
      return Error{.where = "--only",
                   .what = "no scenario is called \"" + escape_for_terminal(pattern) + "\"",
                   .help = "a scenario is a baseline's file name without .json"};
    }
  }
  if (patterns.empty()) return {};
  std::erase_if(files, [&](const store::BaselineFile& file) {
    return std::none_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
      return matches_glob(pattern, file.baseline.scenario);
    });
  });
  return {};
}

/// Puts the logs of --scenario where they belong.
Status resolve_scenarios(const GateInputArguments& arguments, gate::Request& request) {
  for (const std::string& text : arguments.scenarios) {
    const std::size_t sign = text.find('=');
    if (sign == std::string::npos || sign == 0 || sign + 1 == text.size()) {
      return Error{.where = "--scenario", .what = "\"" + escape_for_terminal(text) + "\" is not NAME=LOG"};
    }
    const std::string name = text.substr(0, sign);
    const bool known = std::any_of(request.baselines.begin(), request.baselines.end(),
                                   [&](const auto& file) { return file.baseline.scenario == name; });
    if (!known) {
      return Error{.where = "--scenario",
                   .what = "no baseline is called \"" + escape_for_terminal(name) + "\"",
                   .help = "the baselines come from --baselines, and --only leaves some out"};
    }
    auto logs = resolve_logs({text.substr(sign + 1)});
    if (!logs) return logs.error();
    auto& of_scenario = request.of_scenario[name];
    of_scenario.insert(of_scenario.end(), logs.value().begin(), logs.value().end());
  }
  return {};
}

}  // namespace

void add_gate_inputs(CLI::App& app, GateInputArguments& arguments) {
  app.add_option("LOG", arguments.logs,
                 "Logs, or directories of them: each goes to the scenario whose patterns match its name")
      ->type_name("");
  app.add_option("--baselines", arguments.baselines, "Directory of the baselines")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--scenario", arguments.scenarios,
                 "A log, or a directory of logs, of this scenario, whatever its name; may come again")
      ->type_name("NAME=LOG")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--only", arguments.only, "Only scenarios whose name matches, with * and ?; may come again")
      ->type_name("GLOB")
      ->take_all()
      ->allow_extra_args(false);
}

Result<std::vector<store::BaselineFile>> load_baselines(const std::string& directory,
                                                        const Console& console) {
  const auto paths = store::list_baselines(directory);
  if (!paths) return paths.error();
  std::vector<store::BaselineFile> files;
  std::vector<Error> faults;
  for (const std::string& path : paths.value()) {
    store::BaselineFile file = store::read_baseline(path);
    faults.insert(faults.end(), file.faults.begin(), file.faults.end());
    if (file.faults.empty() && !file.baseline.accepted) {
      faults.push_back({.where = path,
                        .what = "nobody has accepted it",
                        .help = "`wvagate baseline accept` does, with a reason"});
    }
    files.push_back(std::move(file));
  }
  if (faults.empty()) return files;
  for (std::size_t i = 0; i + 1 < faults.size(); ++i)
    console.complain(faults[i]);
  return faults.back();
}

Status resolve_gate_inputs(const GateInputArguments& arguments, const Console& console,
                           gate::Request& request) {
  auto baselines = load_baselines(arguments.baselines, console);
  if (!baselines) return baselines.error();
  request.baselines = std::move(baselines).value();
  if (auto status = keep_only(arguments.only, request.baselines); !status) return status;
  if (auto status = resolve_scenarios(arguments, request); !status) return status;
  auto logs = resolve_logs(arguments.logs);
  if (!logs) return logs.error();
  request.logs = std::move(logs).value();
  return {};
}

void note_ungated(const gate::Request& request, const Console& console) {
  std::set<std::string> taken;
  for (const store::BaselineFile& file : request.baselines) {
    const auto logs = gate::logs_of(file.baseline, request);
    taken.insert(logs.begin(), logs.end());
  }
  for (const std::string& log : request.logs) {
    if (!taken.contains(log))
      console.note(escape_for_terminal(log) + ": no baseline's patterns match its name: not gated");
  }
}

}  // namespace wvagate::cli
