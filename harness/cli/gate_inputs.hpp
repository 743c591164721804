#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "analysis/core/result.hpp"
#include "harness/cli/console.hpp"
#include "harness/gate/gate.hpp"

/// Which logs are held against which baselines: the arguments that `gate` and `selftest` share.
namespace wvagate::cli {

/// As typed.
struct GateInputArguments {
  std::vector<std::string> logs;
  std::string baselines = "baselines";
  std::vector<std::string> scenarios;  ///< NAME=LOG
  std::vector<std::string> only;

  /// A log was named.
  bool any() const { return !logs.empty() || !scenarios.empty(); }
};

/// LOG…, --baselines, --scenario and --only
void add_gate_inputs(CLI::App& app, GateInputArguments& arguments);

/// The baselines of `directory`. Fails where one is broken or was not accepted; all faults but the last one,
/// which is the error, are complained of.
Result<std::vector<store::BaselineFile>> load_baselines(const std::string& directory, const Console& console);

/// Sets the baselines and logs of `request`.
Status resolve_gate_inputs(const GateInputArguments& arguments, const Console& console,
                           gate::Request& request);

/// Says which logs no scenario takes.
void note_ungated(const gate::Request& request, const Console& console);

}  // namespace wvagate::cli
