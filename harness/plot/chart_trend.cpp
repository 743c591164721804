#include "harness/plot/chart_trend.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/core/format.hpp"
#include "harness/plot/gnuplot_text.hpp"
#include "harness/plot/label_layout.hpp"
#include "harness/plot/thinning.hpp"

namespace wvagate::plot {
namespace {

using history::Trend;
using history::TrendPoint;

constexpr double kTickFontPx = 13;
constexpr double kMarkFontPx = 11;
constexpr double kMarkRowPx = 15;
constexpr std::size_t kMostMarkRows = 3;
constexpr std::size_t kLongestRelease = 18;  // code points
constexpr std::size_t kFewPoints = 60;       // up to which lines have markers

/// Run-set i stands at i, in a column from i − ½ to i + ½, as many as they are.
Axis release_axis(const Trend& trend) {
  const std::size_t count = trend.points.size();
  Axis axis{.label = "Release", .low = -0.5, .high = std::max(0.5, static_cast<double>(count) - 0.5)};
  double widest = 0;
  std::vector<std::string> names;
  for (const TrendPoint& point : trend.points) {
    names.push_back(shorten(shown_name(point.release), kLongestRelease));
    widest = std::max(widest, text_width_px(names.back(), kTickFontPx));
  }
  const double room = std::max(1.0, std::floor(frame_width_px(1, false) / (widest + 16)));
  const auto step = static_cast<std::size_t>(std::ceil(static_cast<double>(count) / room));
  for (std::size_t i = 0; i < count; i += std::max<std::size_t>(1, step))
    axis.ticks.push_back({static_cast<double>(i), names[i]});
  return axis;
}

/// "+1.23 (99.8 %)".
std::string change_words(const history::LevelChange& change) {
  return (change.size() < 0 ? "−" : "+") + format_significant(std::abs(change.size()), 3) + " (" +
         format_fixed(100 * (1 - change.p), 1) + " %)";
}

/// Draws one panel's data, back to front.
class TrendFrame {
 public:
  TrendFrame(const TrendPanel& panel, std::size_t number, Draft& draft)
      : panel_(panel), number_(number), draft_(draft), x_(release_axis(panel.lines.front().trend)) {}

  Panel finish(double height_px) {
    choose_value_axis(height_px);
    add_incomparable();
    add_expectation();
    add_changes(height_px);
    for (const TrendLine& line : panel_.lines) {
      if (alone()) add_runs(line.trend);
      add_median(line);
      if (alone()) add_levels(line);
    }
    return {.heading = panel_.heading, .x = x_, .y = y_, .y2 = {}, .commands = commands_, .layers = layers_};
  }

 private:
  bool alone() const { return panel_.lines.size() == 1; }
  std::size_t count() const { return panel_.lines.front().trend.points.size(); }

  void choose_value_axis(double height_px) {
    std::vector<double> values;
    for (const TrendLine& line : panel_.lines) {
      for (const TrendPoint& point : line.trend.points)
        values.insert(values.end(), point.runs.begin(), point.runs.end());
    }
    const Expectation& expected = panel_.expected;
    if (expected.value) {
      values.push_back(*expected.value - expected.tolerance);
      values.push_back(*expected.value + expected.tolerance);
    }
    for (const auto& limit : {expected.least, expected.most}) {
      if (limit) values.push_back(*limit);
    }
    mark_rows_ = alone() ? place_marks() : 0;
    y_ = value_axis(
        panel_.axis, values,
        {.from_zero = false,
         .headroom = 0.06 + kMarkRowPx * static_cast<double>(mark_rows_) / std::max(height_px, 1.0),
         .footroom = 0.06,
         .most_ticks = height_px < 200 ? 5u : 8u});
  }

  /// Places the words of the changes; how many rows they take.
  std::size_t place_marks() {
    std::vector<WantedLabel> wanted;
    const double px_per_release = frame_width_px(1, false) / (x_.high - x_.low);
    for (const auto& change : panel_.lines.front().review.changes) {
      wanted.push_back({.centre_px = static_cast<double>(change.point) * px_per_release,
                        .width_px = text_width_px(change_words(change), kMarkFontPx) + 12,
                        .weight = static_cast<double>(change.point)});
    }
    marks_ = stagger(wanted, frame_width_px(1, false), kMostMarkRows);
    return rows_used(marks_);
  }

