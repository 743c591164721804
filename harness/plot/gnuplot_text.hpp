#pragma once

#include <string>
#include <string_view>

namespace wvagate::plot {

/// Names longer than this are cut, with "…" behind them.
inline constexpr std::size_t kLongestName = 72;

/// `text` as a gnuplot string, in double quotes; what could mean anything to gnuplot in or beside them
/// (quotes, backslashes, backquotes, macros, braces) is a number in octal. Single quotes would not do:
/// gnuplot 5.4 takes a doubled one at their beginning for an empty string. Control characters, ill-formed
/// UTF-8 and bidirectional overrides are drawn as \xNN. A script must draw it with `noenhanced`.
std::string literal(std::string_view text);

/// A stranger's name, cut to what has room in a chart.
std::string shown_name(std::string_view name);

/// About how wide `text` is in a sans-serif font of `font_px`, px; wide scripts and emoji count twice.
double text_width_px(std::string_view text, double font_px);

}  // namespace wvagate::plot
