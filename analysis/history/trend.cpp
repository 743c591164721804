#include "analysis/history/trend.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "analysis/statistics/summary.hpp"

namespace wvagate::history {
namespace {

using metric::Better;

/// How far `value` is on the bad side of `reference`; negative where it is better, 0 for `neither`.
double worsening(Better better, double value, double reference) {
  switch (better) {
    case Better::higher:
      return reference - value;
    case Better::lower:
      return value - reference;
    case Better::zero:
      return std::abs(value) - std::abs(reference);
    case Better::neither:
      break;
  }
  return 0;
}

/// The points that later ones of the same basis are held against.
struct References {
  std::size_t before = 0;
  std::size_t best = 0;
};

}  // namespace

Change::Judgement judge(Better better, double value, double reference) {
  if (better == Better::neither) return Change::Judgement::neither;
  const double worse_by = worsening(better, value, reference);
  if (worse_by > 0) return Change::Judgement::worse;
  return worse_by < 0 ? Change::Judgement::better : Change::Judgement::same;
}

Better better_of(const std::string& name) {
  const metric::MetricInfo* const info = metric::find_metric(name);
  return info == nullptr ? Better::neither : info->better;
}

std::optional<double> median(const TrendPoint& point) {
  return statistics::quantile(point.runs, 0.5);
}

std::vector<PointSummary> summarize(const Trend& trend, Better better) {
  std::vector<PointSummary> summaries(trend.points.size());
  std::unordered_map<std::string_view, References> by_basis;
  const auto change = [&](std::size_t from, std::size_t to) {
    const double earlier = *summaries[from].median;
    const double later = *summaries[to].median;
    return Change{.from = from, .by = later - earlier, .judgement = judge(better, later, earlier)};
  };
  for (std::size_t i = 0; i < summaries.size(); ++i) {
    const TrendPoint& point = trend.points[i];
    PointSummary& summary = summaries[i];
    summary.median = median(point);
    if (!summary.median) continue;
    const auto [lowest, highest] = std::minmax_element(point.runs.begin(), point.runs.end());
    summary.lowest = *lowest;
    summary.highest = *highest;
    const auto [found, first] = by_basis.try_emplace(point.basis, References{.before = i, .best = i});
    if (first) continue;
    References& references = found->second;
    summary.from_before = change(references.before, i);
    if (better != Better::neither) {
      summary.from_best = change(references.best, i);
      if (summary.from_best->judgement == Change::Judgement::better) references.best = i;
    }
    references.before = i;
  }
  return summaries;
}

}  // namespace wvagate::history
