#include "harness/process/process.hpp"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate::process {
namespace {

namespace fs = std::filesystem;
using testing::read_file;
using testing::TemporaryDirectory;

std::string script(const TemporaryDirectory& directory, std::string_view name, const std::string& body) {
  const std::string path = directory.write(name, "#!/bin/sh\n" + body + "\n");
  fs::permissions(path, fs::perms::owner_all);
  return path;
}

ProcessOutcome run(const TemporaryDirectory& directory, const std::string& program,
                   std::vector<std::string> arguments = {},
                   std::chrono::milliseconds limit = std::chrono::seconds(20)) {
  auto outcome = run_process({.program = program,
                              .arguments = std::move(arguments),
                              .directory = directory.path().string(),
                              .environment = {"PATH=/usr/bin:/bin", "ONLY=this"},
                              .time_limit = limit});
  if (!outcome) FAIL(describe(outcome.error()));
  return std::move(outcome).value();
}

TEST_CASE("A program runs where it is told to, with the arguments and the environment given, as they are") {
  const TemporaryDirectory directory;
  const auto program = script(
      directory, "p", "pwd; printf '<%s>' \"$@\"; env | grep -c .; echo $ONLY; cat; echo to stderr >&2");
  const ProcessOutcome outcome = run(directory, program, {"$(touch owned)", "a b", "'; touch owned; '"});
  CHECK(outcome.succeeded());
  const std::string where = fs::canonical(directory.path()).string();
  CHECK(outcome.output.starts_with(where + "\n<$(touch owned)><a b><'; touch owned; '>"));
  CHECK(outcome.output.ends_with("this\nto stderr\n"));
  CHECK_FALSE(fs::exists(directory.path() / "owned"));
}

TEST_CASE("How a program ended is told") {
  const TemporaryDirectory directory;
  const ProcessOutcome failed = run(directory, script(directory, "fails", "echo why; exit 3"));
  CHECK(failed.exit_code == 3);
  CHECK(failed.output == "why\n");
  CHECK_FALSE(failed.succeeded());
  const ProcessOutcome killed = run(directory, script(directory, "dies", "kill -SEGV $$"));
  CHECK(killed.signal == SIGSEGV);
  CHECK_FALSE(killed.succeeded());
  const auto missing = run_process({.program = (directory.path() / "none").string(), .directory = "/"});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().what == "cannot be started: No such file or directory");
}

TEST_CASE("A program that hangs is killed at the limit, with all that it started") {
  const TemporaryDirectory directory;
  const auto program = script(directory, "hangs", "sleep 60 & echo $! > child; echo waiting; sleep 60");
  const auto start = std::chrono::steady_clock::now();
  const ProcessOutcome outcome = run(directory, program, {}, std::chrono::milliseconds(300));
  const auto took = std::chrono::steady_clock::now() - start;
  CHECK(outcome.timed_out);
  CHECK(outcome.output == "waiting\n");
  CHECK(took < std::chrono::seconds(15));
  const int child = std::stoi(read_file(directory.path() / "child"));
  // Killed, and reaped by whoever inherits orphans: wait for that a little.
  bool gone = false;
  for (int i = 0; i < 200 && !gone; ++i) {
    std::string state;
    try {
      state = read_file("/proc/" + std::to_string(child) + "/stat");
    } catch (const std::exception&) {
    }
    gone = state.empty() || state.find(") Z ") != std::string::npos;
    if (!gone) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(gone);
}

TEST_CASE("A program that leaves its output open in the background is not waited for") {
  const TemporaryDirectory directory;
  const auto start = std::chrono::steady_clock::now();
  const ProcessOutcome outcome = run(directory, script(directory, "leaves", "sleep 60 & echo done"));
  CHECK(outcome.succeeded());
  CHECK(outcome.output == "done\n");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(15));
}

TEST_CASE("Of endless output the beginning is kept, and the rest read away") {
  const TemporaryDirectory directory;
  const ProcessOutcome outcome =
      run(directory, script(directory, "talks", "head -c 3000000 /dev/zero | tr '\\0' x"));
  CHECK(outcome.succeeded());
  CHECK(outcome.output == std::string(64 * 1024, 'x'));
}

TEST_CASE("Whoever wants to sees output as it comes, all of it, without a limit in time too") {
  const TemporaryDirectory directory;
  const std::string program =
      script(directory, "speaks", "echo one; sleep 0.2; echo two; head -c 200000 /dev/zero");
  std::string heard;
  std::size_t pieces = 0;
  const auto outcome = run_process({.program = program,
                                    .arguments = {},
                                    .directory = directory.path().string(),
                                    .environment = {"PATH=/usr/bin:/bin"},
                                    .on_output =
                                        [&](std::string_view piece) {
                                          heard += piece;
                                          ++pieces;
                                        },
                                    .most_output = 5});
  REQUIRE(outcome);
  CHECK(outcome.value().succeeded());
  CHECK(outcome.value().output == "one\nt");
  CHECK(heard.size() == 8 + 200000);
  CHECK(heard.starts_with("one\ntwo\n"));
  CHECK(pieces >= 2);
}

TEST_CASE("Programs are looked for in absolute directories alone") {
  const TemporaryDirectory directory;
  const std::string path = script(directory, "tool", "true");
  const std::string here = directory.path().string();
  CHECK(find_program("tool", "/nowhere:" + here) == path);
  CHECK(find_program("tool", "/nowhere::.:relative") == std::nullopt);
  CHECK(find_program("tool", "") == std::nullopt);
  fs::permissions(path, fs::perms::owner_read);
  if (std::system("test $(id -u) -ne 0") == 0) CHECK(find_program("tool", here) == std::nullopt);
  fs::remove(path);
  fs::create_directory(path);
  CHECK(find_program("tool", here) == std::nullopt);
}

}  // namespace
}  // namespace wvagate::process
