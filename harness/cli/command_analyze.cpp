#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/cli/drawing.hpp"
#include "harness/cli/followed_log.hpp"
#include "harness/cli/log_set.hpp"
#include "harness/cli/orderly_end.hpp"
#include "harness/cli/output_directory.hpp"
#include "harness/cli/parallel.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/verb.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/report/analysis_csv.hpp"
#include "harness/report/analysis_html.hpp"
#include "harness/report/analysis_text.hpp"
#include "harness/report/extract_csv.hpp"
#include "harness/run/loaded_log.hpp"
#include "harness/run/measured_run.hpp"
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
  ChartArguments charts;
  bool no_copy = false;
  bool force = false;
  bool follow = false;
  std::size_t jobs = default_jobs();
};

/// One log on its way through the analysis. The analyses refer to the log's series.
struct Experiment {
  run::LoadedLog log;
  std::string extracted_csv;  ///< as `extract` prints it; only for an experiment directory
  std::vector<metric::SeriesAnalysis> analyses;
  std::string sha256 = {};  ///< of the log; only where JSON is written, and the log is a file
};

/// What became of one log.
struct Analyzed {
  std::optional<Experiment>
      experiment;  ///< absent where the log could not be read or its directory not written
  std::optional<Error> error;
  std::optional<Error> without_charts;  ///< why its charts are not all there
};

Result<run::LoadedLog> read(const std::string& path, const SampleFilter& filter, const Arguments& arguments,
                            const Console& console, std::string& extracted_csv) {
  if (arguments.follow)
    return follow_log(path, filter, resolve_policy(arguments.measure), arguments.measure.slo, console);
  if (arguments.out.empty()) return run::load_log(path, filter, arguments.measure.slo, {.census = true});
  extracted_csv = report::extract_csv_header();
  return run::load_log(path, filter, arguments.measure.slo, {.census = true},
                       [&, name = ingest::log_name(path)](const LoggedSample& logged) {
                         report::append_extract_csv(extracted_csv, logged, name);
                       });
}

