#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "analysis/core/time.hpp"
#include "harness/ingest/decode/log_entry.hpp"

/// A made-up encoding, all of it in this file: TIME|LEVEL|CALLER|MESSAGE|OBJECT, the object being JSON.
namespace wvagate::made_up {

inline bool is_pipe_line(std::string_view line) {
  const std::string_view time = line.substr(0, line.find('|'));
  return parse_time(time) && std::count(line.begin(), line.end(), '|') >= 4;
}

inline std::optional<ingest::Fault> decode_pipe_line(std::string_view line, ingest::TextArena&,
                                                     ingest::LogEntry& entry) {
  for (std::string_view* part : {&entry.timestamp, &entry.level, &entry.caller, &entry.message}) {
    *part = line.substr(0, line.find('|'));
    line.remove_prefix(part->size() + 1);
  }
  if (!line.empty() && line.front() != '{') return ingest::fault_at(Malformed::broken_json, line, line);
  entry.object = line;
  return std::nullopt;
}

inline constexpr ingest::Decoder kPipeLines = {static_cast<ingest::Encoding>(100), "pipes", is_pipe_line,
                                               decode_pipe_line};

}  // namespace wvagate::made_up
