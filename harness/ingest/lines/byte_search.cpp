#include "harness/ingest/lines/byte_search.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace wvagate::ingest {
namespace {

constexpr std::size_t kWidth = 16;
typedef char Block __attribute__((vector_size(kWidth)));

}  // namespace

std::size_t find_either(std::string_view text, char a, char b, std::size_t from) {
  if constexpr (std::endian::native == std::endian::little) {
    for (; from + kWidth <= text.size(); from += kWidth) {
      Block here;
      std::memcpy(&here, text.data() + from, kWidth);
      const auto hits = (here == a) | (here == b);
      std::array<std::uint64_t, 2> words;
      std::memcpy(words.data(), &hits, kWidth);
      if (words[0] != 0) return from + static_cast<std::size_t>(std::countr_zero(words[0])) / 8;
      if (words[1] != 0) return from + 8 + static_cast<std::size_t>(std::countr_zero(words[1])) / 8;
    }
  }
  while (from < text.size() && text[from] != a && text[from] != b)
    ++from;
  return from < text.size() ? from : std::string_view::npos;
}

}  // namespace wvagate::ingest
