#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/sample/series.hpp"
#include "harness/cli/environment.hpp"
#include "harness/cli/gate_page.hpp"
#include "harness/cli/log_set.hpp"
#include "harness/cli/verb.hpp"
#include "harness/gate/gate.hpp"
#include "harness/gate/measured_run.hpp"
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
  std::vector<std::string> logs;
  std::string baselines = "baselines";
  std::vector<std::string> scenarios;  ///< NAME=LOG
  std::vector<std::string> benchmarks;
  std::vector<std::string> only;
  std::string release;
  bool strict = false;
  bool json = false;
  std::string junit, markdown, tap, html;
  std::vector<std::string> baseline_logs;
};

/// The baselines of a directory, or the faults of them all.
struct LoadedBaselines {
  std::vector<store::BaselineFile> files;
  std::vector<Error> faults;
};

LoadedBaselines load_baselines(const std::string& directory) {
  LoadedBaselines loaded;
  const auto paths = store::list_baselines(directory);
  if (!paths) {
    loaded.faults.push_back(paths.error());
    return loaded;
  }
  for (const std::string& path : paths.value()) {
    store::BaselineFile file = store::read_baseline(path);
    loaded.faults.insert(loaded.faults.end(), file.faults.begin(), file.faults.end());
    if (file.faults.empty() && !file.baseline.accepted) {
      loaded.faults.push_back({.where = path,
                               .what = "nobody has accepted it",
                               .help = "`wvagate baseline accept` does, with a reason"});
    }
    loaded.files.push_back(std::move(file));
  }
  return loaded;
}

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
Status resolve_scenarios(const Arguments& arguments, gate::Request& request) {
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

/// Everything that is asked for, or why it cannot be.
Status resolve(const Arguments& arguments, const Environment& environment, const Console& console,
               gate::Request& request) {
  if (arguments.logs.empty() && arguments.scenarios.empty() && arguments.benchmarks.empty()) {
    return Error{.where = "gate",
                 .what = "no log",
                 .help = "name logs, directories of them, --scenario NAME=LOG, or --benchmark FILE"};
  }
  request.today = environment.today;
  request.strictness = {.strict = arguments.strict, .ci = environment.ci};
  LoadedBaselines loaded = load_baselines(arguments.baselines);
  LoadedBaselines release;
  if (!arguments.release.empty()) release = load_baselines(arguments.release);
  std::vector<Error> faults = loaded.faults;
  faults.insert(faults.end(), release.faults.begin(), release.faults.end());
  for (std::size_t i = 0; i + 1 < faults.size(); ++i)
    console.complain(faults[i]);
  if (!faults.empty()) return faults.back();

  request.baselines = std::move(loaded.files);
  if (auto status = keep_only(arguments.only, request.baselines); !status) return status;
  request.against_release = !arguments.release.empty();
  for (store::BaselineFile& file : release.files)
    request.releases.emplace(file.baseline.scenario, std::move(file.baseline));
  if (auto status = resolve_scenarios(arguments, request); !status) return status;
  auto logs = resolve_logs(arguments.logs);
  if (!logs) return logs.error();
  request.logs = std::move(logs).value();
  request.benchmarks = arguments.benchmarks;
  return {};
}

/// Says which logs no scenario took.
void note_ungated(const gate::Request& request, const verdict::Verdict& verdict, const Console& console) {
  std::set<std::string> taken;
  for (const auto& scenario : verdict.scenarios)
    taken.insert(scenario.runs.begin(), scenario.runs.end());
  for (const std::string& log : request.logs) {
    if (!taken.contains(gate::log_name(log)))
      console.note(escape_for_terminal(log) + ": no baseline's patterns match its name: not gated");
  }
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

/// Writes what goes to GitHub's files, and gives what goes to standard output for it.
std::string tell_github(const verdict::Verdict& verdict, const Environment& environment, ExitCode code,
                        const std::function<void(const Status&)>& check) {
  if (environment.github_step_summary) {
    check(store::append_to_file(*environment.github_step_summary, report::gate_markdown(verdict)));
  }
  if (environment.github_output) {
    check(store::append_to_file(*environment.github_output,
                                report::github_outputs(verdict, static_cast<int>(code))));
  }
  return report::github_annotations(verdict);
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
  const GatePageResult page = make_gate_page(request, verdict, recorded.value());
  if (page.problem) console.complain(*page.problem);
  return store::write_file(arguments.html, page.html);
}

/// Writes every report; the exit code that is left.
ExitCode report_verdict(const gate::Request& request, const verdict::Verdict& verdict,
                        const Arguments& arguments, const Environment& environment, const Console& console) {
  ExitCode code = exit_code_for(verdict);
  const auto check = [&](const Status& status) {
    if (status) return;
    console.complain(status.error());
    code = worse(code, exit_code_of(status.error().kind));
  };
  if (!arguments.junit.empty()) check(store::write_file(arguments.junit, report::gate_junit(verdict)));
  if (!arguments.markdown.empty())
    check(store::write_file(arguments.markdown, report::gate_markdown(verdict)));
  if (!arguments.tap.empty()) check(store::write_file(arguments.tap, report::gate_tap(verdict)));
  if (!arguments.html.empty()) check(write_page(request, verdict, arguments, console));
  std::string annotations;
  if (environment.github) annotations = tell_github(verdict, environment, code, check);
  std::string text = arguments.json ? store::verdict_document({.version = std::string(version())}, verdict,
                                                              static_cast<int>(code))
                                    : report::gate_text(verdict, console.colour());
  if (environment.github && !arguments.json) {
    text = report::github_shielded(text, store::sha256(text)) + annotations;
  }
  check(console.print(text));
  return code;
}

ExitCode run_gate(const Arguments& arguments, const Console& console) {
  const auto refuse = [&](const Error& error) {
    console.complain(error);
    return exit_code_of(error.kind);
  };
  const auto environment = read_environment();
  if (!environment) return refuse(environment.error());
  gate::Request request;
  if (const auto status = resolve(arguments, environment.value(), console, request); !status)
    return refuse(status.error());
  const verdict::Verdict verdict = gate::run_gate(request);
  note_ungated(request, verdict, console);
  return report_verdict(request, verdict, arguments, environment.value(), console);
}

}  // namespace

Action declare_gate(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  app.add_option("LOG", arguments->logs,
                 "Logs, or directories of them: each goes to the scenario whose patterns match its name")
      ->type_name("");
  app.add_option("--baselines", arguments->baselines, "Directory of the baselines")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--scenario", arguments->scenarios,
                 "A log, or a directory of logs, of this scenario, whatever its name; may come again")
      ->type_name("NAME=LOG")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--benchmark", arguments->benchmarks,
                 "Results of Google Benchmark (JSON), for baselines of benchmarks; each file is a run")
      ->type_name("FILE")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--only", arguments->only, "Only scenarios whose name matches, with * and ?; may come again")
      ->type_name("GLOB")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--release", arguments->release,
                 "Also hold the logs against the last release's baselines, so that small steps cannot add up")
      ->type_name("DIR");
  app.add_flag("--strict", arguments->strict, "Exit 3 where something could not be told");
  app.add_flag("--json", arguments->json, "The verdict as JSON (wvagate.verdict/1)");
  app.add_option("--junit", arguments->junit, "Also write JUnit XML here")->type_name("FILE");
  app.add_option("--markdown", arguments->markdown, "Also write Markdown here")->type_name("FILE");
  app.add_option("--tap", arguments->tap, "Also write TAP here")->type_name("FILE");
  auto* const html =
      app.add_option("--html", arguments->html, "Also write a page with the charts of what failed here");
  html->type_name("FILE");
  app.add_option("--baseline-logs", arguments->baseline_logs,
                 "Logs, or directories of them, that baselines were recorded from: --html draws them beside "
                 "what failed")
      ->type_name("LOG")
      ->needs(html);
  return [arguments](const Console& console) { return run_gate(*arguments, console); };
}

}  // namespace wvagate::cli
