#include "harness/plot/label_layout.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace wvagate::plot {
namespace {

/// The stretches of one row that are taken: right end by left end.
using Row = std::map<double, double>;

bool has_room(const Row& row, double left, double right) {
  const auto after = row.lower_bound(left);
  if (after != row.end() && after->first < right) return false;
  return after == row.begin() || std::prev(after)->second <= left;
}

}  // namespace

std::vector<PlacedLabel> stagger(std::span<const WantedLabel> wanted, double frame_px, std::size_t rows) {
  std::vector<std::size_t> order(wanted.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return wanted[a].weight > wanted[b].weight; });
  std::vector<Row> taken(rows);
  std::vector<PlacedLabel> placed;
  for (const std::size_t i : order) {
    const double half = wanted[i].width_px / 2;
    if (wanted[i].width_px > frame_px) continue;
    const double centre = std::clamp(wanted[i].centre_px, half, frame_px - half);
    for (std::size_t row = 0; row < rows; ++row) {
      if (!has_room(taken[row], centre - half, centre + half)) continue;
      taken[row].emplace(centre - half, centre + half);
      placed.push_back({.index = i, .centre_px = centre, .row = row});
      break;
    }
  }
  std::sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.index < b.index; });
  return placed;
}

std::size_t rows_used(std::span<const PlacedLabel> labels) {
  std::size_t rows = 0;
  for (const PlacedLabel& label : labels)
    rows = std::max(rows, label.row + 1);
  return rows;
}

}  // namespace wvagate::plot
