// Any text as key=value pairs: values are pieces of it, in order; and pairs that were written come back.

#include "harness/ingest/decode/pair_scan.hpp"

#include <array>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "tests/fuzz/support/expect.hpp"

namespace wvagate::fuzz {
namespace {

using ingest::PairScan;

constexpr std::array<std::string_view, 5> kKeys = {"s", "rate", "itlAverage", "slo-itl", "alpha"};

void check_any(std::string_view text) {
  const char* end = text.data();
  for (PairScan scan(text, kKeys); scan.next();) {
    expect(scan.key() < kKeys.size(), "a key is one of the table");
    const std::string_view value = scan.text();
    const std::string_view number = scan.number();
    expect(is_within(value, text) && is_within(number, text), "values are pieces of the text");
    expect(value.empty() || value.data() >= end, "values follow one another");
    if (!value.empty()) end = value.data() + value.size();
    std::optional<double> parsed;
    Digits digits;
    if (ingest::read_number(number, parsed, digits)) {
      expect(digits == number, "digits are the text's");
      expect(!parsed || parse_number(digits) == *parsed, "a number is its digits' value", digits);
    } else {
      expect(!parsed && digits.empty(), "what is no number changes nothing");
    }
  }
}

/// Words between separators, written as values of known keys among unknown ones.
void check_written(std::string_view text) {
  constexpr std::string_view kSeparators = "=:,;{}[]()|\"\\ \t\r\n\xE2\x92";  // the last two: of an arrow
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find_first_of(kSeparators));
    if (!word.empty()) words.emplace_back(word);
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  constexpr std::array<std::string_view, 3> kSigns = {"=", ": ", ":   "};
  constexpr std::array<std::string_view, 4> kBetween = {", ", "; ", ",   ", "},  { "};
  std::string written = "[ {";
  for (std::size_t i = 0; i < words.size(); ++i) {
    written += std::string(kKeys[i % kKeys.size()]) + std::string(kSigns[i % kSigns.size()]) + words[i] +
               std::string(kBetween[i % kBetween.size()]);
  }
  std::size_t i = 0;
  for (PairScan scan(written, kKeys); scan.next(); ++i) {
    expect(i < words.size() && scan.key() == i % kKeys.size(), "keys come back", written);
    const bool closed = i % kBetween.size() == 3;
    expect(closed || scan.text() == words[i], "names come back", written);
    expect(scan.number() == words[i], "numbers come back", written);
  }
  expect(i == words.size(), "all pairs come back", written);
}

}  // namespace
}  // namespace wvagate::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate::fuzz;
  const std::string_view text = as_text(data, size);
  check_any(text);
  check_written(text);
  return 0;
}
