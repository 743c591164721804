// Any bytes as a baseline: refused with what is wrong, or one that is written and read back as itself.

#include <string>

#include "harness/store/baseline_file.hpp"
#include "tests/fuzz/support/expect.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate;
  using namespace wvagate::fuzz;
  const store::BaselineFile file = store::parse_baseline("staircase.json", as_text(data, size));
  for (const Error& fault : file.faults) {
    expect(!fault.what.empty() && !fault.where.empty(), "a fault says what and where");
    expect(is_tame(describe(fault)), "a fault steers no terminal");
  }
  if (!file.faults.empty()) return 0;
  expect(file.lines.size() == file.baseline.metrics.size(), "each metric has its line");
  const std::string text = store::baseline_text(file.baseline);
  const store::BaselineFile again = store::parse_baseline("staircase.json", text);
  expect(again.faults.empty(), "a baseline that is written is read", text);
  expect(store::baseline_text(again.baseline) == text, "a baseline is written as it was read", text);
  return 0;
}
