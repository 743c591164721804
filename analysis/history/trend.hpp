#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/core/time.hpp"
#include "analysis/metric/registry.hpp"

/// How a metric goes from release to release (design, product §5).
namespace wvagate::history {

/// A metric's values in one run-set.
struct TrendPoint {
  std::string release;
  std::string commit;  ///< empty where nobody said
  TimePoint date;
  std::vector<double> runs;  ///< one a run, in the run-set's order; runs without a value are left out
  /// How the values were computed and on what, as basis_text() tells it. Values of different bases are not
  /// compared.
  std::string basis;
};

/// One metric of one scenario.
struct Trend {
  std::string scenario;
  std::string metric;
  std::vector<TrendPoint> points;  ///< in order of date, then of entry
};

/// The direction that the metric called `name` gets better in; `neither` for a name that this version does
/// not know.
metric::Better better_of(const std::string& name);

/// The median of the runs; absent where none has a value.
std::optional<double> median(const TrendPoint& point);

/// A point's median beside the median of an earlier one.
struct Change {
  enum class Judgement {
    same,
    better,
    worse,
    neither,  ///< the metric describes, it does not judge
  };
  std::size_t from = 0;  ///< index of the earlier point
  double by = 0;         ///< later − earlier, in the metric's unit
  Judgement judgement = Judgement::same;
};

/// What `value` is beside an earlier `reference`.
Change::Judgement judge(metric::Better better, double value, double reference);

/// What is told of a point. Earlier points without values, or of another basis, are passed over.
struct PointSummary {
  std::optional<double> median;
  double lowest = 0;                  ///< of the runs; 0 where there is no median
  double highest = 0;                 ///< likewise
  std::optional<Change> from_before;  ///< since the point before; absent where there is none
  std::optional<Change> from_best;    ///< since the best of all points before; absent for `neither`, too
};

/// One summary a point, in their order.
std::vector<PointSummary> summarize(const Trend& trend, metric::Better better);

}  // namespace wvagate::history
