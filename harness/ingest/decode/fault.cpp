#include "harness/ingest/decode/fault.hpp"

#include <algorithm>
#include <functional>

namespace wvagate::ingest {
namespace {

constexpr std::size_t kSnippetBytes = 200;
constexpr std::size_t kShownBytes = 110;  // by `doctor`, on a line of its own
constexpr std::size_t kBefore = 50;       // of them, those before the fault

}  // namespace

Fault fault_at(Malformed reason, std::string_view text, std::string_view at) {
  const std::less_equal<> not_after;
  const bool inside = not_after(text.data(), at.data()) && not_after(at.data(), text.data() + text.size());
  if (!inside) return reason;  // an empty value, which has no place
  return {reason, snippet_around(text, static_cast<std::size_t>(at.data() - text.data()))};
}

std::string snippet(std::string_view text) {
  return std::string(text.substr(0, kSnippetBytes));
}

std::string snippet_around(std::string_view text, std::size_t at) {
  if (at <= kBefore || text.size() <= kShownBytes) return snippet(text);
  std::size_t begin = std::min(at - kBefore, text.size() - kShownBytes);
  while (begin < at && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80)
    ++begin;  // not in the middle of a character
  return "…" + snippet(text.substr(begin));
}

}  // namespace wvagate::ingest
