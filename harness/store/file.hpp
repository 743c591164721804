#pragma once

#include <string>
#include <string_view>

#include "analysis/core/result.hpp"

namespace wvagate::store {

/// A file that is whole or not there: it grows beside its place under another name, and takes its own with
/// commit(), over a file that has it. Without commit() nothing is left. Whoever reads it, at whatever moment
/// this one dies, finds the old content or the new.
class WholeFile {
 public:
  explicit WholeFile(std::string path) : path_(std::move(path)) {}
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;
  ~WholeFile();

  /// Makes the directories above it too. Fails where something that is no regular file stands in its place.
  Status open();
  Status append(std::string_view content);
  /// Waits until the disk has it, and gives it its name.
  Status commit();

 private:
  std::string path_;
  std::string temporary_;
  int file_ = -1;
};

/// Puts `content` at `path` as a WholeFile.
Status write_file(const std::string& path, std::string_view content);

/// Adds `content` to the end of the file at `path`, which is made where it is not there.
Status append_to_file(const std::string& path, std::string_view content);

/// Removes the file at `path`, if it is there.
Status remove_file(const std::string& path);

}  // namespace wvagate::store
