#include "harness/store/benchmark_file.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "analysis/core/format.hpp"
#include "harness/store/json_reader.hpp"

namespace wvagate::store {
namespace {

const std::string* text_of(const JsonNode& node, std::string_view key) {
  const JsonNode* const found = node.find(key);
  return found != nullptr && found->type == JsonNode::Type::text ? &found->text : nullptr;
}

constexpr std::array<std::string_view, kBenchmarkKeys> kKeyTexts = {
    "bytes_per_second", "allocations_per_sample", "instructions_per_byte", "cpu_time"};

/// What a file tells of one benchmark: single measurements, and medians that were made of them.
struct Entry {
  BenchmarkResult measured;
  BenchmarkResult medians;
};

Entry& entry_called(const std::string& name, std::vector<Entry>& entries) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.measured.name == name; });
  if (found != entries.end()) return *found;
  entries.push_back({.measured = {.name = name, .values = {}}, .medians = {.name = name, .values = {}}});
  return entries.back();
}

/// Nanoseconds in the unit of an item's times; absent where it names none that we know.
std::optional<double> nanoseconds_a_unit(const JsonNode& item) {
  constexpr std::pair<std::string_view, double> kUnits[] = {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}};
  const std::string* const unit = text_of(item, "time_unit");
  for (const auto& [name, nanoseconds] : kUnits) {
    if (unit != nullptr && *unit == name) return nanoseconds;
  }
  return std::nullopt;
}

Status add_values(const JsonNode& item, const std::string& path, BenchmarkResult& result) {
  for (std::size_t key = 0; key < kBenchmarkKeys; ++key) {
    const JsonNode* const node = item.find(kKeyTexts[key]);
    if (node == nullptr) continue;
    const bool above_zero = key == static_cast<std::size_t>(BenchmarkKey::bytes_per_second);
    const bool fits =
        node->type == JsonNode::Type::number && (above_zero ? node->number > 0 : node->number >= 0);
    if (!fits) {
      return Error{.where = path,
                   .line = node->line,
                   .what = "\"" + std::string(kKeyTexts[key]) + "\" is no number " +
                           (above_zero ? "above 0" : "from 0 on")};
    }
    double value = node->number;
    if (key == static_cast<std::size_t>(BenchmarkKey::cpu_time_ns)) {
      const auto unit = nanoseconds_a_unit(item);
      if (!unit || !std::isfinite(value * *unit)) continue;
      value *= *unit;
    }
    result.values[key].push_back(value);
  }
  return {};
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
  const std::string* const run_name = text_of(item, "run_name");
  Entry& entry = entry_called(run_name == nullptr ? *full_name : *run_name, entries);
  const std::string* const aggregate = text_of(item, "aggregate_name");
  if (aggregate == nullptr) return add_values(item, path, entry.measured);
  if (*aggregate == "median") return add_values(item, path, entry.medians);
  return {};
}

bool has_values(const BenchmarkResult& result) {
  return std::any_of(result.values.begin(), result.values.end(),
                     [](const std::vector<double>& values) { return !values.empty(); });
}

}  // namespace

std::string_view benchmark_key_text(BenchmarkKey key) {
  return kKeyTexts[static_cast<std::size_t>(key)];
}

Result<std::vector<BenchmarkResult>> parse_benchmarks(const std::string& path, std::string_view text) {
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
  std::vector<BenchmarkResult> all;
  for (Entry& entry : entries) {
    BenchmarkResult& result = has_values(entry.measured) ? entry.measured : entry.medians;
    if (has_values(result)) all.push_back(std::move(result));
  }
  return all;
}

}  // namespace wvagate::store
