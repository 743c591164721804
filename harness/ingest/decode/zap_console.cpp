#include <algorithm>

#include "analysis/core/characters.hpp"
#include "analysis/core/time.hpp"
#include "harness/ingest/decode/log_entry.hpp"

namespace wvagate::ingest {
namespace {

constexpr std::size_t kLongestTime = 35;
constexpr std::size_t kLongestLevel = 24;

/// "2026-08-07T20:42:36Z", whether or not there is such a day, or seconds.
bool has_form_of_time(std::string_view text) {
  if (text.size() > 10 && text[4] == '-' && text[7] == '-' && text[10] == 'T') return true;
  return parse_time(text).has_value();
}

/// "saturation/engine_v2.go:695".
bool is_caller(std::string_view text) {
  const std::size_t colon = text.rfind(".go:");
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view line = text.substr(colon + 4);
  return !line.empty() && std::all_of(line.begin(), line.end(), is_digit) &&
         text.find_first_of(" \t") == std::string_view::npos;
}

/// Takes the field up to the next tab off the front of `rest`; all of it if there is none.
std::string_view take_field(std::string_view& rest) {
  const std::size_t tab = std::min(rest.find('\t'), rest.size());
  const std::string_view field = rest.substr(0, tab);
  rest.remove_prefix(std::min(tab + 1, rest.size()));
  return field;
}

}  // namespace

bool is_zap_console(std::string_view line) {
  if (line.empty() || !is_digit(line.front())) return false;
  const std::size_t tab = line.substr(0, kLongestTime + 1).find('\t');
  if (tab == std::string_view::npos || !has_form_of_time(line.substr(0, tab))) return false;
  const std::size_t end = line.substr(tab + 1, kLongestLevel + 1).find('\t');
  return end != std::string_view::npos && end > 0 &&
         line.substr(tab + 1, end).find(' ') == std::string_view::npos;
}

/// zap's console form: TIME\tLEVEL\t[LOGGER\t]CALLER\tMESSAGE[\t{JSON}]. The message is written raw and may
/// hold tabs; the object's own tabs are escaped, so that the last tab is before it.
std::optional<Fault> decode_zap_console(std::string_view line, TextArena&, LogEntry& entry) {
  std::string_view rest = line;
  entry.timestamp = take_field(rest);
  entry.level = take_field(rest);
  std::string_view behind_logger = rest;
  const std::string_view first = take_field(behind_logger);
  if (is_caller(first)) {
    entry.caller = first;
    rest = behind_logger;
  } else {
    std::string_view behind_caller = behind_logger;
    const std::string_view second = take_field(behind_caller);
    if (is_caller(second)) {
      entry.logger = first;
      entry.caller = second;
      rest = behind_caller;
    }
  }
  const std::size_t last_tab = rest.rfind('\t');
  const std::size_t object = last_tab == std::string_view::npos ? std::string_view::npos : last_tab + 1;
  if (object < rest.size() && rest[object] == '{') {
    entry.object = rest.substr(object);
    rest = rest.substr(0, last_tab);
  }
  entry.message = rest;
  return std::nullopt;
}

}  // namespace wvagate::ingest
