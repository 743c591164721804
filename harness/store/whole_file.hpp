#pragma once

#include <string>
#include <string_view>

#include "analysis/core/result.hpp"

namespace wvagate::store {

/// A file that is whole or not there: it grows under another name beside its own, and takes that with
/// commit(). Without commit() nothing is left.
class WholeFile {
 public:
  explicit WholeFile(std::string path) : path_(std::move(path)) {}
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;
  ~WholeFile();

  /// Fails where the directory cannot be written to.
  Status open();
  Status append(std::string_view text);
  /// Makes it durable and gives it its name, over a file that has it.
  Status commit();

 private:
  std::string path_;
  std::string temporary_;
  int file_ = -1;
};

/// Writes `text` as the whole of the file at `path`.
Status write_whole_file(const std::string& path, std::string_view text);

}  // namespace wvagate::store
