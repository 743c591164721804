#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/name_pool.hpp"
#include "analysis/sample/sample.hpp"

namespace wvagate {

/// Why nothing is read of a line of which something should be.
enum class Malformed : std::size_t {
  cut_line,       ///< the record breaks off before its end
  broken_json,    ///< not JSON, though a record's phrase is in it
  bad_time,       ///< no readable timestamp, neither the record's nor the collector's
  bad_number,     ///< none of its numbers can be read
  missing_field,  ///< a field is missing without which the record is of no use
  too_long,       ///< longer than any line that is looked at
  cut_record,     ///< a container runtime's partial lines whose last one never came
  count
};

inline constexpr std::size_t kMalformedCount = static_cast<std::size_t>(Malformed::count);

/// A reason in words, and what its reader may do about it.
struct MalformedText {
  std::string_view name;  ///< "cut_line": stable, for machines
  std::string_view meaning;
  std::string_view advice;
};
const MalformedText& malformed_text(Malformed reason);

/// Every line of a log falls into exactly one of used, ignored, unknown_version and malformed, so that
/// total = used + ignored + unknown_version + Σ malformed.
struct LineCounts {
  std::uint64_t total = 0;
  std::uint64_t used = 0;             ///< lines of which something was read
  std::uint64_t ignored = 0;          ///< nothing of ours
  std::uint64_t unknown_version = 0;  ///< known records with none of the fields that this program knows
  std::array<std::uint64_t, kMalformedCount> malformed{};

  std::uint64_t malformed_total() const;
};

/// A line of which nothing was read, for `doctor` to show.
struct OffendingLine {
  std::uint64_t number = 0;
  Malformed reason{};
  std::string snippet;  ///< the bytes around the fault, raw, or its first ones; "…" before what was left out
  std::uint64_t lines = 1;  ///< pieces of the record that was lost
};

/// A field that is in a record but cannot be read. The rest of the record is used.
struct LostField {
  std::uint64_t line = 0;
  std::string key;
  std::string value;  ///< raw, shortened
};

/// How often a message was logged. Digits and names in it are folded away.
struct MessageCount {
  std::string message;
  std::uint64_t lines = 0;
  std::uint64_t first_line = 0;
};

/// A key that a known record lacks, or has in addition to those that this program knows.
struct KeyDrift {
  std::string message;
  std::string key;
  bool added = false;  ///< false: expected, but missing
  std::uint64_t first_line = 0;
};

/// The messages of a controller's log by what is made of them, each in order of first appearance.
struct Census {
  std::vector<MessageCount> read;     ///< something is read of them
  std::vector<MessageCount> silent;   ///< known to carry nothing that is wanted
  std::vector<MessageCount> unknown;  ///< known to nobody
  std::vector<MessageCount> errors;   ///< of all these, those of level error and above
  std::vector<KeyDrift> drift;
};

/// A stretch of a log between controller starts or leader elections.
struct Segment {
  ControllerKind controller = ControllerKind::reactive;
  std::string build;  ///< by the callers' line numbers: "57f3fe64 (2026-08-07) or later"; may be empty
};

/// What was found about a log while reading it.
struct LogFacts {
  std::string name;         ///< file name without directory; "stdin" for standard input
  std::uint64_t bytes = 0;  ///< after inflating
  LineCounts lines;
  std::map<std::string, std::uint64_t> observations;  ///< observations of variants by kind of record
  std::map<std::string, std::uint64_t> encodings;     ///< used lines by encoding
  std::map<std::string, std::uint64_t> collectors;    ///< used lines by collector
  std::map<std::string, std::uint64_t> records;       ///< lines by the phrase of their record
  std::uint64_t forecasts = 0;                        ///< server records in solutions
  std::uint64_t unobserved = 0;                       ///< of these, those whose cycle logged no observation
  std::uint64_t ambiguous = 0;                        ///< of these, because two variants share a name
  std::uint64_t restarts = 0;                         ///< controller starts and leader elections
  std::uint64_t cycles = 0;                           ///< whose begin is logged
  std::uint64_t cycles_ended = 0;                     ///< ends of cycles that are logged
  std::uint64_t claims = 0;                           ///< rows of `extract --claims`
  std::uint64_t mismatches = 0;                       ///< rows of `extract --mismatches`
  std::uint64_t scaled_from_zero = 0;                 ///< scale-ups of variants that had no replicas
  bool truncated = false;                             ///< the log ends in the middle of a line
  std::vector<OffendingLine> offending;               ///< the first few of each reason, in log order
  std::vector<OffendingLine> unknown_versions;        ///< the first few; `reason` is of no meaning
  std::uint64_t lost_fields = 0;
  std::vector<LostField> lost;           ///< the first few
  Census census;                         ///< empty unless it was asked for
  std::vector<Segment> segments;         ///< by Sample::segment
  std::vector<std::string> first_lines;  ///< the log's first lines, shortened
};

/// The builds of the log's controllers, in log order, of equal ones that follow each other one.
std::vector<std::string> controller_builds(const LogFacts& facts);

/// What was read of a log: its samples in log order. Samples hold views into `names`.
struct Recording {
  LogFacts facts;
  NamePool names;
  std::vector<Sample> samples;
};

}  // namespace wvagate
