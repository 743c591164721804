// Any text as the value of an option: --since, --variant, --params, --policy. The input's first line is the
// pattern, the rest what it is held against.

#include <cmath>
#include <string>
#include <vector>

#include "analysis/sample/policy.hpp"
#include "analysis/sample/series.hpp"
#include "harness/store/params_file.hpp"
#include "tests/fuzz/support/expect.hpp"

namespace wvagate::fuzz {
namespace {

/// Globbing by the book: row by row, which texts' fronts the pattern's front matches.
bool reference_glob(std::string_view pattern, std::string_view text) {
  std::vector<bool> matches(text.size() + 1, false);
  matches[0] = true;
  for (const char c : pattern) {
    std::vector<bool> next(text.size() + 1, false);
    if (c == '*') next[0] = matches[0];
    for (std::size_t t = 0; t < text.size(); ++t) {
      next[t + 1] = c == '*' ? next[t] || matches[t + 1] : matches[t] && (c == '?' || c == text[t]);
    }
    matches = std::move(next);
  }
  return matches.back();
}

void check_bound(std::string_view text) {
  const auto bound = parse_time_bound(text);
  if (!bound) return;
  SampleFilter since{.variant_glob = {}, .since = bound, .until = {}};
  SampleFilter until{.variant_glob = {}, .since = {}, .until = bound};
  Sample sample;
  for (const char* moment : {"1999-01-01T00:00:00Z", "2025-11-01T10:00:00Z", "2030-06-15T12:34:56.789Z"}) {
    sample.time = *parse_time(moment);
    const TimePoint first = *parse_time("2025-11-01T09:00:00Z");
    expect(since.passes(sample, first) != until.passes(sample, first), "a moment is on one side of a bound",
           text);
  }
}

void check_parameters(const std::string& text) {
  store::ParametersByAccelerator all;
  const Status status = store::parse_parameters("--params", text, all);
  if (!status) return expect(is_tame(describe(status.error())), "an error steers no terminal");
  for (const auto& [accelerator, parameters] : all) {
    for (const auto& value : {parameters.alpha, parameters.beta, parameters.gamma, parameters.delta})
      expect(!value || (std::isfinite(*value) && *value >= 0), "a parameter is a number from 0 up", text);
  }
}

}  // namespace
}  // namespace wvagate::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate;
  using namespace wvagate::fuzz;
  const std::string_view input = as_text(data, size);
  const std::string_view first = input.substr(0, input.find('\n'));
  const std::string_view rest = input.substr(std::min(input.size(), first.size() + 1));
  check_bound(first);
  check_parameters(std::string(first));
  if (const auto policy = parse_policy(first))
    expect(policy_text(*policy) == first, "a policy has one name", first);
  if (first.size() * rest.size() < 100'000)
    expect(matches_glob(first, rest) == reference_glob(first, rest), "patterns match by the book", input);
  expect(matches_glob("*", input) && matches_glob(std::string(input) + "*", input),
         "a star matches anything");
  return 0;
}
