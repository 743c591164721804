#include "harness/cli/output_directory.hpp"

#include <set>
#include <string_view>

#include "harness/ingest/log_reader.hpp"
#include "harness/run/loaded_log.hpp"
#include "harness/store/experiment_directory.hpp"

namespace wvagate::cli {

std::string log_stem(const std::string& path) {
  std::string name = ingest::log_name(path);
  for (const std::string_view suffix : {".gz", ".zst", ".txt", ".log", ".jsonl"}) {
    if (name.size() > suffix.size() && name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  }
  return name == "." || name == ".." ? "log" : name;  // of "..log" and "...log"
}

std::string target_of(const std::string& out, const std::string& log) {
  return out + "/" + log_stem(log);
}

Status check_targets(const std::vector<std::string>& logs, const std::string& out, bool force) {
  std::set<std::string> seen;
  for (const std::string& log : logs) {
    const std::string target = target_of(out, log);
    if (!seen.insert(target).second) {
      return Error{
          .where = target, .what = "two logs would be written there", .help = "give them one by one"};
    }
    if (store::exists(target) && !force) {
      return Error{.where = target,
                   .what = "is there already",
                   .help = "give another --out, or --force to replace it"};
    }
  }
  return {};
}

}  // namespace wvagate::cli
