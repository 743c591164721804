#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/cli/held_signals.hpp"
#include "harness/cli/shared_options.hpp"
#include "harness/cli/verb.hpp"
#include "harness/store/experiment_directory.hpp"
#include "harness/store/file.hpp"
#include "harness/store/scenario_file.hpp"
#include "harness/store/truth_json.hpp"
#include "harness/synth/synthesis.hpp"

namespace wvagate::cli {
namespace {

using simulation::LogDialect;
using simulation::LogForm;
using simulation::LogWrapper;
using simulation::Scenario;

constexpr std::size_t kFlushBytes = std::size_t{256} * 1024;
constexpr double kLongestWait_s = 3600;

struct Arguments {
  std::string scenario;
  std::optional<std::uint64_t> seed;
  std::optional<LogDialect> dialect;
  std::optional<LogWrapper> wrapper;
  std::optional<std::string> out;
  std::optional<std::uint64_t> bytes;
  bool force = false;
  bool follow = false;
  double speed = 1;
};

/// Where the log goes: standard output, or a file that gets its name once it is whole.
class LogOutput {
 public:
  LogOutput(const Console& console, const std::optional<std::string>& path) : console_(console) {
    if (path) file_.emplace(*path);
  }

  Status open() { return file_ ? file_->open() : Status(); }
  Status take(std::string& text) {
    const Status status = file_ ? file_->append(text) : console_.print(text);
    text.clear();
    return status;
  }
  Status commit() { return file_ ? file_->commit() : Status(); }

