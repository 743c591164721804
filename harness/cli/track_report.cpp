#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/cli/drawing.hpp"
#include "harness/cli/gate_inputs.hpp"
#include "harness/cli/orderly_end.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/track.hpp"
#include "harness/cli/track_page.hpp"
#include "harness/cli/track_selection.hpp"
#include "harness/gate/default_metrics.hpp"
#include "harness/history/history_store.hpp"
#include "harness/plot/gnuplot.hpp"
#include "harness/report/history_html.hpp"
#include "harness/store/experiment_directory.hpp"
#include "harness/store/file.hpp"

namespace wvagate::cli {
namespace {

using history::Trend;
using history::TrendReview;

struct Arguments {
  std::vector<std::string> metrics;
  std::vector<std::string> scenarios;
  std::string store = "wvagate.db";
  std::string baselines;
  std::string out;
  bool force = false;
  bool fail_on_change = false;
  std::uint64_t seed = 1;
};

bool is_page(const std::string& path) {
  return path.ends_with(".html") || path.ends_with(".htm");
}

/// What was read of the store, and found in it.
struct Findings {
  std::vector<Trend> chosen;  ///< by scenario, then by metric
  std::vector<TrendReview> reviews;
  std::vector<Trend> companions;
  BaselinesByScenario baselines;

