#pragma once

#include <string>
#include <string_view>

#include "analysis/core/result.hpp"

namespace wvagate::store {

/// The SHA-256 of `bytes` (FIPS 180-4), 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

/// The same of the bytes of the file at `path`, as they are stored. Fails with ErrorKind::log where it cannot
/// be read.
Result<std::string> sha256_of_file(const std::string& path);

}  // namespace wvagate::store
