#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/history/gather.hpp"
#include "harness/cli/gate_inputs.hpp"
#include "harness/cli/log_set.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/track.hpp"
#include "harness/gate/history_runs.hpp"
#include "harness/history/history_store.hpp"
#include "harness/run/measured_run.hpp"
#include "harness/store/baseline_file.hpp"
#include "harness/store/experiment_directory.hpp"
#include "harness/store/run_set_file.hpp"

namespace wvagate::cli {
namespace {

using history::Added;
using history::RunSet;

constexpr std::size_t kRunSetsAtOnce = 500;  // of an import: none is lost to the others for long

struct Arguments {
  std::vector<std::string> files;
  std::string store = "wvagate.db";
  std::string release;
  std::string scenario;
  std::string commit;
  std::string controller;
  std::optional<std::string> date;
  std::string baselines = "baselines";
  std::optional<std::string> variant;
  MeasureArguments measure;
  bool measure_given = false;
  bool replace = false;
};

/// The files, by what is in them.
struct Inputs {
  std::vector<std::string> logs;  ///< and results of `analyze --json`
  std::vector<std::string> exports;
};

/// A scenario, how its logs are measured, and which they are.
struct Share {
  std::string scenario;
  verdict::Measure measure;
  std::optional<std::string> variant;
  std::vector<std::string> files;
};

Result<Inputs> sort_inputs(const Arguments& arguments) {
  const auto files = resolve_logs(arguments.files);
  if (!files) return files.error();
  Inputs inputs;
  for (const std::string& file : files.value()) {
    if (file == "-") {
      return Error{.where = "-", .what = "standard input cannot be added", .help = "keep it in a file"};
    }
    const bool exported = store::input_kind(file) == store::HistoryInput::run_sets;
    (exported ? inputs.exports : inputs.logs).push_back(file);
  }
  if (!inputs.logs.empty() && arguments.release.empty()) {
    return Error{
        .where = "--release",
        .what = "is wanted: " + escape_for_terminal(inputs.logs.front()) + " does not tell its release"};
  }
  const bool labelled = !arguments.release.empty() || !arguments.scenario.empty() ||
                        !arguments.commit.empty() || !arguments.controller.empty() || arguments.date;
  if (!inputs.exports.empty() && labelled) {
    return Error{.where = inputs.exports.front(),
                 .what = "holds run-sets that tell their own release, scenario, commit, controller and date",
                 .help = "add it by itself, without these options"};
  }
  return inputs;
}

/// `baseline`'s own settings, unless the command line says otherwise.
Share share_of(const Arguments& arguments, const verdict::Baseline& baseline) {
  return {.scenario = baseline.scenario,
          .measure = arguments.measure_given ? resolve_measure(arguments.measure) : baseline.measure,
          .variant = arguments.variant ? arguments.variant : baseline.variant,
          .files = {}};
}

Result<Share> share_of_named(const Arguments& arguments, std::vector<std::string> files,
                             const Console& console) {
  if (!store::is_scenario_name(arguments.scenario)) {
    return Error{.where = "--scenario",
                 .what = "\"" + escape_for_terminal(arguments.scenario) + "\" is no name",
                 .help = "it may have letters, digits, \"-\", \"_\" and \".\""};
  }
  const std::string path =
      arguments.baselines + "/" + arguments.scenario + std::string(store::kBaselineSuffix);
  verdict::Baseline settings{.scenario = arguments.scenario};
  if (store::exists(path)) {
    const store::BaselineFile file = store::read_baseline(path);
    for (std::size_t i = 0; i + 1 < file.faults.size(); ++i)
      console.complain(file.faults[i]);
    if (!file.faults.empty()) return file.faults.back();
    settings = file.baseline;
  }
  Share share = share_of(arguments, settings);
  share.files = std::move(files);
  return share;
}

/// Each file to the scenarios whose patterns match its name.
Result<std::vector<Share>> shares_by_pattern(const Arguments& arguments,
                                             const std::vector<std::string>& files, const Console& console) {
  const auto baselines = load_baselines(arguments.baselines, console);
  if (!baselines) {
    Error error = baselines.error();
    error.help = "--scenario names the scenario of all logs, whatever their names";
    return error;
  }
  std::map<std::string, Share> shares;
  for (const std::string& file : files) {
    bool taken = false;
    for (const store::BaselineFile& each : baselines.value()) {
      if (verdict::is_of_benchmark(each.baseline) || !gate::belongs(each.baseline, file)) continue;
      taken = true;
      const std::string& scenario = each.baseline.scenario;
      shares.try_emplace(scenario, share_of(arguments, each.baseline)).first->second.files.push_back(file);
    }
    if (!taken) {
      return Error{.where = file,
                   .what = "no baseline's patterns match its name",
                   .help = "--scenario names its scenario"};
    }
  }
  std::vector<Share> all;
  for (auto& [scenario, share] : shares)
    all.push_back(std::move(share));
  return all;
}

Result<std::optional<TimePoint>> resolve_date(const std::optional<std::string>& text) {
  if (!text) return std::optional<TimePoint>();
  if (const auto time = parse_time(*text)) return time;
  if (const auto day = verdict::parse_date(*text))
    return std::optional<TimePoint>(std::chrono::sys_days(*day));
  return Error{.where = "--date",
               .what = "\"" + escape_for_terminal(*text) + "\" is no time",
               .help = "write 2025-11-18 or 2025-11-18T10:30:00Z"};
}

/// Measures what is to be added, a run-set a scenario.
Result<std::vector<RunSet>> gather_run_sets(const Arguments& arguments, std::vector<std::string> files,
                                            const Console& console) {
  std::vector<RunSet> run_sets;
  if (files.empty()) return run_sets;
  const auto date = resolve_date(arguments.date);
  if (!date) return date.error();
  std::vector<Share> shares;
  if (arguments.scenario.empty()) {
    auto found = shares_by_pattern(arguments, files, console);
    if (!found) return found.error();
    shares = std::move(found).value();
  } else {
    auto named = share_of_named(arguments, std::move(files), console);
    if (!named) return named.error();
    shares.push_back(std::move(named).value());
  }
  for (const Share& share : shares) {
    std::vector<history::MeasuredRun> runs;
    for (const std::string& file : share.files) {
      auto told = gate::history_runs(file, share.measure, share.variant, std::string(version()));
      if (!told) return told.error();
      std::move(told.value().begin(), told.value().end(), std::back_inserter(runs));
    }
    auto run_set = history::gather({.scenario = share.scenario,
                                    .release = arguments.release,
                                    .commit = arguments.commit,
                                    .controller = arguments.controller,
                                    .date = date.value()},
                                   std::move(runs));
    if (!run_set) return run_set.error();
    run_sets.push_back(std::move(run_set).value());
  }
  return run_sets;
}

std::string outcome_line(const RunSet& run_set, Added added) {
  std::string line = run_set.scenario + " " + escape_for_terminal(run_set.release);
  if (!run_set.commit.empty()) line += " " + escape_for_terminal(run_set.commit);
  const std::string runs = plural(run_set.runs.size(), "run", "runs");
  switch (added) {
    case Added::fresh:
      return line + ": added " + runs + "\n";
    case Added::replaced:
      return line + ": replaced by " + runs + "\n";
    case Added::unchanged:
      break;
  }
  return line + ": is there already, nothing changed\n";
}

/// Adds what an exported file holds, a transaction for some of its run-sets each.
Status import(const std::string& file, bool replace, history::HistoryStore& store, const Console& console) {
  std::map<Added, std::size_t> counts;
  std::vector<RunSet> waiting;
  const auto add_waiting = [&]() -> Status {
    const auto added = store.add_all(waiting, replace);
    waiting.clear();
    if (!added) return added.error();
    for (const Added each : added.value())
      ++counts[each];
    return {};
  };
  auto status = store::read_run_sets(file, [&](RunSet run_set) -> Status {
    waiting.push_back(std::move(run_set));
    return waiting.size() < kRunSetsAtOnce ? Status() : add_waiting();
  });
  if (status) status = add_waiting();
  const auto printed =
      console.print(escape_for_terminal(file) + ": " + plural(counts[Added::fresh], "run-set", "run-sets") +
                    " added, " + std::to_string(counts[Added::replaced]) + " replaced, " +
                    std::to_string(counts[Added::unchanged]) + " there already\n");
  return status ? printed : status;
}

Status add_all(const Arguments& arguments, const Console& console) {
  auto inputs = sort_inputs(arguments);
  if (!inputs) return inputs.error();
  const auto run_sets = gather_run_sets(arguments, std::move(inputs.value().logs), console);
  if (!run_sets) return run_sets.error();
  auto store = history::HistoryStore::open(arguments.store, history::Access::write);
  if (!store) return store.error();
  for (const RunSet& run_set : run_sets.value()) {
    const auto added = store.value().add(run_set, arguments.replace);
    if (!added) return added.error();
    if (auto status = console.print(outcome_line(run_set, added.value())); !status) return status;
  }
  for (const std::string& file : inputs.value().exports) {
    if (auto status = import(file, arguments.replace, store.value(), console); !status) return status;
  }
  return {};
}

}  // namespace

Action declare_track_add(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  app.add_option(
         "FILE", arguments->files,
         "The runs: logs, directories of logs, or results of `analyze --json`; or what `track export` "
         "wrote, as CSV or NDJSON")
      ->required()
      ->type_name("");
  add_store_option(app, arguments->store);
  const auto add_text = [&](const char* name, std::string& text, const char* help, const char* type) {
    app.add_option(name, text, help)->check(not_empty())->type_name(type);
  };
  add_text("--release", arguments->release, "The release that the runs are of", "NAME");
  add_text("--scenario", arguments->scenario,
           "The runs' scenario; without it, those whose baselines' patterns match the files' names", "NAME");
  add_text("--commit", arguments->commit, "The controller's commit: run-sets of a release may differ in it",
           "NAME");
  add_text("--controller", arguments->controller, "The controller's version, where it is not the release",
           "VERSION");
  app.add_option("--date", arguments->date, "When it was; without it, the time of the logs' first sample")
      ->type_name("TIME");
  app.add_option("--baselines", arguments->baselines,
                 "Directory of the baselines, which say how their scenarios are measured")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--variant", arguments->variant, "The variant, with * and ?, where the logs have several")
      ->type_name("GLOB");
  add_measure_options(app, arguments->measure);
  app.add_flag("--replace", arguments->replace,
               "Put the run-set in the place of another one of that scenario, release and commit");
  return [arguments, &app](const Console& console) {
    arguments->measure_given = measure_options_given(app);
    const auto status = add_all(*arguments, console);
    if (status) return ExitCode::pass;
    return console.complain(status.error());
  };
}

}  // namespace wvagate::cli
