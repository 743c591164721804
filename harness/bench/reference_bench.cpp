#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include "harness/bench/bench_log.hpp"
#include "harness/bench/meter.hpp"
#include "harness/bench/piped.hpp"
#include "harness/bench/reference_scan.hpp"
#include "harness/bench/suite.hpp"

namespace wvagate::bench {
namespace {

constexpr LogSpec kGzip{.packing = Packing::gzip};
constexpr LogSpec kZstd{.packing = Packing::zstd};

void find_line_ends(benchmark::State& state) {
  const BenchLog& log = log_of({});
  const Meter meter;
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(count_line_ends(log.text()));
  meter.report(state, {.bytes = log.text().size()});
}

void read_file(benchmark::State& state) {
  const BenchLog& log = log_of({});
  const Meter meter;
  for ([[maybe_unused]] auto _ : state) {
    const int descriptor = ::open(log.path().c_str(), O_RDONLY | O_CLOEXEC);
    const ReadSum seen = read_and_sum(descriptor);
    ::close(descriptor);
    if (seen.bytes != log.text().size()) return state.SkipWithError("the log cannot be read");
    benchmark::DoNotOptimize(seen.sum);
  }
  meter.report(state, {.bytes = log.text().size()});
}

void read_pipe(benchmark::State& state) {
  const BenchLog& log = log_of({});
  const Meter meter;
  for ([[maybe_unused]] auto _ : state) {
    const Piped pipe(log.text());
    const ReadSum seen = read_and_sum(pipe.descriptor());
    if (seen.bytes != log.text().size()) return state.SkipWithError("the pipe cannot be read");
    benchmark::DoNotOptimize(seen.sum);
  }
  meter.report(state, {.bytes = log.text().size()});
}

void inflate(benchmark::State& state, const LogSpec& spec) {
  const BenchLog& log = log_of(spec);
  const Meter meter;
  for ([[maybe_unused]] auto _ : state) {
    if (inflate_alone(log.content(), spec.packing) != log.text().size())
      return state.SkipWithError("the log cannot be inflated");
  }
  meter.report(state, {.bytes = log.text().size()});
}

}  // namespace

void register_references() {
  using benchmark::kMillisecond;
  benchmark::RegisterBenchmark("reference/memchr", find_line_ends)->Unit(kMillisecond);
  benchmark::RegisterBenchmark("reference/read", read_file)->Unit(kMillisecond);
  benchmark::RegisterBenchmark("reference/pipe", read_pipe)->Unit(kMillisecond)->UseRealTime();
  benchmark::RegisterBenchmark("reference/gzip", inflate, kGzip)->Unit(kMillisecond);
  benchmark::RegisterBenchmark("reference/zstd", inflate, kZstd)->Unit(kMillisecond);
}

}  // namespace wvagate::bench
