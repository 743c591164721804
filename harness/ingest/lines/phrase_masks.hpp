#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace wvagate::ingest {

/// A stretch of bytes, a bit each, the first byte in the lowest bit of the first word.
struct PhraseMasks {
  static constexpr std::size_t kBytesAWord = 64;
  static constexpr std::size_t kWords = 8;
  static constexpr std::size_t kBytes = kBytesAWord * kWords;

  std::array<std::uint64_t, kWords> line_ends;   ///< "\n"
  std::array<std::uint64_t, kWords> candidates;  ///< a pair of bytes by which a phrase is looked for
};

/// So many bytes behind those that are asked for are read too, whatever they hold.
inline constexpr std::size_t kMaskPadding = 2 * PhraseMasks::kBytesAWord;

/// Fills the words for `count` bytes, at most PhraseMasks::kBytes; bits beyond them are 0.
void fill_masks(const char* bytes, std::size_t count, PhraseMasks& masks);

}  // namespace wvagate::ingest
