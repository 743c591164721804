#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analysis/metric/registry.hpp"

namespace wvagate::metric {

/// A value for every registered metric; absent until set, and where it cannot be computed.
class Figures {
 public:
  Figures() : values_(all_metrics().size()) {}

  /// Throws std::logic_error for a name that is not registered.
  void set(std::string_view name, std::optional<double> value);
  void set_count(std::string_view name, std::size_t count) { set(name, static_cast<double>(count)); }

  /// Throws std::logic_error for a name that is not registered.
  std::optional<double> get(std::string_view name) const;

  /// The value of all_metrics()[index].
  std::optional<double> at(std::size_t index) const { return values_[index]; }

 private:
  std::vector<std::optional<double>> values_;
};

}  // namespace wvagate::metric
