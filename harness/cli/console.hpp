#pragma once

#include <string_view>

#include "analysis/core/result.hpp"
#include "harness/report/style.hpp"

namespace wvagate::cli {

/// Standard output and standard error, and what they are connected to.
class Console {
 public:
  Console();

  /// Colours where standard output is a terminal and NO_COLOR is not set.
  report::Colour colour() const { return colour_; }

  /// Writes to standard output at once; fails where the device is full or closed.
  Status print(std::string_view text) const;
  /// "wvagate: …" on standard error.
  void complain(const Error& error) const;
  void note(std::string_view text) const;

 private:
  report::Colour colour_;
};

}  // namespace wvagate::cli
