#include "harness/plot/time_panel.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "analysis/core/format.hpp"
#include "analysis/statistics/summary.hpp"
#include "harness/plot/gnuplot_text.hpp"
#include "harness/plot/label_layout.hpp"

namespace wvagate::plot {
namespace {

using metric::Gap;
using metric::ScalingEvent;

constexpr std::size_t kMostBorders = 60;   // more bands have none, which would hide what they border
constexpr std::size_t kMostMarkers = 150;  // more of them in a line would hide it
constexpr double kMarkFontPx = 11;
constexpr double kMarkRowPx = 16;
constexpr double kLeastMarkDistancePx = 8;
constexpr std::size_t kMostMarkRows = 3;
constexpr double kSloOffFrame = 2.5;  // an SLO so many times above all else is left out of the frame
constexpr double kSpanRoom = 0.012;   // on either side of the samples, share of their span

std::string latency_word(Latency latency) {
  return std::string(metric::latency_text(latency));
}

/// A band's layer: boxes from column 1 to 2, as high as the frame and at least a pixel wide, where `which`
/// (an expression) is a number.
std::string band_layer(const std::string& name, std::string_view which, const std::string& look) {
  return block(name) + " using (" + std::string(which) +
         "):(low):1:($2 > $1+pixel ? $2 : $1+pixel):(low):(high) with boxxyerror" + look + " notitle";
}

/// Where an open gap's band ends: at the next sample after it, or at the end of the frame.
double drawn_end(const MeasuredSeries& measured, const Gap& gap, double frame_end) {
  if (gap.end_min) return *gap.end_min;
  return gap.last + 1 < measured.size() ? measured.minute(gap.last + 1) : frame_end;
}

/// The events that stand at least so far apart, the larger of two that do not.
std::vector<const ScalingEvent*> apart(const std::vector<ScalingEvent>& events, double least_min) {
  std::vector<const ScalingEvent*> kept;
  const auto size = [](const ScalingEvent& event) { return std::abs(event.to - event.from); };
  for (const ScalingEvent& event : events) {
    if (kept.empty() || event.time_min - kept.back()->time_min >= least_min) {
      kept.push_back(&event);
    } else if (size(event) > size(*kept.back())) {
      kept.back() = &event;
    }
  }
  return kept;
}

std::string change_words(const ScalingEvent& event) {
  return format_significant(event.from, 6) + "→" + format_significant(event.to, 6);
}

}  // namespace

TimeSpan shown_span(const ChartInput& input, std::size_t series) {
  const MeasuredSeries& own = input.series[series].measured();
  const TimePoint origin = own[0].time;
  TimeSpan span{.low_min = 0, .high_min = input.at_least_min};
  for (const ChartSeries& other : input.series) {
    const MeasuredSeries& measured = other.measured();
    span.low_min = std::min(span.low_min, minutes_between(origin, measured[0].time));
    span.high_min = std::max(span.high_min, minutes_between(origin, measured[measured.size() - 1].time));
  }
  const double length = span.high_min - span.low_min;
  const double room = length > 0 ? kSpanRoom * length : 0.5;
  return {span.low_min - room, span.high_min + room};
}

Line line_of(const MeasuredSeries& measured, const std::function<std::optional<double>(std::size_t)>& value) {
  Line line;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    const auto y = value(i);
    if (!y) continue;
    const bool broken = !line.empty() && (line.index.back() + 1 != i || measured.ends_segment(i - 1));
    line.add(measured.minute(i), *y, i, broken);
  }
  return line;
}

Line steps_of(const MeasuredSeries& measured,
              const std::function<std::optional<double>(std::size_t)>& value) {
  Line line;
  bool restarted = false;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    if (i > 0 && measured.ends_segment(i - 1)) restarted = true;
    const auto y = value(i);
    if (!y) continue;
    line.add(measured.minute(i), *y, i, restarted);
    restarted = false;
  }
  return line;
}

Line only_changes(const Line& line) {
  Line kept;
  bool broken = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    broken = broken || line.breaks[i];
    const bool ends_run = i + 1 == line.size() || line.breaks[i + 1];
    const bool begins_run = i == 0 || line.breaks[i];
    if (!begins_run && !ends_run && line.y[i] == line.y[i - 1]) continue;
    kept.add(line.x[i], line.y[i], line.index[i], broken);
    broken = false;
  }
  return kept;
}

