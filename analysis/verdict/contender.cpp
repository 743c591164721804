#include "analysis/verdict/contender.hpp"

#include <algorithm>

namespace wvagate::verdict {

const Measurement* Run::find(std::string_view name) const {
  const auto found = std::find_if(measurements.begin(), measurements.end(),
                                  [&](const Measurement& measurement) { return measurement.name == name; });
  return found == measurements.end() ? nullptr : &*found;
}

}  // namespace wvagate::verdict
