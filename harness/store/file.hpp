#pragma once

#include <string>
#include <string_view>

#include "analysis/core/result.hpp"

namespace wvagate::store {

/// Makes the file `path` with `content` in it and waits until the disk has it. Fails with ErrorKind::output,
/// also where something stands there already.
Status write_new_file(const std::string& path, std::string_view content);

/// Puts `content` at `path`, replacing what is there: written to a sibling, then renamed. Whoever reads
/// `path`, at whatever moment this one dies, finds the old content or the new, whole. Missing directories
/// above it are made.
Status write_file(const std::string& path, std::string_view content);

/// Adds `content` to the end of the file at `path`, which is made where it is not there.
Status append_to_file(const std::string& path, std::string_view content);

/// Removes the file at `path`, if it is there.
Status remove_file(const std::string& path);

}  // namespace wvagate::store
