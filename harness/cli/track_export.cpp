#include <memory>
#include <string>

#include "harness/cli/track.hpp"
#include "harness/history/history_store.hpp"
#include "harness/report/openmetrics.hpp"
#include "harness/report/run_set_csv.hpp"
#include "harness/store/run_set_json.hpp"

namespace wvagate::cli {
namespace {

struct Arguments {
  std::string format;
  std::string store = "wvagate.db";
};

Status export_all(const Arguments& arguments, const Console& console) {
  auto store = history::HistoryStore::open(arguments.store, history::Access::read);
  if (!store) return store.error();
  if (arguments.format == "openmetrics") {
    const auto latest = store.value().latest();
    if (!latest) return latest.error();
    return console.print(report::openmetrics_text(latest.value()));
  }
  const bool csv = arguments.format == "csv";
  if (csv) {
    if (auto status = console.print(report::run_set_csv_header()); !status) return status;
  }
  return store.value().each_run_set([&](const history::RunSet& run_set) -> Status {
    std::string text;
    if (csv) {
      report::append_run_set_csv(text, run_set);
    } else {
      store::append_run_set_json(text, run_set);
    }
    return console.print(text);
  });
}

}  // namespace

Action declare_track_export(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  app.add_option("--format", arguments->format,
                 "csv (a figure a row) or ndjson (a run-set a line) of all, which `track add` reads; "
                 "openmetrics of each scenario's last run-set, for a textfile collector")
      ->required()
      ->check(CLI::IsMember({"csv", "ndjson", "openmetrics"}));
  add_store_option(app, arguments->store);
  return [arguments](const Console& console) {
    const auto status = export_all(*arguments, console);
    if (status) return ExitCode::pass;
    return console.complain(status.error());
  };
}

}  // namespace wvagate::cli
