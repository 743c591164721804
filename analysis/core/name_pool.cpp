#include "analysis/core/name_pool.hpp"

namespace wvagate {

std::string_view NamePool::intern(std::string_view name) {
  if (name.empty()) return {};
  const auto found = names_.find(name);
  return found != names_.end() ? std::string_view(*found) : std::string_view(*names_.emplace(name).first);
}

}  // namespace wvagate
