#include "harness/ingest/marker.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#include "harness/ingest/marker_masks.hpp"
#include "harness/ingest/marker_pair.hpp"

namespace wvagate::ingest {
namespace {

/// The markers whose pair starts with a byte, a bit each.
constexpr auto kByFirst = [] {
  std::array<std::uint16_t, 256> markers{};
  static_assert(kMarkerCount <= 16);
  for (std::size_t i = 0; i < kMarkerCount; ++i) {
    auto& of_byte = markers[pair_of(i).first];
    of_byte = static_cast<std::uint16_t>(of_byte | (1U << i));
  }
  return markers;
}();

}  // namespace

void verify_markers(std::string_view text, std::size_t at, MarkerSet& found) {
  for (unsigned markers = kByFirst[static_cast<unsigned char>(text[at])]; markers != 0;
       markers &= markers - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(markers));
    if (at + 1 >= text.size() || static_cast<unsigned char>(text[at + 1]) != pair_of(i).second) continue;
    if (at >= kPairAt[i] && text.substr(at - kPairAt[i]).starts_with(kMarkerText[i])) found.set(i);
  }
}

MarkerSet find_markers(std::string_view line) {
  MarkerSet found;
  MarkerMasks masks;
  std::array<char, 2 * kMaskPadding> copy{};  // of the line's last bytes, with room behind them
  for (std::size_t begin = 0; begin < line.size();) {
    const std::size_t rest = line.size() - begin;
    const bool last = rest <= kMaskPadding;
    const std::size_t count = last ? rest : std::min(rest - kMaskPadding, MarkerMasks::kBytes);
    if (last) std::memcpy(copy.data(), line.data() + begin, count);
    fill_masks(last ? copy.data() : line.data() + begin, count, masks);
    for (std::size_t word = 0; word * MarkerMasks::kBytesAWord < count; ++word) {
      for (std::uint64_t bits = masks.candidates[word]; bits != 0; bits &= bits - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(bits));
        verify_markers(line, begin + word * MarkerMasks::kBytesAWord + bit, found);
      }
    }
    begin += count;
  }
  return found;
}

}  // namespace wvagate::ingest
