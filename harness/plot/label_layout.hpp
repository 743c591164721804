#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace wvagate::plot {

/// A label that wants to stand at a place along a frame.
struct WantedLabel {
  double centre_px = 0;
  double width_px = 0;
  double weight = 0;  ///< where not all have room, the heavier ones stay
};

struct PlacedLabel {
  std::size_t index = 0;  ///< into what was wanted
  double centre_px = 0;   ///< moved where it would have left the frame
  std::size_t row = 0;    ///< counted from the top
};

/// Labels in up to `rows` rows of a frame `frame_px` wide: none overlaps another or leaves the frame, and
/// those without room are left out. In order of `wanted`.
std::vector<PlacedLabel> stagger(std::span<const WantedLabel> wanted, double frame_px, std::size_t rows);

/// Rows that the labels take.
std::size_t rows_used(std::span<const PlacedLabel> labels);

}  // namespace wvagate::plot
