#pragma once

#include <array>
#include <string>
#include <string_view>

namespace wvagate::plot {

/// What a chart draws. A thing looks the same in every chart.
enum class Thing : std::size_t {
  observed,
  predicted,
  slo,
  replicas_wanted,
  replicas_running,
  load,
  error,
  mean_error,
  violation,
  open_violation,
  underestimate,
  overestimate,
  idle,
  restart,
  scaling,
  in_force,
  fitted,
  replayed,
  calibrated,
  infeasible,
  calibration_part,
  actuation_part,
  recorded,
  recorded_replicas,
  damage,
  tolerance,
  incomparable,
  one_run,
  median,
  calibration_error,
  actuation_error,
  level,
  limit,
  change,
  count,
};

/// How a thing is drawn.
enum class Shape {
  line,      ///< with markers where they are few enough to be told apart
  steps,     ///< each value holds until the next
  area,      ///< filled
  vertical,  ///< a moment
  points,
};

struct ThingStyle {
  Shape shape{};
  std::string_view name;    ///< as the legend says it
  std::string_view colour;  ///< "#RRGGBB"
  double width = 1;         ///< of its line, px
  std::string_view dash;    ///< gnuplot's dash type: "1" solid, "(on,off,…)"
  int point = 0;            ///< gnuplot's point type; 0 none
  double opacity = 1;       ///< of an area
};

/// Okabe and Ito's palette (https://jfly.uni-koeln.de/color/), which colour-blind readers tell apart; dashes,
/// markers and lightness tell it in grey. Blue is what was observed, orange what the model says, purple
/// replicas, green load, vermillion what is wrong.
const ThingStyle& style_of(Thing thing);

inline constexpr std::string_view kTextColour = "#222222";
inline constexpr std::string_view kFaintTextColour = "#666666";
inline constexpr std::string_view kFrameColour = "#999999";
inline constexpr std::string_view kGridColour = "#e4e4e4";
inline constexpr std::string_view kZeroColour = "#777777";
inline constexpr std::string_view kBackground = "#ffffff";

/// What follows `with` in a plot command: "lines lc rgb '#…' …"; of an area, what follows "boxxyerror". Where
/// there is `much` of a thing, lines are thin and without markers, and areas without borders.
std::string drawn_with(Thing thing, bool much = false);

}  // namespace wvagate::plot