TimePanel::TimePanel(const ChartInput& input, std::size_t series, Draft& draft, bool second_axis)
    : series_(input.series[series]),
      number_(series + 1),
      draft_(draft),
      span_(shown_span(input, series)),
      width_px_(frame_width_px(1, second_axis)) {
  panel_.x = time_axis(span_.low_min, span_.high_min);
}

std::string TimePanel::tagged(std::string_view name) const {
  return std::string(name) + " " + std::to_string(number_);
}

bool TimePanel::begin_block(const std::string& name, std::string_view columns) {
  if (draft_.data.contains(name)) return false;  // another panel of the series has written it
  draft_.data.begin(name, columns);
  return true;
}

void TimePanel::write_line(const std::string& name, std::string_view columns, const Line& line) {
  if (!begin_block(name, columns)) return;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line.breaks[i]) draft_.data.break_line();
    draft_.data.row({line.x[i], line.y[i]});
  }
}

void TimePanel::add_layer(std::string layer, std::span<const double> y) {
  panel_.layers.push_back(std::move(layer));
  values_.insert(values_.end(), y.begin(), y.end());
}

void TimePanel::add_idle() {
  const MeasuredSeries& series = measured();
  std::vector<std::pair<double, double>> spans;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (!series.idle(i)) continue;
    const double end = series.minute(i) + series.held_minutes(i);
    const bool continues = i > 0 && series.idle(i - 1) && !series.ends_segment(i - 1);
    if (continues) {
      spans.back().second = end;
    } else {
      spans.emplace_back(series.minute(i), end);
    }
  }
  if (spans.empty()) return;
  const std::string name = tagged("idle");
  if (begin_block(name, "start_min end_min")) {
    for (const auto& [start, end] : spans)
      draft_.data.row({start, end});
  }
  panel_.layers.push_back(band_layer(name, "$1", drawn_with(Thing::idle)));
  draft_.page.explain(Thing::idle, "idle (no traffic)");
}

void TimePanel::add_restarts() {
  const MeasuredSeries& series = measured();
  if (series.segments() < 2) return;
  const std::string name = tagged("restarts");
  if (begin_block(name, "minute_of_first_sample_after_it")) {
    for (std::size_t i = 0; i + 1 < series.size(); ++i) {
      if (series.ends_segment(i)) draft_.data.row({series.minute(i + 1)});
    }
  }
  panel_.layers.push_back(block(name) + " using 1:(low):(0):(high-low) with " + drawn_with(Thing::restart) +
                          " notitle");
  draft_.page.explain(Thing::restart);
}

void TimePanel::add_violations(Latency latency) {
  const std::string name = tagged("gaps " + latency_word(latency));
  std::size_t count = 0;
  bool any_ended = false;
  bool any_open = false;
  for (const Gap& gap : series_.analysis.gaps) {
    if (gap.latency != latency) continue;
    if (count++ == 0 && !begin_block(name, "start_min end_min open")) return;
    (gap.open ? any_open : any_ended) = true;
    const double end = drawn_end(measured(), gap, span_.high_min);
    draft_.data.row({gap.start_min, end, gap.open ? 1.0 : 0.0});
  }
  const auto draw = [&](Thing thing, std::string_view open) {
    panel_.layers.push_back(band_layer(name, "$3==" + std::string(open) + " ? $1 : NaN",
                                       drawn_with(thing, count > kMostBorders)));
    draft_.page.explain(thing);
  };
  if (any_ended) draw(Thing::violation, "0");
  if (any_open) draw(Thing::open_violation, "1");
}

void TimePanel::add_damage(std::span<const TimeSpan> spans) {
  if (spans.empty()) return;
  const std::string name = tagged("damage");
  if (begin_block(name, "start_min end_min")) {
    for (const TimeSpan& span : spans)
      draft_.data.row({span.low_min, span.high_min});
  }
  panel_.layers.push_back(band_layer(name, "$1", drawn_with(Thing::damage)));
  draft_.page.explain(Thing::damage);
}

