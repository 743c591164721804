#include "harness/ingest/marker.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace wvagate::ingest {
namespace {

/// Where a marker has the pair of bytes that is rarest in logs: the search looks for pairs, and only where
/// one stands for the whole marker. Counted over real logs (bytes a pair occurs in, per million): Za 2, cq 5,
/// nM 0, ib 159, Fo 161, Tu 207, lu 370, Sy 425, " V" 483, lp 489, mp 607, Pr 807. Markers that share a pair
/// cost one comparison.
constexpr std::array<std::size_t, kMarkerCount> kPairAt = {
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

struct Pair {
  unsigned char first = 0;
  unsigned char second = 0;

  friend constexpr bool operator==(Pair, Pair) = default;
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

/// Each pair once.
constexpr auto kPairs = [] {
  std::array<Pair, count_pairs()> pairs{};
  std::size_t next = 0;
  for (std::size_t i = 0; i < kMarkerCount; ++i) {
    if (!repeats_an_earlier_pair(i)) pairs[next++] = pair_of(i);
  }
  return pairs;
}();

/// Adds the markers whose pair stands at `at`.
void verify(std::string_view line, std::size_t at, MarkerSet& found) {
  const Pair here{static_cast<unsigned char>(line[at]), static_cast<unsigned char>(line[at + 1])};
  for (std::size_t i = 0; i < kMarkerCount; ++i) {
    if (here != pair_of(i) || at < kPairAt[i]) continue;
    if (line.substr(at - kPairAt[i]).starts_with(kMarkerText[i])) found.set(i);
  }
}

/// Bytes that a pair starts with.
constexpr auto kStartsPair = [] {
  std::array<bool, 256> starts{};
  for (const Pair pair : kPairs)
    starts[pair.first] = true;
  return starts;
}();

/// The pairs that begin in [from, to), byte by byte; `to` is below the line's last byte.
void search_bytes(std::string_view line, std::size_t from, std::size_t to, MarkerSet& found) {
  for (std::size_t at = from; at < to; ++at) {
    if (kStartsPair[static_cast<unsigned char>(line[at])]) verify(line, at, found);
  }
}

/// The pairs that begin in [0, end), so many bytes at a time with the compiler's vectors: SSE2, NEON or
/// whatever the processor has. The last block overlaps the one before it.
template <std::size_t kWidth>
[[gnu::always_inline]] inline void search_blocks(std::string_view line, std::size_t end, MarkerSet& found) {
  typedef unsigned char Block __attribute__((vector_size(kWidth)));
  for (std::size_t block = 0; block < end;) {
    const std::size_t at = block + kWidth <= end ? block : end - kWidth;
    Block here;
    Block next;
    std::memcpy(&here, line.data() + at, kWidth);
    std::memcpy(&next, line.data() + at + 1, kWidth);
    Block hits{};
    for (const Pair pair : kPairs)
      hits |= reinterpret_cast<Block>((here == pair.first) & (next == pair.second));
    std::array<std::uint64_t, kWidth / 8> words;
    std::memcpy(words.data(), &hits, kWidth);
    for (std::size_t i = 0; i < words.size(); ++i) {
      for (std::uint64_t word = words[i]; word != 0;) {
        const auto byte = static_cast<std::size_t>(std::countr_zero(word)) / 8;
        verify(line, at + 8 * i + byte, found);
        word &= ~(std::uint64_t{0xFF} << (8 * byte));
      }
    }
    block = at + kWidth;
  }
}

constexpr std::size_t kNarrow = 16;

void search_narrow(std::string_view line, std::size_t end, MarkerSet& found) {
  search_blocks<kNarrow>(line, end, found);
}

#if defined(__x86_64__)
constexpr std::size_t kWide = 32;

[[gnu::target("avx2")]] void search_wide(std::string_view line, std::size_t end, MarkerSet& found) {
  search_blocks<kWide>(line, end, found);
}

const bool kHasWide = __builtin_cpu_supports("avx2") != 0;
#endif

}  // namespace

MarkerSet find_markers(std::string_view line) {
  MarkerSet found;
  if (line.size() < 2) return found;
  const std::size_t end = line.size() - 1;  // a pair needs a byte behind its first
#if defined(__x86_64__)
  if (kHasWide && end >= kWide) {
    search_wide(line, end, found);
    return found;
  }
#endif
  if (std::endian::native == std::endian::little && end >= kNarrow) {
    search_narrow(line, end, found);
  } else {
    search_bytes(line, 0, end, found);
  }
  return found;
}

}  // namespace wvagate::ingest
