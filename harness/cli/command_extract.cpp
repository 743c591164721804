#include <memory>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/cli/held_signals.hpp"
#include "harness/cli/live_input.hpp"
#include "harness/cli/loaded_log.hpp"
#include "harness/cli/log_set.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/verb.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/report/extract_csv.hpp"
#include "harness/store/extract_json.hpp"

namespace wvagate::cli {
namespace {

constexpr std::size_t kFlushBytes = std::size_t{64} * 1024;

struct Arguments {
  std::vector<std::string> logs;
  FilterArguments filter;
  bool json = false;
  bool follow = false;
};

/// Rows on their way to standard output: many at once while the log keeps coming, at once when it pauses.
class RowPrinter final : public LiveInput {
 public:
  RowPrinter(const Console& console, bool json, HeldSignals* signals)
      : LiveInput(console, signals), json_(json) {}

  /// The header of the CSV, before the first row.
  void begin() {
    if (!json_ && !begun_) rows_ += report::extract_csv_header();
    begun_ = true;
  }

  /// False once standard output takes no more.
  bool add(const LoggedSample& sample, std::string_view log) {
    begin();
    if (json_) {
      store::append_extract_json(rows_, sample, log);
    } else {
      report::append_extract_csv(rows_, sample, log);
    }
    return rows_.size() < kFlushBytes || flush();
  }

  bool flush() {
    print(rows_);
    rows_.clear();
    return output() && !console().reader_left();
  }

 protected:
  std::optional<Clock::time_point> between_reads(bool idle) override {
    if (idle) flush();
    return std::nullopt;
  }

 private:
  bool json_;
  bool begun_ = false;
  std::string rows_;
};

/// Extracts one log; its exit code.
ExitCode extract_log(const std::string& path, const SampleFilter& filter, bool follow, const Console& console,
                     RowPrinter& rows) {
  NamePool names;
  const std::string name = log_name(path);
  std::optional<TimePoint> first;
  std::uint64_t count = 0;
  const auto add = [&](const LoggedSample& logged) {
    ++count;
    if (!first) first = logged.sample.time;
    return !filter.passes(logged.sample, *first) || rows.add(logged, name);
  };
  const auto facts = ingest::read_log(path, names, add, {.waiter = &rows, .follow = follow});
  if (!facts) {
    console.complain(facts.error());
    return ExitCode::log;
  }
  if (console.reader_left()) return ExitCode::pass;  // what was not read is not missing
  if (facts.value().lines.malformed_total() > 0) {
    console.note(escape_for_terminal(path) + ": " +
                 plural(facts.value().lines.malformed_total(), "malformed line", "malformed lines") +
                 " gave nothing; `wvagate doctor` says which");
  }
  rows.begin();
  if (count > 0) return ExitCode::pass;
  console.complain(
      {.kind = ErrorKind::log, .where = path, .what = "no samples", .help = "`wvagate doctor` says why"});
  return ExitCode::log;
}

ExitCode extract(const Arguments& arguments, const Console& console) {
  const auto filter = resolve_filter(arguments.filter);
  if (!filter) {
    console.complain(filter.error());
    return exit_code_of(filter.error().kind);
  }
  const auto logs = arguments.follow ? resolve_followed(arguments.logs) : resolve_logs(arguments.logs);
  if (!logs) {
    console.complain(logs.error());
    return exit_code_of(logs.error().kind);
  }
  std::optional<HeldSignals> signals;
  if (arguments.follow) signals.emplace({SIGINT, SIGTERM, SIGHUP});
  RowPrinter rows(console, arguments.json, signals ? &*signals : nullptr);
  ExitCode code = ExitCode::pass;
  for (const std::string& log : logs.value()) {
    code = worse(code, extract_log(log, filter.value(), arguments.follow, console, rows));
    if (!rows.output() || console.reader_left()) break;
  }
  rows.flush();
  if (!rows.output()) {
    console.complain(rows.output().error());
    return ExitCode::usage;
  }
  return code;
}

}  // namespace

Action declare_extract(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_logs(app, arguments->logs);
  add_filter_options(app, arguments->filter);
  app.add_flag("--json,--ndjson", arguments->json, "One JSON object a line instead of CSV");
  app.add_flag("--follow", arguments->follow, "Go on reading as the log is written; Ctrl-C ends it");
  return [arguments](const Console& console) { return extract(*arguments, console); };
}

}  // namespace wvagate::cli
