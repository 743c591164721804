#include <array>
#include <bit>
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

/// Digits in a row, the last in the highest byte, from those of a number with a point or without.
template <typename Bytes>
Bytes digits_of(const char* number, std::size_t size, std::size_t point) {
  Bytes bytes;
  std::memcpy(&bytes, number, sizeof bytes);
  if (point == size) return bytes << (8 * (sizeof bytes - size));
  const Bytes whole = (Bytes{1} << (8 * point)) - 1;
  bytes = (bytes & whole) | ((bytes >> 8) & ~whole);
  return bytes << (8 * (sizeof bytes + 1 - size));
}

/// The value of a plain number. Its digits and the power of ten are exact as doubles, so that the division
/// rounds it right.
double plain_value(const char* number, std::size_t size, std::size_t point) {
  static constexpr std::array kPowers = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                         1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  __extension__ using Sixteen = unsigned __int128;
  std::uint64_t digits;
  if (size <= 8) {
    digits = value_of_eight(digits_of<std::uint64_t>(number, size, point));
  } else {
    const auto bytes = digits_of<Sixteen>(number, size, point);
    digits = value_of_eight(static_cast<std::uint64_t>(bytes)) * 100'000'000 +
             value_of_eight(static_cast<std::uint64_t>(bytes >> 64));
  }
  return static_cast<double>(digits) / kPowers[point == size ? 0 : size - point - 1];
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
