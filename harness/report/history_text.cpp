#include "harness/report/history_text.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/metric/registry.hpp"
#include "analysis/verdict/baseline.hpp"
#include "harness/report/gate_words.hpp"
#include "harness/report/text_table.hpp"

namespace wvagate::report {
namespace {

using history::Change;
using history::PointSummary;
using history::Trend;
using history::TrendPoint;
using enum TextTable::Align;

constexpr int kDigits = 6;

std::string change_words(const std::optional<Change>& change) {
  if (!change) return "-";
  if (change->by == 0) return "=";
  const std::string by =
      (change->by > 0 && std::isfinite(change->by) ? "+" : "") + format_significant(change->by, kDigits);
  switch (change->judgement) {
    case Change::Judgement::better:
      return by + " better";
    case Change::Judgement::worse:
      return by + " worse";
    default:
      return by;
  }
}

std::string range_words(const PointSummary& summary) {
  if (!summary.median) return "-";
  if (summary.lowest == summary.highest) return "";
  return number_words(summary.lowest) + " … " + number_words(summary.highest);
}

std::string heading(const Trend& trend) {
  const metric::MetricInfo* const info = metric::find_metric(trend.metric);
  std::string text = escape_for_terminal(trend.scenario) + ": " + escape_for_terminal(trend.metric);
  if (info == nullptr) return text;
  if (!info->unit.empty()) text += ", " + info->unit;
  switch (info->better) {
    case metric::Better::higher:
      return text + ", higher is better";
    case metric::Better::lower:
      return text + ", lower is better";
    case metric::Better::zero:
      return text + ", 0 is best";
    case metric::Better::neither:
      break;
  }
  return text;
}

/// Letters for the bases of a trend, where it has more than one.
class Bases {
 public:
  explicit Bases(const Trend& trend) {
    for (const TrendPoint& point : trend.points) {
      if (letters_.try_emplace(point.basis, letters_.size()).second) order_.push_back(point.basis);
    }
  }
  bool several() const { return order_.size() > 1; }
  std::string letter(const TrendPoint& point) const { return spell(letters_.find(point.basis)->second); }
  std::string legend() const {
    if (!several()) return {};
    std::string text = "  values of different bases are not compared:\n";
    for (std::size_t i = 0; i < order_.size(); ++i)
      text += "    " + spell(i) + "  " + escape_for_terminal(order_[i]) + "\n";
    return text;
  }

 private:
  static std::string spell(std::size_t number) { return "#" + std::to_string(number + 1); }

  std::map<std::string_view, std::size_t> letters_;
  std::vector<std::string_view> order_;
};

std::string coloured(const std::string& row, const PointSummary& summary, Colour colour) {
  if (!summary.from_before) return row;
  if (summary.from_before->judgement == Change::Judgement::better) return good(row, colour);
  if (summary.from_before->judgement == Change::Judgement::worse) return warn(row, colour);
  return row;
}

std::string table_of(const Trend& trend, const std::vector<PointSummary>& summaries, Colour colour) {
  const Bases bases(trend);
  std::vector<std::string> header = {"release", "commit", "date",         "runs",
                                     "median",  "range",  "since before", "since best"};
  std::vector<TextTable::Align> alignment = {left, left, left, right, right, left, left, left};
  if (bases.several()) {
    header.emplace_back("basis");
    alignment.push_back(left);
  }
  TextTable table(header, std::move(alignment));
  for (std::size_t i = 0; i < summaries.size(); ++i) {
    const TrendPoint& point = trend.points[i];
    const PointSummary& summary = summaries[i];
    std::vector<std::string> row = {escape_for_terminal(point.release),
                                    escape_for_terminal(point.commit),
                                    verdict::date_text(std::chrono::floor<std::chrono::days>(point.date)),
                                    std::to_string(point.runs.size()),
                                    number_words(summary.median),
                                    range_words(summary),
                                    change_words(summary.from_before),
                                    change_words(summary.from_best)};
    if (bases.several()) row.push_back(bases.letter(point));
    table.add_row(row);
  }
  const std::string rows = table.text(2);
  if (colour == Colour::off) return rows + bases.legend();
  std::size_t from = rows.find('\n') + 1;
  std::string text = rows.substr(0, from);
  for (const PointSummary& summary : summaries) {
    const std::size_t end = rows.find('\n', from);
    text += coloured(rows.substr(from, end - from), summary, colour) + "\n";
    from = end + 1;
  }
  return text + bases.legend();
}

}  // namespace

std::string sparkline(std::span<const PointSummary> points, std::size_t columns) {
  constexpr std::array<std::string_view, 8> kBars = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  points = points.last(std::min(points.size(), columns));
  std::optional<double> lowest;
  std::optional<double> highest;
  for (const PointSummary& point : points) {
    if (!point.median) continue;
    lowest = std::min(lowest.value_or(*point.median), *point.median);
    highest = std::max(highest.value_or(*point.median), *point.median);
  }
  std::string line;
  for (const PointSummary& point : points) {
    if (!point.median) {
      line += ' ';
      continue;
    }
    // Halves, so that the width of huge values does not overflow.
    const double width = *highest / 2 - *lowest / 2;
    const double share = width > 0 ? (*point.median / 2 - *lowest / 2) / width : 0.5;
    line += kBars[std::min(static_cast<std::size_t>(share * kBars.size()), kBars.size() - 1)];
  }
  return line;
}

std::string history_text(std::span<const Trend> trends, Colour colour, std::size_t sparkline_columns) {
  std::string text;
  for (const Trend& trend : trends) {
    const auto summaries = summarize(trend, history::better_of(trend.metric));
    if (!text.empty()) text += '\n';
    text += bold(heading(trend), colour) + "\n";
    if (sparkline_columns > 0) text += "  " + sparkline(summaries, sparkline_columns) + "\n";
    text += table_of(trend, summaries, colour);
  }
  return text;
}

}  // namespace wvagate::report
