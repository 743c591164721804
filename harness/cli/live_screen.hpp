#pragma once

#include <span>
#include <string>

#include "harness/cli/console.hpp"

namespace wvagate::cli {

/// The whole of a terminal while it lives: what was there comes back at its end, the cursor too.
class LiveScreen {
 public:
  explicit LiveScreen(const Console& console) : console_(console) { enter(); }
  LiveScreen(const LiveScreen&) = delete;
  LiveScreen& operator=(const LiveScreen&) = delete;
  ~LiveScreen() { leave(); }

  /// Shows `lines`, which fit it.
  void draw(std::span<const std::string> lines) const;
  /// Leave it for a while, and come back.
  void leave() const;
  void enter() const;

 private:
  const Console& console_;
};

}  // namespace wvagate::cli
