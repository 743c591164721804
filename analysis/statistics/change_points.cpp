#include "analysis/statistics/change_points.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>
#include <random>
#include <utility>

#include "analysis/statistics/autoregression.hpp"
#include "analysis/statistics/energy_split.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::statistics {
namespace {

using Values = std::vector<double>;

constexpr int kPermutations = 499;
constexpr double kLevel = 0.04;
constexpr double kCorrelated = 0.2;
/// The share of kLevel that is spent on changes which last to the end; the rest is for those that do not.
constexpr double kShareOfWhole = 0.8;
/// The draws' ρ lies between the one without and the one with the change in question; so near the former.
constexpr double kWeightOfNull = 0.8;

/// What rounding may leave of equal values, which are at most 1.
constexpr double kRounding = 1e-12;

/// The ends of a series' levels: 0, each change, the number of values.
using Edges = std::vector<std::size_t>;

struct Cut {
  std::size_t at = 0;
  double p = 1;
};

Edges with_edge(Edges edges, std::size_t edge) {
  const auto place = std::lower_bound(edges.begin(), edges.end(), edge);
  if (*place != edge) edges.insert(place, edge);
  return edges;
}

/// Calls `use` with the values of each level.
template <typename Use>
void for_each_level(std::span<double> values, const Edges& edges, Use use) {
  for (std::size_t i = 0; i + 1 < edges.size(); ++i)
    use(values.subspan(edges[i], edges[i + 1] - edges[i]));
}

/// What is left of `values` once each level's mean is taken off.
Values residuals_about(std::span<const double> values, const Edges& edges) {
  Values residuals(values.begin(), values.end());
  for_each_level(residuals, edges, [](std::span<double> level) {
    double sum = 0;
    for (const double value : level)
      sum += value;
    for (double& value : level) {
      value -= sum / static_cast<double>(level.size());
      if (std::abs(value) < kRounding) value = 0;
    }
  });
  return residuals;
}

/// ρ about the means of the levels; `unbiased` puts back what fitting them took off it.
double ar1_about(std::span<const double> values, const Edges& edges, bool unbiased) {
  return ar1_coefficient(residuals_about(values, edges), unbiased ? edges.size() - 1 : 0);
}

/// The mean distance between values of the same level.
double mean_distance_within(Values values, const Edges& edges) {
  double distances = 0;
  double pairs = 0;
  for_each_level(values, edges, [&](std::span<double> level) {
    std::sort(level.begin(), level.end());
    const auto count = static_cast<double>(level.size());
    for (std::size_t i = 1; i < level.size(); ++i) {
      const auto below = static_cast<double>(i);
      distances += (level[i] - level[i - 1]) * below * (count - below);  // in so many pairs
    }
    pairs += count * (count - 1) / 2;
  });
  return distances / pairs;
}

/// Cuts one series until nothing is left that chance would not do.
class Bisection {
 public:
  Bisection(std::span<const double> values, std::uint64_t seed)
      : values_(values), engine_(seed), edges_{0, values.size()} {}

  /// In the order in which they were found.
  std::vector<Cut> cuts() {
    std::vector<Cut> found;
    while (const auto cut = next_cut()) {
      edges_ = with_edge(edges_, cut->at);
      found.push_back(*cut);
    }
    return found;
  }

 private:
  /// The best splits of any level between `edges`.
  EnergySplits best_splits(std::span<const double> series, const Edges& edges) {
    EnergySplits best;
    const auto take = [](auto& one, const auto& other, std::size_t offset) {
      if (!other || (one && one->statistic >= other->statistic)) return;
      one = EnergySplit{.at = other->at + offset, .end = other->end + offset, .statistic = other->statistic};
    };
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
      const EnergySplits of_level = splitter_.best(series.subspan(edges[i], edges[i + 1] - edges[i]));
      take(best.whole, of_level.whole, edges[i]);
      take(best.partial, of_level.partial, edges[i]);
    }
    return best;
  }

  Edges edges_with(const Edges& edges, const EnergySplit& split) {
    return with_edge(with_edge(edges, split.at), split.end);
  }

  /// The least ρ that changes may leave: about the one or the two of the best splits, or about one and the
  /// next. A level shift that is left in the residuals looks like autocorrelation.
  double ar1_beside_changes(std::span<const double> series, const EnergySplits& best, bool unbiased) {
    const Edges one = edges_with(edges_, *best.whole);
    double rho = ar1_about(series, one, unbiased);
    if (best.partial) rho = std::min(rho, ar1_about(series, edges_with(edges_, *best.partial), unbiased));
    if (const auto next = best_splits(series, one).whole)
      rho = std::min(rho, ar1_about(series, edges_with(one, *next), unbiased));
    return rho;
  }

