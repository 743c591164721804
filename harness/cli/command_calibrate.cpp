#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/model/calibration.hpp"
#include "harness/cli/log_set.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/verb.hpp"
#include "harness/report/calibration_text.hpp"
#include "harness/run/loaded_log.hpp"
#include "harness/store/calibration_json.hpp"
#include "harness/store/params_file.hpp"

namespace wvagate::cli {
namespace {

struct Arguments {
  std::vector<std::string> logs;
  FilterArguments filter;
  double dedup_window_s = 5;
  std::string emit;
  bool json = false;
};

/// The series of one model on one accelerator, over all logs.
struct Group {
  std::string_view model;
  std::string_view accelerator;
  std::vector<MeasuredSeries> series;
  std::vector<std::string> logs;
  std::vector<std::size_t> log_of;
  Calibration calibration;
};

/// Groups in order of first appearance.
std::deque<Group> group_series(const std::deque<run::LoadedLog>& logs, const Policy& policy) {
  std::deque<Group> groups;
  std::map<std::pair<std::string_view, std::string_view>, Group*> by_name;
  for (const run::LoadedLog& log : logs) {
    for (const Series& series : log.series) {
      Group*& group = by_name[{series.model, series.accelerator}];
      if (group == nullptr) {
        group = &groups.emplace_back();
        group->model = series.model;
        group->accelerator = series.accelerator;
      }
      if (group->logs.empty() || group->logs.back() != log.recording.facts.name) {
        group->logs.push_back(log.recording.facts.name);
      }
      group->log_of.push_back(group->logs.size() - 1);
      group->series.emplace_back(series, policy);
    }
  }
  return groups;
}

/// The recommended parameters alone, for other programs. A resource's block names accelerators, but no model:
/// fails where two models have recommended parameters on one.
Result<std::string> emit(const std::string& format, std::span<const store::CalibratedModel> models) {
  if (format == "json") return store::parameters_document({.version = std::string(version())}, models);
  std::vector<store::AcceleratorParameters> recommended;
  for (const auto& model : models) {
    if (!model.calibration.verdict.recommended) continue;
    const bool again = std::any_of(recommended.begin(), recommended.end(),
                                   [&](const auto& other) { return other.accelerator == model.accelerator; });
    if (again) {
      return Error{.kind = ErrorKind::usage,
                   .where = "--emit yaml",
                   .what = "several models have recommended parameters on " +
                           escape_for_terminal(model.accelerator) + ", and the block names none",
                   .help = "give the logs of one model, or choose its variants by --variant"};
    }
    recommended.push_back({std::string(model.accelerator), model.calibration.fit->parameters});
  }
  return store::parameters_yaml(recommended);
}

ExitCode print_emitted(const Arguments& arguments, std::span<const store::CalibratedModel> models,
                       const Console& console) {
  bool any = false;
  for (const auto& model : models) {
    const CalibrationVerdict& verdict = model.calibration.verdict;
    any = any || verdict.recommended;
    if (verdict.recommended) continue;
    console.note("nothing to emit for " + escape_for_terminal(model.model) + " on " +
                 escape_for_terminal(model.accelerator) +
                 ": not recommended: " + std::string(describe(verdict.reason)));
  }
  if (!any) return ExitCode::inconclusive;
  const auto text = emit(arguments.emit, models);
  const Status status = text ? console.print(text.value()) : Status(text.error());
  return status ? ExitCode::pass : console.complain(status.error());
}

ExitCode print_all(const Arguments& arguments, std::span<const store::CalibratedModel> models,
                   const Console& console) {
  std::string text;
  for (const auto& model : models) {
    if (!text.empty()) text += "\n";
    text += report::calibration_text(
        {.model = model.model, .accelerator = model.accelerator, .logs = model.logs.size()},
        model.calibration, console.colour());
  }
  if (arguments.json) text = store::calibration_document({.version = std::string(version())}, models);
  const auto status = console.print(text);
  return status ? ExitCode::pass : console.complain(status.error());
}

ExitCode run_calibrate(const Arguments& arguments, const Console& console) {
  const auto filter = resolve_filter(arguments.filter);
  if (!filter) return console.complain(filter.error());
  const auto paths = resolve_logs(arguments.logs);
  if (!paths) return console.complain(paths.error());

  ExitCode code = ExitCode::pass;
  std::deque<run::LoadedLog> logs;
  for (const std::string& path : paths.value()) {
    auto log = run::load_log(path, filter.value(), LatencyPair{});
    if (log) {
      logs.push_back(std::move(log).value());
    } else {
      code = worse(code, console.complain(log.error()));
    }
  }
  auto groups = group_series(
      logs, resolve_policy({.policy = "cycle", .dedup_window_s = arguments.dedup_window_s, .slo = {}}));
  std::vector<store::CalibratedModel> models;
  for (Group& group : groups) {
    group.calibration = calibrate(group.series);
    models.push_back({group.model, group.accelerator, group.logs, group.log_of, group.calibration});
  }
  if (models.empty()) return code;
  return worse(code, arguments.emit.empty() ? print_all(arguments, models, console)
                                            : print_emitted(arguments, models, console));
}

}  // namespace

Action declare_calibrate(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_logs(app, arguments->logs);
  add_filter_options(app, arguments->filter);
  add_dedup_option(app, arguments->dedup_window_s);
  CLI::Option* emit =
      app.add_option(
             "--emit", arguments->emit,
             "Only the recommended parameters, for a VariantAutoscaling resource; exit 3 where none are")
          ->check(CLI::IsMember({"yaml", "json"}))
          ->type_name("yaml|json");
  app.add_flag("--json", arguments->json, "The same as JSON (wvagate.calibration/1)")->excludes(emit);
  return [arguments](const Console& console) { return run_calibrate(*arguments, console); };
}

}  // namespace wvagate::cli
