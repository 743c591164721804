#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/verdict/comparability.hpp"
#include "harness/cli/environment.hpp"
#include "harness/cli/log_set.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/verb.hpp"
#include "harness/gate/benchmark_run.hpp"
#include "harness/gate/candidate.hpp"
#include "harness/report/baseline_text.hpp"
#include "harness/run/measured_run.hpp"
#include "harness/store/baseline_file.hpp"
#include "harness/store/experiment_directory.hpp"
#include "harness/store/file.hpp"
#include "harness/store/lint_json.hpp"

namespace wvagate::cli {
namespace {

constexpr const char* kDefaultDirectory = "baselines";

std::string baseline_path(const std::string& directory, const std::string& scenario) {
  return directory + "/" + scenario + std::string(store::kBaselineSuffix);
}

std::string candidate_path(const std::string& directory, const std::string& scenario) {
  return directory + "/" + scenario + std::string(store::kCandidateSuffix);
}

/// Complains of every fault; whether there are any.
bool complain_of_all(const Console& console, const std::vector<Error>& faults) {
  for (const Error& fault : faults)
    console.complain(fault);
  return !faults.empty();
}

Status check_scenario(const std::string& scenario) {
  if (store::is_scenario_name(scenario)) return {};
  return Error{.where = "scenario",
               .what = "\"" + escape_for_terminal(scenario) + "\" is no name",
               .help = "it may have letters, digits, \"-\", \"_\" and \".\""};
}

/// The baseline at `path`; none where there is no such file.
Result<std::optional<store::BaselineFile>> read_if_there(const std::string& path, const Console& console) {
  if (!store::exists(path)) return std::optional<store::BaselineFile>();
  store::BaselineFile file = store::read_baseline(path);
  if (file.faults.empty()) return std::optional(std::move(file));
  for (std::size_t i = 0; i + 1 < file.faults.size(); ++i)
    console.complain(file.faults[i]);
  return file.faults.back();
}

// record

struct RecordArguments {
  std::vector<std::string> logs;
  std::vector<std::string> benchmarks;
  std::string directory = kDefaultDirectory;
  std::string scenario;
  std::vector<std::string> patterns;
  std::optional<std::string> variant;
  std::string controller;
  MeasureArguments measure;
  bool measure_given = false;
};

Result<verdict::Run> read_log_run(const std::string& path, const verdict::Baseline& settings,
                                  const std::vector<std::string>& names) {
  const auto run = run::measure_run(path, settings.measure, settings.variant);
  if (!run) return run.error();
  return run::to_run(*run.value(), names);
}

/// Reads what is to be recorded: logs under `settings`, or results of benchmarks, each once.
Result<verdict::Contender> read_runs(const RecordArguments& arguments, const std::vector<std::string>& logs,
                                     const verdict::Baseline& settings) {
  verdict::Contender runs;
  std::map<std::string, std::string> seen;
  const auto names = gate::figures_asked_of(settings);
  const auto& paths = arguments.benchmarks.empty() ? logs : arguments.benchmarks;
  for (const std::string& path : paths) {
    if (path == "-") {
      return Error{
          .where = "-", .what = "standard input cannot be recorded", .help = "keep the log in a file"};
    }
    auto run = arguments.benchmarks.empty() ? read_log_run(path, settings, names)
                                            : gate::benchmark_run(path, settings.measure);
    if (!run) return run.error();
    const auto [first, fresh] = seen.emplace(run.value().sha256, path);
    if (!fresh) {
      return Error{
          .kind = ErrorKind::log,
          .where = path,
          .what = "has the same content as " + escape_for_terminal(first->second) + ": a run counts once"};
    }
    runs.push_back(std::move(run).value());
  }
  return runs;
}

verdict::Measure measure_of(const RecordArguments& arguments,
                            const std::optional<store::BaselineFile>& before) {
  if (before && !arguments.measure_given) return before->baseline.measure;
  return resolve_measure(arguments.measure);
}

Status check_candidate(const verdict::Baseline& candidate, const verdict::Contender& contender) {
  if (const auto reason = verdict::incomparable_because(candidate, contender)) {
    return Error{.kind = ErrorKind::log,
                 .where = candidate.scenario,
                 .what = "the logs are not runs of one scenario: " + escape_for_terminal(*reason)};
  }
  // What is written is read back, so that a candidate cannot be one that the gate refuses.
  const auto faults =
      store::parse_baseline(candidate_path(".", candidate.scenario), store::baseline_text(candidate)).faults;
  if (faults.empty()) return {};
  return Error{
      .where = candidate.scenario,
      .what = "gives no usable baseline: " + faults.front().what,
      .help =
          "the log must have SLOs or logged parameters; --slo-itl and --slo-ttft stand in for the former"};
}

ExitCode record(const RecordArguments& arguments, const Console& console) {
  if (const auto status = check_scenario(arguments.scenario); !status)
    return console.complain(status.error());
  const auto before = read_if_there(baseline_path(arguments.directory, arguments.scenario), console);
  if (!before) return console.complain(before.error());
  if (arguments.logs.empty() && arguments.benchmarks.empty())
    return console.complain(
        {.where = "baseline record", .what = "no log", .help = "name logs, or --benchmark FILE"});
  const auto logs = resolve_logs(arguments.logs);
  if (!logs) return console.complain(logs.error());
  const gate::Scenario scenario{.scenario = arguments.scenario,
                                .patterns = arguments.patterns,
                                .variant = arguments.variant,
                                .controller = arguments.controller};
  std::optional<verdict::Baseline> old;
  if (before.value()) old = before.value()->baseline;
  verdict::Baseline settings = old.value_or(verdict::Baseline{});
  settings.measure = measure_of(arguments, before.value());
  if (arguments.variant) settings.variant = arguments.variant;
  const auto runs = read_runs(arguments, logs.value(), settings);
  if (!runs) return console.complain(runs.error());
  const verdict::Baseline candidate = gate::make_candidate(scenario, runs.value(), old);
  if (const auto status = check_candidate(candidate, runs.value()); !status)
    return console.complain(status.error());
  const std::string path = candidate_path(arguments.directory, arguments.scenario);
  if (const auto status = store::write_file(path, store::baseline_text(candidate)); !status)
    return console.complain(status.error());
  if (const auto status = console.print(report::baseline_diff(old, candidate)); !status)
    return console.complain(status.error());
  if (arguments.patterns.empty() && !old)
    console.note("only logs of these very names belong to it; --logs 'NAME-*.log' would take later runs too");
  const std::string where = arguments.directory == kDefaultDirectory
                                ? ""
                                : " --baselines " + escape_for_terminal(arguments.directory);
  console.note("written to " + escape_for_terminal(path) + "; `wvagate baseline accept " +
               arguments.scenario + where + " --reason …` makes it the baseline");
  return ExitCode::pass;
}

// accept

struct AcceptArguments {
  std::string scenario;
  std::string directory = kDefaultDirectory;
  std::string reason;
  std::vector<std::string> worse;  ///< METRIC=REASON
  std::optional<std::string> by;
};

Result<std::map<std::string, std::string>> resolve_reasons(const std::vector<std::string>& texts) {
  std::map<std::string, std::string> reasons;
  for (const std::string& text : texts) {
    const std::size_t sign = text.find('=');
    if (sign == std::string::npos || sign == 0 || sign + 1 == text.size()) {
      return Error{.where = "--worse", .what = "\"" + escape_for_terminal(text) + "\" is not METRIC=REASON"};
    }
    reasons[text.substr(0, sign)] = text.substr(sign + 1);
  }
  return reasons;
}

/// Writes the reasons into the candidate; complains of worse metrics without one, and of reasons for what is
/// not worse.
Status take_reasons(const std::optional<verdict::Baseline>& before,
                    std::map<std::string, std::string> reasons, verdict::Baseline& candidate) {
  std::string lacking;
  const auto worse = before ? gate::worse_metrics(*before, candidate) : std::vector<gate::Worsening>{};
  for (const gate::Worsening& each : worse) {
    const auto reason = reasons.find(each.metric);
    if (reason == reasons.end()) {
      lacking += (lacking.empty() ? "" : ", ") + each.metric;
      continue;
    }
    for (verdict::BaselineMetric& metric : candidate.metrics) {
      if (metric.name == each.metric) metric.why = reason->second;
    }
    reasons.erase(reason);
  }
  if (!lacking.empty()) {
    return Error{.where = candidate.scenario,
                 .what = "gets worse beyond its tolerance in " + lacking,
                 .help = "give a reason for each: --worse METRIC=REASON"};
  }
  if (!reasons.empty()) {
    return Error{.where = "--worse",
                 .what = "\"" + escape_for_terminal(reasons.begin()->first) +
                         "\" does not get worse beyond its tolerance"};
  }
  return {};
}

ExitCode accept(const AcceptArguments& arguments, const Console& console) {
  if (const auto status = check_scenario(arguments.scenario); !status)
    return console.complain(status.error());
  if (arguments.reason.find_first_not_of(" \t\r\n") == std::string::npos)
    return console.complain({.where = "--reason", .what = "is empty"});
  const auto environment = read_environment();
  if (!environment) return console.complain(environment.error());
  const std::string path = baseline_path(arguments.directory, arguments.scenario);
  const std::string from = candidate_path(arguments.directory, arguments.scenario);
  const auto before = read_if_there(path, console);
  if (!before) return console.complain(before.error());
  const auto candidate = read_if_there(from, console);
  if (!candidate) return console.complain(candidate.error());
  if (!candidate.value()) {
    return console.complain(
        {.where = from, .what = "is not there", .help = "`wvagate baseline record` makes it"});
  }
  const auto reasons = resolve_reasons(arguments.worse);
  if (!reasons) return console.complain(reasons.error());
  std::optional<verdict::Baseline> old;
  if (before.value()) old = before.value()->baseline;
  verdict::Baseline accepted = candidate.value()->baseline;
  if (const auto status = take_reasons(old, reasons.value(), accepted); !status)
    return console.complain(status.error());
  accepted.accepted = verdict::Acceptance{.date = verdict::date_text(environment.value().today),
                                          .by = arguments.by.value_or(environment.value().user),
                                          .reason = arguments.reason,
                                          .supersedes = before.value() ? before.value()->sha256 : ""};
  if (const auto status = store::write_file(path, store::baseline_text(accepted)); !status)
    return console.complain(status.error());
  if (const auto status = store::remove_file(from); !status) return console.complain(status.error());
  console.note(escape_for_terminal(path) + " is the baseline now");
  return ExitCode::pass;
}

// show and lint

/// The baselines that the arguments name: files, and those of directories.
Result<std::vector<std::string>> resolve_baselines(const std::vector<std::string>& arguments) {
  std::vector<std::string> paths;
  for (const std::string& argument : arguments) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(argument, ignored)) {
      paths.push_back(argument);
      continue;
    }
    const auto listed = store::list_baselines(argument);
    if (!listed) return listed.error();
    paths.insert(paths.end(), listed.value().begin(), listed.value().end());
  }
  return paths;
}

