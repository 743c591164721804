#include "harness/plot/style.hpp"

#include <algorithm>

#include "analysis/core/format.hpp"

namespace wvagate::plot {
namespace {

constexpr std::string_view kBlue = "#0072b2";
constexpr std::string_view kSkyBlue = "#56b4e9";
constexpr std::string_view kOrange = "#e69f00";
constexpr std::string_view kGreen = "#009e73";
constexpr std::string_view kPurple = "#cc79a7";
constexpr std::string_view kVermillion = "#d55e00";
constexpr std::string_view kBlack = "#333333";
constexpr std::string_view kGrey = "#8a8a8a";
constexpr std::string_view kLightGrey = "#bbbbbb";

constexpr std::string_view kSolid = "1";
constexpr std::string_view kDashed = "(9,5)";
constexpr std::string_view kDotted = "(2,4)";
constexpr std::string_view kDashDotted = "(10,4,2,4)";

// Point types of gnuplot: 1 plus, 2 cross, 4 open square, 5 square, 6 open circle, 7 circle, 8 open triangle.
constexpr std::array<ThingStyle, static_cast<std::size_t>(Thing::count)> kStyles = {{
    {Shape::line, "observed", kBlue, 2.0, kSolid, 7},
    {Shape::line, "predicted", kOrange, 1.8, kDashed, 4},
    {Shape::steps, "SLO", kBlack, 1.6, kDashDotted},
    {Shape::steps, "replicas wanted", kPurple, 2.6, kSolid},
    {Shape::steps, "replicas running", kBlack, 1.2, kDotted},
    {Shape::line, "arrival rate", kGreen, 2.0, kSolid, 7},
    {Shape::line, "error (observed − predicted)", kBlack, 1.6, kSolid, 7},
    {Shape::steps, "mean error", kBlack, 1.4, kDashed},
    {Shape::area, "over the SLO", kVermillion, 0.8, kSolid, 0, 0.16},
    {Shape::area, "over the SLO, not ended", kVermillion, 1.0, kDashed, 0, 0.30},
    {Shape::area, "underestimate", kVermillion, 0, kSolid, 0, 0.38},
    {Shape::area, "overestimate", kSkyBlue, 0, kSolid, 0, 0.38},
    {Shape::area, "idle", kLightGrey, 0, kSolid, 0, 0.28},
    {Shape::vertical, "controller restart", kBlack, 1.4, kSolid},
    {Shape::vertical, "scaling", kGrey, 0.8, kDashed},
    {Shape::steps, "in force", kOrange, 2.0, kSolid},
    {Shape::steps, "fitted", kSkyBlue, 1.6, kDashed},
    {Shape::steps, "replayed", kOrange, 1.8, kDashed},
    {Shape::steps, "with fitted parameters", kSkyBlue, 2.0, kDashDotted},
    {Shape::points, "no feasible allocation", kVermillion, 1.6, kSolid, 2},
    {Shape::area, "calibration (model on what ran)", kOrange, 0, kSolid, 0, 0.85},
    {Shape::area, "actuation (scaling delay)", kPurple, 0, kSolid, 0, 0.85},
    {Shape::line, "the baseline's run", kGrey, 2.0, kSolid, 6},
    {Shape::steps, "the baseline's run", kGrey, 2.6, kSolid},
    {Shape::area, "where it is worst", kVermillion, 1.4, kSolid, 0, 0.22},
    {Shape::area, "baseline and its tolerance", kGreen, 0, kSolid, 0, 0.14},
    {Shape::area, "not comparable with the newest", kLightGrey, 0, kSolid, 0, 0.28},
    {Shape::points, "a run", kBlue, 1.0, kSolid, 6},
    {Shape::line, "median of the runs", kBlue, 2.0, kSolid, 7},
    {Shape::line, "calibration (model on what ran)", kOrange, 2.0, kSolid, 7},
    {Shape::line, "actuation (scaling delay)", kPurple, 2.0, kSolid, 5},
    {Shape::line, "level", kBlack, 1.4, kDashed},
    {Shape::line, "limit", kVermillion, 1.6, kDashDotted},
    {Shape::vertical, "change of level", kVermillion, 1.4, kSolid},
}};

std::string line_of(const ThingStyle& style, double width) {
  return " lc rgb '" + std::string(style.colour) + "' lw " + format_shortest(width) + " dt " +
         std::string(style.dash);
}

std::string points_of(const ThingStyle& style, double size) {
  return " pt " + std::to_string(style.point) + " ps " + format_shortest(size);
}

}  // namespace

const ThingStyle& style_of(Thing thing) {
  return kStyles[static_cast<std::size_t>(thing)];
}

std::string drawn_with(Thing thing, bool much) {
  constexpr double kThin = 0.9;
  const ThingStyle& style = style_of(thing);
  switch (style.shape) {
    case Shape::line:
      if (much)
        return "lines lc rgb '" + std::string(style.colour) + "' lw " + format_shortest(kThin) + " dt 1";
      return "linespoints" + line_of(style, style.width) + points_of(style, 0.6);
    case Shape::steps:
      return "steps" + line_of(style, much ? kThin : style.width);
    case Shape::vertical:
      return "vectors nohead" + line_of(style, style.width);
    case Shape::points:
      return "points" + line_of(style, style.width) + points_of(style, 0.9);
    case Shape::area:
      break;
  }
  const std::string area = " fc rgb '" + std::string(style.colour) + "' fs transparent solid " +
                           format_shortest(much ? std::min(1.0, 2 * style.opacity) : style.opacity);
  if (style.width > 0 && !much) return area + " border" + line_of(style, style.width);
  return area + " noborder";
}

}  // namespace wvagate::plot
