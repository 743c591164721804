#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/plot/chart.hpp"
#include "harness/plot/thinning.hpp"

namespace wvagate::plot {

/// Minutes that a series' panel shows: from a little before the first sample of all series to a little after
/// the last, counted from the series' own first sample, so that panels below one another show the same time.
struct TimeSpan {
  double low_min = 0;
  double high_min = 0;
};
TimeSpan shown_span(const ChartInput& input, std::size_t series);

/// A panel of one series over time on its way: each call adds a block to the data file, a layer to the plot
/// and a line to the legend, back to front. What has no data adds nothing.
class TimePanel {
 public:
  /// `series` is an index into the input's; `second_axis` says whether any panel of the page has one.
  TimePanel(const ChartInput& input, std::size_t series, Draft& draft, bool second_axis = false);

  void add_idle();
  void add_restarts();
  /// Bands where `latency` is over its SLO; a gap that had not ended is drawn up to where nothing more is
  /// known.
  void add_violations(Latency latency);
  /// Bands where a metric got worse.
  void add_damage(std::span<const TimeSpan> spans);
  /// A dashed line at each change of replicas, and "1→2" above those that have room.
  void add_scaling_marks(bool labels = true);
  /// The SLO of `latency`. Where it is far above all that was added, the legend alone tells of it.
  void add_slo(Latency latency);
  /// Observed and predicted.
  void add_latencies(Latency latency);
  /// Replicas wanted and running, on the second axis.
  void add_replicas();
  void add_line(Thing thing, std::string_view name, std::string_view columns, Line line);
  /// Each value holds until the next.
  void add_steps(Thing thing, std::string_view name, std::string_view columns, const Line& line);
  /// Under- and overestimates between two lines of the same points.
  void add_fills(std::string_view name, std::string_view columns, const Line& observed,
                 const Line& predicted);
  /// A horizontal line from end to end.
  void add_level(Thing thing, double value, std::string_view legend);
  void add_zero();
  /// What follows the data file's name in a plot command; `y` are values that the axis must show.
  void add_layer(std::string layer, std::span<const double> y);

  const MeasuredSeries& measured() const { return series_.measured(); }
  std::size_t columns() const { return static_cast<std::size_t>(width_px_); }
  const TimeSpan& span() const { return span_; }
  /// `name` with the number of this series: a block of the data file.
  std::string tagged(std::string_view name) const;

  /// The panel, with a value axis that shows all that was added and has room for the labels.
  Panel finish(std::string heading, std::string_view y_label, AxisWish wish = {});

 private:
  bool begin_block(const std::string& name, std::string_view columns);
  void write_line(const std::string& name, std::string_view columns, const Line& line);
  Axis replica_axis(double headroom) const;

  const ChartSeries& series_;
  std::size_t number_;
  Draft& draft_;
  TimeSpan span_;
  double width_px_;
  Panel panel_;
  std::vector<double> values_;    ///< that the axis must show
  std::vector<double> replicas_;  ///< that the second axis must show
  std::size_t label_rows_ = 0;
};

/// The points of a series at which `value` is present; broken where samples between lack it, and at restarts.
Line line_of(const MeasuredSeries& measured, const std::function<std::optional<double>(std::size_t)>& value);

/// The same, unbroken where samples lack the value: a decision stands until the next.
Line steps_of(const MeasuredSeries& measured, const std::function<std::optional<double>(std::size_t)>& value);

/// The line with only those points at which the value changes, the first and the last of each unbroken run.
Line only_changes(const Line& line);

}  // namespace wvagate::plot