ExitCode show(const std::vector<std::string>& arguments, const Console& console) {
  const auto paths = resolve_baselines(arguments);
  if (!paths) return console.complain(paths.error());
  ExitCode code = ExitCode::pass;
  std::string text;
  for (const std::string& path : paths.value()) {
    const store::BaselineFile file = store::read_baseline(path);
    if (complain_of_all(console, file.faults)) {
      code = ExitCode::usage;
      continue;
    }
    text += (text.empty() ? "" : "\n") + report::baseline_table(file.baseline);
  }
  if (const auto status = console.print(text); !status) return console.complain(status.error());
  return code;
}

/// What is wrong with an accepted baseline beyond its form.
std::vector<Error> stale(const store::BaselineFile& file, std::chrono::year_month_day today) {
  std::vector<Error> faults;
  const bool candidate = file.path.ends_with(store::kCandidateSuffix);
  if (!candidate && !file.baseline.accepted) {
    faults.push_back({.where = file.path,
                      .what = "nobody has accepted it",
                      .help = "`wvagate baseline accept` does, with a reason"});
  }
  for (const verdict::BaselineMetric& metric : file.baseline.metrics) {
    if (!metric.waiver || today <= metric.waiver->expires) continue;
    faults.push_back(
        {.where = file.path,
         .line = file.lines.at(metric.name),
         .what = metric.name + ": its waiver expired on " + verdict::date_text(metric.waiver->expires),
         .help = "take it out, or renew it with a reason"});
  }
  return faults;
}

