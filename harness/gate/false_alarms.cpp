#include "harness/gate/false_alarms.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <utility>

#include "harness/gate/candidate.hpp"

namespace wvagate::gate {
namespace {

using verdict::Baseline;
using verdict::BaselineMetric;
using verdict::FalseAlarms;

constexpr std::size_t kRunsDividedInAllWays = 10;
constexpr std::size_t kMostHalves = 252;  // of ten runs

/// What `baseline` would be if it had been recorded of `runs`.
Baseline recorded_of(Baseline baseline, const verdict::Contender& runs) {
  for (BaselineMetric& metric : baseline.metrics)
    metric.waiver.reset();
  Baseline recorded = make_candidate({.scenario = baseline.scenario,
                                      .patterns = baseline.logs,
                                      .variant = baseline.variant,
                                      .controller = baseline.provenance.controller},
                                     runs, baseline);
  std::erase_if(recorded.metrics,
                [&](const BaselineMetric& metric) { return find_metric(baseline, metric.name) == nullptr; });
  return recorded;
}

/// Holds, for each of `orders`, the runs behind the first `recorded` against a baseline of those.
FalseAlarms hold_all(const Baseline& accepted, const verdict::Contender& runs,
                     std::chrono::year_month_day today, const Judge& judge, std::string method,
                     const std::vector<std::vector<std::size_t>>& orders, std::size_t recorded) {
  FalseAlarms sum{.method = std::move(method), .trials = orders.size()};
  for (const auto& order : orders) {
    verdict::Contender before;
    verdict::Contender after;
    for (std::size_t i = 0; i < order.size(); ++i)
      (i < recorded ? before : after).push_back(runs[order[i]]);
    const Baseline baseline = recorded_of(accepted, before);
    for (const verdict::Finding& finding : judge(baseline, after, today)) {
      const BaselineMetric* metric = find_metric(baseline, finding.metric);
      if (metric == nullptr || metric->level != verdict::Level::error) continue;
      ++sum.comparisons;
      if (finding.consequence == verdict::Consequence::fail) ++sum.alarms;
      if (finding.consequence == verdict::Consequence::inconclusive) ++sum.undecided;
    }
  }
  return sum;
}

/// Orders that have each run once as the last one.
std::vector<std::vector<std::size_t>> rotations(std::size_t runs) {
  std::vector<std::size_t> order(runs);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<std::vector<std::size_t>> orders;
  for (std::size_t i = 0; i < runs; ++i) {
    std::rotate(order.begin(), order.begin() + 1, order.end());
    orders.push_back(order);
  }
  return orders;
}

/// Moves the marked runs to the front.
std::vector<std::size_t> order_of(const std::vector<char>& in_baseline) {
  std::vector<std::size_t> order(in_baseline.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_partition(order.begin(), order.end(), [&](std::size_t i) { return in_baseline[i] != 0; });
  return order;
}

}  // namespace

std::vector<std::vector<std::size_t>> halves(std::size_t runs) {
  std::vector<char> in_baseline(runs, 0);
  std::fill_n(in_baseline.begin(), runs / 2, char{1});
  std::vector<std::vector<std::size_t>> orders;
  if (runs <= kRunsDividedInAllWays) {
    do
      orders.push_back(order_of(in_baseline));
    while (std::prev_permutation(in_baseline.begin(), in_baseline.end()));
    return orders;
  }
  std::mt19937_64 random;  // NOLINT(cert-msc51-cpp): the same report for the same logs
  while (orders.size() < kMostHalves) {
    for (std::size_t i = runs - 1; i > 0; --i)
      std::swap(in_baseline[i], in_baseline[random() % (i + 1)]);
    orders.push_back(order_of(in_baseline));
  }
  return orders;
}

std::vector<FalseAlarms> count_false_alarms(const Baseline& baseline, const verdict::Contender& runs,
                                            std::chrono::year_month_day today, const Judge& judge) {
  std::vector<FalseAlarms> alarms;
  const std::size_t count = runs.size();
  if (count >= 2) {
    alarms.push_back(hold_all(baseline, runs, today, judge, "leave one out", rotations(count), count - 1));
  }
  if (count >= kRunsForHalves)
    alarms.push_back(hold_all(baseline, runs, today, judge, "halves", halves(count), count / 2));
  return alarms;
}

}  // namespace wvagate::gate
