#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/model/calibration.hpp"
#include "analysis/model/series_replay.hpp"
#include "harness/cli/log_set.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/verb.hpp"
#include "harness/report/replay_text.hpp"
#include "harness/run/loaded_log.hpp"
#include "harness/store/params_file.hpp"
#include "harness/store/replay_json.hpp"

namespace wvagate::cli {
namespace {

struct Arguments {
  std::vector<std::string> logs;
  FilterArguments filter;
  double dedup_window_s = 5;
  std::vector<std::string> params;
  std::string params_file;
  bool calibrated = false;
  LatencyPair slo;
  std::optional<double> max_batch;
  std::optional<double> min_replicas;
  bool check = false;
  bool json = false;
  bool csv = false;
};

/// One log's replay, with what it refers to.
struct Replayed {
  run::LoadedLog log;
  std::vector<SeriesReplay> series;
};

Result<store::ParametersByAccelerator> resolve_parameters(const Arguments& arguments) {
  store::ParametersByAccelerator all;
  if (!arguments.params_file.empty()) {
    auto read = store::read_parameters_file(arguments.params_file);
    if (!read) return read.error();
    all = std::move(read).value();
  }
  for (const std::string& text : arguments.params) {
    if (auto status = store::parse_parameters("--params", text, all); !status) return status.error();
  }
  return all;
}

bool asks_what_if(const Arguments& arguments, const store::ParametersByAccelerator& parameters) {
  return arguments.calibrated || !parameters.empty() || arguments.slo.itl || arguments.slo.ttft ||
         arguments.max_batch || arguments.min_replicas;
}

WhatIf what_if_for(const Series& series, const Arguments& arguments,
                   const store::ParametersByAccelerator& parameters) {
  WhatIf what_if{.parameters = {},
                 .slo = arguments.slo,
                 .max_batch = arguments.max_batch,
                 .min_replicas = arguments.min_replicas};
  auto chosen = parameters.find(std::string(series.accelerator));
  if (chosen == parameters.end()) chosen = parameters.find("");
  if (chosen != parameters.end()) what_if.parameters = chosen->second;
  return what_if;
}

/// The parameters that fit a series best, whether recommended or not; says so where they are not.
ParameterOverrides calibrated_parameters(const Series& series, const Policy& policy, const Console& console) {
  const MeasuredSeries measured(series, policy);
  const Calibration calibration = calibrate(std::span(&measured, 1));
  const std::string name = escape_for_terminal(series.variant);
  if (!calibration.fit) {
    console.note("--calibrated: " + name + ": no fit: " + std::string(describe(calibration.verdict.reason)));
    return {};
  }
  if (!calibration.verdict.recommended) {
    console.note("--calibrated: " + name +
                 ": the fit is not recommended: " + std::string(describe(calibration.verdict.reason)));
  }
  return calibration.fit->parameters;
}

void replay_log(Replayed& replayed, const Arguments& arguments,
                const store::ParametersByAccelerator& parameters, const Console& console) {
  const Policy policy =
      resolve_policy({.policy = "cycle", .dedup_window_s = arguments.dedup_window_s, .slo = {}});
  for (const Series& series : replayed.log.series) {
    std::optional<WhatIf> what_if;
    if (asks_what_if(arguments, parameters)) what_if = what_if_for(series, arguments, parameters);
    if (arguments.calibrated) what_if->parameters = calibrated_parameters(series, policy, console);
    replayed.series.push_back(replay_series(series, policy, what_if));
  }
}

/// Refuses parameters of which none is for what the logs ran on: a slip would pass for "no difference".
Status check_accelerators(const std::deque<Replayed>& all, const Arguments& arguments,
                          const store::ParametersByAccelerator& parameters) {
  if (parameters.empty() || parameters.contains("")) return {};
  for (const Replayed& replayed : all) {
    for (const Series& series : replayed.log.series)
      if (parameters.contains(std::string(series.accelerator))) return {};
  }
  std::string names;
  for (const auto& [accelerator, overrides] : parameters)
    names += (names.empty() ? "\"" : ", \"") + escape_for_terminal(accelerator) + "\"";
  return Error{.where = arguments.params.empty() ? arguments.params_file : "--params",
               .what = "nothing in these logs runs on " + names,
               .help = "leave the accelerator out, or write it as the log does"};
}

/// What `--check` says of all that was replayed.
ExitCode check(const std::deque<Replayed>& all, const Console& console) {
  std::size_t checked = 0;
  std::size_t diverging = 0;
  for (const Replayed& replayed : all) {
    for (const SeriesReplay& series : replayed.series) {
      checked += series.summary.predictions_checked + series.summary.decisions_checked;
      diverging += series.divergences.size();
    }
  }
  if (checked == 0) {
    console.complain({.kind = ErrorKind::log,
                      .where = "--check",
                      .what = "no cycle logs the parameters it was solved with: nothing was checked",
                      .help = "record at debug level, with a controller that logs its parameters"});
    return ExitCode::log;
  }
  if (diverging == 0) return ExitCode::pass;
  console.note("--check: " + std::to_string(diverging) + " logged values are not what the model gives");
  return ExitCode::gate_failed;
}

std::string render(const std::deque<Replayed>& all, const Arguments& arguments, const Console& console) {
  std::string text = arguments.csv ? report::what_if_csv_header() : "";
  std::vector<store::ReplayedRecording> documents;
  for (const Replayed& replayed : all) {
    const LogFacts& facts = replayed.log.recording.facts;
    documents.push_back({facts, replayed.series});
    if (arguments.csv) {
      text += report::what_if_csv(facts, replayed.series);
    } else {
      if (!text.empty()) text += "\n";
      text += report::replay_text(facts, replayed.series, console.colour());
    }
  }
  return arguments.json ? store::replay_document({.version = std::string(version())}, documents) : text;
}

ExitCode replay(const Arguments& arguments, const Console& console) {
  const auto filter = resolve_filter(arguments.filter);
  if (!filter) return console.complain(filter.error());
  const auto parameters = resolve_parameters(arguments);
  if (!parameters) return console.complain(parameters.error());
  if (arguments.csv && !asks_what_if(arguments, parameters.value())) {
    return console.complain(
        {.where = "--csv",
         .what = "lists the cycles of a what-if, and none was asked for",
         .help = "add --params, --params-file, --calibrated, --slo-itl, --slo-ttft, --max-batch or "
                 "--min-replicas"});
  }
  const auto logs = resolve_logs(arguments.logs);
  if (!logs) return console.complain(logs.error());

  ExitCode code = ExitCode::pass;
  std::deque<Replayed> all;
  for (const std::string& path : logs.value()) {
    auto log = run::load_log(path, filter.value(), LatencyPair{});
    if (!log) {
      code = worse(code, console.complain(log.error()));
      continue;
    }
    Replayed& replayed = all.emplace_back(Replayed{.log = std::move(log).value(), .series = {}});
    replay_log(replayed, arguments, parameters.value(), console);
  }
  if (const auto status = check_accelerators(all, arguments, parameters.value()); !status && !all.empty())
    return console.complain(status.error());
  if (const auto status = console.print(render(all, arguments, console)); !status)
    return console.complain(status.error());
  return arguments.check ? worse(code, check(all, console)) : code;
}

}  // namespace

Action declare_replay(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_logs(app, arguments->logs);
  add_filter_options(app, arguments->filter);
  app.add_option(
         "--params", arguments->params,
         "What if: other parameters, alpha=…,beta=…,gamma=…,delta=…; for one accelerator H100:alpha=…")
      ->type_name("PARAMETERS")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--params-file", arguments->params_file,
                 "What if: parameters from a VariantAutoscaling resource, YAML or JSON")
      ->type_name("FILE");
  app.add_flag("--calibrated", arguments->calibrated, "What if: the parameters that fit each variant best")
      ->excludes("--params")
      ->excludes("--params-file");
  add_target_options(app, arguments->slo, "What if: another");
  app.add_option("--max-batch", arguments->max_batch, "What if: another batch limit")
      ->check(whole_number_in(1, 65536, "a whole number from 1 to 65536"))
      ->type_name("N");
  app.add_option("--min-replicas", arguments->min_replicas, "What if: another lower bound")
      ->check(whole_number_in(0, 1e6, "a whole number from 0 to 1000000"))
      ->type_name("N");
  add_dedup_option(app, arguments->dedup_window_s);
  app.add_flag("--check", arguments->check, "Exit 1 when a logged value is not what the model gives");
  CLI::Option* json = app.add_flag("--json", arguments->json, "The same as JSON (wvagate.replay/1)");
  app.add_flag("--csv", arguments->csv, "The what-if as CSV, a row a cycle")->excludes(json);
  return [arguments](const Console& console) { return replay(*arguments, console); };
}

}  // namespace wvagate::cli
