#include "harness/report/xml.hpp"

#include "analysis/core/format.hpp"

namespace wvagate::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_allowed(std::string_view sequence) {
  const auto lead = static_cast<unsigned char>(sequence.front());
  if (lead < 0x20) return lead == '\t' || lead == '\n' || lead == '\r';
  return sequence != "\x7F" && sequence != "\xEF\xBF\xBE" && sequence != "\xEF\xBF\xBF";
}

std::string_view entity(char character) {
  switch (character) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    default:
      return {};
  }
}

}  // namespace

std::string escape_xml(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text);
    const std::string_view sequence = text.substr(0, length == 0 ? 1 : length);
    if (length == 0 || !is_allowed(sequence)) {
      escaped += kReplacement;
    } else if (const auto named = entity(sequence.front()); !named.empty()) {
      escaped += named;
    } else {
      escaped += sequence;
    }
    text.remove_prefix(sequence.size());
  }
  return escaped;
}

}  // namespace wvagate::report
