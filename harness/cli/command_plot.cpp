#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/cli/drawing.hpp"
#include "harness/cli/log_set.hpp"
#include "harness/cli/orderly_end.hpp"
#include "harness/cli/output_directory.hpp"
#include "harness/cli/parallel.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/verb.hpp"
#include "harness/run/loaded_log.hpp"

namespace wvagate::cli {
namespace {

struct Arguments {
  std::vector<std::string> logs;
  MeasureArguments measure;
  FilterArguments filter;
  ChartArguments charts;
  std::string out;
  bool force = false;
  std::size_t jobs = default_jobs();
};

/// What became of one log.
struct Plotted {
  std::string text;
  std::optional<Error> error;
};

std::string text_of(const std::string& target, const DrawnCharts& drawn) {
  std::string text = escape_for_terminal(target) + "\n";
  for (const plot::Chart& chart : drawn.charts) {
    if (!drawn.pictures.contains(chart.name)) continue;
    text += "  " + chart.name + "." + std::string(plot::extension_of(drawn.format)) + "  " +
            escape_for_terminal(chart.title) + "\n";
  }
  return text;
}

Plotted plot_log(const std::string& path, const SampleFilter& filter, const Arguments& arguments,
                 OrderlyEnd& end) {
  const auto log = run::load_log(path, filter, arguments.measure.slo);
  if (!log) return {.text = {}, .error = log.error()};
  std::vector<metric::SeriesAnalysis> analyses;
  for (const Series& series : log.value().series)
    analyses.push_back(metric::analyze(series, resolve_policy(arguments.measure)));
  const OrderlyEnd::Unfinished directory(end);
  const auto give_up = [&] { return end.ending(); };
  const DrawnCharts drawn = draw_charts(log.value().recording.facts, analyses, arguments.charts, give_up);
  store::DirectoryContent content;
  add_charts(drawn, "", content);
  const std::string target = target_of(arguments.out, path);
  if (const auto status = store::write_directory(target, content, arguments.force, give_up); !status)
    return {.text = {}, .error = status.error()};
  return {.text = text_of(target, drawn), .error = drawn.problem};
}

ExitCode plot_logs(const Arguments& arguments, const Console& console) {
  const auto filter = resolve_filter(arguments.filter);
  if (!filter) return console.complain(filter.error());
  const auto logs = resolve_logs(arguments.logs);
  if (!logs) return console.complain(logs.error());
  if (const auto status = check_targets(logs.value(), arguments.out, arguments.force); !status)
    return console.complain(status.error());

  std::vector<Plotted> plotted(logs.value().size());
  OrderlyEnd end;
  end.during([&] {
    in_parallel(plotted.size(), arguments.jobs, console, [&](std::size_t i) {
      plotted[i] = plot_log(logs.value()[i], filter.value(), arguments, end);
    });
  });
  ExitCode code = ExitCode::pass;
  std::string text;
  for (const Plotted& each : plotted) {
    text += each.text;
    if (each.error) code = worse(code, console.complain(*each.error));
  }
  if (const auto status = console.print(text); !status) return console.complain(status.error());
  return code;
}

}  // namespace

Action declare_plot(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_logs(app, arguments->logs);
  add_measure_options(app, arguments->measure);
  add_filter_options(app, arguments->filter);
  add_chart_option(app, arguments->charts, false);
  app.add_option("--out", arguments->out, "Write each log's charts, scripts and data to a directory here")
      ->required()
      ->check(not_empty())
      ->type_name("DIR");
  app.add_flag("--force", arguments->force, "Replace directories that are there already");
  add_jobs_option(app, arguments->jobs);
  return [arguments](const Console& console) { return plot_logs(*arguments, console); };
}

}  // namespace wvagate::cli