std::string manifest_text(const Experiment& experiment, const store::DirectoryContent& content) {
  const LogFacts& facts = experiment.log.recording.facts;
  std::string text = "Experiment ID: " + escape_for_terminal(log_stem(experiment.log.path)) +
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

std::string report_page(const Experiment& experiment, const DrawnCharts& drawn) {
  std::vector<report::HtmlChart> charts;
  for (const plot::Chart& chart : drawn.charts) {
    const auto picture = drawn.pictures.find(chart.name);
    charts.push_back({.name = chart.name,
                      .title = chart.title,
                      .svg = picture == drawn.pictures.end() ? "" : picture->second,
                      .instead = chart.instead});
  }
  const std::string why_not = drawn.problem          ? drawn.problem->what
                              : drawn.charts.empty() ? "Left out (--charts none)."
                                                     : "";
  return report::analysis_html({.facts = experiment.log.recording.facts,
                                .series = experiment.analyses,
                                .charts = charts,
                                .tool_version = std::string(version()),
                                .without_charts = why_not});
}

/// Draws the charts into the directory, and makes the page of them. Gives why not all are there, where so.
std::optional<Error> add_pictures(const Experiment& experiment, const Arguments& arguments,
                                  const store::GiveUp& give_up, store::DirectoryContent& content) {
  const LogFacts& facts = experiment.log.recording.facts;
  const DrawnCharts drawn = draw_charts(facts, experiment.analyses, arguments.charts, give_up);
  add_charts(drawn, "plots/", content);
  // The page takes SVG whatever the files are.
  const bool again = arguments.charts.wanted() && drawn.format != plot::Format::svg;
  content.files["report.html"] = report_page(
      experiment, again ? draw_charts(facts, experiment.analyses, {.format = "svg"}, give_up) : drawn);
  return drawn.problem;
}

store::FiguresSettings settings_of(const Arguments& arguments) {
  return {.policy = resolve_policy(arguments.measure),
          .fallback_slo = arguments.measure.slo,
          .since = arguments.filter.since,
          .until = arguments.filter.until};
}

Status write_experiment(const Experiment& experiment, const Arguments& arguments,
                        const store::GiveUp& give_up, std::optional<Error>& without_charts) {
  const store::Tool tool{.version = std::string(version())};
  const store::FiguresSettings settings = settings_of(arguments);
  const LogFacts& facts = experiment.log.recording.facts;
  const store::AnalyzedRecording recording{facts, experiment.analyses, experiment.sha256};
  store::DirectoryContent content;
  content.files["data/extracted_metrics.csv"] = experiment.extracted_csv;
  content.files["data/processed_metrics.csv"] = report::processed_metrics_csv(experiment.analyses);
  content.files["analysis/summary.txt"] =
      report::summary_text(facts, experiment.analyses) + "\n" +
      report::analysis_text(facts, experiment.analyses, report::Colour::off);
  content.files["analysis/summary.json"] = store::figures_document(tool, settings, std::span(&recording, 1));
  content.files["analysis/warmup_gaps.csv"] = report::gaps_csv(experiment.analyses, Latency::itl);
  content.files["analysis/ttft_gaps.csv"] = report::gaps_csv(experiment.analyses, Latency::ttft);
  content.files["analysis/scaling_events.csv"] = report::scaling_events_csv(experiment.analyses);
  if (!arguments.no_copy && experiment.log.path != "-" && store::is_file(experiment.log.path)) {
    content.copies["data/original_log" + facts.name.substr(log_stem(experiment.log.path).size())] =
        experiment.log.path;
  }
  without_charts = add_pictures(experiment, arguments, give_up, content);
  content.files["manifest.txt"] = "";
  content.files["manifest.json"] = "";
  std::vector<std::string> names;
  for (const auto& [name, file] : content.files)
    names.push_back(name);
  for (const auto& [name, file] : content.copies)
    names.push_back(name);
  content.files["manifest.txt"] = manifest_text(experiment, content);
  content.files["manifest.json"] = store::manifest_document(tool, settings.policy.name, recording, names);
  return store::write_directory(target_of(arguments.out, experiment.log.path), content, arguments.force,
                                give_up);
}

Analyzed analyze_log(const std::string& path, const SampleFilter& filter, const Arguments& arguments,
                     const Console& console, OrderlyEnd& end) {
  Analyzed result;
  std::string extracted_csv;
  auto loaded = read(path, filter, arguments, console, extracted_csv);
  if (!loaded) {
    result.error = loaded.error();
    return result;
  }
  Experiment& experiment =
      result.experiment.emplace(Experiment{std::move(loaded).value(), std::move(extracted_csv), {}});
  for (const Series& series : experiment.log.series)
    experiment.analyses.push_back(metric::analyze(series, resolve_policy(arguments.measure)));
  if ((arguments.json || !arguments.out.empty()) && path != "-" && store::is_file(path)) {
    auto digest = run::log_sha256(path);
    if (!digest) {
      result.error = digest.error();
      result.experiment.reset();
      return result;
    }
    experiment.sha256 = std::move(digest).value();
  }
  if (arguments.out.empty()) return result;
  const OrderlyEnd::Unfinished directory(end);
  const auto give_up = [&] { return end.ending(); };
  if (const auto status = write_experiment(experiment, arguments, give_up, result.without_charts); !status) {
    result.error = status.error();
    result.experiment.reset();
  }
  return result;
}

ExitCode analyze_logs(const std::vector<std::string>& logs, const SampleFilter& filter,
                      const Arguments& arguments, const Console& console) {
  ExitCode code = ExitCode::pass;
  const auto fail = [&](const Error& error) { code = worse(code, console.complain(error)); };
  std::vector<Analyzed> all(logs.size());
  OrderlyEnd end;
  const auto analyze_all = [&] {
    in_parallel(all.size(), arguments.jobs, console,
                [&](std::size_t i) { all[i] = analyze_log(logs[i], filter, arguments, console, end); });
  };
  if (arguments.out.empty()) {
    analyze_all();  // nothing is left behind, whenever it ends; --follow has its own way with signals
  } else {
    end.during(analyze_all);
  }
  std::vector<store::AnalyzedRecording> documents;
  std::string text;
  for (const Analyzed& result : all) {
    // Of a followed log whose events nobody reads any more, what was not read is not missing.
    if (result.error && arguments.follow && console.reader_left()) return code;
    if (result.error) fail(*result.error);
    if (result.without_charts) {
      const ExitCode without_charts = console.complain(*result.without_charts);
      if (arguments.charts.insisted()) code = worse(code, without_charts);
    }
    if (!result.experiment) continue;
    const Experiment& experiment = *result.experiment;
    documents.push_back({experiment.log.recording.facts, experiment.analyses, experiment.sha256});
    if (!text.empty()) text += "\n";
    text += report::analysis_text(experiment.log.recording.facts, experiment.analyses, console.colour());
    if (!arguments.out.empty())
      text += "\nwritten to " + escape_for_terminal(target_of(arguments.out, experiment.log.path)) + "\n";
  }
  if (arguments.json) {
    text = store::figures_document({.version = std::string(version())}, settings_of(arguments), documents);
  }
  if (const auto status = console.print(text); !status) fail(status.error());
  return code;
}

ExitCode analyze(const Arguments& arguments, const Console& console) {
  const auto filter = resolve_filter(arguments.filter);
  if (!filter) return console.complain(filter.error());
  const auto logs = arguments.follow ? resolve_followed(arguments.logs) : resolve_logs(arguments.logs);
  if (!logs) return console.complain(logs.error());
  if (!arguments.out.empty()) {
    if (const auto status = check_targets(logs.value(), arguments.out, arguments.force); !status)
      return console.complain(status.error());
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
  out->check(not_empty())->type_name("DIR");
  add_chart_option(app, arguments->charts, true)->needs(out);
  app.add_flag("--no-copy", arguments->no_copy, "Leave the copy of the log out of the experiment directory")
      ->needs(out);
  app.add_flag("--force", arguments->force, "Replace experiment directories that are there already")
      ->needs(out);
  app.add_flag("--follow", arguments->follow,
               "Go on reading as the log is written, and show what happens; Ctrl-C ends it with the report")
      ->excludes(json)
      ->excludes(out);
  add_jobs_option(app, arguments->jobs);
  return [arguments](const Console& console) { return analyze(*arguments, console); };
}

}  // namespace wvagate::cli