 private:
  const Console& console_;
  std::optional<store::WholeFile> file_;
};

/// "NAME.truth.json" beside "NAME.log".
std::string truth_path(const std::string& log) {
  const std::size_t name = log.rfind('/') == std::string::npos ? 0 : log.rfind('/') + 1;
  const std::size_t dot = log.rfind('.');
  return (dot == std::string::npos || dot <= name ? log : log.substr(0, dot)) + ".truth.json";
}

/// Sleeps until what was logged at `time` is due, `speed` times as fast as it was.
void wait_for(TimePoint time, TimePoint begin, std::chrono::steady_clock::time_point started, double speed) {
  const double due_s = std::chrono::duration<double>(time - begin).count() / speed;
  const double elapsed_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  const double wait_s = std::min(due_s - elapsed_s, kLongestWait_s);
  if (wait_s > 0) std::this_thread::sleep_for(std::chrono::duration<double>(wait_s));
}

/// Writes all but the last step, which names the file. Stops where one of the `signals` has come.
Status write_log(const Arguments& arguments, const std::optional<HeldSignals>& signals,
                 synth::Synthesis& synthesis, LogOutput& output) {
  if (auto status = output.open(); !status) return status;
  const auto started = std::chrono::steady_clock::now();
  std::optional<TimePoint> begin;
  std::uint64_t written = 0;
  while (synthesis.advance(arguments.bytes.has_value())) {
    if (!begin) begin = synthesis.now();
    if (arguments.follow) wait_for(synthesis.now(), *begin, started, arguments.speed);
    const std::size_t waiting = synthesis.text().size();
    const bool enough = arguments.bytes && written + waiting >= *arguments.bytes;
    if (!arguments.follow && !enough && waiting < kFlushBytes) continue;
    written += waiting;
    if (signals && signals->pending()) return {};
    if (auto status = output.take(synthesis.text()); !status) return status;
    if (enough) break;
  }
  if (arguments.bytes && written < *arguments.bytes) {
    return Error{.where = arguments.scenario,
                 .what = "ends after 57 years, before its log has that size",
                 .help = "give a shorter interval_s, or less --bytes"};
  }
  return output.take(synthesis.text());
}

std::string truth_of(const Scenario& scenario, const synth::Synthesis& synthesis) {
  store::LogTruth truth{.scenario = scenario.name,
                        .seed = scenario.seed,
                        .lines = synthesis.lines(),
                        .starts = synthesis.starts(),
                        .variants = {}};
  for (std::size_t i = 0; i < scenario.variants.size(); ++i) {
    const auto& samples = synthesis.samples(i);
    truth.variants.push_back(
        {.variant = synthesis.names()[i],
         .samples = samples,
         .truth = work_out_truth(samples, scenario.variants[i].slo.at(0), synthesis.has_solutions())});
  }
  return truth_json(truth, {.version = std::string(version())});
}

/// Writes the log and, beside a file, its truth: both or neither.
Status write_both(const Arguments& arguments, const Scenario& scenario, synth::Synthesis& synthesis,
                  const Console& console) {
  // What is not whole yet is removed before a signal ends the process.
  std::optional<HeldSignals> signals;
  if (arguments.out) signals.emplace(std::initializer_list<int>{SIGINT, SIGTERM, SIGHUP});
  LogOutput log(console, arguments.out);
  if (auto status = write_log(arguments, signals, synthesis, log); !status) return status;
  if (!arguments.out) return {};
  store::WholeFile truth(truth_path(*arguments.out));
  if (signals->pending()) return {};
  if (auto status = truth.open(); !status) return status;
  if (auto status = truth.append(truth_of(scenario, synthesis)); !status) return status;
  if (signals->pending()) return {};
  if (auto status = log.commit(); !status) return status;
  return truth.commit();
}

Status check_outputs(const Arguments& arguments) {
  if (!arguments.out || arguments.force) return {};
  for (const std::string& path : {*arguments.out, truth_path(*arguments.out)}) {
    if (store::exists(path)) {
      return Error{.kind = ErrorKind::output,
                   .where = path,
                   .what = "is there already",
                   .help = "give another file, or --force to replace this one"};
    }
  }
  return {};
}

Status synthesize(const Arguments& arguments, const Console& console) {
  auto file = store::read_scenario(arguments.scenario);
  if (!file) return file.error();
  if (auto status = check_outputs(arguments); !status) return status;
  Scenario& scenario = file.value().scenario;
  LogForm& form = file.value().form;
  scenario.seed = arguments.seed.value_or(scenario.seed);
  form.dialect = arguments.dialect.value_or(form.dialect);
  form.wrapper = arguments.wrapper.value_or(form.wrapper);
  scenario.reactive = form.dialect == LogDialect::capacity;
  synth::Synthesis synthesis(scenario, form, arguments.out.has_value());
  return write_both(arguments, scenario, synthesis, console);
}

/// Refuses a sign, which a conversion to an unsigned number takes for a huge one.
CLI::Validator starts_with_digit() {
  return CLI::Validator(
      [](const std::string& text) {
        const bool digit = !text.empty() && text.front() >= '0' && text.front() <= '9';
        return digit ? std::string() : "\"" + escape_for_terminal(text) + "\" is no size";
      },
      "");
}

/// An option whose words are `names`.
template <typename Enum, std::size_t Count>
void add_choice(CLI::App& app, const std::string& name, std::optional<Enum>& choice,
                const std::array<std::string_view, Count>& names, const std::string& help) {
  const auto choose = [&choice, &names](const std::string& word) {
    choice = static_cast<Enum>(std::find(names.begin(), names.end(), word) - names.begin());
  };
  app.add_option_function<std::string>(name, choose, help)
      ->check(CLI::IsMember(std::vector<std::string>(names.begin(), names.end())))
      ->type_name("NAME");
}

}  // namespace

Action declare_synth(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  app.add_option("SCENARIO", arguments->scenario, "Scenario file (JSON)")->required();
  app.add_option("--seed", arguments->seed,
                 "Another seed than the scenario's: the same scenario, another run")
      ->check(whole_number_in(0, 9e15, "a whole number from 0 to 9e15"));
  add_choice(app, "--dialect", arguments->dialect, simulation::kLogDialectNames,
             "Another form of log; capacity is that of a reactive controller");
  add_choice(app, "--wrapper", arguments->wrapper, simulation::kLogWrapperNames, "Another collector");
  auto* out = app.add_option("--out", arguments->out,
                             "Write the log to this file, and its truth beside it (NAME.truth.json)");
  app.add_flag("--force", arguments->force, "Replace files that are there")->needs(out);
  app.add_option("--bytes", arguments->bytes, "Go on until the log has this size (512MiB, 1GB, …)")
      ->check(starts_with_digit())
      ->transform(CLI::AsSizeValue(false))
      ->type_name("SIZE");
  auto* follow =
      app.add_flag("--follow", arguments->follow, "Write each cycle when it is due")->excludes(out);
  app.add_option("--speed", arguments->speed, "With --follow: so many times as fast as it is logged")
      ->check(number_in(0.001, 1e6, "a number from 0.001 to 1e6"))
      ->needs(follow);
  return [arguments](const Console& console) {
    const Status status = synthesize(*arguments, console);
    if (status) return ExitCode::pass;
    return console.complain(status.error());
  };
}

}  // namespace wvagate::cli
