#pragma once

#include <string_view>

#include "analysis/core/name_map.hpp"

namespace wvagate {

/// Keeps one copy of each name (variants, models, accelerators), so that samples can hold views. Views stay
/// valid for the pool's life, moves of the pool included.
class NamePool {
 public:
  NamePool() = default;
  NamePool(NamePool&&) = default;
  NamePool& operator=(NamePool&&) = default;
  NamePool(const NamePool&) = delete;
  NamePool& operator=(const NamePool&) = delete;
  ~NamePool() = default;

  /// The pool's own copy of `name`.
  std::string_view intern(std::string_view name) {
    return name.empty() ? std::string_view() : std::string_view(names_.at(name).first);
  }

 private:
  struct Nothing {};
  NameMap<Nothing> names_;
};

}  // namespace wvagate
