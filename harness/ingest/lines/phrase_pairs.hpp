#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "harness/ingest/records/kinds.hpp"

/// What the search for phrases needs, computed from the table of records: for each phrase a pair of its bytes
/// that is rare in logs. The search looks for pairs, and compares the whole phrase where it finds one.
namespace wvagate::ingest {

/// Two bytes next to each other.
struct Pair {
  unsigned char first = 0;
  unsigned char second = 0;

  friend constexpr bool operator==(Pair, Pair) = default;
};

inline constexpr std::size_t kPhraseCount = std::size(kRecordKinds);

constexpr std::string_view phrase_of(std::size_t i) {
  return kRecordKinds[i].phrase;
}

/// Each can be found in the line as it is: no encoding or collector escapes any of its characters.
constexpr bool is_searchable(std::string_view phrase) {
  for (const char c : phrase) {
    if (c < ' ' || c > '~' || std::string_view(R"("\<>&)").find(c) != std::string_view::npos) return false;
  }
  return phrase.size() >= 2;
}
static_assert(std::all_of(std::begin(kRecordKinds), std::end(kRecordKinds),
                          [](const RecordKind& kind) { return is_searchable(kind.phrase); }));

/// How common a byte is in logs, in rough steps.
constexpr unsigned commonness(char c) {
  if (std::string_view("etaoinsr0123456789\" ").find(c) != std::string_view::npos) return 16;
  if (c >= 'a' && c <= 'z') return std::string_view("jqxz").find(c) != std::string_view::npos ? 2 : 8;
  if (c >= 'A' && c <= 'Z') return 3;
  return 6;
}

/// Of each ASCII byte. Compilers bound the steps of a constant: what is looked up often is worked out once.
inline constexpr auto kCommonness = [] {
  std::array<unsigned, 128> of{};
  for (std::size_t c = 0; c < of.size(); ++c)
    of[c] = commonness(static_cast<char>(c));
  return of;
}();

/// Where in each phrase its pair is. Phrases share pairs if that costs little: the fewer pairs, the faster.
inline constexpr auto kPairAt = [] {
  std::array<std::size_t, kPhraseCount> at{};
  std::array<bool, 128 * 128> taken{};
  for (std::size_t i = 0; i < kPhraseCount; ++i) {
    const std::string_view phrase = phrase_of(i);
    unsigned best = ~0U;
    std::size_t pair = 0;
    for (std::size_t k = 0; k + 1 < phrase.size(); ++k) {
      const auto first = static_cast<unsigned char>(phrase[k]);
      const auto second = static_cast<unsigned char>(phrase[k + 1]);
      const std::size_t here = first * std::size_t{128} + second;
      const unsigned cost = (taken[here] ? 1 : 4) * kCommonness[first] * kCommonness[second];
      if (cost < best) {
        best = cost;
        at[i] = k;
        pair = here;
      }
    }
    taken[pair] = true;
  }
  return at;
}();

constexpr Pair pair_of(std::size_t phrase) {
  const std::string_view text = phrase_of(phrase).substr(kPairAt[phrase], 2);
  return {static_cast<unsigned char>(text[0]), static_cast<unsigned char>(text[1])};
}

constexpr bool repeats_an_earlier_pair(std::size_t phrase) {
  for (std::size_t i = 0; i < phrase; ++i) {
    if (pair_of(i) == pair_of(phrase)) return true;
  }
  return false;
}

constexpr std::size_t count_pairs() {
  std::size_t count = 0;
  for (std::size_t i = 0; i < kPhraseCount; ++i)
    count += repeats_an_earlier_pair(i) ? 0U : 1U;
  return count;
}

/// Each pair once.
inline constexpr auto kPairs = [] {
  std::array<Pair, count_pairs()> pairs{};
  std::size_t next = 0;
  for (std::size_t i = 0; i < kPhraseCount; ++i) {
    if (!repeats_an_earlier_pair(i)) pairs[next++] = pair_of(i);
  }
  return pairs;
}();

/// Phrases by the first byte of their pair: those of byte b are kByFirst.phrases[begin[b]] … [begin[b + 1] -
/// 1].
struct PhrasesByFirst {
  std::array<std::uint16_t, 257> begin{};
  std::array<std::uint16_t, kPhraseCount> phrases{};
};
inline constexpr auto kByFirst = [] {
  PhrasesByFirst by{};
  std::array<unsigned char, kPhraseCount> first{};
  for (std::size_t i = 0; i < kPhraseCount; ++i)
    first[i] = pair_of(i).first;
  std::uint16_t next = 0;
  for (std::size_t byte = 0; byte < 256; ++byte) {
    by.begin[byte] = next;
    for (std::size_t i = 0; i < kPhraseCount; ++i) {
      if (first[i] == byte) by.phrases[next++] = static_cast<std::uint16_t>(i);
    }
  }
  by.begin[256] = next;
  return by;
}();
static_assert(kByFirst.begin[256] == kPhraseCount);

}  // namespace wvagate::ingest