  /// The best splits of `series` once it is freed of the ρ that is left beside changes. Their statistics are
  /// divided by the mean distance within what they split, since ρ changes the scale of both.
  EnergySplits best_whitened_splits(std::span<const double> series) {
    const EnergySplits raw = best_splits(series, edges_);
    if (!raw.whole) return raw;
    const double rho = ar1_beside_changes(series, raw, false);
    Values freed = residuals_about(series, edges_);
    for_each_level(freed, edges_, [&](std::span<double> level) { whiten(level, rho); });
    EnergySplits best = best_splits(freed, edges_);
    for (auto* split : {&best.whole, &best.partial}) {
      if (*split) (*split)->statistic /= mean_distance_within(freed, edges_with(edges_, **split));
    }
    return best;
  }

  /// In [0, bound); the multiplication favours no number by more than bound/2³².
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(((engine_() >> 32) * bound) >> 32); }

  void shuffle(std::span<double> values) {
    for (std::size_t i = values.size(); i > 1; --i)
      std::swap(values[i - 1], values[below(i)]);
  }

  std::optional<Cut> next_cut() {
    const EnergySplits raw = best_splits(values_, edges_);
    if (!raw.whole) return std::nullopt;
    const double null_rho = ar1_about(values_, edges_, true);
    if (std::abs(null_rho) <= kCorrelated) {
      Values draw(values_.begin(), values_.end());
      return significant(raw, [&] {
        for_each_level(draw, edges_, [&](std::span<double> level) { shuffle(level); });
        return best_splits(draw, edges_);
      });
    }
    const double rho = std::lerp(ar1_beside_changes(values_, raw, true), null_rho, kWeightOfNull);
    Values innovations = residuals_about(values_, edges_);
    for_each_level(innovations, edges_, [&](std::span<double> level) { whiten(level, rho); });
    Values draw;
    return significant(best_whitened_splits(values_), [&] {
      for_each_level(innovations, edges_, [&](std::span<double> level) { shuffle(level); });
      draw = innovations;
      for_each_level(draw, edges_, [&](std::span<double> level) { colour(level, rho); });
      return best_whitened_splits(draw);
    });
  }

  /// The better of the two splits where it is rare enough among draws. Drawing ends once neither can be
  /// (Besag and Clifford, Biometrika 78, 1991), which of a series without changes is early.
  template <typename Draw>
  std::optional<Cut> significant(const EnergySplits& observed, Draw draw) {
    int whole_reached = 0;
    int partial_reached = observed.partial ? 0 : kPermutations;
    const auto p = [](int reached, double share) { return (reached + 1) / ((kPermutations + 1) * share); };
    for (int i = 0; i < kPermutations; ++i) {
      const EnergySplits drawn = draw();
      whole_reached += reaches(drawn.whole, observed.whole);
      partial_reached += reaches(drawn.partial, observed.partial);
      if (p(whole_reached, kShareOfWhole) > kLevel && p(partial_reached, 1 - kShareOfWhole) > kLevel)
        return std::nullopt;
    }
    const double whole_p = p(whole_reached, kShareOfWhole);
    const double partial_p = p(partial_reached, 1 - kShareOfWhole);
    if (whole_p <= partial_p) return Cut{.at = observed.whole->at, .p = whole_p};
    return Cut{.at = observed.partial->at, .p = partial_p};
  }

  /// Whether the drawn statistic is the observed one or larger; sums of the same distances in another order
  /// count as the same.
  static bool reaches(const std::optional<EnergySplit>& drawn, const std::optional<EnergySplit>& observed) {
    if (!drawn || !observed) return false;
    constexpr double kTooNearToTell = 1 - 1e-10;
    return drawn->statistic >= observed->statistic * (observed->statistic > 0 ? kTooNearToTell : 1);
  }

  std::span<const double> values_;
  std::mt19937_64 engine_;
  Edges edges_;
  EnergySplitter splitter_{kShortestLevel};
};

