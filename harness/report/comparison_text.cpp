#include "harness/report/comparison_text.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/metric/registry.hpp"
#include "harness/report/gate_words.hpp"
#include "harness/report/text_table.hpp"

namespace wvagate::report {
namespace {

using metric::Better;
using enum TextTable::Align;

constexpr std::string_view kOfSingleRuns =
    "\nA, B: medians over the runs. shift: B - A; it has bounds where both sides have three runs or more.\n";
constexpr std::string_view kOfRepeatedRuns =
    "\nA, B: medians over the runs. shift: B - A, by Hodges and Lehmann, with bounds of 95 % each.\n"
    "better, worse: by a shift whose bounds do not include 0.\n";

enum class Direction { same, better, worse };

/// Of repeated runs only where the shift's bounds leave no doubt that there is one.
Direction direction_of(const verdict::ComparedFigure& figure, Better better) {
  if (!figure.first || !figure.second || better == Better::neither) return Direction::same;
  if (figure.bounds && figure.bounds->lower <= 0 && figure.bounds->upper >= 0) return Direction::same;
  double worse = *figure.second - *figure.first;
  if (better == Better::higher) worse = -worse;
  if (better == Better::zero) worse = std::abs(*figure.second) - std::abs(*figure.first);
  return worse == 0 ? Direction::same : worse > 0 ? Direction::worse : Direction::better;
}

std::string bounds_of(const verdict::ComparedFigure& figure) {
  if (!figure.bounds) return {};
  return format_significant(figure.bounds->lower, 4) + " … " + format_significant(figure.bounds->upper, 4);
}

}  // namespace

std::string comparison_text(const ComparedSets& sets, std::span<const verdict::ComparedFigure> figures,
                            Colour colour) {
  std::string text =
      "A: " + escape_for_terminal(sets.first) + "\nB: " + escape_for_terminal(sets.second) + "\n\n";
  TextTable table({"figure", "unit", "A", "B", "shift", "bounds", ""},
                  {left, left, right, right, right, left, left});
  std::vector<Direction> directions;
  for (const verdict::ComparedFigure& figure : figures) {
    if (!figure.first && !figure.second) continue;
    const auto& info = metric::all_metrics()[metric::metric_index(figure.name).value()];
    const Direction direction = direction_of(figure, info.better);
    directions.push_back(direction);
    table.add_row({figure.name, info.unit, number_words(figure.first), number_words(figure.second),
                   number_words(figure.shift), bounds_of(figure),
                   direction == Direction::better  ? "better"
                   : direction == Direction::worse ? "worse"
                                                   : ""});
  }
  const std::string rows = table.text(0);
  std::size_t from = rows.find('\n') + 1;
  text += rows.substr(0, from);
  for (const Direction direction : directions) {
    const std::size_t end = rows.find('\n', from);
    const std::string row = rows.substr(from, end - from);
    text += (direction == Direction::better  ? good(row, colour)
             : direction == Direction::worse ? warn(row, colour)
                                             : row) +
            "\n";
    from = end + 1;
  }
  const bool repeated =
      std::any_of(figures.begin(), figures.end(),
                  [](const verdict::ComparedFigure& figure) { return figure.bounds.has_value(); });
  text += repeated ? kOfRepeatedRuns : kOfSingleRuns;
  return text;
}

}  // namespace wvagate::report
