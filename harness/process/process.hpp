#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/result.hpp"

namespace wvagate::process {

/// A program to run. No shell has a part in it.
struct ProcessSpec {
  std::string program;  ///< its path
  std::vector<std::string> arguments;
  std::string directory;                 ///< to run in
  std::vector<std::string> environment;  ///< all of it, "NAME=value"
  std::optional<std::chrono::milliseconds> time_limit{};
  std::function<bool()>
      give_up{};  ///< asked now and then: whether to end it as at the time limit; may be empty
  std::function<void(std::string_view)> on_output{};  ///< told what it prints, piece by piece; may be empty
  std::size_t most_output = std::size_t{64} * 1024;   ///< bytes kept of what it prints
};

struct ProcessOutcome {
  bool timed_out = false;  ///< or given up
  int exit_code = 0;       ///< where it ended by itself
  int signal = 0;          ///< that ended it; 0 for none
  std::string output;      ///< standard output and standard error, their first bytes

  bool succeeded() const { return !timed_out && exit_code == 0 && signal == 0; }
};

/// Runs a program to its end, with nothing on standard input. At the end, and at the time limit, its whole
/// process group is killed: what it has started does not outlive it. Fails where it cannot be started.
Result<ProcessOutcome> run_process(const ProcessSpec& spec);

/// Whether `path` is a file that may be run.
bool is_program(const std::string& path);

/// The path of `program` in the directories of `search_path` (as PATH lists them; relative ones are passed
/// over, so that a file that lies in the working directory is never run).
std::optional<std::string> find_program(const std::string& program, const std::string& search_path);

}  // namespace wvagate::process
