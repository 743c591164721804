#include "analysis/metric/figures.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

namespace wvagate::metric {
namespace {

std::size_t index_of(std::string_view name) {
  const auto index = metric_index(name);
  if (!index) throw std::logic_error("no such metric: " + std::string(name));
  return *index;
}

}  // namespace

void Figures::set(std::string_view name, std::optional<double> value) {
  values_[index_of(name)] = value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<double> Figures::get(std::string_view name) const {
  return values_[index_of(name)];
}

}  // namespace wvagate::metric
