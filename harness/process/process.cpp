#include "harness/process/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace wvagate::process {
namespace {

using Clock = std::chrono::steady_clock;

/// Closes a file descriptor when it goes.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  int number() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

/// What posix_spawn is told, freed when it goes.
struct SpawnSettings {
  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};

  SpawnSettings() {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
  }
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (std::string& text : texts)
    result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

/// Starts the program as the leader of a process group; its output goes to `output`. 0 or errno.
int start(const ProcessSpec& spec, int output, pid_t& child) {
  SpawnSettings settings;
  ::posix_spawn_file_actions_addchdir_np(&settings.actions, spec.directory.c_str());
  ::posix_spawn_file_actions_addopen(&settings.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&settings.actions, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&settings.actions, output, STDERR_FILENO);
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  ::posix_spawnattr_setsigmask(&settings.attributes, &none);
  ::posix_spawnattr_setsigdefault(&settings.attributes, &all);
  ::posix_spawnattr_setpgroup(&settings.attributes, 0);
  ::posix_spawnattr_setflags(&settings.attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> arguments = spec.arguments;
  arguments.insert(arguments.begin(), spec.program);
  std::vector<std::string> environment = spec.environment;
  return ::posix_spawn(&child, spec.program.c_str(), &settings.actions, &settings.attributes,
                       pointers(arguments).data(), pointers(environment).data());
}

/// Whether the child has ended; it stays to be waited for, so that its number is not given to another.
bool has_ended(pid_t child) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == child;
}

/// Reads what has come without waiting. False at the end of the output.
bool drain(int pipe, const ProcessSpec& spec, std::string& output) {
  std::array<char, 4096> buffer{};
  while (true) {
    const ssize_t count = ::read(pipe, buffer.data(), buffer.size());
    if (count == 0) return false;
    if (count < 0) return errno == EAGAIN || errno == EINTR;
    const std::string_view piece(buffer.data(), static_cast<std::size_t>(count));
    if (spec.on_output) spec.on_output(piece);
    output += piece.substr(0, spec.most_output - output.size());
  }
}

/// Follows the child until it has ended (true) or the deadline has come.
bool follow(pid_t child, int pipe, const ProcessSpec& spec, std::string& output) {
  constexpr std::chrono::milliseconds kLook(20);
  std::optional<Clock::time_point> deadline;
  if (spec.time_limit) deadline = Clock::now() + *spec.time_limit;
  bool open = true;
  while (true) {
    if (has_ended(child)) {
      if (open) drain(pipe, spec, output);
      return true;
    }
    if ((deadline && Clock::now() >= *deadline) || (spec.give_up && spec.give_up())) return false;
    if (open) {
      pollfd wait{.fd = pipe, .events = POLLIN, .revents = 0};
      if (::poll(&wait, 1, static_cast<int>(kLook.count())) > 0) open = drain(pipe, spec, output);
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
}

}  // namespace

Result<ProcessOutcome> run_process(const ProcessSpec& spec) {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0 || ::fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0)
    return Error{.kind = ErrorKind::output,
                 .where = spec.program,
                 .what = std::string("no pipe: ") + std::strerror(errno)};
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  pid_t child = 0;
  if (const int fault = start(spec, writing.number(), child); fault != 0) {
    return Error{.kind = ErrorKind::output,
                 .where = spec.program,
                 .what = std::string("cannot be started: ") + std::strerror(fault)};
  }
  writing.close();
  ProcessOutcome outcome;
  outcome.timed_out = !follow(child, reading.number(), spec, outcome.output);
  ::kill(-child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (outcome.timed_out) return outcome;
  if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
  if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
  return outcome;
}

bool is_program(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

std::optional<std::string> find_program(const std::string& program, const std::string& search_path) {
  std::string_view rest = search_path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::string_view directory = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!directory.starts_with('/')) continue;
    std::string path = std::string(directory) + "/" + program;
    if (is_program(path)) return path;
  }
  return std::nullopt;
}

}  // namespace wvagate::process
