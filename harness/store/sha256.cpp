#include "harness/store/sha256.hpp"

#include <array>
#include <cstdint>
#include <vector>

#include <nettle/sha2.h>

namespace wvagate::store {
namespace {

class Sha256 {
 public:
  Sha256() { sha256_init(&state_); }

  void add(std::string_view bytes) {
    const std::vector<std::uint8_t> copy(bytes.begin(), bytes.end());
    sha256_update(&state_, copy.size(), copy.data());
  }

  std::string hexadecimal() {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&state_, digest.size(), digest.data());
    std::string text;
    for (const std::uint8_t byte : digest) {
      text += kHex[byte >> 4];
      text += kHex[byte & 0x0F];
    }
    return text;
  }

 private:
  sha256_ctx state_{};
};

}  // namespace

std::string sha256(std::string_view bytes) {
  Sha256 sum;
  sum.add(bytes);
  return sum.hexadecimal();
}

Result<std::string> sha256_of(const std::function<Result<std::size_t>(std::span<char>)>& read) {
  constexpr std::size_t kBlock = std::size_t{1} << 18;
  Sha256 sum;
  std::string block(kBlock, '\0');
  while (true) {
    const auto got = read(block);
    if (!got) return got.error();
    if (got.value() == 0) return sum.hexadecimal();
    sum.add(std::string_view(block).substr(0, got.value()));
  }
}

}  // namespace wvagate::store
