#pragma once

#include <filesystem>

namespace wvagate::process {

/// A directory of its own below the system's for temporary files, removed with all that is in it.
class WorkDirectory {
 public:
  WorkDirectory();
  WorkDirectory(const WorkDirectory&) = delete;
  WorkDirectory& operator=(const WorkDirectory&) = delete;
  ~WorkDirectory();

  /// False where it could not be made; errno says why.
  bool made() const { return !path_.empty(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace wvagate::process
