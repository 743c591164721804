#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/ingest/records/kinds.hpp"
#include "tests/support/catch.hpp"

namespace wvagate::testing {

/// What is read of one line that no collector touched, by the program's own tables.
class OneRecord {
 public:
  explicit OneRecord(std::string line) : line_(std::move(line)) {
    const ingest::Decoder* const decoder = ingest::find_decoder(ingest::kDecoders, line_);
    REQUIRE(decoder != nullptr);
    entry_.encoding = decoder->encoding;
    fault_ = decoder->decode(line_, texts_, entry_);
    if (fault_) return;
    kind_ = ingest::find_kind(ingest::kRecordKinds, entry_);
    if (kind_ == nullptr) return;
    fault_ = fields_.collect(entry_, kind_->keys, texts_);
    if (fault_) return;
    ingest::Record record{.entry = entry_,
                          .timestamp = entry_.timestamp,
                          .fields = fields_,
                          .texts = texts_,
                          .events = events_};
    fault_ = kind_->read(record);
  }
  OneRecord(const OneRecord&) = delete;
  OneRecord& operator=(const OneRecord&) = delete;
  ~OneRecord() = default;

  const ingest::LogEntry& entry() const { return entry_; }
  /// Empty for a line of no kind.
  std::string_view kind() const { return kind_ == nullptr ? std::string_view() : kind_->name; }
  const ingest::Events& events() const { return events_; }
  const std::optional<ingest::Fault>& fault() const { return fault_; }
  bool is_malformed(Malformed reason) const {
    return fault_ && !fault_->unknown_version && fault_->reason == reason;
  }
  bool is_unknown_version() const { return fault_ && fault_->unknown_version; }
  /// The keys of the fields that could not be read.
  std::vector<std::string> lost() const {
    std::vector<std::string> keys;
    for (const ingest::UnreadableField& field : fields_.unreadable())
      keys.emplace_back(field.key);
    return keys;
  }
  /// The record's only event, which must be an E.
  template <typename E>
  const E& only() const {
    REQUIRE(!fault_);
    REQUIRE(events_.size() == 1);
    REQUIRE(std::holds_alternative<E>(events_.front()));
    return std::get<E>(events_.front());
  }

 private:
  std::string line_;
  ingest::TextArena texts_;
  ingest::LogEntry entry_;
  ingest::Fields fields_;
  ingest::Events events_;
  const ingest::RecordKind* kind_ = nullptr;
  std::optional<ingest::Fault> fault_;
};

}  // namespace wvagate::testing
