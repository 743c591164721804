// Any bytes as a parameter file.

#include "harness/store/params_file.hpp"

#include <cmath>
#include <string>

#include "tests/fuzz/support/memory_file.hpp"
#include "tests/fuzz/support/utf8.hpp"

namespace wvagate::fuzz {
namespace {

void check_emitted(const std::string& accelerator, const PerfParameters& parameters) {
  const store::AcceleratorParameters one{accelerator, parameters};
  const std::string yaml = store::parameters_yaml(std::span(&one, 1));
  const MemoryFile file(yaml);
  const auto back = store::read_parameters_file(file.path());
  expect(back.ok(), "what is emitted is read", yaml);
  expect(back.value().size() == 1 && (back.value().begin()->first == accelerator || !is_utf8(accelerator)),
         "what is emitted keeps its accelerator", yaml);
  const auto alpha = back.value().begin()->second.alpha;
  expect(alpha && std::abs(*alpha - parameters.alpha) <= 1e-5 * parameters.alpha,
         "what is emitted reads back to six digits", yaml);
}

}  // namespace
}  // namespace wvagate::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate;
  using namespace wvagate::fuzz;
  const MemoryFile file(as_text(data, size));
  const auto all = store::read_parameters_file(file.path());
  if (!all) {
    expect(!all.error().what.empty() && all.error().where == file.path(), "an error says what and where");
    expect(is_tame(describe(all.error())), "an error steers no terminal");
    return 0;
  }
  expect(!all.value().empty(), "a file without parameters is refused");
  for (const auto& [accelerator, parameters] : all.value()) {
    expect(parameters.any(), "an accelerator has a parameter");
    for (const auto& value : {parameters.alpha, parameters.beta, parameters.gamma, parameters.delta})
      expect(!value || (std::isfinite(*value) && *value >= 0), "a parameter is a number from 0 up");
    if (const auto whole = parameters.apply(std::nullopt)) check_emitted(accelerator, *whole);
  }
  return 0;
}
