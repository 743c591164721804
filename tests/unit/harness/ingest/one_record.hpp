#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/ingest/records/reading.hpp"
#include "tests/support/catch.hpp"

namespace wvagate::testing {

/// What is read of one line that no collector touched, by the program's own tables.
class OneRecord {
 public:
  explicit OneRecord(std::string line) : line_(std::move(line)) {
    read_record(line_, {}, ingest::kDecoders, ingest::kRecordKinds, reading_);
    REQUIRE(reading_.decoder != nullptr);
  }
  OneRecord(const OneRecord&) = delete;
  OneRecord& operator=(const OneRecord&) = delete;
  ~OneRecord() = default;

  const ingest::LogEntry& entry() const { return reading_.entry; }
  /// Empty for a line of no kind.
  std::string_view kind() const {
    return reading_.kind == nullptr ? std::string_view() : reading_.kind->name;
  }
  const ingest::Events& events() const { return reading_.events; }
  const std::optional<ingest::Fault>& fault() const { return reading_.fault; }
  bool is_malformed(Malformed reason) const {
    return fault() && !fault()->unknown_version && fault()->reason == reason;
  }
  bool is_unknown_version() const { return fault() && fault()->unknown_version; }
  /// The keys of the fields that could not be read.
  std::vector<std::string> lost() const {
    std::vector<std::string> keys;
    for (const ingest::UnreadableField& field : reading_.fields.unreadable())
      keys.emplace_back(field.key);
    return keys;
  }
  /// The record's only event, which must be an E.
  template <typename E>
  const E& only() const {
    REQUIRE(!fault());
    REQUIRE(events().size() == 1);
    REQUIRE(std::holds_alternative<E>(events().front()));
    return std::get<E>(events().front());
  }

 private:
  std::string line_;
  ingest::Reading reading_;
};

}  // namespace wvagate::testing
