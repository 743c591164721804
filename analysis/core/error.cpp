#include "analysis/core/error.hpp"

#include "analysis/core/format.hpp"

namespace wvagate {

std::string describe(const Error& error) {
  std::string text;
  if (!error.where.empty()) {
    text += escape_for_terminal(error.where);
    if (error.line != 0) text += ":" + std::to_string(error.line);
    text += ": ";
  }
  text += escape_for_terminal(error.what);
  if (!error.help.empty()) text += "\n  help: " + escape_for_terminal(error.help);
  return text;
}

}  // namespace wvagate
