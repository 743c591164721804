#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>

namespace wvagate {

/// Hashes names for look-ups by views.
struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const;
};

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
  std::string_view intern(std::string_view name);

 private:
  std::unordered_set<std::string, NameHash, std::equal_to<>> names_;
};

}  // namespace wvagate
