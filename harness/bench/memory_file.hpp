#pragma once

#include <string>
#include <string_view>

namespace wvagate::bench {

/// A file in memory: read as any file whose pages are cached, and gone with the process however that ends.
class MemoryFile {
 public:
  /// Throws std::system_error where memory or descriptors have run out.
  explicit MemoryFile(std::string_view content);
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile();

  /// Opens as a file of its own, from the start, within this process.
  const std::string& path() const { return path_; }

 private:
  int descriptor_;
  std::string path_;
};

}  // namespace wvagate::bench
