// What extraction allocates grows with the samples of a log, by a fixed number for each at most.

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

#include "harness/ingest/log_reader.hpp"
#include "harness/report/extract_csv.hpp"
#include "harness/synth/synthesis.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/memory_source.hpp"

namespace {

std::atomic<std::size_t> allocations = 0;

void* allocate(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size);
}
void* operator new[](std::size_t size) {
  return allocate(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace wvagate {
namespace {

std::string log_of(simulation::LogDialect dialect, double minutes) {
  simulation::Scenario scenario;
  scenario.seed = 7;
  scenario.duration_min = minutes;
  for (const char* name : {"a-variant-with-a-long-name-decode", "another-variant-with-a-long-name"}) {
    simulation::VariantScenario variant;
    variant.name = name;
    variant.name_space = "serving";
    variant.model = std::string("acme/model-of-") + name;
    variant.load = {simulation::Sine{.mean_rpm = 900, .amplitude_rpm = 600, .period_min = 47}};
    variant.true_parameters.entries = {{0, {.alpha = 7, .beta = 0.04, .gamma = 15, .delta = 0.001}}};
    variant.believed_parameters = variant.true_parameters;
    variant.slo.entries = {{0, {.itl = 9, .ttft = 1000}}};
    variant.in_tokens = 200;
    variant.out_tokens = 150;
    scenario.variants.push_back(variant);
  }
  simulation::LogForm form;
  form.dialect = dialect;
  synth::Synthesis synthesis(scenario, form, false);
  while (synthesis.advance(false)) {
  }
  return synthesis.text();
}

struct Cost {
  std::size_t samples = 0;
  std::size_t allocations = 0;
};

/// What the extraction of `log` takes.
Cost cost_of(const std::string& log) {
  testing::MemorySource source(log);
  NamePool names;
  std::string rows;
  rows.reserve(std::size_t{8} << 20);
  Cost cost;
  const std::size_t before = allocations;
  const auto facts = ingest::read_log(source, "log", names, [&](const LoggedSample& sample) {
    ++cost.samples;
    report::append_extract_csv(rows, sample, "log");
    return true;
  });
  REQUIRE(facts);
  cost.allocations = allocations - before;
  return cost;
}

TEST_CASE("A sample costs a bounded number of allocations") {
  using simulation::LogDialect;
  const auto dialect = GENERATE(LogDialect::text, LogDialect::json, LogDialect::capacity,
                                LogDialect::structured, LogDialect::metrics);
  const Cost half = cost_of(log_of(dialect, 1500));
  const Cost whole = cost_of(log_of(dialect, 3000));
  CAPTURE(static_cast<int>(dialect), half.samples, half.allocations, whole.samples, whole.allocations);
  REQUIRE(half.samples >= 2990);
  REQUIRE(whole.samples >= 2 * half.samples - 20);
  // A log of another length may have one block of other lines more.
  constexpr std::size_t kMostASample = 18;
  CHECK(whole.allocations <= half.allocations + kMostASample * (whole.samples - half.samples) + 20);
}

}  // namespace
}  // namespace wvagate
