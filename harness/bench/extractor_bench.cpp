// Extraction of a synthetic log, beside a reference scan of the same bytes that tells what the machine can
// do.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "harness/ingest/log_reader.hpp"
#include "harness/synth/synthesis.hpp"

namespace wvagate {
namespace {

constexpr std::size_t kBytes = std::size_t{16} << 20;

/// Two variants under a swinging load with the tuner on: the records of a usual log.
simulation::Scenario usual_scenario() {
  simulation::Scenario scenario;
  scenario.seed = 7;
  scenario.duration_min = 60.0 * 24 * 365;
  for (const char* name : {"orchard", "meadow"}) {
    simulation::VariantScenario variant;
    variant.name = std::string(name) + "-decode";
    variant.name_space = "serving";
    variant.model = std::string("acme/") + name + "-8b";
    variant.load = {simulation::Sine{.mean_rpm = 900, .amplitude_rpm = 600, .period_min = 47}};
    variant.true_parameters.entries = {{0, {.alpha = 7, .beta = 0.04, .gamma = 15, .delta = 0.001}}};
    variant.believed_parameters = variant.true_parameters;
    variant.slo.entries = {{0, {.itl = 9, .ttft = 1000}}};
    variant.in_tokens = 200;
    variant.out_tokens = 150;
    scenario.variants.push_back(variant);
  }
  return scenario;
}

/// A log on disk, removed with the program, and its bytes.
class SyntheticLog {
 public:
  explicit SyntheticLog(simulation::LogDialect dialect) {
    const simulation::Scenario scenario = usual_scenario();
    simulation::LogForm form;
    form.dialect = dialect;
    synth::Synthesis synthesis(scenario, form, false);
    while (synthesis.text().size() < kBytes && synthesis.advance(true)) {
    }
    bytes_ = std::move(synthesis.text());
    path_ = "/tmp/wvagate-bench.XXXXXX";
    const int descriptor = ::mkstemp(path_.data());
    if (descriptor < 0) std::abort();
    ::close(descriptor);
    std::ofstream(path_, std::ios::binary) << bytes_;
  }
  SyntheticLog(const SyntheticLog&) = delete;
  SyntheticLog& operator=(const SyntheticLog&) = delete;
  ~SyntheticLog() { std::remove(path_.c_str()); }

  const std::string& path() const { return path_; }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  std::string path_;
};

const SyntheticLog& text_log() {
  static const SyntheticLog log(simulation::LogDialect::text);
  return log;
}

void extract(benchmark::State& state, const SyntheticLog& log) {
  for (auto _ : state) {
    NamePool names;
    std::size_t samples = 0;
    const auto facts = ingest::read_log(log.path(), names, [&](const LoggedSample&) {
      ++samples;
      return true;
    });
    if (!facts || samples == 0) return state.SkipWithError("the log cannot be read");
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(log.bytes().size()) * state.iterations());
}

/// Every line end of the log, found one by one.
void count_lines(benchmark::State& state, const std::string& bytes) {
  for (auto _ : state) {
    std::size_t lines = 0;
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    while ((at = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)))) !=
           nullptr) {
      ++lines;
      ++at;
    }
    benchmark::DoNotOptimize(lines);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes.size()) * state.iterations());
}

}  // namespace
}  // namespace wvagate

int main(int argc, char** argv) {
  using namespace wvagate;
  benchmark::RegisterBenchmark("extract/text", [](benchmark::State& state) { extract(state, text_log()); });
  benchmark::RegisterBenchmark("reference/memchr",
                               [](benchmark::State& state) { count_lines(state, text_log().bytes()); });
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
