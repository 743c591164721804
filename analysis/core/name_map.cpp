#include "analysis/core/name_map.hpp"

#include <cstdint>
#include <cstring>

namespace wvagate {

// Eight bytes at a time, as wyhash mixes them: a half of the program's look-ups are of names of some twenty
// bytes, which the standard library's hash takes four times as long for.
std::size_t NameHash::operator()(std::string_view name) const {
  __extension__ using Wide = unsigned __int128;
  const auto mix = [](std::uint64_t a, std::uint64_t b) {
    const Wide product = Wide{a} * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  };
  std::uint64_t hash = 0x9E3779B97F4A7C15 ^ name.size();
  for (; name.size() > 8; name.remove_prefix(8)) {
    std::uint64_t word;
    std::memcpy(&word, name.data(), 8);
    hash = mix(hash ^ word, 0xE7037ED1A0B428DB);
  }
  std::uint64_t word = 0;
  if (!name.empty()) std::memcpy(&word, name.data(), name.size());
  return mix(hash ^ word, 0x8EBC6AF09C88C6E3);
}

}  // namespace wvagate
