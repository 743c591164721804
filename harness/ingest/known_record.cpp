#include <array>
#include <cstring>

#include "harness/ingest/line_memory.hpp"

namespace wvagate::ingest {
namespace {

/// What eight digits spell, the first in the lowest byte; zero bytes count as zeros.
std::uint64_t value_of_eight(std::uint64_t digits) {
  digits &= 0x0F0F0F0F0F0F0F0F;
  digits = (digits * (1 + (10 << 8))) >> 8;  // pairs, then fours, then all
  digits = ((digits & 0x00FF00FF00FF00FF) * (1 + (100 << 16))) >> 16;
  return ((digits & 0x0000FFFF0000FFFF) * (1 + (std::uint64_t{10000} << 32))) >> 32;
}

/// What up to eight digits spell. Eight bytes can be read.
std::int64_t value_of(const char* digits, std::size_t count) {
  std::uint64_t bytes;
  std::memcpy(&bytes, digits, sizeof bytes);
  return count == 0 ? 0 : static_cast<std::int64_t>(value_of_eight(bytes << (8 * (sizeof bytes - count))));
}

/// The value of a plain number. Its digits and the power of ten are exact as doubles, so that the division
/// rounds it right. Sixteen bytes can be read.
double plain_value(const char* number, std::size_t size, std::size_t point) {
  static constexpr auto kPowers = [] {
    std::array<std::int64_t, 16> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i)
      powers[i] = 10 * powers[i - 1];
    return powers;
  }();
  const auto of_all = [](const char* digits, std::size_t count) {
    if (count <= 8) return value_of(digits, count);
    return value_of(digits, 8) * kPowers[count - 8] + value_of(digits + 8, count - 8);
  };
  const std::int64_t whole = of_all(number, point);
  if (point == size) return static_cast<double>(whole);
  const std::size_t decimals = size - point - 1;
  const std::int64_t digits = whole * kPowers[decimals] + of_all(number + point + 1, decimals);
  return static_cast<double>(digits) / static_cast<double>(kPowers[decimals]);
}

}  // namespace

void KnownRecord::take(const Change& change) {
  const Target* target = &targets[change.target];
  do {
    if (change.point != Change::kNotPlain) {
      target->digits->assign_from_chunk(change.text, change.size);
      *target->value = plain_value(change.text, change.size, change.point);
    } else {
      read_number({change.text, change.size}, *target->value, *target->digits);
    }
  } while (target++->more);
}

}  // namespace wvagate::ingest
