#include "harness/bench/reference_scan.hpp"

#include <cerrno>
#include <cstring>
#include <vector>

#include <unistd.h>

namespace wvagate::bench {
namespace {

constexpr std::size_t kBlock = std::size_t{256} << 10;
typedef std::uint64_t Words __attribute__((vector_size(32)));

/// Two sums, so that an addition need not wait for the one before it.
#if defined(__x86_64__)
[[gnu::target_clones("avx2", "default")]]
#endif
std::uint64_t
sum_words(const char* bytes, std::size_t size) {
  Words even{};
  Words odd{};
  std::size_t at = 0;
  for (; at + 2 * sizeof(Words) <= size; at += 2 * sizeof(Words)) {
    Words here;
    Words next;
    std::memcpy(&here, bytes + at, sizeof here);
    std::memcpy(&next, bytes + at + sizeof here, sizeof next);
    even += here;
    odd += next;
  }
  even += odd;
  std::uint64_t sum = even[0] + even[1] + even[2] + even[3];
  for (; at < size; ++at)
    sum += static_cast<unsigned char>(bytes[at]);
  return sum;
}

}  // namespace

std::size_t count_line_ends(std::string_view text) {
  std::size_t lines = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end && (at = static_cast<const char*>(
                           std::memchr(at, '\n', static_cast<std::size_t>(end - at)))) != nullptr) {
    ++lines;
    ++at;
  }
  return lines;
}

ReadSum read_and_sum(int descriptor) {
  std::vector<char> block(kBlock);
  ReadSum result;
  while (true) {
    const ssize_t count = ::read(descriptor, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) result.fault = errno;
    if (count <= 0) return result;
    result.bytes += static_cast<std::uint64_t>(count);
    result.sum += sum_words(block.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace wvagate::bench
