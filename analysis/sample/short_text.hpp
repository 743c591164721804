#pragma once

#include <array>
#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace wvagate {

/// Text of at most `kCapacity` bytes, kept in place: copying it allocates nothing.
template <std::size_t kCapacity>
class ShortText {
 public:
  static_assert(kCapacity < 256);
  static constexpr std::size_t kMaxSize = kCapacity;

  constexpr ShortText() = default;
  /// `text` must fit.
  template <std::convertible_to<std::string_view> Text>
  ShortText(const Text& text) {  // NOLINT(google-explicit-constructor): it is a string
    const std::string_view view = text;
    assert(fits(view));
    if (!view.empty()) std::memcpy(bytes_.data(), view.data(), view.size());
    size_ = static_cast<std::uint8_t>(view.size());
  }

  /// Writes the text to where kCapacity bytes may be written, whatever its size, and returns its end.
  char* write_to(char* out) const {
    std::memcpy(out, bytes_.data(), kCapacity);
    return out + size_;
  }

  static constexpr bool fits(std::string_view text) { return text.size() <= kCapacity; }
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  const char* data() const { return bytes_.data(); }
  void clear() { size_ = 0; }
  operator std::string_view() const {  // NOLINT(google-explicit-constructor): likewise
    return {bytes_.data(), size_};
  }

  template <std::convertible_to<std::string_view> Text>
  friend bool operator==(const ShortText& a, const Text& b) {
    return std::string_view(a) == std::string_view(b);
  }

 private:
  std::array<char, kCapacity> bytes_;
  std::uint8_t size_ = 0;
};

}  // namespace wvagate
