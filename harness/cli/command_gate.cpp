#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/cli/environment.hpp"
#include "harness/cli/gate_inputs.hpp"
#include "harness/cli/gate_page.hpp"
#include "harness/cli/log_set.hpp"
#include "harness/cli/orderly_end.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/verb.hpp"
#include "harness/gate/gate.hpp"
#include "harness/report/gate_junit.hpp"
#include "harness/report/gate_markdown.hpp"
#include "harness/report/gate_tap.hpp"
#include "harness/report/gate_text.hpp"
#include "harness/report/github.hpp"
#include "harness/store/file.hpp"
#include "harness/store/sha256.hpp"
#include "harness/store/verdict_json.hpp"

namespace wvagate::cli {
namespace {

struct Arguments {
  GateInputArguments inputs;
  std::vector<std::string> benchmarks;
  std::string release;
  bool strict = false;
  bool json = false;
  std::string junit, markdown, tap, html;
  std::vector<std::string> baseline_logs;
};

/// Refuses a scenario of the last release that has no baseline any more: nothing would be held against it.
Status check_dropped(const std::vector<store::BaselineFile>& release, const std::string& baselines) {
  for (const store::BaselineFile& file : release) {
    const std::string& scenario = file.baseline.scenario;
    if (std::filesystem::exists(baselines + "/" + scenario + std::string(store::kBaselineSuffix))) continue;
    return Error{
        .where = baselines,
        .what = "has no baseline of \"" + escape_for_terminal(scenario) + "\", which the last release has",
        .help = "where it was dropped on purpose, drop it from the release's directory, too"};
  }
  return {};
}

/// Refuses to write two reports to one file, or one over what is gated or a baseline.
Status check_outputs(const Arguments& arguments, const gate::Request& request) {
  std::set<std::filesystem::path> taken;
  const auto whole = [](const std::string& path) {
    std::error_code ignored;
    return std::filesystem::weakly_canonical(path, ignored);
  };
  const auto recorded = resolve_logs(arguments.baseline_logs);
  if (!recorded) return recorded.error();
  for (const auto* inputs : {&request.logs, &request.benchmarks, &recorded.value()})
    for (const std::string& path : *inputs)
      taken.insert(whole(path));
  for (const auto& [scenario, logs] : request.of_scenario)
    for (const std::string& path : logs)
      taken.insert(whole(path));
  for (const std::string* directory : {&arguments.inputs.baselines, &arguments.release}) {
    if (directory->empty()) continue;
    const auto baselines = store::list_baselines(*directory);
    if (!baselines) return baselines.error();
    for (const std::string& path : baselines.value())
      taken.insert(whole(path));
  }
  for (const std::string* output : {&arguments.junit, &arguments.markdown, &arguments.tap, &arguments.html}) {
    if (output->empty() || taken.insert(whole(*output)).second) continue;
    return Error{.where = *output, .what = "would be written over: it is another report, or what is read"};
  }
  return {};
}

/// Everything that is asked for, or why it cannot be.
Status resolve(const Arguments& arguments, const Environment& environment, const Console& console,
               gate::Request& request) {
  if (!arguments.inputs.any() && arguments.benchmarks.empty()) {
    return Error{.where = "gate",
                 .what = "no log",
                 .help = "name logs, directories of them, --scenario NAME=LOG, or --benchmark FILE"};
  }
  request.today = environment.today;
  request.strictness = {.strict = arguments.strict, .ci = environment.ci};
  request.benchmarks = arguments.benchmarks;
  request.against_release = !arguments.release.empty();
  Result<std::vector<store::BaselineFile>> release(std::vector<store::BaselineFile>{});
  if (request.against_release) release = load_baselines(arguments.release, console);
  auto inputs = resolve_gate_inputs(arguments.inputs, console, request);
  if (release && inputs) inputs = check_dropped(release.value(), arguments.inputs.baselines);
  if (inputs) inputs = check_outputs(arguments, request);
  if (release && inputs) {
    for (store::BaselineFile& file : release.value())
      request.releases.emplace(file.baseline.scenario, std::move(file.baseline));
    return {};
  }
  if (!release && !inputs) console.complain(inputs.error());
  return release ? inputs.error() : release.error();
}

ExitCode exit_code_for(const verdict::Verdict& verdict) {
  ExitCode code = ExitCode::pass;
  for (const auto& scenario : verdict.scenarios) {
    for (const Error& fault : scenario.faults)
      code = worse(code, exit_code_of(fault.kind));
  }
  if (verdict.count(verdict::Consequence::fail) > 0) code = worse(code, ExitCode::gate_failed);
  if (verdict.left_undecided()) code = worse(code, ExitCode::inconclusive);
  const bool broken = verdict.outcome() == verdict::Outcome::broken;
  return broken && code == ExitCode::pass ? ExitCode::usage : code;
}

Status write_page(const gate::Request& request, const verdict::Verdict& verdict, const Arguments& arguments,
                  const Console& console) {
  for (const std::string& path : arguments.baseline_logs) {
    if (!std::filesystem::exists(path))
      return Error{
          .kind = ErrorKind::log, .where = path, .what = "is not there", .help = "see --baseline-logs"};
  }
  auto recorded = resolve_logs(arguments.baseline_logs);
  if (!recorded) return recorded.error();
  Status written;
  OrderlyEnd end;
  end.during([&] {
    const OrderlyEnd::Unfinished drawing(end);
    const GatePageResult page =
        make_gate_page(request, verdict, recorded.value(), [&] { return end.ending(); });
    if (end.ending()) return;
    if (page.problem) console.complain(*page.problem);
    written = store::write_file(arguments.html, page.html);
  });
  return written;
}

/// Writes every report; the exit code that is left.
ExitCode report_verdict(const gate::Request& request, const verdict::Verdict& verdict,
                        const Arguments& arguments, const Environment& environment, const Console& console) {
  ExitCode code = exit_code_for(verdict);
  const auto check = [&](const Status& status) {
    if (status) return;
    code = worse(code, console.complain(status.error()));
  };
  if (!arguments.junit.empty()) check(store::write_file(arguments.junit, report::gate_junit(verdict)));
  if (!arguments.markdown.empty())
    check(store::write_file(arguments.markdown, report::gate_markdown(verdict)));
  if (!arguments.tap.empty()) check(store::write_file(arguments.tap, report::gate_tap(verdict)));
  if (!arguments.html.empty()) check(write_page(request, verdict, arguments, console));
  if (environment.github && environment.github_step_summary)
    check(store::append_to_file(*environment.github_step_summary, report::gate_markdown(verdict)));
  std::string text = arguments.json ? store::verdict_document({.version = std::string(version())}, verdict,
                                                              static_cast<int>(code))
                                    : report::gate_text(verdict, console.colour());
  if (environment.github && !arguments.json) {
    text = report::github_shielded(text, store::sha256(text)) + report::github_annotations(verdict);
  }
  check(console.print(text));
  // Last, because it tells the exit code.
  if (environment.github && environment.github_output) {
    check(store::append_to_file(*environment.github_output,
                                report::github_outputs(verdict, static_cast<int>(code))));
  }
  return code;
}

ExitCode run_gate(const Arguments& arguments, const Console& console) {
  const auto environment = read_environment();
  if (!environment) return console.complain(environment.error());
  gate::Request request;
  if (const auto status = resolve(arguments, environment.value(), console, request); !status)
    return console.complain(status.error());
  const verdict::Verdict verdict = gate::run_gate(request);
  note_ungated(request, console);
  return report_verdict(request, verdict, arguments, environment.value(), console);
}

}  // namespace

Action declare_gate(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_gate_inputs(app, arguments->inputs);
  app.add_option("--benchmark", arguments->benchmarks,
                 "Results of Google Benchmark (JSON), for baselines of benchmarks; each file is a run")
      ->type_name("FILE")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--release", arguments->release,
                 "Also hold the logs against the last release's baselines, so that small steps cannot add up")
      ->check(not_empty())
      ->type_name("DIR");
  app.add_flag("--strict", arguments->strict, "Exit 3 where something could not be told");
  app.add_flag("--json", arguments->json, "The verdict as JSON (wvagate.verdict/1)");
  app.add_option("--junit", arguments->junit, "Also write JUnit XML here")
      ->check(not_empty())
      ->type_name("FILE");
  app.add_option("--markdown", arguments->markdown, "Also write Markdown here")
      ->check(not_empty())
      ->type_name("FILE");
  app.add_option("--tap", arguments->tap, "Also write TAP here")->check(not_empty())->type_name("FILE");
  auto* const html =
      app.add_option("--html", arguments->html, "Also write a page with the charts of what failed here");
  html->check(not_empty())->type_name("FILE");
  app.add_option("--baseline-logs", arguments->baseline_logs,
                 "Logs, or directories of them, that baselines were recorded from: --html draws them beside "
                 "what failed")
      ->type_name("LOG")
      ->take_all()
      ->allow_extra_args(false)
      ->needs(html);
  return [arguments](const Console& console) { return run_gate(*arguments, console); };
}

}  // namespace wvagate::cli
