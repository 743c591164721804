#pragma once

#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "harness/cli/verb.hpp"

/// The verbs of the verb `track`.
namespace wvagate::cli {

Action declare_track_add(CLI::App& app);
Action declare_track_export(CLI::App& app);
Action declare_track_report(CLI::App& app);
Action declare_track_show(CLI::App& app);

inline constexpr Verb kTrackVerbs[] = {
    {"add", "Stores the figures of a release's runs", declare_track_add},
    {"show", "A metric by release and scenario, with what changed", declare_track_show},
    {"report", "A page of trends with charts: changes of level, drift, and what baselines allow",
     declare_track_report},
    {"export", "All run-sets as CSV or NDJSON, which `track add` reads, or the last ones as OpenMetrics",
     declare_track_export},
};

/// --store
void add_store_option(CLI::App& app, std::string& store);

}  // namespace wvagate::cli
