#pragma once

#include <string>
#include <vector>

#include "harness/plot/axis.hpp"
#include "harness/plot/style.hpp"

namespace wvagate::plot {

/// What pictures are drawn as.
enum class Format {
  svg,
  png,  ///< 300 dots an inch
};

std::string_view extension_of(Format format);

inline constexpr double kPageWidthPx = 1200;

/// One frame with its axes and what is drawn in it.
struct Panel {
  std::string heading;  ///< above it; may be empty
  Axis x;
  Axis y;
  std::vector<Axis> y2;                 ///< the second axis, where there is one
  std::vector<std::string> commands{};  ///< before the plot
  std::vector<std::string>
      layers{};  ///< of the plot, from the back to the front: what follows the data file's name
  bool x_label = false;
};

/// What a legend explains.
struct LegendEntry {
  Thing thing{};
  std::string text;
};

/// A picture: title, legend, and rows of panels.
struct Page {
  std::string title;                  ///< the finding
  std::string subtitle;               ///< what it is of
  std::vector<LegendEntry> legend{};  ///< in order of Thing, each once
  std::vector<std::vector<Panel>> rows{};
  double row_height_px = 0;  ///< of a frame
  std::string instead{};     ///< said in place of panels, where there is nothing to draw

  /// Adds `thing` to the legend, under its own name where `text` is empty.
  void explain(Thing thing, std::string_view text = {});
};

/// Frame heights for so many rows: tall where it is one, flatter the more there are.
double row_height_px(std::size_t rows);
/// Frame width, px, in a row of so many panels, with or without a second axis.
double frame_width_px(std::size_t columns, bool second_axis);

/// The gnuplot script that draws `page` from NAME.dat into NAME.svg or NAME.png, all in its own directory.
std::string script_of(const Page& page, std::string_view name, Format format);

}  // namespace wvagate::plot
