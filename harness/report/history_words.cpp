#include "harness/report/history_words.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/core/format.hpp"

namespace wvagate::report {
namespace {

using history::Change;

constexpr int kDigits = 4;

std::string_view judgement_text(Change::Judgement judgement) {
  switch (judgement) {
    case Change::Judgement::better:
      return "better";
    case Change::Judgement::worse:
      return "worse";
    default:
      return "changed";
  }
}

}  // namespace

std::string change_words(const history::Trend& trend, const history::LevelChange& change) {
  return std::string(judgement_text(change.judgement)) + " by " +
         format_significant(std::abs(change.size()), kDigits) + " since " +
         trend.points[change.point].release + " (" + format_significant(change.before, kDigits) + " → " +
         format_significant(change.after, kDigits) + ", confidence " + format_fixed(100 * (1 - change.p), 1) +
         " %)";
}

std::string drift_words(const history::Drift& drift) {
  std::string text = std::string("drifts by ") + (drift.slope > 0 ? "+" : "") +
                     format_significant(drift.slope, 3) + " from release to release (" +
                     format_significant(drift.interval.lower, 3) + " … " +
                     format_significant(drift.interval.upper, 3) + ")";
  if (drift.judgement == Change::Judgement::worse) text += ", for the worse";
  if (drift.judgement == Change::Judgement::better) text += ", for the better";
  return text;
}

std::string history_summary(std::span<const ReviewedTrend> trends) {
  const auto ended = [&](Change::Judgement judgement) {
    return std::count_if(trends.begin(), trends.end(), [&](const ReviewedTrend& each) {
      return !each.review.changes.empty() && each.review.changes.back().judgement == judgement;
    });
  };
  const auto long_enough = std::count_if(trends.begin(), trends.end(), [](const ReviewedTrend& each) {
    return each.review.compared.size() >= 10;
  });
  if (long_enough == 0) return "Too few comparable run-sets to tell changes of level: it takes ten";
  return "Of " + plural(static_cast<std::size_t>(long_enough), "trend", "trends") +
         " with ten run-sets or more, " + std::to_string(ended(Change::Judgement::worse)) +
         " ended on a change for the worse, " + std::to_string(ended(Change::Judgement::better)) +
         " on one for the better";
}

std::string findings_text(std::span<const ReviewedTrend> trends) {
  std::string text;
  for (const ReviewedTrend& each : trends) {
    const std::string name = escape_for_terminal(each.trend.scenario + ": " + each.trend.metric + " ");
    if (!each.review.changes.empty())
      text += name + escape_for_terminal(change_words(each.trend, each.review.changes.back())) + "\n";
    if (each.review.drift) text += name + drift_words(*each.review.drift) + "\n";
  }
  return text + history_summary(trends) + "\n";
}

}  // namespace wvagate::report
