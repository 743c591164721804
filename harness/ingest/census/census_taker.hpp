#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/core/name_map.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/ingest/decode/log_entry.hpp"
#include "harness/ingest/records/record.hpp"

namespace wvagate::ingest {

/// Counts the messages of a log by what is made of them.
class CensusTaker {
 public:
  /// `census` must outlive the object.
  explicit CensusTaker(Census& census) : census_(census) {}

  /// Counts one entry. `kind` is the kind of record that it is of, nullptr if it is of none; `used`:
  /// something was read of it.
  void add(const LogEntry& entry, std::uint64_t line, const RecordKind* kind, bool used);

 private:
  void count(std::vector<MessageCount>& list, std::string_view message, std::uint64_t line);
  void note_drift(const LogEntry& entry, std::uint64_t line, const RecordKind& kind);
  void add_drift(const RecordKind& kind, std::string_view key, bool added, std::uint64_t line);

  Census& census_;
  std::unordered_map<const void*, NameMap<std::size_t>> index_;  // by list and message
  std::set<std::pair<std::string_view, std::string>> drifted_;   // by phrase and key
};

}  // namespace wvagate::ingest
