#pragma once

#include <map>
#include <string>

#include "analysis/core/result.hpp"

namespace wvagate::store {

/// What a directory is to hold.
struct DirectoryContent {
  std::map<std::string, std::string> files;   ///< content by relative path
  std::map<std::string, std::string> copies;  ///< path of the file to copy, by relative path
};

/// Writes `content` to a temporary sibling of `path` and renames it into place, so that `path` is never half
/// there. An existing `path` is left alone without `force`, and replaced whole with it.
Status write_directory(const std::string& path, const DirectoryContent& content, bool force);

/// Whether something stands at `path`.
bool exists(const std::string& path);

}  // namespace wvagate::store
