#include "harness/plot/page.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/core/format.hpp"
#include "harness/plot/gnuplot_text.hpp"

namespace wvagate::plot {
namespace {

constexpr double kLeftPx = 98;
constexpr double kRightPx = 30;
constexpr double kRightWithAxisPx = 84;
constexpr double kBetweenColumnsPx = 72;
constexpr double kTitlePx = 30;  // baselines, from the top
constexpr double kSubtitlePx = 51;
constexpr double kLegendPx = 78;
constexpr double kLegendRowPx = 20;
constexpr double kHeadingPx = 26;
constexpr double kBelowFramePx = 33;  // tick labels
constexpr double kXLabelPx = 24;
constexpr double kBottomPx = 14;
constexpr double kInsteadPx = 90;
constexpr double kFontPx = 13;
constexpr double kTitleFontPx = 19;
constexpr double kAxisFontPx = 12;
constexpr double kPngDotsPerPx = 300.0 / 96;
constexpr double kPointsPerPx = 72.0 / 96;  // pngcairo takes font sizes for points

constexpr std::string_view kFontFamilies = "Helvetica,Arial,Liberation Sans,DejaVu Sans,sans-serif";

std::string px(double value) {
  return format_shortest(std::round(value * 100) / 100);
}

std::string number(double value) {
  return format_shortest(value);
}

/// A page's geometry: positions in px from the top left become gnuplot's shares from the bottom left.
struct Canvas {
  double height_px;

