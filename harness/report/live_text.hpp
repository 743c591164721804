#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/metric/live.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/report/style.hpp"

/// A log that is still being written, for people and for what reads lines.
namespace wvagate::report {

/// One event as a line: "TIME EVENT variant=NAME key=value …", with its line end. A name's spaces are
/// escaped, so that a line can be cut at its spaces.
std::string event_line(const metric::LiveEvent& event);

/// How much a terminal shows.
struct ScreenSize {
  std::size_t rows = 24;
  std::size_t columns = 80;
};

/// What the screen says of the reading itself.
struct LiveStatus {
  std::optional<std::chrono::seconds> quiet;  ///< since the last line came
  std::string notice;                         ///< what became of the file; may be empty
};

/// The state of a log in lines that fit `size`, without line ends. Where not all variants have room, those in
/// a gap come first, then those that comply least; the others are counted.
std::vector<std::string> live_screen(const LogFacts& facts, const LiveStatus& status,
                                     std::span<const metric::LiveAnalysis> all, ScreenSize size,
                                     Colour colour);

}  // namespace wvagate::report
