#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wvagate::bench {

/// How a log is packed.
enum class Packing { none, gzip, zstd };

/// `text` as gzip and zstd pack it at their usual levels. Throws std::runtime_error where they fail.
std::string packed(std::string_view text, Packing packing);

/// Inflates what packed() gave by the library alone, a block at a time into one buffer that nobody reads, as
/// a reference. The bytes it came to; throws std::runtime_error where the library fails.
std::size_t inflate_alone(std::string_view packed, Packing packing);

}  // namespace wvagate::bench
