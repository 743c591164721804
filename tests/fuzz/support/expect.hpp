#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

/// What every target has: its entry, which libFuzzer and the replaying main call.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace wvagate::fuzz {

/// Ends the process where a property does not hold, as a crash would, so that the input is kept. `detail` is
/// told beside it.
inline void expect(bool holds, const char* property, std::string_view detail = {}) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::fwrite(detail.data(), 1, detail.size(), stderr);
  std::abort();
}

/// The input as text.
inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// `part` is a piece of `whole`.
inline bool is_within(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

/// `text` steers no terminal: no control characters but line breaks, C1's and bidirectional overrides
/// included.
inline bool is_tame(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && text[i] != '\n') || byte == 0x7F) return false;
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    if (byte == 0xC2 && next >= 0x80 && next < 0xA0) return false;
    const std::string_view three = text.substr(i, 3);
    if (three >= "\xE2\x80\xAA" && three <= "\xE2\x80\xAE") return false;
    if (three >= "\xE2\x81\xA6" && three <= "\xE2\x81\xA9") return false;
  }
  return true;
}

/// Numbers that follow from the input alone, for choices that it does not spell out.
class Choices {
 public:
  explicit Choices(std::string_view seed) {
    for (const char c : seed.substr(0, 64))
      next_ = (next_ ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  }
  /// From 0 up to and without `limit`, which is not 0.
  std::size_t below(std::size_t limit) {
    next_ = next_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>((next_ >> 33) % limit);
  }

 private:
  std::uint64_t next_ = 0xCBF29CE484222325U;
};

}  // namespace wvagate::fuzz
