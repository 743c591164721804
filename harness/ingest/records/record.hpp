#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "analysis/core/time.hpp"
#include "harness/ingest/decode/fields.hpp"
#include "harness/ingest/records/event.hpp"

namespace wvagate::ingest {

/// A log timestamp as a time. Absent if it is malformed, or too long to keep.
inline std::optional<TimePoint> parse_log_time(std::string_view timestamp) {
  return Timestamp::fits(timestamp) ? parse_time(timestamp) : std::nullopt;
}

struct RecordKind;

/// An entry on its way to a record's reader.
struct Record {
  const RecordKind& kind;
  const LogEntry& entry;
  Fields& fields;  ///< of the kind's keys
  TextArena& texts;
  Events& events;               ///< the events of the record; readers add to them
  std::string_view own_time{};  ///< a timestamp inside the record that outweighs the line's; set by readers

  std::string_view message() const { return entry.message; }
};

/// How a record is recognised by its phrase.
enum class Match {
  begins,    ///< the message begins with it
  contains,  ///< it is somewhere in the message
  anywhere,  ///< in the message or in the fields' object
};

/// A kind of record. Adding one takes a file with its reader and, in kinds.hpp, its declaration, its keys and
/// a line in kRecordKinds.
struct RecordKind {
  std::string_view name;  ///< what it is, in a word or two: "claim"
  std::string_view
      phrase;  ///< by which it is recognised, and searched for; printable ASCII that JSON does not escape
  Match match = Match::begins;
  std::span<const std::string_view> keys;  ///< that it can have; none if its reader needs no fields
  std::size_t required = 0;    ///< so many of them, the first ones, each such record has that has members
  bool gives_samples = false;  ///< one of them suffices for a sample
  /// Adds the record's events. Returns a fault if a record of this kind is damaged; what was
  /// added before counts all the same. Adding nothing means that the record carries nothing of interest.
  std::optional<Fault> (*read)(Record& record);
};

/// The first of `kinds` that the entry is of, those whose phrase begins its message before others; nullptr if
/// it is of none.
const RecordKind* find_kind(std::span<const RecordKind> kinds, const LogEntry& entry);

/// The text in `text` behind `phrase`; absent if the phrase is not in it.
std::optional<std::string_view> text_after(std::string_view text, std::string_view phrase);

/// The name behind "variant=", "variant " or "variant: " in a sentence; empty if there is none.
std::string_view variant_in(std::string_view sentence);

/// "NAMESPACE/NAME" taken apart; a name without slash has no namespace.
VariantName variant_name(std::string_view text, std::string_view name_space = {});

}  // namespace wvagate::ingest
