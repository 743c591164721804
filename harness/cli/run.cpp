#include "harness/cli/run.hpp"

#include <algorithm>
#include <csignal>
#include <exception>
#include <iterator>
#include <new>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include "analysis/core/format.hpp"
#include "harness/cli/verb.hpp"

namespace wvagate::cli {
namespace {

constexpr int kLargeBytes = 1024 * 1024;

constexpr std::string_view kFooter =
    "Exit codes: 0 done, 1 the gate failed, 2 wrong usage or an output that cannot be written,\n"
    "3 inconclusive, 4 a log is missing, unreadable or gives no samples, 70 internal error.";

/// A standard stream that is closed is opened on nothing, so that no file takes its place: using it fails.
void open_standard_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) >= 0) continue;
    ::open("/dev/null",
           descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);  // takes the lowest number that is free
  }
}

/// The word where a verb should stand, if it is none.
std::optional<std::string> unknown_verb(int argc, char** argv) {
  if (argc < 2 || *argv[1] == '-') return std::nullopt;
  const auto named = [&](const Verb& verb) { return verb.name == argv[1]; };
  if (std::any_of(std::begin(kVerbs), std::end(kVerbs), named)) return std::nullopt;
  return escape_for_terminal(argv[1]);
}

std::string all_verbs() {
  std::string words;
  for (const Verb& verb : kVerbs)
    words += (words.empty() ? "" : ", ") + std::string(verb.name);
  return words;
}

/// "wvagate track add", as far as the command line was understood.
std::string named_words(const CLI::App& app) {
  std::string words = app.get_name();
  for (const CLI::App* named = &app; !named->get_subcommands().empty();) {
    named = named->get_subcommands().front();
    words += " " + named->get_name();
  }
  return words;
}

ExitCode parse_and_run(int argc, char** argv, const Console& console) {
  if (argc < 2) {
    return console.complain({.kind = ErrorKind::usage,
                             .what = "no verb",
                             .help = "there are " + all_verbs() + "; `wvagate --help`"});
  }
  if (const auto word = unknown_verb(argc, argv)) {
    return console.complain({.kind = ErrorKind::usage,
                             .what = "\"" + *word + "\" is no verb",
                             .help = "there are " + all_verbs()});
  }
  CLI::App app("Replays Workload-Variant-Autoscaler logs, measures them and gates changes", "wvagate");
  app.require_subcommand(1);
  app.set_version_flag("--version", "wvagate " + std::string(version()));
  app.footer(std::string(kFooter));
  // Only a verb that is named gets its options: those of all would take as long as reading a small log.
  const auto is_named = [&](const Verb& verb) {
    return std::any_of(argv + 1, argv + argc, [&](const char* word) { return verb.name == word; });
  };
  std::vector<std::pair<CLI::App*, Action>> actions;
  for (const Verb& verb : kVerbs) {
    CLI::App* sub = app.add_subcommand(std::string(verb.name), std::string(verb.summary));
    if (is_named(verb)) actions.emplace_back(sub, verb.declare(*sub));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool asked = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
    if (asked) {  // --help, --version
      std::ostringstream words;
      app.exit(error, words, words);
      const Status status = console.print(words.str());
      return status ? ExitCode::pass : console.complain(status.error());
    }
    return console.complain({.kind = ErrorKind::usage,
                             .what = escape_for_terminal(error.what()),
                             .help = "`" + named_words(app) + " --help`"});
  }
  for (const auto& [sub, action] : actions) {
    if (sub->parsed()) return action(console);
  }
  return ExitCode::usage;
}

}  // namespace

std::string_view version() {
  return WVAGATE_VERSION;
}

int run(int argc, char** argv) {
#if defined(__GLIBC__)
  // What a long line took goes back to the machine at once. By itself the limit grows with the first one, and
  // each thread would keep its own.
  ::mallopt(M_MMAP_THRESHOLD, kLargeBytes);
#endif
  open_standard_streams();
  // A write that fails says so itself, and what is half written can be removed.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  const Console console;
  try {
    return static_cast<int>(parse_and_run(argc, argv, console));
  } catch (const std::bad_alloc&) {
    console.note(
        "internal error: the machine's memory is not enough\n  help: give fewer or smaller logs at once");
    return static_cast<int>(ExitCode::internal);
  } catch (const std::exception& bug) {
    console.note(std::string("internal error: ") + bug.what() +
                 "\n  help: this is a bug of wvagate; please report it with the command and the log");
    return static_cast<int>(ExitCode::internal);
  }
}

}  // namespace wvagate::cli
