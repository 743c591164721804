#include "harness/bench/memory_file.hpp"

#include <cerrno>
#include <system_error>

#include <sys/mman.h>
#include <unistd.h>

namespace wvagate::bench {

MemoryFile::MemoryFile(std::string_view content) : descriptor_(::memfd_create("wvagate-bench", MFD_CLOEXEC)) {
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "memfd_create");
  path_ = "/proc/self/fd/" + std::to_string(descriptor_);
  while (!content.empty()) {
    const ssize_t count = ::write(descriptor_, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const int fault = errno;
      ::close(descriptor_);
      throw std::system_error(fault, std::generic_category(), "a file in memory");
    }
    content.remove_prefix(static_cast<std::size_t>(count));
  }
}

MemoryFile::~MemoryFile() {
  ::close(descriptor_);
}

}  // namespace wvagate::bench
