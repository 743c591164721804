#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/statistics/summary.hpp"
#include "harness/cli/orderly_end.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/verb.hpp"
#include "harness/process/process.hpp"
#include "harness/process/work_directory.hpp"
#include "harness/report/benchmark_text.hpp"
#include "harness/store/benchmark_file.hpp"
#include "harness/store/file.hpp"
#include "harness/store/json_reader.hpp"

namespace wvagate::cli {
namespace {

namespace fs = std::filesystem;
using process::ProcessOutcome;
using process::ProcessSpec;
using store::BenchmarkKey;
using store::BenchmarkResult;

constexpr std::string_view kSuite = "wvagate_bench";
constexpr std::string_view kMemchr = "reference/memchr";
constexpr std::string_view kRead = "reference/read";

struct Arguments {
  std::string filter = ".*";
  std::size_t repetitions = 1;
  std::optional<double> min_time_s;
  std::string json;
};

/// The suite beside this program, where a build puts it, or where an installation has it.
Result<std::string> find_suite() {
  std::error_code error;
  const fs::path here = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const fs::path& directory : {here, here.parent_path() / "libexec" / "wvagate"}) {
    const std::string path = (directory / kSuite).string();
    if (process::is_program(path)) return path;
  }
  return Error{.where = (here / kSuite).string(),
               .what = "is not there: the suite was not built",
               .help =
                   "configure with -DWVAGATE_BUILD_BENCH=ON, as the preset ci does (it needs Google "
                   "Benchmark; Debian: apt-get install libbenchmark-dev), and build"};
}

/// As the suite's library reads it.
Result<std::regex> compiled(const std::string& filter) {
  try {
    return std::regex(filter, std::regex::extended);
  } catch (const std::regex_error&) {
    return Error{.where = "--filter",
                 .what = "\"" + escape_for_terminal(filter) + "\" is no regular expression",
                 .help = "an extended one, as of grep -E"};
  }
}

/// Runs the suite to its end; fails where it does not come to a good one.
Result<ProcessOutcome> run_suite(const ProcessSpec& spec) {
  auto outcome = process::run_process(spec);
  if (!outcome || outcome.value().succeeded()) return outcome;
  const ProcessOutcome& ended = outcome.value();
  return Error{.kind = ErrorKind::output,
               .where = spec.program,
               .what = ended.timed_out     ? "was ended"
                       : ended.signal != 0 ? "killed by signal " + std::to_string(ended.signal)
                                           : "exits " + std::to_string(ended.exit_code),
               .help = "run it by hand to see why"};
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// Which benchmarks are run: those that were asked for, and what their ratios are to.
struct Selection {
  std::string filter;
  std::set<std::string, std::less<>> names;
};

Result<Selection> select(ProcessSpec spec, const std::string& asked) {
  const auto wanted = compiled(asked);
  if (!wanted) return wanted.error();
  spec.arguments = {"--benchmark_list_tests=true"};
  const auto listed = run_suite(spec);
  if (!listed) return listed.error();
  Selection selection{.filter = "(" + asked + ")|^(" + std::string(kMemchr) + "|" + std::string(kRead) + ")$",
                      .names = {}};
  bool any = false;
  for (const std::string& name : lines_of(listed.value().output)) {
    const bool matches = std::regex_search(name, wanted.value());
    any = any || matches;
    if (matches || name == kMemchr || name == kRead) selection.names.insert(name);
  }
  if (any) return selection;
  return Error{.where = "--filter",
               .what = "no benchmark matches \"" + escape_for_terminal(asked) + "\"",
               .help = "`" + spec.program + " --benchmark_list_tests` lists them"};
}

/// Tells how far the suite is from what it prints: a line a measurement, the benchmark's name first.
class Progress {
 public:
  Progress(const Console& console, const Selection& selection) : console_(console), names_(selection.names) {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { console_.show_progress({}); }

  void hear(std::string_view piece) {
    for (const char c : piece) {
      if (c == '\n') {
        take_line();
        line_.clear();
      } else {
        line_ += c;
      }
    }
  }

 private:
  void take_line() {
    const std::string name = line_.substr(0, line_.find(' '));
    if (!names_.contains(name)) return;
    seen_.insert(name);
    console_.show_progress(std::to_string(seen_.size()) + " of " + std::to_string(names_.size()) +
                           " benchmarks: " + escape_for_terminal(name));
  }

  const Console& console_;
  const std::set<std::string, std::less<>>& names_;
  std::set<std::string> seen_;
  std::string line_;
};

std::optional<double> median_of(const BenchmarkResult& result, BenchmarkKey key) {
  return statistics::quantile(result.of(key), 0.5);
}

std::vector<report::BenchmarkRow> rows_of(const std::vector<BenchmarkResult>& results) {
  const auto throughput_of = [&](std::string_view name) -> std::optional<double> {
    const auto found = std::find_if(results.begin(), results.end(),
                                    [&](const BenchmarkResult& result) { return result.name == name; });
    return found == results.end() ? std::nullopt : median_of(*found, BenchmarkKey::bytes_per_second);
  };
  const auto memchr = throughput_of(kMemchr);
  const auto read = throughput_of(kRead);
  std::vector<report::BenchmarkRow> rows;
  for (const BenchmarkResult& result : results) {
    report::BenchmarkRow row{.name = result.name};
    row.bytes_per_second = median_of(result, BenchmarkKey::bytes_per_second);
    if (row.bytes_per_second && memchr) row.to_memchr = *row.bytes_per_second / *memchr;
    if (row.bytes_per_second && read) row.to_read = *row.bytes_per_second / *read;
    row.allocations_per_sample = median_of(result, BenchmarkKey::allocations_per_sample);
    row.instructions_per_byte = median_of(result, BenchmarkKey::instructions_per_byte);
    row.time_ns = median_of(result, BenchmarkKey::cpu_time_ns);
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Runs the suite, puts its JSON where it is wanted, and gives the table.
Result<std::string> measure(const Arguments& arguments, const Console& console, const OrderlyEnd& end) {
  const auto suite = find_suite();
  if (!suite) return suite.error();
  std::optional<store::WholeFile> json;
  if (!arguments.json.empty()) {  // that it cannot be written is told before minutes have passed
    json.emplace(arguments.json);
    if (const auto status = json->open(); !status) return status.error();
  }
  const process::WorkDirectory work;
  if (!work.made()) {
    return Error{.kind = ErrorKind::output,
                 .where = std::string(kSuite),
                 .what = "no temporary directory could be made",
                 .help = "TMPDIR names another place"};
  }
  ProcessSpec spec{.program = suite.value(),
                   .arguments = {},
                   .directory = work.path().string(),
                   .environment = {},
                   .give_up = [&] { return end.ending(); }};
  const auto selection = select(spec, arguments.filter);
  if (!selection) return selection.error();
  const std::string results = (work.path() / "results.json").string();
  spec.arguments = {"--benchmark_filter=" + selection.value().filter,
                    "--benchmark_repetitions=" + std::to_string(arguments.repetitions),
                    "--benchmark_out=" + results, "--benchmark_out_format=json"};
  if (arguments.min_time_s)
    spec.arguments.push_back("--benchmark_min_time=" + format_shortest(*arguments.min_time_s));
  {
    Progress progress(console, selection.value());
    spec.on_output = [&](std::string_view piece) { progress.hear(piece); };
    if (const auto outcome = run_suite(spec); !outcome) return outcome.error();
  }
  const auto text = store::read_document(results);
  if (!text) return text.error();
  const auto parsed = store::parse_benchmarks(std::string(kSuite), text.value());
  if (!parsed) return parsed.error();
  if (json) {
    auto status = json->append(text.value());
    if (status) status = json->commit();
    if (!status) return status.error();
  }
  return report::benchmark_text(rows_of(parsed.value()));
}

ExitCode bench(const Arguments& arguments, const Console& console) {
  std::optional<Result<std::string>> text;
  OrderlyEnd end;
  end.during([&] {
    const OrderlyEnd::Unfinished suite(end);
    text.emplace(measure(arguments, console, end));
  });
  Status status;
  if (*text) {
    status = console.print(text->value());
  } else {
    status = text->error();
  }
  if (status) return ExitCode::pass;
  return console.complain(status.error());
}

}  // namespace

Action declare_bench(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  app.add_option("--filter", arguments->filter,
                 "Only benchmarks whose name has a match of this extended regular expression")
      ->check(not_empty())
      ->type_name("REGEX");
  app.add_option("--repetitions", arguments->repetitions, "Measure each so often; its median counts")
      ->check(whole_number_in(1, 1000, "a whole number from 1 to 1000"))
      ->type_name("N")
      ->capture_default_str();
  app.add_option("--min-time", arguments->min_time_s, "Run each at least so long for a measurement, seconds")
      ->check(number_in(0.001, 3600, "a number of seconds from 0.001 to 3600"))
      ->type_name("S");
  app.add_option("--json", arguments->json,
                 "Write Google Benchmark's JSON to this file, for `gate --benchmark`")
      ->check(not_empty())
      ->type_name("FILE");
  return [arguments](const Console& console) { return bench(*arguments, console); };
}

}  // namespace wvagate::cli
