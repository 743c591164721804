#include <utility>
#include <vector>

#include "harness/cli/shared_options.hpp"
#include "harness/cli/track.hpp"

namespace wvagate::cli {

void add_store_option(CLI::App& app, std::string& store) {
  app.add_option("--store", store,
                 "Where the run-sets are kept: an SQLite file, or postgresql://USER@HOST:PORT/DATABASE")
      ->check(not_empty())
      ->type_name("PATH|URL")
      ->capture_default_str();
}

Action declare_track(CLI::App& app) {
  app.require_subcommand(1);
  std::vector<std::pair<CLI::App*, Action>> actions;
  for (const Verb& verb : kTrackVerbs) {
    CLI::App* sub = app.add_subcommand(std::string(verb.name), std::string(verb.summary));
    actions.emplace_back(sub, verb.declare(*sub));
  }
  return [actions](const Console& console) {
    for (const auto& [sub, action] : actions) {
      if (sub->parsed()) return action(console);
    }
    return ExitCode::usage;
  };
}

}  // namespace wvagate::cli
