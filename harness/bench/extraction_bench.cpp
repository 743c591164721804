#include <string>

#include <benchmark/benchmark.h>

#include "harness/bench/bench_log.hpp"
#include "harness/bench/meter.hpp"
#include "harness/bench/piped.hpp"
#include "harness/bench/suite.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/report/extract_csv.hpp"

namespace wvagate::bench {
namespace {

using simulation::LogDialect;
using simulation::LogWrapper;

constexpr std::size_t kFlushBytes = std::size_t{64} << 10;

/// Does what `wvagate extract` does, but for the rows' way out. The samples that it gave; 0 where it fails.
std::size_t extract(const std::string& path, std::string& rows) {
  NamePool names;
  std::size_t samples = 0;
  const auto add = [&](const LoggedSample& sample) {
    ++samples;
    report::append_extract_csv(rows, sample, "bench.log");
    if (rows.size() >= kFlushBytes) {
      benchmark::DoNotOptimize(rows.data());
      rows.clear();
    }
    return true;
  };
  const auto facts = ingest::read_log(path, names, add);
  return facts ? samples : 0;
}

void extract_file(benchmark::State& state, const LogSpec& spec) {
  const BenchLog& log = log_of(spec);
  std::string rows;
  std::size_t samples = 0;
  const Meter meter;
  for ([[maybe_unused]] auto _ : state) {
    samples = extract(log.path(), rows);
    if (samples == 0) return state.SkipWithError("no samples");
  }
  meter.report(state, {.bytes = log.text().size(), .samples = samples});
}

void extract_pipe(benchmark::State& state, const LogSpec& spec) {
  const BenchLog& log = log_of(spec);
  std::string rows;
  std::size_t samples = 0;
  const Meter meter;
  for ([[maybe_unused]] auto _ : state) {
    const Piped pipe(log.text());
    samples = extract(pipe.path(), rows);
    if (samples == 0) return state.SkipWithError("no samples");
  }
  meter.report(state, {.bytes = log.text().size(), .samples = samples});
}

struct Extraction {
  const char* name;
  LogSpec log;
};

// Real logs have 73 % (text), 38 % (json) and 25 % (capacity) of their bytes in marker lines; of structured
// and metrics logs none are at hand.
constexpr Extraction kExtractions[] = {
    {"extract/text", {.dialect = LogDialect::text, .marker_share = 0.73}},
    {"extract/json", {.dialect = LogDialect::json, .marker_share = 0.38}},
    {"extract/capacity", {.dialect = LogDialect::capacity, .marker_share = 0.25}},
    {"extract/structured", {.dialect = LogDialect::structured, .marker_share = 0.73}},
    {"extract/metrics", {.dialect = LogDialect::metrics, .marker_share = 0.73}},
    {"extract/text/markers:5%", {.marker_share = 0.05}},
    {"extract/text/markers:35%", {.marker_share = 0.35}},
    {"extract/text/markers:90%", {.marker_share = 0.90}},
    {"extract/text/timestamp", {.wrapper = LogWrapper::timestamp}},
    {"extract/text/prefix", {.wrapper = LogWrapper::prefix}},
    {"extract/text/stern", {.wrapper = LogWrapper::stern}},
    {"extract/text/cri", {.wrapper = LogWrapper::cri}},
    {"extract/text/docker", {.wrapper = LogWrapper::docker}},
    {"extract/text/gzip", {.packing = Packing::gzip}},
    {"extract/text/zstd", {.packing = Packing::zstd}},
};

}  // namespace

void register_extraction() {
  for (const Extraction& each : kExtractions) {
    benchmark::RegisterBenchmark(each.name, [&each](benchmark::State& state) {
      extract_file(state, each.log);
    })->Unit(benchmark::kMillisecond);
  }
  // Two threads take part: the time is the clock's.
  benchmark::RegisterBenchmark("extract/text/pipe", [](benchmark::State& state) { extract_pipe(state, {}); })
      ->Unit(benchmark::kMillisecond)
      ->UseRealTime();
}

}  // namespace wvagate::bench