struct LintArguments {
  std::vector<std::string> paths = {kDefaultDirectory};
  bool json = false;
};

ExitCode lint(const LintArguments& arguments, const Console& console) {
  const auto environment = read_environment();
  if (!environment) return console.complain(environment.error());
  const auto paths = resolve_baselines(arguments.paths);
  if (!paths) return console.complain(paths.error());
  std::vector<store::LintedBaseline> linted;
  std::size_t faulty = 0;
  for (const std::string& path : paths.value()) {
    store::BaselineFile file = store::read_baseline(path);
    if (file.faults.empty()) file.faults = stale(file, environment.value().today);
    faulty += complain_of_all(console, file.faults) ? 1u : 0u;
    linted.push_back({path, std::move(file.faults)});
  }
  const std::string all = plural(paths.value().size(), "baseline", "baselines");
  const std::string text =
      faulty == 0 ? all + " in order\n" : std::to_string(faulty) + " of " + all + " not in order\n";
  if (const auto status = console.print(
          arguments.json ? store::lint_document({.version = std::string(version())}, linted) : text);
      !status)
    return console.complain(status.error());
  return faulty == 0 ? ExitCode::pass : ExitCode::usage;
}

// The verbs of the verb.

void add_directory(CLI::App& app, std::string& directory) {
  app.add_option("--baselines", directory, "Directory of the baselines")
      ->type_name("DIR")
      ->capture_default_str();
}

