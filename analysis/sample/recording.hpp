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

/// Why a line that should have given something gave nothing.
enum class Malformed : std::size_t {
  cut_line,       ///< the record breaks off before its end
  broken_json,    ///< not JSON, though a marker stands in it
  bad_time,       ///< no readable timestamp, neither the record's nor the collector's
  bad_number,     ///< a field that must be a number is none
  missing_field,  ///< a field without which the record says nothing
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

/// Every line of a log falls into exactly one of used, ignored and malformed, so that
/// total = used + ignored + Σ malformed.
struct LineCounts {
  std::uint64_t total = 0;
  std::uint64_t used = 0;     ///< gave an observation, a solution, parameters, an SLO or a cycle's limits
  std::uint64_t ignored = 0;  ///< nothing of ours
  std::array<std::uint64_t, kMalformedCount> malformed{};

  std::uint64_t malformed_total() const;
};

/// A line that was lost, shown to whoever asks why.
struct OffendingLine {
  std::uint64_t number = 0;
  Malformed reason{};
  std::string snippet;  ///< the bytes around the fault, raw, or its first ones; "…" before what was left out
  std::uint64_t lines = 1;  ///< pieces of the record that was lost
};

/// What reading a log says about the log itself.
struct LogFacts {
  std::string name;         ///< file name without directory; "stdin" for standard input
  std::uint64_t bytes = 0;  ///< after inflating
  LineCounts lines;
  std::map<std::string, std::uint64_t> dialects;  ///< observations by dialect
  std::map<std::string, std::uint64_t> wrappers;  ///< marker lines by wrapper
  std::map<std::string, std::uint64_t> markers;   ///< lines by marker phrase
  std::uint64_t solutions = 0;                    ///< server records in solutions
  std::uint64_t unobserved = 0;                   ///< solutions whose cycle logged no observation
  std::uint64_t ambiguous = 0;                    ///< of these, because two variants share a name
  std::uint64_t restarts = 0;                     ///< controller starts and leader elections
  bool truncated = false;                         ///< the log ends in the middle of a line
  std::vector<OffendingLine> offending;           ///< the first few of each reason, in log order
  std::vector<std::string> first_lines;           ///< the log's first lines, shortened
};

/// All that a log says: its samples in log order. Samples hold views into `names`.
struct Recording {
  LogFacts facts;
  NamePool names;
  std::vector<Sample> samples;
};

}  // namespace wvagate
