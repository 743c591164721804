#include <deque>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/cli/followed_log.hpp"
#include "harness/cli/held_signals.hpp"
#include "harness/cli/loaded_log.hpp"
#include "harness/cli/log_set.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/verb.hpp"
#include "harness/report/analysis_csv.hpp"
#include "harness/report/analysis_text.hpp"
#include "harness/report/extract_csv.hpp"
#include "harness/store/experiment_directory.hpp"
#include "harness/store/figures_json.hpp"

namespace wvagate::cli {
namespace {

struct Arguments {
  std::vector<std::string> logs;
  MeasureArguments measure;
  FilterArguments filter;
  bool json = false;
  std::string out;
  bool no_copy = false;
  bool force = false;
  bool follow = false;
};

/// One log on its way through the analysis. The analyses refer to the log's series.
struct Experiment {
  LoadedLog log;
  std::string extracted_csv;  ///< as `extract` prints it; only for an experiment directory
  std::vector<metric::SeriesAnalysis> analyses;
};

Result<LoadedLog> read(const std::string& path, const SampleFilter& filter, const Arguments& arguments,
                       const Console& console, std::string& extracted_csv) {
  if (arguments.follow)
    return follow_log(path, filter, resolve_policy(arguments.measure), arguments.measure.slo, console);
  if (arguments.out.empty()) return load_log(path, filter, arguments.measure.slo);
  extracted_csv = report::extract_csv_header();
  return load_log(path, filter, arguments.measure.slo,
                  [&, name = log_name(path)](const LoggedSample& logged) {
                    report::append_extract_csv(extracted_csv, logged, name);
                  });
}

/// "run1" of "logs/run1.txt.gz".
std::string stem(const std::string& path) {
  std::string name = log_name(path);
  for (const std::string_view suffix : {".gz", ".zst", ".txt", ".log", ".jsonl"}) {
    if (name.size() > suffix.size() && name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  }
  return name;
}

std::string target_of(const Arguments& arguments, const std::string& log) {
  return arguments.out + "/" + stem(log);
}

std::string manifest_text(const Experiment& experiment, const store::DirectoryContent& content) {
  const LogFacts& facts = experiment.log.recording.facts;
  std::string text = "Experiment ID: " + escape_for_terminal(stem(experiment.log.path)) +
                     "\nLog File: " + escape_for_terminal(facts.name) + "\n";
  for (const auto& analysis : experiment.analyses) {
    text += "Variant: " + escape_for_terminal(analysis.measured.series().variant) + "\n";
    text += "Duration: " + format_fixed(analysis.figures.get("duration_min"), 1) + " minutes\n";
    text += "Data Points: " + std::to_string(analysis.measured.size()) + "\n";
  }
  text += "\nDirectory Structure:\n";
  for (const auto& [name, file] : content.files)
    text += "  - " + escape_for_terminal(name) + "\n";
  for (const auto& [name, file] : content.copies)
    text += "  - " + escape_for_terminal(name) + "\n";
  return text;
}

Status write_experiment(const Experiment& experiment, const Arguments& arguments,
                        const store::GiveUp& give_up) {
  const store::Tool tool{.version = std::string(version())};
  const PolicyName policy = resolve_policy(arguments.measure).name;
  const LogFacts& facts = experiment.log.recording.facts;
  const store::AnalyzedRecording recording{facts, experiment.analyses};
  store::DirectoryContent content;
  content.files["data/extracted_metrics.csv"] = experiment.extracted_csv;
  content.files["data/processed_metrics.csv"] = report::processed_metrics_csv(experiment.analyses);
  content.files["analysis/summary.txt"] =
      report::summary_text(facts, experiment.analyses) + "\n" +
      report::analysis_text(facts, experiment.analyses, report::Colour::off);
  content.files["analysis/summary.json"] = store::figures_document(tool, policy, std::span(&recording, 1));
  content.files["analysis/warmup_gaps.csv"] = report::gaps_csv(experiment.analyses, Latency::itl);
  content.files["analysis/ttft_gaps.csv"] = report::gaps_csv(experiment.analyses, Latency::ttft);
  content.files["analysis/scaling_events.csv"] = report::scaling_events_csv(experiment.analyses);
  if (!arguments.no_copy && experiment.log.path != "-" && store::is_file(experiment.log.path)) {
    content.copies["data/original_log" + facts.name.substr(stem(experiment.log.path).size())] =
        experiment.log.path;
  }
  content.files["manifest.txt"] = "";
  content.files["manifest.json"] = "";
  std::vector<std::string> names;
  for (const auto& [name, file] : content.files)
    names.push_back(name);
  for (const auto& [name, file] : content.copies)
    names.push_back(name);
  content.files["manifest.txt"] = manifest_text(experiment, content);
  content.files["manifest.json"] = store::manifest_document(tool, policy, recording, names);
  return store::write_directory(target_of(arguments, experiment.log.path), content, arguments.force, give_up);
}

/// Refuses what write_experiment() would trip over, before anything is read.
Status check_targets(const std::vector<std::string>& logs, const Arguments& arguments) {
  std::set<std::string> seen;
  for (const std::string& log : logs) {
    const std::string target = target_of(arguments, log);
    if (!seen.insert(target).second) {
      return Error{
          .where = target, .what = "two logs would be written there", .help = "analyze them one by one"};
    }
    if (store::exists(target) && !arguments.force) {
      return Error{.where = target,
                   .what = "is there already",
                   .help = "give another --out, or --force to replace it"};
    }
  }
  return {};
}

ExitCode analyze_logs(const std::vector<std::string>& logs, const SampleFilter& filter,
                      const Arguments& arguments, const Console& console) {
  ExitCode code = ExitCode::pass;
  const auto fail = [&](const Error& error) {
    console.complain(error);
    code = worse(code, exit_code_of(error.kind));
  };
  std::deque<Experiment> experiments;
  std::vector<store::AnalyzedRecording> documents;
  std::string text;
  for (const std::string& log : logs) {
    std::string extracted_csv;
    auto loaded = read(log, filter, arguments, console, extracted_csv);
    if (!loaded) {
      fail(loaded.error());
      continue;
    }
    Experiment& experiment =
        experiments.emplace_back(Experiment{std::move(loaded).value(), std::move(extracted_csv), {}});
    for (const Series& series : experiment.log.series) {
      experiment.analyses.push_back(metric::analyze(series, resolve_policy(arguments.measure)));
    }
    if (!arguments.out.empty()) {
      const HeldSignals signals{SIGINT, SIGTERM, SIGHUP};
      const auto status = write_experiment(experiment, arguments, [&] { return signals.pending(); });
      if (!status) {
        if (signals.pending()) return code;  // one of them ends the process
        fail(status.error());
        continue;
      }
    }
    documents.push_back({experiment.log.recording.facts, experiment.analyses});
    if (!text.empty()) text += "\n";
    text += report::analysis_text(experiment.log.recording.facts, experiment.analyses, console.colour());
    if (!arguments.out.empty())
      text += "\nwritten to " + escape_for_terminal(target_of(arguments, log)) + "\n";
  }
  if (arguments.json) {
    text = store::figures_document({.version = std::string(version())},
                                   resolve_policy(arguments.measure).name, documents);
  }
  if (const auto status = console.print(text); !status) fail(status.error());
  return code;
}

ExitCode analyze(const Arguments& arguments, const Console& console) {
  const auto refuse = [&](const Error& error) {
    console.complain(error);
    return exit_code_of(error.kind);
  };
  const auto filter = resolve_filter(arguments.filter);
  if (!filter) return refuse(filter.error());
  const auto logs = arguments.follow ? resolve_followed(arguments.logs) : resolve_logs(arguments.logs);
  if (!logs) return refuse(logs.error());
  if (!arguments.out.empty()) {
    if (const auto status = check_targets(logs.value(), arguments); !status) return refuse(status.error());
  }
  return analyze_logs(logs.value(), filter.value(), arguments, console);
}

}  // namespace

Action declare_analyze(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_logs(app, arguments->logs);
  add_measure_options(app, arguments->measure);
  add_filter_options(app, arguments->filter);
  CLI::Option* json = app.add_flag("--json", arguments->json, "The figures as JSON (wvagate.figures/1)");
  CLI::Option* out =
      app.add_option("--out", arguments->out, "Write an experiment directory for each log here");
  out->type_name("DIR");
  app.add_flag("--no-copy", arguments->no_copy, "Leave the copy of the log out of the experiment directory");
  app.add_flag("--force", arguments->force, "Replace experiment directories that are there already");
  app.add_flag("--follow", arguments->follow,
               "Go on reading as the log is written, and show what happens; Ctrl-C ends it with the report")
      ->excludes(json)
      ->excludes(out);
  return [arguments](const Console& console) { return analyze(*arguments, console); };
}

}  // namespace wvagate::cli
