#include "harness/cli/console.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace wvagate::cli {
namespace {

/// errno of the fault; 0 when all was written.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {  // another program made the descriptor one that does not wait
      pollfd wanted{.fd = descriptor, .events = POLLOUT, .revents = 0};
      ::poll(&wanted, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

bool is_screen(int descriptor) {
  const char* terminal = std::getenv("TERM");
  return ::isatty(descriptor) == 1 && terminal != nullptr && *terminal != '\0' &&
         std::string_view(terminal) != "dumb";
}

bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  return is_screen(STDOUT_FILENO) && (no_colour == nullptr || *no_colour == '\0');
}

}  // namespace

Console::Console()
    : colour_(wants_colour() ? report::Colour::on : report::Colour::off),
      has_screen_(is_screen(STDOUT_FILENO)),
      shows_progress_(is_screen(STDERR_FILENO)) {}

Status Console::print(std::string_view text) const {
  if (reader_left_) return {};
  const int fault = write_all(STDOUT_FILENO, text);
  reader_left_ = fault == EPIPE;
  if (fault == 0 || reader_left_) return {};
  return Error{.kind = ErrorKind::output,
               .where = "standard output",
               .what = std::string("cannot be written: ") + std::strerror(fault)};
}

bool Console::reader_left() const {
  pollfd output{.fd = STDOUT_FILENO, .events = 0, .revents = 0};
  reader_left_ = reader_left_ || (::poll(&output, 1, 0) > 0 && (output.revents & POLLERR) != 0);
  return reader_left_;
}

report::ScreenSize Console::screen_size() const {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return {};
  return {.rows = size.ws_row, .columns = size.ws_col};
}

ExitCode Console::complain(const Error& error) const {
  note(describe(error));
  return exit_code_of(error.kind);
}

void Console::note(std::string_view text) const {
  std::string line = "wvagate: ";
  line += text;
  line += '\n';
  write_all(STDERR_FILENO, line);
}

void Console::show_progress(std::string_view text) const {
  if (!shows_progress_) return;
  std::string line = "\r\x1b[K";
  line += text;
  write_all(STDERR_FILENO, line);
}

}  // namespace wvagate::cli
