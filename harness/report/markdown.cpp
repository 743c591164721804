#include "harness/report/markdown.hpp"

#include "analysis/core/format.hpp"

namespace wvagate::report {

std::string markdown_text(std::string_view text) {
  constexpr std::string_view kActive = "&<>|`*_[](){}#!\\@~:\"'";
  std::string escaped;
  for (const char c : escape_for_terminal(text)) {
    if (kActive.find(c) == std::string_view::npos) {
      escaped += c;
    } else {
      escaped += "&#" + std::to_string(static_cast<int>(c)) + ";";
    }
  }
  return escaped;
}

std::string markdown_code(std::string_view text) {
  return "<code>" + markdown_text(text) + "</code>";
}

}  // namespace wvagate::report
