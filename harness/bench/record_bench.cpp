#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include "harness/bench/bench_log.hpp"
#include "harness/bench/meter.hpp"
#include "harness/bench/reference_scan.hpp"
#include "harness/bench/suite.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/ingest/source/byte_source.hpp"

namespace wvagate::bench {
namespace {

using simulation::LogDialect;

/// Large enough that opening a log does not show, small enough to stay in the processor's second cache.
constexpr std::size_t kBytes = std::size_t{512} << 10;

class TextSource final : public ingest::ByteSource {
 public:
  explicit TextSource(std::string_view text) : rest_(text) {}

  Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t count = std::min(buffer.size(), rest_.size());
    std::memcpy(buffer.data(), rest_.data(), count);
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
};

/// A kind of line: what `phrase` stands in, in logs of `dialect`.
struct RecordKind {
  const char* name;
  LogDialect dialect;
  std::string_view phrase;
};

constexpr RecordKind kKinds[] = {
    {"record/servers", LogDialect::text, "optimization: - { servers:"},
    {"record/models", LogDialect::text, "optimization: - { models:"},
    {"record/solution", LogDialect::text, "Optimization solution"},
    {"record/collected_metrics", LogDialect::json, "Metrics collected for VA"},
    {"record/collected_latencies", LogDialect::capacity, "Metrics collected for VA"},
    {"record/structured", LogDialect::structured, "System data prepared for optimization"},
    {"record/optimization_metrics", LogDialect::metrics, "optimizationMetrics"},
    {"record/tuned_parameters", LogDialect::json, "Tuned performance parameters result"},
    {"record/target", LogDialect::json, "Found SLO for model"},
    {"record/tuner_verdict", LogDialect::json, "Tuner validation succeeded"},
    {"record/cycle_end", LogDialect::text, "Reconciliation completed"},
    {"record/decision", LogDialect::capacity, "Processing decision"},
};

void read_records(benchmark::State& state, const RecordKind& kind) {
  const std::string lines = lines_with(kind.phrase, kind.dialect, kBytes);
  const std::size_t count = count_line_ends(lines);
  if (count == 0) return state.SkipWithError("no such line");
  const Meter meter;
  for ([[maybe_unused]] auto _ : state) {
    NamePool names;
    TextSource source(lines);
    const auto facts = ingest::read_log(source, "bench.log", names, [](const LoggedSample&) { return true; });
    if (!facts || facts.value().lines.used != count) return state.SkipWithError("not every line is used");
  }
  meter.report(state, {.bytes = lines.size(), .samples = count});
}

}  // namespace

void register_records() {
  for (const RecordKind& kind : kKinds) {
    benchmark::RegisterBenchmark(kind.name, [&kind](benchmark::State& state) {
      read_records(state, kind);
    })->Unit(benchmark::kMillisecond);
  }
}

}  // namespace wvagate::bench
