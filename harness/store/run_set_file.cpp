#include "harness/store/run_set_file.hpp"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string_view>

#include "harness/store/experiment_directory.hpp"
#include "harness/store/run_set_csv.hpp"
#include "harness/store/run_set_json.hpp"

namespace wvagate::store {
namespace {

using Visit = std::function<Status(history::RunSet)>;

/// Whether `text` begins a JSON object whose first member is "schema", and its value begins with `schema`.
bool begins_document(std::string_view text, std::string_view schema) {
  for (const std::string_view token : {std::string_view("{"), std::string_view("\"schema\""),
                                       std::string_view(":"), std::string_view("\"")}) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (!text.starts_with(token)) return false;
    text.remove_prefix(token.size());
  }
  return text.starts_with(schema);
}

std::string beginning_of(const std::string& path) {
  constexpr std::size_t kEnough = 512;
  std::string text(kEnough, '\0');
  if (!is_file(path)) return {};
  std::ifstream in(path, std::ios::binary);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

Status read_json_lines(std::ifstream& in, const std::string& path, const Visit& visit) {
  std::string text;
  for (std::uint64_t line = 1; std::getline(in, text); ++line) {
    auto run_set = parse_run_set_json(path, line, text);
    if (!run_set) return run_set.error();
    if (auto status = visit(std::move(run_set).value()); !status) return status;
  }
  return {};
}

Status read_csv_lines(std::ifstream& in, const std::string& path, const Visit& visit) {
  RunSetCsvReader reader(path);
  std::string text;
  std::getline(in, text);
  if (text.ends_with('\r')) text.pop_back();
  if (text != kRunSetColumns) {
    return Error{.where = path,
                 .line = 1,
                 .what = "has other columns than " + std::string(kRunSetColumns),
                 .help = "another version of wvagate wrote it"};
  }
  for (std::uint64_t line = 2;; ++line) {
    const bool more = static_cast<bool>(std::getline(in, text));
    auto run_set = more ? reader.take_line(line, text) : reader.finish();
    if (!run_set) return run_set.error();
    if (run_set.value()) {
      if (auto status = visit(std::move(*std::move(run_set).value())); !status) return status;
    }
    if (!more) return {};
  }
}

bool is_csv(std::string_view beginning) {
  return beginning.starts_with(kRunSetColumns.substr(0, kRunSetColumns.find(",controller")));
}

}  // namespace

HistoryInput input_kind(const std::string& path) {
  const std::string beginning = beginning_of(path);
  if (is_csv(beginning) || begins_document(beginning, "wvagate.run_set/")) return HistoryInput::run_sets;
  if (begins_document(beginning, "wvagate.figures/")) return HistoryInput::figures;
  return HistoryInput::log;
}

Status read_run_sets(const std::string& path, const Visit& visit) {
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{.where = path, .what = std::string("cannot be opened: ") + std::strerror(errno)};
  auto status =
      is_csv(beginning_of(path)) ? read_csv_lines(in, path, visit) : read_json_lines(in, path, visit);
  if (status && in.bad()) return Error{.where = path, .what = "cannot be read"};
  return status;
}

}  // namespace wvagate::store
