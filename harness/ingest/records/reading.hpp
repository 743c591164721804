#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "analysis/core/time.hpp"
#include "harness/ingest/decode/fields.hpp"
#include "harness/ingest/decode/log_entry.hpp"
#include "harness/ingest/records/event.hpp"
#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {

/// One record taken out of its line, before it is applied to a cycle. Views point into the line, or into
/// `texts`. It is used again from line to line, so that its memory is allocated once.
struct Reading {
  const Decoder* decoder = nullptr;  ///< nullptr: the line is of no known form
  LogEntry entry;
  const RecordKind* kind = nullptr;  ///< nullptr: the record is of no known kind, or its line is damaged
  std::optional<Fault> fault;        ///< why the line or the record is damaged; events before it count
  Events events;
  Fields fields;
  TextArena texts;
  std::string_view timestamp;  ///< one inside the record, or the finer one of the line's and the collector's
  std::optional<TimePoint> time;  ///< of `timestamp`; absent if it is unreadable
};

/// Reads the line `text`, without its collector prefix, for which the collector has the time `stamp`.
void read_record(std::string_view text, std::string_view stamp, std::span<const Decoder> decoders,
                 std::span<const RecordKind> kinds, Reading& reading);

}  // namespace wvagate::ingest
