#include <memory>
#include <string>
#include <vector>

#include "harness/cli/track.hpp"
#include "harness/cli/track_selection.hpp"
#include "harness/history/history_store.hpp"
#include "harness/report/history_text.hpp"
#include "harness/store/history_json.hpp"

namespace wvagate::cli {
namespace {

constexpr std::size_t kIndent = 2;  // of the sparkline

struct Arguments {
  std::vector<std::string> metrics;
  std::vector<std::string> scenarios;
  std::string store = "wvagate.db";
  bool json = false;
};

/// Prints table by table, so that a long history need not be held at once.
Status print_tables(const std::vector<std::string>& metrics, const std::vector<std::string>& scenarios,
                    history::HistoryStore& store, const Console& console) {
  const std::size_t columns = console.has_screen() ? console.screen_size().columns - kIndent : 0;
  const char* separator = "";
  for (const std::string& metric : metrics) {
    for (const std::string& scenario : scenarios) {
      const auto trends = store.trends({scenario}, {metric});
      if (!trends) return trends.error();
      const std::string text = report::history_text(trends.value(), console.colour(), columns);
      if (auto status = console.print(separator + text); !status) return status;
      separator = "\n";
    }
  }
  return {};
}

Status show(const Arguments& arguments, const Console& console) {
  auto store = history::HistoryStore::open(arguments.store, history::Access::read);
  if (!store) return store.error();
  if (auto status = check_metrics(arguments.metrics, store.value()); !status) return status;
  const auto scenarios = choose_scenarios(arguments.scenarios, store.value());
  if (!scenarios) return scenarios.error();
  if (!arguments.json) return print_tables(arguments.metrics, scenarios.value(), store.value(), console);
  const auto trends = store.value().trends(scenarios.value(), arguments.metrics);
  if (!trends) return trends.error();
  return console.print(store::history_document({.version = std::string(version())}, trends.value()));
}

}  // namespace

Action declare_track_show(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  app.add_option("METRIC", arguments->metrics, "Metrics, as `wvagate metrics` lists them")
      ->required()
      ->type_name("");
  add_scenario_globs(app, arguments->scenarios);
  add_store_option(app, arguments->store);
  app.add_flag("--json", arguments->json, "The same as JSON (wvagate.history/1)");
  return [arguments](const Console& console) {
    const auto status = show(*arguments, console);
    if (status) return ExitCode::pass;
    return console.complain(status.error());
  };
}

}  // namespace wvagate::cli