void TimePanel::add_scaling_marks(bool labels) {
  const double px_per_min = width_px_ / (span_.high_min - span_.low_min);
  const auto events = apart(series_.analysis.events, kLeastMarkDistancePx / px_per_min);
  if (events.empty()) return;
  std::vector<WantedLabel> wanted;
  wanted.reserve(events.size());
  for (const ScalingEvent* event : events) {
    wanted.push_back({.centre_px = (event->time_min - span_.low_min) * px_per_min,
                      .width_px = text_width_px(change_words(*event), kMarkFontPx) + 12,
                      .weight = std::abs(event->to - event->from)});
  }
  const auto placed = stagger(wanted, width_px_, kMostMarkRows);
  const std::string name = tagged("scaling");
  if (begin_block(name, "minute from to")) {
    for (const ScalingEvent* event : events)
      draft_.data.row({event->time_min, event->from, event->to});
  }
  panel_.layers.push_back(block(name) + " using 1:(low):(0):(marks_top-low) with " +
                          drawn_with(Thing::scaling) + " notitle");
  draft_.page.explain(Thing::scaling, "scaling, replicas from→to");
  if (!labels) return;
  label_rows_ = rows_used(placed);
  const std::string label_name = tagged("scaling labels");
  if (begin_block(label_name, "label_minute row from to")) {
    for (const PlacedLabel& label : placed) {
      const ScalingEvent& event = *events[label.index];
      draft_.data.row({span_.low_min + label.centre_px / px_per_min, static_cast<double>(label.row),
                       event.from, event.to});
    }
  }
  panel_.layers.push_back(
      block(label_name) +
      " using 1:($2==0 ? row0 : $2==1 ? row1 : row2):(sprintf('%g→%g', $3, $4)) with labels center"
      " noenhanced font ',11' tc rgb '" +
      std::string(kTextColour) + "' notitle");
}

void TimePanel::add_slo(Latency latency) {
  const MeasuredSeries& series = measured();
  const Line line = only_changes(line_of(series, [&](std::size_t i) {
    const bool first_alone = series.policy().notebook();
    return series[first_alone ? 0 : i].slo[latency];
  }));
  if (line.empty()) return;
  const double least = *statistics::minimum(line.y);
  const double most = *statistics::maximum(line.y);
  const std::string words = "SLO " + format_significant(least, 6) +
                            (most != least ? "–" + format_significant(most, 6) : "") + " ms";
  const auto drawn = statistics::maximum(values_);
  if (drawn && least > kSloOffFrame * *drawn) {
    panel_.commands.push_back("set label " + literal(words + " is above this axis") +
                              " at graph 0.995, graph 0.04 right noenhanced font ',12' tc rgb '" +
                              std::string(kFaintTextColour) + "'");
    return;
  }
  add_steps(Thing::slo, "slo " + latency_word(latency), "minute slo_ms", line);
}

void TimePanel::add_line(Thing thing, std::string_view name, std::string_view columns, Line line) {
  if (line.empty()) return;
  values_.insert(values_.end(), line.y.begin(), line.y.end());
  const bool much = line.size() > kMostMarkers;
  const Line drawn = thin(std::move(line), span_.low_min, span_.high_min, this->columns());
  write_line(tagged(name), columns, drawn);
  panel_.layers.push_back(block(tagged(name)) + " using 1:2 with " + drawn_with(thing, much) + " notitle");
  draft_.page.explain(thing);
  if (!much) return;
  Line alone;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    if (stands_alone(drawn, i)) alone.add(drawn.x[i], drawn.y[i], drawn.index[i], false);
  }
  if (alone.empty()) return;
  const std::string alone_name = std::string(name) + " alone";
  write_line(tagged(alone_name), columns, alone);
  panel_.layers.push_back(block(tagged(alone_name)) + " using 1:2 with points lc rgb '" +
                          std::string(style_of(thing).colour) + "' pt 7 ps 0.2 notitle");
}

void TimePanel::add_steps(Thing thing, std::string_view name, std::string_view columns, const Line& line) {
  if (line.empty()) return;
  values_.insert(values_.end(), line.y.begin(), line.y.end());
  const Line changes = only_changes(line);
  write_line(tagged(name), columns, thin(changes, span_.low_min, span_.high_min, this->columns()));
  panel_.layers.push_back(block(tagged(name)) + " using 1:2 with " +
                          drawn_with(thing, changes.size() > kMostMarkers) + " notitle");
  draft_.page.explain(thing);
}

void TimePanel::add_latencies(Latency latency) {
  const std::string word = latency_word(latency);
  add_line(Thing::predicted, "predicted " + word, "minute " + word + "_ms",
           line_of(measured(), [&](std::size_t i) { return measured().predicted(i, latency); }));
  add_line(Thing::observed, "observed " + word, "minute " + word + "_ms",
           line_of(measured(), [&](std::size_t i) { return measured().observed(i, latency); }));
}

