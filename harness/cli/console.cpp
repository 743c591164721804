#include "harness/cli/console.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include <unistd.h>

namespace wvagate::cli {
namespace {

/// errno of the fault; 0 when all was written.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  return ::isatty(STDOUT_FILENO) == 1 && (no_colour == nullptr || *no_colour == '\0');
}

}  // namespace

Console::Console() : colour_(wants_colour() ? report::Colour::on : report::Colour::off) {}

Status Console::print(std::string_view text) const {
  const int fault = write_all(STDOUT_FILENO, text);
  if (fault == 0) return {};
  return Error{.kind = ErrorKind::output,
               .where = "standard output",
               .what = std::string("cannot be written: ") + std::strerror(fault)};
}

void Console::complain(const Error& error) const {
  note(describe(error));
}

void Console::note(std::string_view text) const {
  std::string line = "wvagate: ";
  line += text;
  line += '\n';
  write_all(STDERR_FILENO, line);
}

}  // namespace wvagate::cli