  std::vector<report::ReviewedTrend> reviewed() const {
    std::vector<report::ReviewedTrend> all;
    for (std::size_t i = 0; i < chosen.size(); ++i)
      all.push_back({chosen[i], reviews[i]});
    return all;
  }
};

/// The metrics that were named, or those of a new baseline that the store has.
Result<std::vector<std::string>> choose_metrics(const Arguments& arguments, history::HistoryStore& store) {
  if (!arguments.metrics.empty()) {
    if (auto status = check_metrics(arguments.metrics, store); !status) return status.error();
    return arguments.metrics;
  }
  const auto known = store.metrics();
  if (!known) return known.error();
  std::vector<std::string> metrics;
  for (const auto& metric : gate::kDefaultMetrics) {
    if (std::binary_search(known.value().begin(), known.value().end(), metric.name))
      metrics.emplace_back(metric.name);
  }
  if (!metrics.empty()) return metrics;
  return Error{.where = arguments.store,
               .what = "has no values of the metrics that are reported",
               .help = "`wvagate track add` stores runs, METRIC chooses others"};
}

/// Whether the file `inner` is `outer`, or stands in it.
bool holds(const std::string& outer, const std::string& inner) {
  std::error_code unknown;
  const auto whole = std::filesystem::weakly_canonical(outer, unknown);
  const auto part = std::filesystem::canonical(inner, unknown);
  if (unknown) return false;  // a server, or no file
  const auto [end, ignored] = std::mismatch(whole.begin(), whole.end(), part.begin(), part.end());
  return end == whole.end() || (std::next(end) == whole.end() && end->empty());
}

bool has_values(const Trend& trend) {
  return std::any_of(trend.points.begin(), trend.points.end(),
                     [](const history::TrendPoint& point) { return !point.runs.empty(); });
}

Result<Findings> find(const Arguments& arguments, const Console& console) {
  Findings findings;
  if (!arguments.baselines.empty()) {
    auto files = load_baselines(arguments.baselines, console);
    if (!files) return files.error();
    for (store::BaselineFile& file : files.value())
      findings.baselines.emplace(file.baseline.scenario, std::move(file.baseline));
  }
  auto store = history::HistoryStore::open(arguments.store, history::Access::read);
  if (!store) return store.error();
  const auto metrics = choose_metrics(arguments, store.value());
  if (!metrics) return metrics.error();
  const auto scenarios = choose_scenarios(arguments.scenarios, store.value());
  if (!scenarios) return scenarios.error();
  auto chosen = store.value().trends(scenarios.value(), metrics.value());
  if (!chosen) return chosen.error();
  findings.chosen = std::move(chosen).value();
  std::erase_if(findings.chosen, [](const Trend& trend) { return !has_values(trend); });
  std::stable_sort(findings.chosen.begin(), findings.chosen.end(),
                   [](const Trend& a, const Trend& b) { return a.scenario < b.scenario; });
  findings.reviews = review_all(findings.chosen, findings.baselines, arguments.seed);
  auto companions =
      store.value().trends(accompanied_scenarios(findings.chosen, findings.reviews), companion_metrics());
  if (!companions) return companions.error();
  findings.companions = std::move(companions).value();
  return findings;
}

/// Draws and writes the page, with `give_up` between its steps; what could not be drawn is complained of.
Status write_report(const Arguments& arguments, const Findings& findings, const Console& console,
                    const std::function<bool()>& give_up) {
  HistoryCharts made =
      history_charts(findings.chosen, findings.reviews, findings.companions, findings.baselines);
  DrawnCharts drawn;
  for (ScenarioChart& each : made.charts)
    drawn.charts.push_back(std::move(each.chart));
  if (!drawn.charts.empty()) {
    plot::Drawing drawing =
        plot::draw(drawn.charts, plot::Format::svg, {.search_path = search_path(), .give_up = give_up});
    drawn.pictures = std::move(drawing.pictures);
    drawn.problem = std::move(drawing.problem);
  }
  if (give_up()) return {};
  if (drawn.problem) console.complain(*drawn.problem);

  std::vector<report::HistoryChart> charts;
  for (std::size_t i = 0; i < drawn.charts.size(); ++i) {
    const plot::Chart& chart = drawn.charts[i];
    charts.push_back({.scenario = made.charts[i].scenario,
                      .name = chart.name,
                      .title = chart.title,
                      .svg = drawn.pictures[chart.name]});
  }
  std::string remark = drawn.problem ? drawn.problem->what : "";
  if (made.left_out > 0) {
    remark += (remark.empty() ? "" : "; ") + plural(made.left_out, "trend is", "trends are") +
              " not drawn, those with least to tell: METRIC and --scenario choose others";
  }
  const auto reviewed = findings.reviewed();
  const std::string tool_version(version());
  const std::string page = report::history_html(
      {.trends = reviewed, .charts = charts, .tool_version = tool_version, .remark = remark});
  if (is_page(arguments.out)) return store::write_file(arguments.out, page);
  store::DirectoryContent content;
  content.files["report.html"] = page;
  add_charts(drawn, "", content);
  return store::write_directory(arguments.out, content, arguments.force, give_up);
}

ExitCode report(const Arguments& arguments, const Console& console) {
  if (holds(arguments.out, arguments.store)) {
    return console.complain({.where = arguments.out,
                             .what = "is the history, or the directory that holds it",
                             .help = "name another page or directory with --out"});
  }
  if (!is_page(arguments.out) && !arguments.force && store::exists(arguments.out)) {
    return console.complain({.where = arguments.out,
                             .what = "is there already",
                             .help = "--force replaces it; a name that ends in .html is that of a page"});
  }
  const auto findings = find(arguments, console);
  if (!findings) return console.complain(findings.error());
  Status written;
  OrderlyEnd end;
  end.during([&] {
    const OrderlyEnd::Unfinished directory(end);
    written = write_report(arguments, findings.value(), console, [&] { return end.ending(); });
  });
  if (!written) return console.complain(written.error());
  if (const auto status = console.print(report::findings_text(findings.value().reviewed())); !status)
    return console.complain(status.error());
  const auto& reviews = findings.value().reviews;
  const bool worse = std::any_of(reviews.begin(), reviews.end(),
                                 [](const TrendReview& review) { return review.ends_worse(); });
  return arguments.fail_on_change && worse ? ExitCode::gate_failed : ExitCode::pass;
}

}  // namespace

Action declare_track_report(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  app.add_option("METRIC", arguments->metrics,
                 "Metrics, as `wvagate metrics` lists them; without any, those that a new baseline gets")
      ->type_name("");
  add_scenario_globs(app, arguments->scenarios);
  add_store_option(app, arguments->store);
  app.add_option("--baselines", arguments->baselines,
                 "Directory of baselines: their values, tolerances and limits are drawn, and smaller changes "
                 "than the tolerance not told")
      ->check(not_empty())
      ->type_name("DIR");
  app.add_option("--out", arguments->out,
                 "Write the page here; with a name that does not end in .html, a directory with the page and "
                 "each chart's picture, script and data")
      ->required()
      ->check(not_empty())
      ->type_name("FILE|DIR");
  app.add_flag("--force", arguments->force, "Replace a directory that is there already");
  app.add_flag("--fail-on-change", arguments->fail_on_change,
               "Exit 1 where the last change of a trend's level was for the worse");
  app.add_option("--seed", arguments->seed, "Of the permutations by which changes are tested")
      ->type_name("NUMBER")
      ->capture_default_str();
  return [arguments](const Console& console) { return report(*arguments, console); };
}

}  // namespace wvagate::cli
