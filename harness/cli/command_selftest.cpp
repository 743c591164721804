#include <memory>
#include <set>
#include <string>

#include "harness/cli/environment.hpp"
#include "harness/cli/gate_inputs.hpp"
#include "harness/cli/verb.hpp"
#include "harness/gate/selftest.hpp"
#include "harness/report/selftest_text.hpp"
#include "harness/store/selftest_json.hpp"

namespace wvagate::cli {
namespace {

struct Arguments {
  GateInputArguments inputs;
  bool strict = false;
  bool json = false;
};

ExitCode exit_code_for(const verdict::Selftest& selftest, bool strict) {
  ExitCode code = ExitCode::pass;
  for (const auto& scenario : selftest.scenarios) {
    for (const Error& fault : scenario.faults)
      code = worse(code, exit_code_of(fault.kind));
  }
  if (selftest.failed()) code = worse(code, ExitCode::gate_failed);
  if (strict && selftest.left_undecided()) code = worse(code, ExitCode::inconclusive);
  return code;
}

Status resolve(const Arguments& arguments, const Console& console, gate::Request& request) {
  if (!arguments.inputs.any()) {
    return Error{.where = "selftest",
                 .what = "no log",
                 .help = "name logs, directories of them, or --scenario NAME=LOG"};
  }
  if (auto status = resolve_gate_inputs(arguments.inputs, console, request); !status) return status;
  std::erase_if(request.baselines, [](const auto& file) { return verdict::is_of_benchmark(file.baseline); });
  if (request.baselines.empty()) {
    return Error{.where = "selftest",
                 .what = "all baselines are of benchmarks",
                 .help = "regressions are injected into logs"};
  }
  return {};
}

ExitCode run_selftest(const Arguments& arguments, const Console& console) {
  const auto environment = read_environment();
  if (!environment) return console.complain(environment.error());
  gate::Request request;
  request.today = environment.value().today;
  if (const auto status = resolve(arguments, console, request); !status)
    return console.complain(status.error());
  const verdict::Selftest selftest = gate::run_selftest(request);
  note_ungated(request, console);
  const ExitCode code = exit_code_for(selftest, arguments.strict);
  const std::string text = arguments.json ? store::selftest_document({.version = std::string(version())},
                                                                     selftest, static_cast<int>(code))
                                          : report::selftest_text(selftest, console.colour());
  const auto status = console.print(text);
  return status ? code : worse(code, console.complain(status.error()));
}

}  // namespace

Action declare_selftest(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_gate_inputs(app, arguments->inputs);
  app.add_flag("--strict", arguments->strict, "Exit 3 where a regression could not be told");
  app.add_flag("--json", arguments->json, "The result as JSON (wvagate.selftest/1)");
  return [arguments](const Console& console) { return run_selftest(*arguments, console); };
}

}  // namespace wvagate::cli
