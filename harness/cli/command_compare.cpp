#include <memory>
#include <string>
#include <vector>

#include "analysis/metric/registry.hpp"
#include "analysis/verdict/comparison.hpp"
#include "analysis/verdict/judge.hpp"
#include "harness/cli/log_set.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/verb.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/report/comparison_text.hpp"
#include "harness/run/measured_run.hpp"
#include "harness/store/comparison_json.hpp"

namespace wvagate::cli {
namespace {

struct Arguments {
  std::string first;
  std::string second;
  MeasureArguments measure;
  std::optional<std::string> variant;
  bool json = false;
};

/// One side: its runs, and what they are called.
struct Side {
  verdict::Contender runs;
  std::vector<std::string> names;

  std::string words() const {
    std::string text;
    for (const std::string& name : names)
      text += (text.empty() ? "" : ", ") + name;
    return text;
  }
};

Result<Side> read_side(const std::string& argument, const Arguments& arguments) {
  const auto logs = resolve_logs({argument});
  if (!logs) return logs.error();
  if (logs.value().size() > verdict::kMostRuns) {
    return Error{.where = argument, .what = "has more than " + std::to_string(verdict::kMostRuns) + " runs"};
  }
  const verdict::Measure measure = resolve_measure(arguments.measure);
  std::vector<std::string> names;
  for (const auto& metric : metric::all_metrics())
    names.push_back(metric.name);
  Side side;
  for (const std::string& log : logs.value()) {
    const auto run = run::measure_run(log, measure, arguments.variant);
    if (!run) return run.error();
    side.runs.push_back(run::to_run(*run.value(), names));
    side.names.push_back(ingest::log_name(log));
  }
  return side;
}

ExitCode compare_sides(const Arguments& arguments, const Console& console) {
  if (arguments.first == "-" && arguments.second == "-")
    return console.complain({.where = "-", .what = "standard input can be read only once"});
  const auto first = read_side(arguments.first, arguments);
  if (!first) return console.complain(first.error());
  const auto second = read_side(arguments.second, arguments);
  if (!second) return console.complain(second.error());
  const auto figures = verdict::compare(first.value().runs, second.value().runs);
  const std::string text =
      arguments.json ? store::comparison_document({.version = std::string(version())}, first.value().names,
                                                  second.value().names, figures)
                     : report::comparison_text({first.value().words(), second.value().words()}, figures,
                                               console.colour());
  if (const auto status = console.print(text); !status) return console.complain(status.error());
  return ExitCode::pass;
}

}  // namespace

Action declare_compare(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  app.add_option("A", arguments->first, "A log, or a directory of runs of one scenario")
      ->required()
      ->type_name("");
  app.add_option("B", arguments->second, "What it is held beside")->required()->type_name("");
  add_measure_options(app, arguments->measure);
  app.add_option("--variant", arguments->variant, "The variant, with * and ?, where a log has several")
      ->type_name("GLOB");
  app.add_flag("--json", arguments->json, "The same as JSON (wvagate.comparison/1)");
  return [arguments](const Console& console) { return compare_sides(*arguments, console); };
}

}  // namespace wvagate::cli
