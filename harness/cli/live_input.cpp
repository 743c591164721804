#include "harness/cli/live_input.hpp"

#include <algorithm>
#include <array>
#include <climits>

#include <poll.h>
#include <unistd.h>

#include "analysis/core/format.hpp"

namespace wvagate::cli {
namespace {

/// How often a file that is followed is looked at: five times a second cost nothing, and a cycle takes a
/// minute.
constexpr auto kLook = std::chrono::milliseconds(200);

int timeout_ms(std::optional<LiveInput::Clock::time_point> due) {
  if (!due) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - LiveInput::Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

std::optional<LiveInput::Clock::time_point> earlier(std::optional<LiveInput::Clock::time_point> a,
                                                    std::optional<LiveInput::Clock::time_point> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

/// The whole lines at the start of `text` that a pipe takes all at once or not at all.
std::string_view first_lines(std::string_view text) {
  if (text.size() <= PIPE_BUF) return text;
  const std::size_t end = text.rfind('\n', PIPE_BUF - 1);
  return text.substr(0, end == std::string_view::npos ? PIPE_BUF : end + 1);
}

}  // namespace

bool LiveInput::wait_for_growth() {
  return wait(-1, Clock::now() + kLook);
}

void LiveInput::tell(const std::string& path, std::string_view what) {
  console_.note(escape_for_terminal(path) + ": " + std::string(what));
}

bool LiveInput::obey(int signal) {
  if (signal == SIGHUP) {
    ::raise(SIGHUP);  // ends the process once it is held back no longer: nobody is left to report to
  } else {
    signals_->let_go(signal);  // a second one ends the process at once
  }
  return false;
}

bool LiveInput::wait(int descriptor, std::optional<Clock::time_point> until) {
  std::optional<Clock::time_point> due = Clock::now();  // the first look does not wait
  while (true) {
    std::array<pollfd, 3> wanted = {
        pollfd{.fd = descriptor, .events = POLLIN, .revents = 0},
        pollfd{.fd = STDOUT_FILENO, .events = 0, .revents = 0},
        pollfd{.fd = signals_ != nullptr ? signals_->descriptor() : -1, .events = POLLIN, .revents = 0}};
    ::poll(wanted.data(), wanted.size(), timeout_ms(earlier(due, until)));
    while (signals_ != nullptr) {
      const auto signal = signals_->take();
      if (!signal) break;
      if (!obey(*signal)) return false;
    }
    if ((wanted[1].revents & POLLERR) != 0 && console_.reader_left()) return false;
    if (wanted[0].revents != 0) {
      between_reads(false);
      return true;
    }
    due = between_reads(true);
    if (!output_) return false;
    if (until && Clock::now() >= *until) return true;
  }
}

void LiveInput::print(std::string_view lines) {
  while (output_ && !lines.empty()) {
    std::array<pollfd, 2> wanted = {
        pollfd{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0},
        pollfd{.fd = signals_ != nullptr ? signals_->descriptor() : -1, .events = POLLIN, .revents = 0}};
    ::poll(wanted.data(), wanted.size(), -1);
    if (wanted[0].revents == 0 && wanted[1].revents != 0) signals_->let_go_all();
    const std::string_view piece = first_lines(lines);
    output_ = console_.print(piece);
    lines.remove_prefix(piece.size());
  }
}

}  // namespace wvagate::cli
