#pragma once

#include <cstdint>
#include <string>

namespace wvagate {

/// What went wrong, by who has to act on it. The command line turns it into an exit code.
enum class ErrorKind {
  usage,   ///< wrong arguments, or a broken baseline or configuration
  log,     ///< a log is missing, unreadable or gives no samples
  output,  ///< a result could not be written
};

/// A failed operation, in the words its user will read: `where: what, why; help`.
struct Error {
  ErrorKind kind = ErrorKind::usage;
  std::string where;       ///< file, or option; may be empty
  std::uint64_t line = 0;  ///< line in `where`, counted from 1; 0 where no line is to blame
  std::string what;        ///< the finding, with its reason
  std::string help;        ///< what to do about it; may be empty
};

/// `where:line: what` and, on a line of its own, `  help: …`. Control characters are escaped.
std::string describe(const Error& error);

}  // namespace wvagate
