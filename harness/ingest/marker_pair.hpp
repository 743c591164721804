#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "harness/ingest/marker.hpp"

namespace wvagate::ingest {

/// Two bytes that stand side by side.
struct Pair {
  unsigned char first = 0;
  unsigned char second = 0;

  friend constexpr bool operator==(Pair, Pair) = default;
};

/// Where a marker has the pair of bytes that is rarest in logs: the search looks for pairs, and only where
/// one stands for the whole marker. Counted over real logs (bytes a pair occurs in, per million): Za 2, cq 5,
/// nM 0, ib 159, Fo 161, Tu 207, lu 370, Sy 425, " V" 483, lp 489, mp 607, Pr 807.
inline constexpr std::array<std::size_t, kMarkerCount> kPairAt = {
    0,   // Sy
    15,  // lu
    21,  // " V"
    11,  // nM
    1,   // lp
    0,   // Fo
    0,   // Tu
    0,   // Tu
    0,   // Za
    14,  // cq
    17,  // mp
    7,   // ib
    0,   // Pr
    0,   // Pr
};

constexpr Pair pair_of(std::size_t marker) {
  const std::string_view text = kMarkerText[marker];
  return {static_cast<unsigned char>(text[kPairAt[marker]]),
          static_cast<unsigned char>(text[kPairAt[marker] + 1])};
}

constexpr bool repeats_an_earlier_pair(std::size_t marker) {
  for (std::size_t i = 0; i < marker; ++i) {
    if (pair_of(i) == pair_of(marker)) return true;
  }
  return false;
}

constexpr std::size_t count_pairs() {
  std::size_t count = 0;
  for (std::size_t i = 0; i < kMarkerCount; ++i)
    count += repeats_an_earlier_pair(i) ? 0U : 1U;
  return count;
}

/// Each pair once: markers that share one cost one comparison.
inline constexpr auto kPairs = [] {
  std::array<Pair, count_pairs()> pairs{};
  std::size_t next = 0;
  for (std::size_t i = 0; i < kMarkerCount; ++i) {
    if (!repeats_an_earlier_pair(i)) pairs[next++] = pair_of(i);
  }
  return pairs;
}();

}  // namespace wvagate::ingest
