// parse_number() against strtod(), and numbers written and read back.

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string>

#include "analysis/core/format.hpp"
#include "tests/fuzz/support/expect.hpp"

namespace wvagate::fuzz {
namespace {

bool same(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
}

/// What strtod() reads and Go does not write: hexadecimal, leading space, "nan(…)".
bool beyond_go(std::string_view text) {
  return text.find_first_of("xX( \t\n\v\f\r") != std::string_view::npos ||
         text.find('\0') != std::string_view::npos;
}

void check_text(std::string_view text) {
  const std::string copy(text);
  char* end = nullptr;
  const double expected = std::strtod(copy.c_str(), &end);
  const bool whole = end == copy.c_str() + copy.size() && !copy.empty();
  const auto number = parse_number(text);
  if (number) {
    expect(whole, "what is a number is one to strtod", text);
    expect(same(*number, expected), "a number is strtod's", text);
  } else {
    expect(!whole || beyond_go(text), "a number to strtod is one", text);
  }
}

void check_value(double value) {
  const std::string shortest = format_shortest(value);
  const auto back = parse_number(shortest);
  expect(back && same(*back, value), "the shortest digits read back as the same", shortest);
  for (const int digits : {1, 6, 17}) {
    const std::string text = format_significant(value, digits);
    const auto rounded = parse_number(text);
    expect(rounded.has_value(), "rounded digits are a number", text);
    if (std::isfinite(value) && std::isfinite(*rounded)) {
      expect(std::abs(*rounded - value) <= std::abs(value) * std::pow(10.0, 1 - digits) + 5e-324,
             "rounding stays within the last digit", text);
    }
  }
  const std::string fixed = format_fixed(value, 2);
  const auto read = parse_number(fixed);
  expect(read.has_value(), "fixed digits are a number", fixed);
  expect(!fixed.starts_with("-0.00") || fixed.size() > 5, "no negative zero is shown", fixed);
  if (std::isfinite(value)) {
    expect(std::abs(*read - value) <= 0.005 + std::abs(value) * 1e-15,
           "two digits are within half of the last", fixed);
  }
}

}  // namespace
}  // namespace wvagate::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate::fuzz;
  check_text(as_text(data, size));
  if (size == sizeof(double)) {
    double value = 0;
    std::memcpy(&value, data, sizeof value);
    check_value(value);
  }
  if (const auto number = wvagate::parse_number(as_text(data, size))) check_value(*number);
  return 0;
}
