#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace wvagate {

/// Hashes names for look-ups by views.
struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const;
};

/// Values by name. Entries stay where they are until clear(). Nearly all look-ups are of the same few names,
/// again and again, so that those found last are tried first.
template <typename Value>
class NameMap {
 public:
  using Entry = std::pair<const std::string, Value>;

  NameMap() = default;
  NameMap(NameMap&& other) noexcept : entries_(std::move(other.entries_)) { other.recent_ = {}; }
  NameMap& operator=(NameMap&& other) noexcept {
    entries_ = std::move(other.entries_);
    recent_ = other.recent_ = {};
    return *this;
  }
  NameMap(const NameMap&) = delete;
  NameMap& operator=(const NameMap&) = delete;
  ~NameMap() = default;

  std::size_t size() const { return entries_.size(); }

  /// The entry of `name`; nullptr where there is none.
  Entry* find(std::string_view name) {
    Entry*& recent = recent_[(name.size() + (name.empty() ? 0U : static_cast<unsigned char>(name.back()))) %
                             recent_.size()];
    if (recent != nullptr && recent->first == name) return recent;
    const auto found = entries_.find(name);
    if (found == entries_.end()) return nullptr;
    return recent = &*found;
  }

  /// The entry of `name`, made where there is none.
  Entry& at(std::string_view name) {
    if (Entry* const found = find(name)) return *found;
    return *entries_.try_emplace(std::string(name)).first;
  }

  void clear() {
    entries_.clear();
    recent_ = {};
  }

 private:
  std::unordered_map<std::string, Value, NameHash, std::equal_to<>> entries_;
  std::array<Entry*, 16> recent_{};
};

}  // namespace wvagate
