#pragma once

#include <string_view>

#include "analysis/core/result.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/report/live_text.hpp"
#include "harness/report/style.hpp"

namespace wvagate::cli {

/// Standard output and standard error, and what they are connected to.
class Console {
 public:
  Console();

  /// Colours where standard output is a terminal, no dumb one, and NO_COLOR is not set.
  report::Colour colour() const { return colour_; }

  /// Writes to standard output at once; fails where the device is full or closed. That its reader has left
  /// (`… | head`) is no failure: it has what it wanted, and the rest is dropped.
  Status print(std::string_view text) const;
  /// Nobody reads standard output any longer: what is still to be printed need not be made.
  bool reader_left() const;

  /// Standard output is a terminal on which a cursor can be moved.
  bool has_screen() const { return has_screen_; }
  /// The screen's size now; 24 by 80 where the terminal does not say.
  report::ScreenSize screen_size() const;
  /// "wvagate: …" on standard error; the exit code that goes with it.
  ExitCode complain(const Error& error) const;
  void note(std::string_view text) const;
  /// How far the work is, on a line of standard error that the next call writes over; empty: nothing there.
  /// Says nothing where standard error is no terminal.
  void show_progress(std::string_view text) const;

 private:
  report::Colour colour_;
  bool has_screen_;
  bool shows_progress_;
  mutable bool reader_left_ = false;
};

}  // namespace wvagate::cli
