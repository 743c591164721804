#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "analysis/core/result.hpp"

namespace wvagate::store {

/// The SHA-256 of `bytes` (FIPS 180-4), 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

/// The same of the bytes that `read` gives: it fills the front of what it gets and says how many they are, 0
/// at the end. Fails where it does.
Result<std::string> sha256_of(const std::function<Result<std::size_t>(std::span<char>)>& read);

}  // namespace wvagate::store
