#pragma once

#include <functional>
#include <map>
#include <string>

#include "analysis/core/result.hpp"

namespace wvagate::store {

/// What a directory is to hold.
struct DirectoryContent {
  std::map<std::string, std::string> files;   ///< content by relative path
  std::map<std::string, std::string> copies;  ///< path of the file to copy, by relative path
};

/// Asked now and then while something is written: true to give it up.
using GiveUp = std::function<bool()>;

/// Writes `content` to a temporary sibling of `path` and renames it into place, so that `path` is never half
/// there. An existing `path` is left alone without `force`, and replaced whole with it. Fails where something
/// cannot be written, or was removed meanwhile, or `give_up` says so; then nothing is left of it.
Status write_directory(const std::string& path, const DirectoryContent& content, bool force,
                       const GiveUp& give_up = {});

/// Whether something stands at `path`.
bool exists(const std::string& path);
/// Whether a file stands at `path`, or behind the link there, whose bytes can be read again.
bool is_file(const std::string& path);

}  // namespace wvagate::store
