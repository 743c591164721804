#include "harness/bench/piped.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace wvagate::bench {
namespace {

constexpr std::size_t kWriteBytes = std::size_t{128} << 10;  // what `cat` writes at once

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), std::min(text.size(), kWriteBytes));
    if (count < 0 && errno != EINTR) break;
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
  }
  ::close(descriptor);
}

}  // namespace

Piped::Piped(std::string_view text) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  reading_ = ends[0];
  writer_ = std::thread([writing = ends[1], text] { write_all(writing, text); });
}

Piped::~Piped() {
  ::close(reading_);
  writer_.join();
}

}  // namespace wvagate::bench
