#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace wvagate::ingest {

/// A set of bytes to look for. The standard library's find_first_of() calls memchr() for each byte that it
/// passes.
class ByteSet {
 public:
  constexpr explicit ByteSet(std::string_view bytes) {
    for (const char byte : bytes)
      has_[static_cast<unsigned char>(byte)] = true;
  }

  constexpr bool has(char byte) const { return has_[static_cast<unsigned char>(byte)]; }

  /// The position in `text`, from `from` on, of the first byte of the set; npos if there is none.
  constexpr std::size_t find_in(std::string_view text, std::size_t from = 0) const {
    while (from < text.size() && !has(text[from]))
      ++from;
    return from < text.size() ? from : std::string_view::npos;
  }

 private:
  std::array<bool, 256> has_{};
};

/// The position in `text`, from `from` on, of the first `a` or `b`; npos if there is none. For long ways:
/// sixteen bytes a step.
std::size_t find_either(std::string_view text, char a, char b, std::size_t from);

}  // namespace wvagate::ingest
