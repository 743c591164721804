#include "harness/cli/log_set.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>

namespace wvagate::cli {
namespace {

namespace fs = std::filesystem;

bool is_log_name(std::string_view name) {
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.remove_suffix(packed.size());
  }
  return name.ends_with(".txt") || name.ends_with(".log") || name.ends_with(".jsonl");
}

Result<std::vector<std::string>> logs_in(const std::string& directory) {
  std::vector<std::string> logs;
  std::error_code error;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (entry->is_regular_file(ignored) && is_log_name(entry->path().filename().string())) {
      logs.push_back(entry->path().string());
    }
  }
  if (error)
    return Error{.kind = ErrorKind::log, .where = directory, .what = "cannot be listed: " + error.message()};
  if (logs.empty()) {
    return Error{
        .kind = ErrorKind::log,
        .where = directory,
        .what = "holds no logs",
        .help = "a log ends in .txt, .log or .jsonl, with or without .gz or .zst; name others by themselves"};
  }
  std::sort(logs.begin(), logs.end());
  return logs;
}

}  // namespace

Result<std::vector<std::string>> resolve_logs(const std::vector<std::string>& arguments) {
  std::vector<std::string> logs;
  bool standard_input = false;
  for (const std::string& argument : arguments) {
    std::error_code ignored;
    if (argument == "-") {
      if (standard_input) return Error{.where = "-", .what = "standard input can be read only once"};
      standard_input = true;
      logs.push_back(argument);
    } else if (fs::is_directory(argument, ignored)) {
      auto found = logs_in(argument);
      if (!found) return found;
      logs.insert(logs.end(), found.value().begin(), found.value().end());
    } else {
      logs.push_back(argument);
    }
  }
  return logs;
}

Result<std::vector<std::string>> resolve_followed(const std::vector<std::string>& arguments) {
  std::error_code ignored;
  if (arguments.size() == 1 && !fs::is_directory(arguments.front(), ignored)) return arguments;
  return Error{.where = "--follow", .what = "takes one log, a file or -"};
}

}  // namespace wvagate::cli
