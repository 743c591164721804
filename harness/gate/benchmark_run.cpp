#include "harness/gate/benchmark_run.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/metric/registry.hpp"
#include "analysis/statistics/summary.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/run/measured_run.hpp"
#include "harness/store/benchmark_file.hpp"
#include "harness/store/json_reader.hpp"
#include "harness/store/sha256.hpp"

namespace wvagate::gate {
namespace {

using store::BenchmarkKey;
using store::BenchmarkResult;

/// A metric: a value of one benchmark, over that of another of the same run where a reference is named: such
/// a ratio holds across machines.
struct BenchmarkMetric {
  std::string_view metric;
  std::string_view benchmark;
  BenchmarkKey key = BenchmarkKey::bytes_per_second;
  std::string_view reference = {};
};
constexpr BenchmarkMetric kMetrics[] = {
    {.metric = "extractor.ratio_to_memchr", .benchmark = "extract/text", .reference = "reference/memchr"},
    {.metric = "extractor.text.ratio_to_read", .benchmark = "extract/text", .reference = "reference/read"},
    {.metric = "extractor.json.ratio_to_read", .benchmark = "extract/json", .reference = "reference/read"},
    {.metric = "extractor.sparse.ratio_to_read",
     .benchmark = "extract/text/markers:5%",
     .reference = "reference/read"},
    {.metric = "extractor.dense.ratio_to_read",
     .benchmark = "extract/text/markers:90%",
     .reference = "reference/read"},
    {.metric = "extractor.gzip.ratio_to_inflate",
     .benchmark = "extract/text/gzip",
     .reference = "reference/gzip"},
    {.metric = "extractor.zstd.ratio_to_inflate",
     .benchmark = "extract/text/zstd",
     .reference = "reference/zstd"},
    {.metric = "extractor.allocations_per_sample",
     .benchmark = "extract/text",
     .key = BenchmarkKey::allocations_per_sample},
};

Result<double> median_of(std::string_view name, BenchmarkKey key, const std::vector<BenchmarkResult>& all,
                         const std::string& path) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
  if (found == all.end() || found->of(key).empty()) {
    return Error{.kind = ErrorKind::log,
                 .where = path,
                 .what = "has no " + std::string(store::benchmark_key_text(key)) + " of a benchmark \"" +
                         std::string(name) + "\"",
                 .help = "`wvagate bench --json FILE` measures it"};
  }
  return *statistics::quantile(found->of(key), 0.5);
}

Result<double> value_of(const BenchmarkMetric& metric, const std::vector<BenchmarkResult>& all,
                        const std::string& path) {
  auto value = median_of(metric.benchmark, metric.key, all, path);
  if (!value || metric.reference.empty()) return value;
  const auto reference = median_of(metric.reference, metric.key, all, path);
  if (!reference) return reference.error();
  return value.value() / reference.value();
}

}  // namespace

Result<verdict::Run> benchmark_run(const std::string& path, const verdict::Measure& measure) {
  const auto refuse = [](Error error) {
    error.kind = ErrorKind::log;
    return error;
  };
  const auto text = store::read_document(path);
  if (!text) return refuse(text.error());
  const auto all = store::parse_benchmarks(path, text.value());
  if (!all) return refuse(all.error());
  verdict::Run run{.log = ingest::log_name(path),
                   .sha256 = store::sha256(text.value()),
                   .measure = measure,
                   .identity = {.definitions = metric::kDefinitions},
                   .measurements = {}};
  std::optional<Error> first_lack;
  for (const BenchmarkMetric& metric : kMetrics) {
    const auto value = value_of(metric, all.value(), path);
    if (!value) {
      if (!first_lack) first_lack = value.error();
      continue;
    }
    if (!std::isfinite(value.value()))
      return Error{.kind = ErrorKind::log, .where = path, .what = "has throughputs whose ratio is no number"};
    run.measurements.push_back(
        {.name = std::string(metric.metric), .value = value.value(), .within_run = {}});
  }
  if (run.measurements.empty()) return *first_lack;
  return run;
}

}  // namespace wvagate::gate