  std::string begin(std::string_view what, std::string_view columns) {
    const std::string name = std::string(what) + " " + std::to_string(number_);
    draft_.data.begin(name, columns);
    return block(name);
  }

  void add_area(Thing thing, std::string_view what, double from, double to, double low, double high) {
    const std::string data = begin(what, "from to low high");
    draft_.data.row({from, to, std::max(low, y_.low), std::min(high, y_.high)});
    layers_.push_back(data + " using (($1+$2)/2):(($3+$4)/2):1:2:3:4 with boxxyerror" + drawn_with(thing) +
                      " notitle");
    draft_.page.explain(thing);
  }

  /// The stretch before the first point that is compared, where there are values in it.
  void add_incomparable() {
    const auto& compared = panel_.lines.front().review.compared;
    const auto& points = panel_.lines.front().trend.points;
    if (compared.empty()) return;
    const bool any = std::any_of(points.begin(), points.begin() + static_cast<long>(compared.front()),
                                 [](const TrendPoint& point) { return !point.runs.empty(); });
    if (any)
      add_area(Thing::incomparable, "incomparable", x_.low, static_cast<double>(compared.front()) - 0.5,
               y_.low, y_.high);
  }

  void add_expectation() {
    const Expectation& expected = panel_.expected;
    if (expected.value) {
      // A tolerance of nothing is drawn as thick as a line.
      const double least = (y_.high - y_.low) / 200;
      const double half = std::max(expected.tolerance, least);
      add_area(Thing::tolerance, "tolerance", x_.low, x_.high, *expected.value - half,
               *expected.value + half);
    }
    for (const auto& limit : {expected.least, expected.most}) {
      if (!limit) continue;
      add_rows(Thing::limit, &limit == &expected.least ? "least" : "most",
               {{x_.low, *limit}, {x_.high, *limit}});
    }
  }

  /// A line without markers.
  void add_rows(Thing thing, std::string_view what, const std::vector<std::pair<double, double>>& rows) {
    const std::string data = begin(what, "release value");
    for (const auto& [x, y] : rows)
      draft_.data.row({x, y});
    const ThingStyle& style = style_of(thing);
    layers_.push_back(data + " using 1:2 with lines lc rgb '" + std::string(style.colour) + "' lw " +
                      format_shortest(style.width) + " dt " + std::string(style.dash) + " notitle");
    draft_.page.explain(thing);
  }

  void add_changes(double height_px) {
    const auto& changes = panel_.lines.front().review.changes;
    if (!alone() || changes.empty()) return;
    const std::string data = begin("changes", "release size p");
    for (const auto& change : changes)
      draft_.data.row({static_cast<double>(change.point) - 0.5, change.size(), change.p});
    const double top = y_.at_share(1 - kMarkRowPx * static_cast<double>(mark_rows_) / height_px);
    layers_.push_back(data + " using 1:(" + format_shortest(y_.low) + "):(0):(" +
                      format_shortest(top - y_.low) + ") with " + drawn_with(Thing::change) + " notitle");
    draft_.page.explain(Thing::change, "change of level: size (confidence)");
    const double px_per_release = frame_width_px(1, false) / (x_.high - x_.low);
    for (const PlacedLabel& mark : marks_) {
      const double share = 1 - (kMarkRowPx * static_cast<double>(mark.row) + 9) / height_px;
      commands_.push_back("set label " + literal(change_words(changes[mark.index])) + " at first " +
                          format_shortest(x_.low + mark.centre_px / px_per_release) + ", graph " +
                          format_significant(share, 6) + " center noenhanced front font '," +
                          format_shortest(kMarkFontPx) + "' tc rgb '" +
                          std::string(style_of(Thing::change).colour) + "'");
    }
  }

