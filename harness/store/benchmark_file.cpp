#include "harness/store/benchmark_file.hpp"

#include <algorithm>

#include "analysis/core/format.hpp"
#include "harness/store/json_reader.hpp"

namespace wvagate::store {
namespace {

const std::string* text_of(const JsonNode& node, std::string_view key) {
  const JsonNode* const found = node.find(key);
  return found != nullptr && found->type == JsonNode::Type::text ? &found->text : nullptr;
}

/// What a file tells of one benchmark: single measurements, and medians that were made of them.
struct Entry {
  std::string name;
  std::vector<double> measured;
  std::vector<double> medians;
};

Entry& entry_called(const std::string& name, std::vector<Entry>& entries) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.name == name; });
  if (found != entries.end()) return *found;
  entries.push_back({.name = name, .measured = {}, .medians = {}});
  return entries.back();
}

Status add_item(const JsonNode& item, const std::string& path, std::vector<Entry>& entries) {
  const std::string* const full_name = text_of(item, "name");
  if (full_name == nullptr)
    return Error{.where = path, .line = item.line, .what = "a benchmark has no \"name\""};
  const JsonNode* const failed = item.find("error_occurred");
  if (failed != nullptr && !(failed->type == JsonNode::Type::boolean && !failed->boolean)) {
    const std::string* const message = text_of(item, "error_message");
    return Error{.where = path,
                 .line = item.line,
                 .what = "benchmark \"" + escape_for_terminal(*full_name) +
                         "\" failed: " + (message == nullptr ? "" : escape_for_terminal(*message)),
                 .help = "run it anew"};
  }
  const JsonNode* const rate = item.find("bytes_per_second");
  if (rate == nullptr) return {};
  if (rate->type != JsonNode::Type::number || !(rate->number > 0))
    return Error{.where = path, .line = rate->line, .what = "\"bytes_per_second\" is no number above 0"};
  const std::string* const run_name = text_of(item, "run_name");
  Entry& entry = entry_called(run_name == nullptr ? *full_name : *run_name, entries);
  const std::string* const aggregate = text_of(item, "aggregate_name");
  if (aggregate == nullptr) {
    entry.measured.push_back(rate->number);
  } else if (*aggregate == "median") {
    entry.medians.push_back(rate->number);
  }
  return {};
}

}  // namespace

Result<std::vector<BenchmarkThroughput>> parse_benchmarks(const std::string& path, std::string_view text) {
  const auto root = read_json(path, text);
  if (!root) return root.error();
  const JsonNode* const list = root.value().find("benchmarks");
  if (list == nullptr || list->type != JsonNode::Type::array) {
    return Error{.where = path,
                 .line = 1,
                 .what = "has no list \"benchmarks\"",
                 .help = "Google Benchmark writes one with --benchmark_out=FILE --benchmark_out_format=json"};
  }
  std::vector<Entry> entries;
  for (const JsonNode& item : list->items) {
    if (auto status = add_item(item, path, entries); !status) return status.error();
  }
  std::vector<BenchmarkThroughput> all;
  for (Entry& entry : entries) {
    auto& rates = entry.measured.empty() ? entry.medians : entry.measured;
    if (!rates.empty()) all.push_back({std::move(entry.name), std::move(rates)});
  }
  return all;
}

}  // namespace wvagate::store