Action declare_record(CLI::App& app) {
  const auto arguments = std::make_shared<RecordArguments>();
  app.add_option("SCENARIO", arguments->scenario, "The scenario's name")->required()->type_name("");
  auto* const logs = app.add_option("LOG", arguments->logs, "Logs, or directories of them: each is a run");
  logs->type_name("");
  app.add_option("--benchmark", arguments->benchmarks, "Instead of logs: results of Google Benchmark (JSON)")
      ->type_name("FILE")
      ->take_all()
      ->allow_extra_args(false)
      ->excludes(logs);
  add_directory(app, arguments->directory);
  app.add_option("--logs", arguments->patterns,
                 "Pattern of the names of logs that belong to it, with * and ?; may come again. Without one: "
                 "as before, "
                 "or the names of these logs")
      ->type_name("GLOB")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--variant", arguments->variant, "The variant, with * and ?, where the logs have several")
      ->type_name("GLOB");
  app.add_option("--controller", arguments->controller, "The controller's version: no log tells it")
      ->type_name("VERSION");
  add_measure_options(app, arguments->measure);
  return [arguments, &app](const Console& console) {
    arguments->measure_given = measure_options_given(app);
    return record(*arguments, console);
  };
}

Action declare_accept(CLI::App& app) {
  const auto arguments = std::make_shared<AcceptArguments>();
  app.add_option("SCENARIO", arguments->scenario, "The scenario's name")->required()->type_name("");
  add_directory(app, arguments->directory);
  app.add_option("--reason", arguments->reason, "Why this is the baseline from now on")
      ->required()
      ->type_name("TEXT");
  app.add_option("--worse", arguments->worse, "Why a metric may be worse than before; once for each that is")
      ->type_name("METRIC=REASON")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--by", arguments->by, "Who accepts it; without it the user's name")->type_name("NAME");
  return [arguments](const Console& console) { return accept(*arguments, console); };
}

void add_paths(CLI::App& app, std::vector<std::string>& paths) {
  app.add_option("PATH", paths, "Baselines, or directories of them")->type_name("")->capture_default_str();
}

Action declare_show(CLI::App& app) {
  const auto paths = std::make_shared<std::vector<std::string>>(1, kDefaultDirectory);
  add_paths(app, *paths);
  return [paths](const Console& console) { return show(*paths, console); };
}

Action declare_lint(CLI::App& app) {
  const auto arguments = std::make_shared<LintArguments>();
  add_paths(app, arguments->paths);
  app.add_flag("--json", arguments->json, "The same as JSON (wvagate.lint/1)");
  return [arguments](const Console& console) { return lint(*arguments, console); };
}

}  // namespace

Action declare_baseline(CLI::App& app) {
  app.require_subcommand(1);
  std::vector<std::pair<CLI::App*, Action>> actions;
  const auto add = [&](const char* name, const char* summary, const auto& declare) {
    CLI::App* sub = app.add_subcommand(name, summary);
    actions.emplace_back(sub, declare(*sub));
  };
  add("record", "Makes a candidate of a scenario's baseline, and a diff for its review", declare_record);
  add("accept", "Makes the candidate the baseline", declare_accept);
  add("show", "Shows baselines", declare_show);
  add("lint", "Checks baselines: form, names, directions, waivers", declare_lint);
  return [actions](const Console& console) {
    for (const auto& [sub, action] : actions) {
      if (sub->parsed()) return action(console);
    }
    return ExitCode::usage;
  };
}

}  // namespace wvagate::cli
