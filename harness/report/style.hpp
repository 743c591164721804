#pragma once

#include <string>
#include <string_view>

namespace wvagate::report {

/// Whether text may carry ANSI colours: only for a terminal that wants them.
enum class Colour { off, on };

std::string bold(std::string_view text, Colour colour);
std::string faint(std::string_view text, Colour colour);
std::string good(std::string_view text, Colour colour);
std::string warn(std::string_view text, Colour colour);
std::string bad(std::string_view text, Colour colour);

}  // namespace wvagate::report
