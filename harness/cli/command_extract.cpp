#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/cli/held_signals.hpp"
#include "harness/cli/live_input.hpp"
#include "harness/cli/log_set.hpp"
#include "harness/cli/ordered_output.hpp"
#include "harness/cli/parallel.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/verb.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/report/extract_csv.hpp"
#include "harness/run/loaded_log.hpp"
#include "harness/store/extract_json.hpp"

namespace wvagate::cli {
namespace {

constexpr std::size_t kFlushBytes = std::size_t{64} * 1024;

/// What the rows are of.
enum class Rows { samples, claims, mismatches };

struct Arguments {
  std::vector<std::string> logs;
  FilterArguments filter;
  bool json = false;
  bool claims = false;
  bool mismatches = false;
  bool follow = false;
  std::size_t jobs = default_jobs();
};

/// Rows on their way to standard output. Of one log at a time: many at once while it keeps coming, at once
/// when it pauses.
class RowPrinter final : public LiveInput {
 public:
  RowPrinter(const Console& console, Rows kind, bool json, HeldSignals* signals)
      : LiveInput(console, signals), kind_(kind), json_(json) {}

  Rows kind() const { return kind_; }

  void append(std::string& rows, const LoggedSample& sample, std::string_view log) const {
    json_ ? store::append_extract_json(rows, sample, log) : report::append_extract_csv(rows, sample, log);
  }
  void append(std::string& rows, const LoggedClaim& claim) const {
    json_ ? store::append_claim_json(rows, claim) : report::append_claim_csv(rows, claim);
  }
  void append(std::string& rows, const LoggedMismatch& mismatch) const {
    json_ ? store::append_mismatch_json(rows, mismatch) : report::append_mismatch_csv(rows, mismatch);
  }

  /// Prints the rows; before the first the header of the CSV.
  void print_rows(const std::string& rows) {
    if (!json_ && !begun_) {
      print(kind_ == Rows::claims       ? report::claims_csv_header()
            : kind_ == Rows::mismatches ? report::mismatches_csv_header()
                                        : report::extract_csv_header());
    }
    begun_ = true;
    if (!rows.empty()) print(rows);
  }

  /// The rows of the log that is being read.
  std::string& rows() { return rows_; }
  void flush() {
    if (!rows_.empty()) print_rows(rows_);
    rows_.clear();
  }

  /// Standard output takes more.
  bool goes_on() const { return output() && !console().reader_left(); }

 protected:
  std::optional<Clock::time_point> between_reads(bool idle) override {
    if (idle) flush();
    return std::nullopt;
  }

