#include "harness/gate/benchmark_run.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/metric/registry.hpp"
#include "analysis/statistics/summary.hpp"
#include "harness/gate/measured_run.hpp"
#include "harness/store/benchmark_file.hpp"
#include "harness/store/json_reader.hpp"
#include "harness/store/sha256.hpp"

namespace wvagate::gate {
namespace {

/// A metric that is the throughput of one benchmark over that of another of the same run, which holds across
/// machines.
struct Ratio {
  std::string_view metric, benchmark, reference;
};
constexpr Ratio kRatios[] = {
    {"extractor.ratio_to_memchr", "extract/text", "reference/memchr"},
};

Result<double> median_of(std::string_view name, const std::vector<store::BenchmarkThroughput>& all,
                         const std::string& path) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
  if (found == all.end()) {
    return Error{.kind = ErrorKind::log,
                 .where = path,
                 .what = "has no bytes_per_second of a benchmark \"" + std::string(name) + "\"",
                 .help = "wvagate_extractor_bench measures it"};
  }
  return *statistics::quantile(found->bytes_per_second, 0.5);
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
  verdict::Run run{.log = log_name(path),
                   .sha256 = store::sha256(text.value()),
                   .measure = measure,
                   .identity = {.definitions = metric::kDefinitions},
                   .measurements = {}};
  for (const Ratio& ratio : kRatios) {
    const auto value = median_of(ratio.benchmark, all.value(), path);
    if (!value) return value.error();
    const auto reference = median_of(ratio.reference, all.value(), path);
    if (!reference) return reference.error();
    const double value_over_reference = value.value() / reference.value();
    if (!std::isfinite(value_over_reference))
      return Error{.kind = ErrorKind::log, .where = path, .what = "has throughputs whose ratio is no number"};
    run.measurements.push_back(
        {.name = std::string(ratio.metric), .value = value_over_reference, .within_run = {}});
  }
  return run;
}

}  // namespace wvagate::gate
