#pragma once

#include <string_view>

#include "analysis/core/format.hpp"

namespace wvagate::fuzz {

/// `text` is well-formed UTF-8.
inline bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace wvagate::fuzz