void TimePanel::add_replicas() {
  const MeasuredSeries& series = measured();
  const auto add = [&](Thing thing, std::string_view name, const Line& line) {
    if (line.empty()) return;
    replicas_.insert(replicas_.end(), line.y.begin(), line.y.end());
    const Line changes = only_changes(line);
    write_line(tagged(name), "minute replicas", thin(changes, span_.low_min, span_.high_min, columns()));
    panel_.layers.push_back(block(tagged(name)) + " using 1:2 axes x1y2 with " +
                            drawn_with(thing, changes.size() > kMostMarkers) + " notitle");
    draft_.page.explain(thing, std::string(style_of(thing).name) + " (right axis)");
  };
  if (series.model_based())
    add(Thing::replicas_wanted, "replicas wanted",
        steps_of(series, [&](std::size_t i) { return series.replicas(i); }));
  add(Thing::replicas_running, "replicas running",
      steps_of(series, [&](std::size_t i) { return running_replicas(series[i]); }));
}

void TimePanel::add_fills(std::string_view name, std::string_view columns, const Line& observed,
                          const Line& predicted) {
  Line difference = observed;
  for (std::size_t i = 0; i < difference.size(); ++i) {
    difference.y[i] -= predicted.y[i];
    difference.index[i] = i;
  }
  bool under = false;
  bool over = false;
  for (const double error : difference.y) {
    under = under || error > 0;
    over = over || error < 0;
  }
  const Line drawn = thin(std::move(difference), span_.low_min, span_.high_min, this->columns());
  if (!begin_block(tagged(name), columns)) return;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    if (drawn.breaks[i]) draft_.data.break_line();
    draft_.data.row({drawn.x[i], observed.y[drawn.index[i]], predicted.y[drawn.index[i]]});
  }
  const auto fill = [&](Thing thing, std::string_view side) {
    panel_.layers.push_back(block(tagged(name)) + " using 1:2:3 with filledcurves " + std::string(side) +
                            drawn_with(thing) + " notitle");
    draft_.page.explain(thing);
  };
  if (under) fill(Thing::underestimate, "above");
  if (over) fill(Thing::overestimate, "below");
}

void TimePanel::add_level(Thing thing, double value, std::string_view legend) {
  const std::string level = format_shortest(value);
  const ThingStyle& style = style_of(thing);
  panel_.commands.push_back("set arrow from graph 0, first " + level + " to graph 1, first " + level +
                            " nohead front lc rgb '" + std::string(style.colour) + "' lw " +
                            format_shortest(style.width) + " dt " + std::string(style.dash));
  values_.push_back(value);
  draft_.page.explain(thing, legend);
}

void TimePanel::add_zero() {
  panel_.commands.push_back("set arrow from graph 0, first 0 to graph 1, first 0 nohead lc rgb '" +
                            std::string(kZeroColour) + "' lw 1");
  values_.push_back(0);
}

Axis TimePanel::replica_axis(double headroom) const {
  std::vector<double> shown = replicas_;
  shown.push_back(2);  // a single replica is no full-height line
  return value_axis("Replicas", shown, {.whole = true, .headroom = headroom, .most_ticks = 6});
}

Panel TimePanel::finish(std::string heading, std::string_view y_label, AxisWish wish) {
  const double height_px = draft_.page.row_height_px;
  const double labels_px = label_rows_ > 0 ? 6 + kMarkRowPx * static_cast<double>(label_rows_) : 0;
  wish.headroom = std::max(wish.headroom, (labels_px + 14) / height_px);
  panel_.heading = std::move(heading);
  panel_.y = value_axis(y_label, values_, wish);
  if (!replicas_.empty()) panel_.y2.push_back(replica_axis(wish.headroom + 0.05));
  panel_.commands.push_back("low = " + format_shortest(panel_.y.low) +
                            "; high = " + format_shortest(panel_.y.high));
  panel_.commands.push_back("pixel = " + format_significant((span_.high_min - span_.low_min) / width_px_, 4));
  panel_.commands.push_back("marks_top = " + format_shortest(panel_.y.at_share(1 - labels_px / height_px)));
  if (label_rows_ > 0) {
    std::string rows;
    for (std::size_t row = 0; row < kMostMarkRows; ++row) {
      const double from_top = 6 + kMarkRowPx * (static_cast<double>(row) + 0.5);
      rows += (row > 0 ? "; row" : "row") + std::to_string(row) + " = " +
              format_shortest(panel_.y.at_share(1 - from_top / height_px));
    }
    panel_.commands.push_back(rows);
  }
  return std::move(panel_);
}

}  // namespace wvagate::plot