  std::string at(double x_px, double y_px) const {
    return "screen " + share(x_px / kPageWidthPx) + "," + share(1 - y_px / height_px);
  }
  static std::string share(double value) { return format_shortest(std::round(value * 1e6) / 1e6); }
};

std::string font(double size_px) {
  return " font '," + px(size_px) + "'";
}

std::string coloured(std::string_view colour) {
  return " tc rgb '" + std::string(colour) + "'";
}

/// Text at a place on the page.
std::string label(const Canvas& canvas, std::string_view text, double x_px, double y_px, double size_px,
                  std::string_view colour) {
  return "set label " + literal(text) + " at " + canvas.at(x_px, y_px) + " left noenhanced" + font(size_px) +
         coloured(colour) + "\n";
}

constexpr double kSamplePx = 30;  // of a legend entry

std::string legend_sample(const Canvas& canvas, Thing thing, double x, double y) {
  const ThingStyle& style = style_of(thing);
  const std::string colour = " rgb '" + std::string(style.colour) + "'";
  const std::string line = " lc" + colour + " lw " + number(style.width) + " dt " + std::string(style.dash);
  if (style.shape == Shape::area) {
    const std::string border = style.width > 0 ? " border lc" + colour + " lw " + number(style.width) +
                                                     " dt " + std::string(style.dash)
                                               : std::string(" noborder");
    return "set object rectangle from " + canvas.at(x, y + 5) + " to " + canvas.at(x + kSamplePx, y - 6) +
           " front fc" + colour + " fs transparent solid " + number(style.opacity) + border + "\n";
  }
  std::string text;
  if (style.shape == Shape::vertical) {
    text = "set arrow from " + canvas.at(x + kSamplePx / 2, y + 7) + " to " +
           canvas.at(x + kSamplePx / 2, y - 7) + " nohead" + line + "\n";
  } else if (style.shape != Shape::points) {
    text =
        "set arrow from " + canvas.at(x, y) + " to " + canvas.at(x + kSamplePx, y) + " nohead" + line + "\n";
  }
  if (style.point != 0) {
    text += "set label '' at " + canvas.at(x + kSamplePx / 2, y) + " point lc" + colour + " lw " +
            number(style.width) + " pt " + std::to_string(style.point) + " ps 0.7\n";
  }
  return text;
}

/// The legend at `top_px`; adds its height to it.
std::string legend_text(const Page& page, const Canvas& canvas, double& top_px) {
  std::string text;
  if (page.legend.empty()) return text;
  double x = kLeftPx;
  for (const LegendEntry& entry : page.legend) {
    const double width = kSamplePx + 8 + text_width_px(entry.text, kFontPx) + 14;
    if (x > kLeftPx && x + width > kPageWidthPx - kRightPx) {
      x = kLeftPx;
      top_px += kLegendRowPx;
    }
    text += legend_sample(canvas, entry.thing, x, top_px);
    text += label(canvas, entry.text, x + kSamplePx + 8, top_px, kFontPx, kTextColour);
    x += width;
  }
  top_px += kLegendRowPx;
  return text;
}

double legend_rows_px(const Page& page) {
  double height = 0;
  const Canvas canvas{.height_px = 1000};
  legend_text(page, canvas, height);
  return height;
}

/// gnuplot takes the label of a tick for a format.
std::string as_format(std::string_view label) {
  std::string format;
  for (const char c : label)
    format += c == '%' ? "%%" : std::string(1, c);
  return format;
}

std::string ticks_text(const Axis& axis, std::string_view name, std::string_view mirror) {
  std::string text = "set " + std::string(name) + "tics " + std::string(mirror) + " scale 0.6,0.3 (";
  bool first = true;
  for (const Tick& tick : axis.ticks) {
    if (!first) text += ", ";
    first = false;
    text += literal(as_format(tick.label)) + " " + number(tick.at) + (tick.label.empty() ? " 1" : "");
  }
  return text + ") noenhanced" + coloured(kTextColour) + "\n";
}

std::string axis_text(const Axis& axis, std::string_view name, std::string_view mirror) {
  const std::string id(name);
  std::string text = "set " + id + "range [" + number(axis.low) + ":" + number(axis.high) + "]\n";
  if (axis.scale == Scale::log) text += "set logscale " + id + "\n";
  if (axis.scale == Scale::asinh) {
    const std::string bend = number(axis.bend);
    text +=
        "set nonlinear " + id + " via asinh(" + id + "/" + bend + ") inverse " + bend + "*sinh(" + id + ")\n";
  }
  return text + ticks_text(axis, name, mirror);
}

/// From the frame to the middle of a vertical axis's name, which stands clear of the tick labels.
double label_distance_px(const Axis& axis) {
  constexpr double kLeast = 50;
  double widest = 0;
  for (const Tick& tick : axis.ticks)
    widest = std::max(widest, text_width_px(tick.label, kFontPx));
  return std::max(kLeast, widest + 24);
}

/// The axis's name, and how it is bent where it is.
std::string axis_words(const Axis& axis) {
  if (axis.scale == Scale::linear || axis.label.empty()) return axis.label;
  const std::string note =
      axis.scale == Scale::log ? "log scale" : "log beyond ±" + format_significant(axis.bend, 6);
  const std::size_t end = axis.label.rfind(')');
  if (end == std::string::npos) return axis.label + " (" + note + ")";
  return axis.label.substr(0, end) + ", " + note + ")";
}

/// The axis's name centred at a place on the page.
std::string axis_label(const Axis& axis, const Canvas& canvas, double x_px, double y_px, int degrees) {
  if (axis.label.empty()) return "";
  return "set label " + literal(axis_words(axis)) + " at " + canvas.at(x_px, y_px) + " center" +
         (degrees == 0 ? "" : " rotate by " + std::to_string(degrees)) + " noenhanced" + font(kAxisFontPx) +
         coloured(kTextColour) + "\n";
}

/// Everything of a panel that the next one must not inherit.
constexpr std::string_view kForget = "unset label\nunset arrow\nunset object\nunset y2tics\nunset logscale\n";

std::string panel_text(const Panel& panel, const Canvas& canvas, std::string_view data_file, double left,
                       double top, double width, double height) {
  const auto x_share = [](double value) { return Canvas::share(value / kPageWidthPx); };
  const auto y_share = [&](double value) { return Canvas::share(1 - value / canvas.height_px); };
  std::string text = "set margins screen " + x_share(left) + ", screen " + x_share(left + width) +
                     ", screen " + y_share(top + height) + ", screen " + y_share(top) + "\n";
  text += "set border " + std::string(panel.y2.empty() ? "3" : "11") + " lc rgb '" +
          std::string(kFrameColour) + "' lw 1\n";
  if (!panel.heading.empty()) text += label(canvas, panel.heading, left, top - 11, kFontPx, kTextColour);
  text += axis_text(panel.x, "x", "nomirror") + axis_text(panel.y, "y", "nomirror");
  const double middle = top + height / 2;
  text += axis_label(panel.y, canvas, left - label_distance_px(panel.y), middle, 90);
  for (const Axis& axis : panel.y2)
    text += axis_text(axis, "y2", "nomirror") +
            axis_label(axis, canvas, left + width + label_distance_px(axis), middle, -90);
  if (panel.x_label)
    text +=
        axis_label(panel.x, canvas, left + width / 2, top + height + kBelowFramePx + kXLabelPx / 2 + 2, 0);
  for (const std::string& command : panel.commands)
    text += command + "\n";
  text += "plot ";
  bool first = true;
  for (const std::string& layer : panel.layers) {
    text += (first ? "'" + std::string(data_file) + "' " : ", \\\n  '' ") + layer;
    first = false;
  }
  if (first) text += "NaN notitle";
  text += "\n" + std::string(kForget);
  if (panel.x.scale == Scale::asinh) text += "unset nonlinear x\n";
  if (panel.y.scale == Scale::asinh) text += "unset nonlinear y\n";
  return text;
}

std::string terminal_text(Format format, double height_px, std::string_view name) {
  const std::string families(kFontFamilies);
  if (format == Format::svg) {
    return "set terminal svg size " + px(kPageWidthPx) + "," + px(height_px) + " fixed noenhanced font '" +
           families + "," + px(kFontPx) + "' background '" + std::string(kBackground) + "' name '" +
           std::string(name) + "'\n";
  }
  const std::string dots = number(kPngDotsPerPx);
  return "set terminal pngcairo size " + px(std::round(kPageWidthPx * kPngDotsPerPx)) + "," +
         px(std::round(height_px * kPngDotsPerPx)) + " noenhanced font '" + families + "," + px(kFontPx) +
         "' fontscale " + number(kPngDotsPerPx * kPointsPerPx) + " linewidth " + dots + " pointscale " +
         dots + " background '" + std::string(kBackground) + "'\n";
}

/// What all panels share.
std::string settings_text() {
  return "set encoding utf8\nunset key\nset tics out\nset grid xtics ytics back lt 1 lc rgb '" +
         std::string(kGridColour) + "' lw 1\nset style fill transparent solid 0.2 noborder\nset clip two\n";
}

double panels_height_px(const Page& page) {
  double height = 0;
  for (const auto& row : page.rows) {
    const bool heading =
        std::any_of(row.begin(), row.end(), [](const Panel& p) { return !p.heading.empty(); });
    const bool x_label = std::any_of(row.begin(), row.end(), [](const Panel& p) { return p.x_label; });
    height += (heading ? kHeadingPx : 8) + page.row_height_px + kBelowFramePx + (x_label ? kXLabelPx : 0);
  }
  return page.rows.empty() ? kInsteadPx : height;
}

bool has_second_axis(const Page& page) {
  for (const auto& row : page.rows) {
    for (const Panel& panel : row) {
      if (!panel.y2.empty()) return true;
    }
  }
  return false;
}

std::string rows_text(const Page& page, const Canvas& canvas, std::string_view data_file, double top) {
  std::string text;
  for (const auto& row : page.rows) {
    const bool heading =
        std::any_of(row.begin(), row.end(), [](const Panel& p) { return !p.heading.empty(); });
    const bool x_label = std::any_of(row.begin(), row.end(), [](const Panel& p) { return p.x_label; });
    const double width = frame_width_px(row.size(), has_second_axis(page));
    top += heading ? kHeadingPx : 8;
    double left = kLeftPx;
    for (const Panel& panel : row) {
      text += "\n" + panel_text(panel, canvas, data_file, left, top, width, page.row_height_px);
      left += width + kBetweenColumnsPx;
    }
    top += page.row_height_px + kBelowFramePx + (x_label ? kXLabelPx : 0);
  }
  return text;
}

}  // namespace

std::string_view extension_of(Format format) {
  return format == Format::svg ? "svg" : "png";
}

void Page::explain(Thing thing, std::string_view text) {
  const auto place =
      std::lower_bound(legend.begin(), legend.end(), thing,
                       [](const LegendEntry& entry, Thing other) { return entry.thing < other; });
  if (place != legend.end() && place->thing == thing) return;
  legend.insert(place, {thing, std::string(text.empty() ? style_of(thing).name : text)});
}

double row_height_px(std::size_t rows) {
  if (rows <= 1) return 400;
  if (rows == 2) return 280;
  return rows <= 4 ? 200 : 160;
}

double frame_width_px(std::size_t columns, bool second_axis) {
  const auto count = static_cast<double>(columns);
  const double right = second_axis ? kRightWithAxisPx : kRightPx;
  return (kPageWidthPx - kLeftPx - right - (count - 1) * kBetweenColumnsPx) / count;
}

std::string script_of(const Page& page, std::string_view name, Format format) {
  const std::string stem(name);
  const double legend_px = legend_rows_px(page);
  double top = kLegendPx;
  const Canvas canvas{.height_px = kLegendPx - 14 + legend_px + panels_height_px(page) + kBottomPx};
  std::string text = "# Draws " + stem + "." + std::string(extension_of(format)) + " from " + stem +
                     ".dat: gnuplot " + stem + ".gp\nreset session\n";
  text += terminal_text(format, canvas.height_px, name);
  text += "set output '" + stem + "." + std::string(extension_of(format)) + "'\n" + settings_text();
  text += "set multiplot\n\n";
  text += label(canvas, page.title, kLeftPx, kTitlePx - 6, kTitleFontPx, kTextColour);
  text += label(canvas, page.subtitle, kLeftPx, kSubtitlePx - 4, kFontPx, kFaintTextColour);
  text += legend_text(page, canvas, top);
  if (page.rows.empty()) {
    text += label(canvas, page.instead, kLeftPx, top + kInsteadPx / 2, kFontPx + 2, kTextColour);
    text +=
        "set margins screen 0, screen 1, screen 0, screen 1\nunset border\nunset tics\nset xrange [0:1]\n"
        "set yrange [0:1]\nplot NaN notitle\n";
  } else {
    text += rows_text(page, canvas, stem + ".dat", top - 14);
  }
  return text + "\nunset multiplot\nunset output\n";
}

}  // namespace wvagate::plot
