#include "harness/ingest/lines/phrase_masks.hpp"

#include <bit>
#include <cstring>

#include "harness/ingest/lines/phrase_pairs.hpp"
#include "harness/ingest/lines/processor.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace wvagate::ingest {
namespace {

// --- Any processor: the compiler's vectors, which are SSE2, NEON or whatever it has.

constexpr std::size_t kBlock = 16;
typedef unsigned char Block __attribute__((vector_size(kBlock)));

/// A bit for each byte, of bytes that are 0 or 255.
std::uint64_t bits_of(Block block) {
  std::array<std::uint64_t, 2> halves;
  std::memcpy(halves.data(), &block, kBlock);
  if constexpr (std::endian::native == std::endian::big) {
    for (std::uint64_t& half : halves)
      half = __builtin_bswap64(half);
  }
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < halves.size(); ++i)
    bits |= (((halves[i] & 0x8040201008040201) * 0x0101010101010101) >> 56) << (8 * i);
  return bits;
}

void fill_any(const char* bytes, std::size_t words, PhraseMasks& masks) {
  for (std::size_t word = 0; word < words; ++word) {
    std::uint64_t line_ends = 0;
    std::uint64_t candidates = 0;
    for (std::size_t part = 0; part < PhraseMasks::kBytesAWord; part += kBlock) {
      const char* at = bytes + word * PhraseMasks::kBytesAWord + part;
      Block here;
      Block next;
      std::memcpy(&here, at, kBlock);
      std::memcpy(&next, at + 1, kBlock);
      Block hits{};
      for (const Pair pair : kPairs)
        hits |= reinterpret_cast<Block>((here == pair.first) & (next == pair.second));
      line_ends |= bits_of(reinterpret_cast<Block>(here == '\n')) << part;
      candidates |= bits_of(hits) << part;
    }
    masks.line_ends[word] = line_ends;
    masks.candidates[word] = candidates;
  }
}

#if defined(__x86_64__)

// --- AVX2: all pairs at once by four table look-ups. A table says for a half of a byte (its low or high
// four bits) to which pairs it may belong, a bit for each of eight groups of pairs; where all four halves of
// two bytes agree on a group, they may be one of its pairs. (Of the Teddy algorithm, as in Hyperscan.)

constexpr std::size_t kGroups = 8;

/// How many of the 65,536 pairs of bytes look as if they were of a group that has these halves.
constexpr unsigned spread(const std::array<std::uint16_t, 4>& halves) {
  unsigned product = 1;
  for (const std::uint16_t set : halves)
    product *= static_cast<unsigned>(std::popcount(set));
  return product;
}

constexpr std::array<std::uint16_t, 4> with_pair(std::array<std::uint16_t, 4> halves, Pair pair) {
  const unsigned first = pair.first;
  const unsigned second = pair.second;
  const std::array<unsigned, 4> values = {first & 0xF, first >> 4, second & 0xF, second >> 4};
  for (std::size_t i = 0; i < values.size(); ++i)
    halves[i] = static_cast<std::uint16_t>(halves[i] | (1U << values[i]));
  return halves;
}

/// The group of each of kPairs: the one in which it adds least to the pairs that look like the group's.
constexpr auto kGroupOf = [] {
  std::array<unsigned, kPairs.size()> group_of{};
  std::array<std::array<std::uint16_t, 4>, kGroups> groups{};
  for (std::size_t i = 0; i < kPairs.size(); ++i) {
    unsigned least = ~0U;
    for (unsigned group = 0; group < kGroups; ++group) {
      const unsigned added = spread(with_pair(groups[group], kPairs[i])) - spread(groups[group]);
      if (added < least) {
        least = added;
        group_of[i] = group;
      }
    }
    groups[group_of[i]] = with_pair(groups[group_of[i]], kPairs[i]);
  }
  return group_of;
}();

using HalfTable = std::array<std::uint8_t, 32>;  // twice the same: a look-up does not cross 16 bytes

constexpr HalfTable half_table(unsigned char Pair::*byte, unsigned shift) {
  HalfTable table{};
  for (std::size_t i = 0; i < kPairs.size(); ++i) {
    const auto half = static_cast<std::size_t>((kPairs[i].*byte >> shift) & 0xF);
    for (const std::size_t at : {half, half + 16})
      table[at] = static_cast<std::uint8_t>(table[at] | (1U << kGroupOf[i]));
  }
  return table;
}

constexpr HalfTable kFirstLow = half_table(&Pair::first, 0);
constexpr HalfTable kFirstHigh = half_table(&Pair::first, 4);
constexpr HalfTable kSecondLow = half_table(&Pair::second, 0);
constexpr HalfTable kSecondHigh = half_table(&Pair::second, 4);

[[gnu::target("avx2")]] inline __m256i load(const void* bytes) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(bytes));
}

[[gnu::target("avx2")]] inline std::uint64_t bits_of(__m256i bytes) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes));
}

/// What `low` says of the low halves of `bytes` and `high` of the high ones.
[[gnu::target("avx2")]] inline __m256i look_up(__m256i low, __m256i high, __m256i bytes) {
  const __m256i half = _mm256_set1_epi8(0xF);
  return _mm256_and_si256(_mm256_shuffle_epi8(low, _mm256_and_si256(bytes, half)),
                          _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half)));
}

[[gnu::target("avx2")]] void fill_avx2(const char* bytes, std::size_t words, PhraseMasks& masks) {
  const __m256i first_low = load(kFirstLow.data());
  const __m256i first_high = load(kFirstHigh.data());
  const __m256i second_low = load(kSecondLow.data());
  const __m256i second_high = load(kSecondHigh.data());
  const __m256i line_end = _mm256_set1_epi8('\n');
  const __m256i zero = _mm256_setzero_si256();
  for (std::size_t word = 0; word < words; ++word, bytes += PhraseMasks::kBytesAWord) {
    const __m256i here[] = {load(bytes), load(bytes + 32)};
    const __m256i next[] = {load(bytes + 1), load(bytes + 33)};
    const __m256i groups[] = {
        _mm256_and_si256(look_up(first_low, first_high, here[0]), look_up(second_low, second_high, next[0])),
        _mm256_and_si256(look_up(first_low, first_high, here[1]), look_up(second_low, second_high, next[1]))};
    masks.candidates[word] =
        ~(bits_of(_mm256_cmpeq_epi8(groups[0], zero)) | bits_of(_mm256_cmpeq_epi8(groups[1], zero)) << 32);
    masks.line_ends[word] =
        bits_of(_mm256_cmpeq_epi8(here[0], line_end)) | bits_of(_mm256_cmpeq_epi8(here[1], line_end)) << 32;
  }
}

#endif

}  // namespace

void fill_masks(const char* bytes, std::size_t count, PhraseMasks& masks) {
  const std::size_t words = (count + PhraseMasks::kBytesAWord - 1) / PhraseMasks::kBytesAWord;
#if defined(__x86_64__)
  kHasAvx2 ? fill_avx2(bytes, words, masks) : fill_any(bytes, words, masks);
#else
  fill_any(bytes, words, masks);
#endif
  if (const std::size_t rest = count % PhraseMasks::kBytesAWord; rest != 0) {
    const std::uint64_t inside = (std::uint64_t{1} << rest) - 1;
    masks.line_ends[words - 1] &= inside;
    masks.candidates[words - 1] &= inside;
  }
}

}  // namespace wvagate::ingest
