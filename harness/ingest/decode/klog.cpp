#include <algorithm>

#include "analysis/core/characters.hpp"
#include "harness/ingest/decode/json_line.hpp"
#include "harness/ingest/decode/log_entry.hpp"

namespace wvagate::ingest {

bool is_klog(std::string_view line) {
  constexpr std::string_view kLevels = "IWEF";
  return line.size() > 21 && kLevels.find(line[0]) != std::string_view::npos &&
         std::all_of(line.begin() + 1, line.begin() + 5, is_digit) && line[5] == ' ' && line[8] == ':';
}

/// klog, as Kubernetes' libraries print: `E0807 20:42:36.955971       1 event.go:442] "MESSAGE" key=value …`,
/// or with a message that is not quoted and has no pairs.
std::optional<Fault> decode_klog(std::string_view line, TextArena& texts, LogEntry& entry) {
  entry.level = line.substr(0, 1);
  const std::size_t bracket = line.find("] ");
  if (bracket == std::string_view::npos) {
    entry.message = line.substr(std::min<std::size_t>(line.size(), 21));
    return std::nullopt;
  }
  const std::size_t space = line.rfind(' ', bracket);
  entry.caller = line.substr(space + 1, bracket - space - 1);
  const std::string_view text = line.substr(bracket + 2);
  entry.message = text;
  if (!text.starts_with('"')) return std::nullopt;
  std::size_t end = 1;
  bool escaped = false;
  while (end < text.size() && text[end] != '"') {
    escaped = escaped || text[end] == '\\';
    end += text[end] == '\\' ? std::size_t{2} : std::size_t{1};
  }
  if (end >= text.size()) return std::nullopt;
  const auto message = resolve(text.substr(1, end - 1), escaped, texts);
  if (!message) return std::nullopt;
  entry.message = *message;
  entry.pairs = text.substr(end + 1);
  return std::nullopt;
}

}  // namespace wvagate::ingest
