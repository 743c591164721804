#include "harness/store/sha256.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
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

Result<std::string> sha256_of_file(const std::string& path) {
  constexpr std::size_t kBlock = std::size_t{1} << 18;
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  Sha256 sum;
  std::string block(kBlock, '\0');
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    sum.add(std::string_view(block).substr(0, static_cast<std::size_t>(in.gcount())));
  }
  if (!in.eof()) {
    return Error{.kind = ErrorKind::log,
                 .where = path,
                 .what = std::string("cannot be read: ") + std::strerror(errno)};
  }
  return sum.hexadecimal();
}

}  // namespace wvagate::store