  void add_runs(const Trend& trend) {
    constexpr std::size_t kColumns = 120;
    constexpr std::size_t kRows = 24;
    std::vector<double> x;
    std::vector<double> y;
    bool several = false;
    for (std::size_t i = 0; i < trend.points.size(); ++i) {
      several = several || trend.points[i].runs.size() > 1;
      for (const double value : trend.points[i].runs) {
        x.push_back(static_cast<double>(i));
        y.push_back(value);
      }
    }
    if (!several) return;
    const std::string data = begin("runs", "release value");
    for (const std::size_t i : thin_scatter(x, y, kColumns, kRows))
      draft_.data.row({x[i], y[i]});
    const ThingStyle& style = style_of(Thing::one_run);
    layers_.push_back(data + " using 1:2 with points lc rgb '" + std::string(style.colour) + "' lw " +
                      format_shortest(style.width) + " pt " + std::to_string(style.point) + " ps " +
                      (count() > kFewPoints ? "0.35" : "0.7") + " notitle");
    draft_.page.explain(Thing::one_run);
  }

  void add_median(const TrendLine& of) {
    Line line;
    const auto& points = of.trend.points;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const auto value = history::median(points[i]);
      if (!value) continue;
      const bool broken =
          !line.empty() && (line.index.back() + 1 != i || points[i].basis != points[i - 1].basis);
      line.add(static_cast<double>(i), *value, i, broken);
    }
    if (line.empty()) return;
    line = thin(std::move(line), x_.low, x_.high, static_cast<std::size_t>(frame_width_px(1, false)));
    const std::string data = begin(style_of(of.thing).name, "release value");
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line.breaks[i]) draft_.data.break_line();
      draft_.data.row({line.x[i], line.y[i]});
    }
    layers_.push_back(data + " using 1:2 with " + drawn_with(of.thing, count() > kFewPoints) + " notitle");
    draft_.page.explain(of.thing);
  }

  void add_levels(const TrendLine& of) {
    const auto& changes = of.review.changes;
    if (changes.empty()) return;
    const std::string data = begin("levels", "release value");
    double from = static_cast<double>(of.review.compared.front()) - 0.5;
    for (std::size_t i = 0; i <= changes.size(); ++i) {
      const double to = i < changes.size() ? static_cast<double>(changes[i].point) - 0.5 : x_.high;
      const double level = i < changes.size() ? changes[i].before : changes.back().after;
      if (i > 0) draft_.data.break_line();
      draft_.data.row({from, level});
      draft_.data.row({to, level});
      from = to;
    }
    const ThingStyle& style = style_of(Thing::level);
    layers_.push_back(data + " using 1:2 with lines lc rgb '" + std::string(style.colour) + "' lw " +
                      format_shortest(style.width) + " dt " + std::string(style.dash) + " notitle");
    draft_.page.explain(Thing::level, "median between changes");
  }

  const TrendPanel& panel_;
  std::size_t number_;
  Draft& draft_;
  Axis x_;
  Axis y_{};
  std::vector<PlacedLabel> marks_;
  std::size_t mark_rows_ = 0;
  std::vector<std::string> commands_;
  std::vector<std::string> layers_;
};

bool has_values(const TrendPanel& panel) {
  return std::any_of(panel.lines.begin(), panel.lines.end(), [](const TrendLine& line) {
    return std::any_of(line.trend.points.begin(), line.trend.points.end(),
                       [](const TrendPoint& point) { return !point.runs.empty(); });
  });
}

}  // namespace

Chart trend_chart(const TrendPicture& picture, std::string_view name, Format format) {
  Draft draft;
  draft.page.title = picture.title;
  draft.page.subtitle = picture.subtitle;
  const auto filled =
      static_cast<std::size_t>(std::count_if(picture.panels.begin(), picture.panels.end(), has_values));
  draft.page.row_height_px = filled <= 1 ? 300 : row_height_px(filled);
  for (std::size_t i = 0; i < picture.panels.size(); ++i) {
    if (!has_values(picture.panels[i])) continue;
    draft.page.rows.push_back({TrendFrame(picture.panels[i], i, draft).finish(draft.page.row_height_px)});
  }
  if (draft.page.rows.empty()) {
    draft.page.instead = "No run has a value of it.";
  } else {
    draft.page.rows.back().front().x_label = true;
  }
  return {.name = std::string(name),
          .title = draft.page.title,
          .script = script_of(draft.page, name, format),
          .data = draft.data.text(),
          .empty = draft.page.rows.empty(),
          .instead = draft.page.instead};
}

}  // namespace wvagate::plot
