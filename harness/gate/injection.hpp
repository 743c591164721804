#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "analysis/sample/series.hpp"

/// Regressions that are put into samples to see whether a gate finds them.
namespace wvagate::gate {

/// What an injection's magnitude counts.
enum class Magnitude {
  samples,  ///< whole, from 1
  factor,   ///< how much is added to what was logged, as a share of it
};

/// A way in which a controller or its model gets worse.
struct Injection {
  std::string_view name;                      ///< stable, for machines
  std::string_view meaning;                   ///< of a magnitude x or k, in words
  std::span<const std::string_view> worsens;  ///< shell patterns on the metrics that it may worsen
  Magnitude magnitude = Magnitude::factor;
  /// Changes the samples; a series without what it changes stays as it is.
  void (*apply)(Series& series, double magnitude) = nullptr;

  bool may_worsen(std::string_view metric) const;
};

/// Every injection there is, in the order in which they are shown.
std::span<const Injection> all_injections();

/// Factors are looked for between these two.
inline constexpr double kLeastFactor = 0x1p-12;
inline constexpr double kMostFactor = 0x1p10;

/// The smallest magnitude that is `enough`, as doubling from the least one and halving the last step find it:
/// of counts to the unit, of factors to 1 %. Absent where none up to `most` is.
std::optional<double> smallest_magnitude(Magnitude magnitude, double most,
                                         const std::function<bool(double)>& enough);

/// Each sample once more, a second later, as a controller logs that is collected twice.
void duplicate_samples(Series& series);

}  // namespace wvagate::gate
