#include "harness/ingest/byte_search.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace wvagate::ingest {
namespace {

constexpr std::size_t kWidth = 16;
typedef char Block __attribute__((vector_size(kWidth)));

/// Where the first of `bytes` stands.
template <typename... Bytes>
[[gnu::always_inline]] inline std::size_t find_any(std::string_view text, std::size_t from, Bytes... bytes) {
  if constexpr (std::endian::native == std::endian::little) {
    for (; from + kWidth <= text.size(); from += kWidth) {
      Block here;
      std::memcpy(&here, text.data() + from, kWidth);
      const auto hits = (... | (here == bytes));
      std::array<std::uint64_t, 2> words;
      std::memcpy(words.data(), &hits, kWidth);
      if (words[0] != 0) return from + static_cast<std::size_t>(std::countr_zero(words[0])) / 8;
      if (words[1] != 0) return from + 8 + static_cast<std::size_t>(std::countr_zero(words[1])) / 8;
    }
  }
  while (from < text.size() && (... && (text[from] != bytes)))
    ++from;
  return from < text.size() ? from : std::string_view::npos;
}

}  // namespace

std::size_t find_either(std::string_view text, char a, char b, std::size_t from) {
  return find_any(text, from, a, b);
}

std::size_t find_any_of_three(std::string_view text, char a, char b, char c, std::size_t from) {
  return find_any(text, from, a, b, c);
}

}  // namespace wvagate::ingest