 private:
  Rows kind_;
  bool json_;
  bool begun_ = false;
  std::string rows_;
};

/// What became of a log.
struct Outcome {
  ExitCode code = ExitCode::pass;
  bool read = false;  ///< to its end, whatever stands in it
  std::optional<Error> error;
  std::uint64_t malformed = 0;  ///< lines
  std::string_view lacks;       ///< what the log has no rows of, and why; empty if it has some
};

/// Extracts one log; calls `deliver` when many rows wait in `rows`, and at the end. It says whether more are
/// wanted.
Outcome extract_log(const std::string& path, const SampleFilter& filter, const ingest::ReadOptions& options,
                    const RowPrinter& printer, std::string& rows, const std::function<bool()>& deliver) {
  NamePool names;
  const std::string name = ingest::log_name(path);
  std::optional<TimePoint> first;
  std::uint64_t logged_rows = 0;
  std::uint64_t passed_rows = 0;
  /// Whether a row passes the filter, which counts from the log's first.
  const auto passes = [&](std::string_view variant, std::string_view full_name, TimePoint time) {
    if (!first) first = time;
    ++logged_rows;
    const bool passed = filter.passes(variant, full_name, time, *first);
    passed_rows += passed ? 1U : 0U;
    return passed;
  };
  const auto goes_on = [&] { return rows.size() < kFlushBytes || deliver(); };
  ingest::LogSink sink;
  bool any_sample = false;
  sink.sample = [&](const LoggedSample& logged) {
    any_sample = true;
    if (printer.kind() != Rows::samples) return true;
    const Sample& sample = logged.sample;
    if (passes(sample.variant, sample.full_name, sample.time)) printer.append(rows, logged, name);
    return goes_on();
  };
  if (printer.kind() == Rows::claims) {
    sink.claim = [&](const LoggedClaim& claim) {
      const std::string full = full_name(claim.variant, claim.name_space);
      if (passes(claim.variant, full, claim.time)) printer.append(rows, claim);
      return goes_on();
    };
  }
  if (printer.kind() == Rows::mismatches) {
    sink.mismatch = [&](const LoggedMismatch& mismatch) {
      if (passes(mismatch.variant, {}, mismatch.time)) printer.append(rows, mismatch);
      return goes_on();
    };
  }
  const auto facts = ingest::read_log(path, names, sink, options);
  const bool wanted = deliver();
  if (!facts) return {.code = ExitCode::log, .error = facts.error()};
  if (!wanted) return {};  // what was not read is not missing
  Outcome outcome{.read = true, .error = {}, .malformed = facts.value().lines.malformed_total()};
  const bool filtered = logged_rows > 0 && passed_rows == 0;
  if (filtered || !any_sample) {
    outcome.code = ExitCode::log;
    outcome.error = run::no_samples(path, facts.value(), filtered);
  } else if (logged_rows == 0) {
    outcome.lacks = printer.kind() == Rows::claims ? "claims: its controller logs none, or not at this level"
                                                   : "mismatches: its controller found or logged none";
  }
  return outcome;
}

/// Says what is to be said of a log, and gives its exit code.
ExitCode tell(const Outcome& outcome, const std::string& path, const Console& console) {
  if (outcome.malformed > 0) {
    console.note(escape_for_terminal(path) + ": " +
                 plural(outcome.malformed, "malformed line", "malformed lines") +
                 " gave nothing; `wvagate doctor` says which");
  }
  if (!outcome.lacks.empty()) console.note(escape_for_terminal(path) + ": no " + std::string(outcome.lacks));
  if (outcome.error) console.complain(*outcome.error);
  return outcome.code;
}

/// One log after the other.
ExitCode extract_in_turn(const std::vector<std::string>& logs, const SampleFilter& filter,
                         const ingest::ReadOptions& options, RowPrinter& printer, const Console& console) {
  ExitCode code = ExitCode::pass;
  for (const std::string& log : logs) {
    const Outcome outcome = extract_log(log, filter, options, printer, printer.rows(), [&] {
      printer.flush();
      return printer.goes_on();
    });
    if (outcome.read) printer.print_rows({});
    code = worse(code, tell(outcome, log, console));
    if (!printer.goes_on()) break;
  }
  return code;
}

/// A source's part of the output, which ends with its scope however that is left: others wait for it.
struct Turn {
  OrderedOutput& output;
  std::size_t source;
  ~Turn() { output.finish(source); }
};

/// Several logs at once, printed in their order.
ExitCode extract_at_once(const std::vector<std::string>& logs, const SampleFilter& filter, std::size_t jobs,
                         RowPrinter& printer, const Console& console) {
  std::atomic<bool> wanted = true;
  OrderedOutput output(logs.size(), [&](const std::string& rows) {
    if (!rows.empty()) printer.print_rows(rows);
    wanted = printer.goes_on();
  });
  std::vector<Outcome> outcomes(logs.size());
  in_parallel(logs.size(), jobs, [&](std::size_t i) {
    const Turn turn{output, i};
    std::string rows;
    outcomes[i] = extract_log(logs[i], filter, {}, printer, rows, [&] {
      output.write(i, rows);
      return wanted.load();
    });
  });
  ExitCode code = ExitCode::pass;
  for (std::size_t i = 0; i < logs.size(); ++i) {
    if (outcomes[i].read) printer.print_rows({});
    code = worse(code, tell(outcomes[i], logs[i], console));
  }
  return code;
}

ExitCode extract(const Arguments& arguments, const Console& console) {
  const auto filter = resolve_filter(arguments.filter);
  if (!filter) return console.complain(filter.error());
  const auto logs = arguments.follow ? resolve_followed(arguments.logs) : resolve_logs(arguments.logs);
  if (!logs) return console.complain(logs.error());
  std::optional<HeldSignals> signals;
  if (arguments.follow) signals.emplace({SIGINT, SIGTERM, SIGHUP});
  const Rows kind = arguments.claims ? Rows::claims : arguments.mismatches ? Rows::mismatches : Rows::samples;
  RowPrinter printer(console, kind, arguments.json, signals ? &*signals : nullptr);
  const bool at_once = arguments.jobs > 1 && logs.value().size() > 1;
  const ExitCode code =
      at_once ? extract_at_once(logs.value(), filter.value(), arguments.jobs, printer, console)
              : extract_in_turn(logs.value(), filter.value(),
                                {.waiter = &printer, .follow = arguments.follow}, printer, console);
  return printer.output() ? code : console.complain(printer.output().error());
}

}  // namespace

Action declare_extract(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  add_logs(app, arguments->logs);
  add_filter_options(app, arguments->filter);
  app.add_flag("--json,--ndjson", arguments->json, "One JSON object a line instead of CSV");
  CLI::Option* claims = app.add_flag("--claims", arguments->claims,
                                     "One row an analyzer, variant and cycle: what today's analyzers claim");
  app.add_flag("--mismatches", arguments->mismatches,
               "One row for each pod whose decode rate the throughput model missed")
      ->excludes(claims);
  add_jobs_option(app, arguments->jobs);
  app.add_flag("--follow", arguments->follow, "Go on reading as the log is written; Ctrl-C ends it");
  return [arguments](const Console& console) { return extract(*arguments, console); };
}

}  // namespace wvagate::cli
