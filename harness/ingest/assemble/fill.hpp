#pragma once

#include <optional>
#include <string_view>

#include "analysis/sample/sample.hpp"

/// Fields that are set once: what is there outweighs what comes.
namespace wvagate::ingest {

inline void fill(std::string_view& field, std::string_view value) {
  if (field.empty()) field = value;
}

template <typename Value>
void fill(std::optional<Value>& field, const std::optional<Value>& value) {
  if (!field) field = value;
}

inline void fill(Bounds& bounds, const Bounds& known) {
  fill(bounds.min_replicas, known.min_replicas);
  fill(bounds.max_replicas, known.max_replicas);
  fill(bounds.cost, known.cost);
}

}  // namespace wvagate::ingest
