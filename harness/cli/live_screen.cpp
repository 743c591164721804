#include "harness/cli/live_screen.hpp"

namespace wvagate::cli {
namespace {

// xterm's sequences, which every terminal of today knows (and with ?1049 the console of Linux lives on
// without).
constexpr std::string_view kEnter = "\x1b[?1049h\x1b[?25l\x1b[?7l";  // other screen, no cursor, no wrapping
constexpr std::string_view kLeave = "\x1b[?7h\x1b[?25h\x1b[?1049l";
constexpr std::string_view kHome = "\x1b[H";
constexpr std::string_view kClearLine = "\x1b[K";
constexpr std::string_view kClearBelow = "\x1b[J";

}  // namespace

// A terminal that takes nothing is told of by the report that follows.
void LiveScreen::enter() const {
  static_cast<void>(console_.print(kEnter));
}

void LiveScreen::leave() const {
  static_cast<void>(console_.print(kLeave));
}

void LiveScreen::draw(std::span<const std::string> lines) const {
  std::string frame(kHome);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) frame += "\r\n";
    frame += kClearLine;  // before the text: behind a full line it would take its last character
    frame += lines[i];
  }
  frame += kClearBelow;
  static_cast<void>(console_.print(frame));
}

}  // namespace wvagate::cli
