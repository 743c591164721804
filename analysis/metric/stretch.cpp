#include "analysis/metric/stretch.hpp"

namespace wvagate::metric {
namespace {

Stretch make_stretch(const MeasuredSeries& series, std::size_t first, std::size_t last) {
  Stretch stretch{.first = first, .last = last};
  stretch.start_min = series.minute(first);
  stretch.last_min = series.minute(last);
  stretch.duration_min = stretch.last_min - stretch.start_min;
  const bool notebook = series.policy().notebook();
  if (last + 1 == series.size() || (!notebook && series.ends_segment(last))) return stretch;
  stretch.next = last + 1;
  stretch.end_min = notebook ? stretch.last_min : series.minute(last + 1);
  stretch.duration_min = *stretch.end_min - stretch.start_min;
  return stretch;
}

}  // namespace

std::vector<Stretch> find_stretches(const MeasuredSeries& series,
                                    const std::function<bool(std::size_t)>& meets) {
  const bool notebook = series.policy().notebook();
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (!meets(i)) continue;
    const std::size_t first = i;
    while (i + 1 < series.size() && (notebook || !series.ends_segment(i)) && meets(i + 1))
      ++i;
    const Stretch stretch = make_stretch(series, first, i);
    if (!notebook || !stretch.open()) stretches.push_back(stretch);
  }
  return stretches;
}

}  // namespace wvagate::metric
