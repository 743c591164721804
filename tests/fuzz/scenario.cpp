// Any bytes as a scenario: refused with its line, or one whose log can be written and read again.

#include <algorithm>
#include <string>

#include "harness/ingest/log_reader.hpp"
#include "harness/store/scenario_file.hpp"
#include "harness/synth/synthesis.hpp"
#include "tests/fuzz/support/expect.hpp"
#include "tests/fuzz/support/memory_file.hpp"

namespace wvagate::fuzz {
namespace {

constexpr int kMostSteps = 40;
constexpr std::size_t kMostBytes = 1 << 20;

/// The log of the scenario's first steps, and what a reader counts in it.
void check_log(const store::ScenarioFile& file) {
  simulation::Scenario scenario = file.scenario;
  scenario.reactive = file.form.dialect == simulation::LogDialect::capacity;
  synth::Synthesis synthesis(scenario, file.form, true);
  for (int i = 0; i < kMostSteps && synthesis.text().size() < kMostBytes; ++i) {
    if (!synthesis.advance(false)) break;
  }
  std::size_t written = 0;
  for (std::size_t i = 0; i < scenario.variants.size(); ++i)
    written += synthesis.samples(i).size();
  const MemoryFile log(synthesis.text());
  NamePool names;
  std::size_t read = 0;
  const auto facts = ingest::read_log(log.path(), names, [&](const LoggedSample&) {
    ++read;
    return true;
  });
  expect(facts.ok(), "a synthetic log is read");
  expect(facts.value().lines.total == synthesis.lines(), "a synthetic log has the lines that were counted");
  // Names are any text, and may spell a key of what is printed round them: then no count is promised.
  const bool plain = std::all_of(scenario.variants.begin(), scenario.variants.end(), [](const auto& variant) {
    const std::string all =
        variant.name + variant.name_space + variant.model + variant.service_class + variant.accelerator;
    return all.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/.") ==
               std::string::npos &&
           variant.name.find('/') == std::string::npos;
  });
  expect(!plain || read == written, "every sample of a synthetic log is read");
}

}  // namespace
}  // namespace wvagate::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate;
  using namespace wvagate::fuzz;
  const auto file = store::parse_scenario("scenario.json", as_text(data, size));
  if (!file) {
    expect(!file.error().what.empty(), "an error says what");
    expect(is_tame(describe(file.error())), "an error steers no terminal");
    return 0;
  }
  expect(!file.value().scenario.variants.empty(), "a scenario has a variant");
  check_log(file.value());
  return 0;
}
