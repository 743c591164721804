#pragma once

#include <string>
#include <string_view>

namespace wvagate::plot {

/// Names longer than this are cut, with "…" behind them.
inline constexpr std::size_t kLongestName = 72;

/// `text` as a gnuplot string. It is in single quotes, within which gnuplot expands neither backquotes nor
/// macros nor backslashes; control characters, ill-formed UTF-8 and bidirectional overrides are \xNN. A
/// script must draw it with `noenhanced`.
std::string literal(std::string_view text);

/// A stranger's name, cut to what has room in a chart.
std::string shown_name(std::string_view name);

/// About how wide `text` is in a sans-serif font of `font_px`, px; wide scripts and emoji count twice.
double text_width_px(std::string_view text, double font_px);

}  // namespace wvagate::plot
