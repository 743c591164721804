#include "harness/cli/track_selection.hpp"

#include <algorithm>

#include "analysis/core/format.hpp"
#include "analysis/sample/series.hpp"

namespace wvagate::cli {

void add_scenario_globs(CLI::App& app, std::vector<std::string>& scenarios) {
  app.add_option("--scenario", scenarios, "Only scenarios whose name matches, with * and ?; may come again")
      ->type_name("GLOB")
      ->take_all()
      ->allow_extra_args(false);
}

Status check_metrics(const std::vector<std::string>& wanted, history::HistoryStore& store) {
  const auto known = store.metrics();
  if (!known) return known.error();
  for (const std::string& metric : wanted) {
    if (std::binary_search(known.value().begin(), known.value().end(), metric)) continue;
    return Error{.where = "METRIC",
                 .what = "no run has a value of \"" + escape_for_terminal(metric) + "\"",
                 .help = "`wvagate metrics` lists them"};
  }
  return {};
}

Result<std::vector<std::string>> choose_scenarios(const std::vector<std::string>& patterns,
                                                  history::HistoryStore& store) {
  auto all = store.scenarios();
  if (!all || patterns.empty()) return all;
  std::vector<std::string> chosen;
  for (const std::string& pattern : patterns) {
    const auto before = chosen.size();
    std::copy_if(all.value().begin(), all.value().end(), std::back_inserter(chosen),
                 [&](const std::string& scenario) { return matches_glob(pattern, scenario); });
    if (chosen.size() == before) {
      return Error{.where = "--scenario",
                   .what = "no scenario is called \"" + escape_for_terminal(pattern) + "\""};
    }
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

}  // namespace wvagate::cli