/// Where `values` are cut so that the squares about the two means add up to the least, from `first` to
/// `last`: of normal values the likeliest place of a change.
std::size_t least_squares_cut(std::span<const double> values, std::size_t first, std::size_t last) {
  double total = 0;
  for (const double value : values)
    total += value;
  const double centre = total / static_cast<double>(values.size());
  double before = 0;  // the sum of values[0, at) about the centre
  double best = -1;
  std::size_t cut = first;
  for (std::size_t at = 1; at <= last; ++at) {
    before += values[at - 1] - centre;
    if (at < first) continue;
    const auto left = static_cast<double>(at);
    const auto right = static_cast<double>(values.size() - at);
    const double explained = before * before * (1 / left + 1 / right);
    if (explained > best) {
      best = explained;
      cut = at;
    }
  }
  return cut;
}

/// Puts `cuts` into their order, and each to its place within `reach` of where it was found.
void settle(std::span<const double> values, std::vector<Cut>& cuts, std::size_t reach) {
  std::sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) { return a.at < b.at; });
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    const std::size_t from = i > 0 ? cuts[i - 1].at : 0;
    const std::size_t to = i + 1 < cuts.size() ? cuts[i + 1].at : values.size();
    const std::size_t first = std::max(from + kShortestLevel, cuts[i].at - std::min(cuts[i].at, reach));
    const std::size_t last = std::min(to - kShortestLevel, cuts[i].at + reach);
    if (first > last) continue;
    cuts[i].at = from + least_squares_cut(values.subspan(from, to - from), first - from, last - from);
  }
}

/// The cuts of the newest kLongestSeries · `length` values, seen as stretches of `length`.
std::vector<Cut> recent_cuts(std::span<const double> values, std::size_t length, std::uint64_t seed) {
  const std::size_t window = std::min(values.size(), length * kLongestSeries);
  const std::size_t start = values.size() - window;
  const Values medians = stretch_medians(values.subspan(start), length);
  const std::size_t missing = medians.size() * length - window;  // from the first stretch
  auto cuts = Bisection(medians, seed).cuts();
  for (Cut& cut : cuts)
    cut.at = cut.at * length - missing;
  settle(values.subspan(start), cuts, length > 1 ? length : window);
  for (Cut& cut : cuts)
    cut.at += start;
  return cuts;
}

/// Each look at longer stretches adds what is too old for the looks before.
std::vector<Cut> cuts_of(std::span<const double> values, std::uint64_t seed) {
  constexpr std::size_t kLonger = 4;
  std::vector<Cut> cuts;
  std::size_t end = values.size();  // of what is still to be looked at
  for (std::size_t length = 1;; length *= kLonger) {
    auto older = recent_cuts(values, length, seed);
    std::erase_if(older, [&](const Cut& cut) { return cut.at + kShortestLevel > end; });
    cuts.insert(cuts.begin(), older.begin(), older.end());
    if (length * kLongestSeries >= values.size()) return cuts;
    end = values.size() - length * (kLongestSeries - kShortestLevel);
    if (!cuts.empty()) end = std::min(end, cuts.front().at);
  }
}

/// Divided by the largest magnitude, so that no sum of distances overflows.
Values scaled(std::span<const double> values) {
  double largest = 0;
  for (const double value : values)
    largest = std::max(largest, std::abs(value));
  Values result(values.begin(), values.end());
  if (largest > 0) {
    for (double& value : result)
      value /= largest;
  }
  return result;
}

}  // namespace

// Where a change is too small to be told, what is before and after it is one level, which changes the sizes
// of the changes beside it.
std::vector<ChangePoint> change_points(std::span<const double> values, const ChangePointOptions& options) {
  assert(std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); }));
  if (values.size() < 2 * kShortestLevel) return {};
  std::vector<Cut> cuts = cuts_of(scaled(values), options.seed);
  std::vector<ChangePoint> changes;
  for (;;) {
    changes.clear();
    for (std::size_t i = 0; i < cuts.size(); ++i) {
      const std::size_t from = i > 0 ? cuts[i - 1].at : 0;
      const std::size_t to = i + 1 < cuts.size() ? cuts[i + 1].at : values.size();
      const double before = *quantile(values.subspan(from, cuts[i].at - from), 0.5);
      const double after = *quantile(values.subspan(cuts[i].at, to - cuts[i].at), 0.5);
      changes.push_back({.at = cuts[i].at, .size = after - before, .p = cuts[i].p});
    }
    const auto least = std::min_element(changes.begin(), changes.end(), [](const auto& a, const auto& b) {
      return std::abs(a.size) < std::abs(b.size);
    });
    if (least == changes.end() || (least->size != 0 && std::abs(least->size) >= options.smallest))
      return changes;
    cuts.erase(cuts.begin() + (least - changes.begin()));
  }
}

}  // namespace wvagate::statistics
