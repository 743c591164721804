#pragma once

#include <string>
#include <string_view>

namespace wvagate::report {

/// gnuplot's SVG picture as an element for an HTML page: without prolog and titles, as wide as its place, ids
/// prefixed with `name` so that pictures in one page do not meet, and each colour #rrggbb as
/// var(--c-rrggbb, #rrggbb), which a style sheet may set for dark pages. `label` says what the picture shows
/// to those who cannot see it. Empty where `svg` is none.
std::string inline_svg(std::string_view svg, std::string_view name, std::string_view label);

}  // namespace wvagate::report
