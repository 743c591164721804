#include "harness/ingest/census/census_taker.hpp"

#include <algorithm>

#include "harness/ingest/census/fold_message.hpp"
#include "harness/ingest/census/known_messages.hpp"
#include "harness/ingest/decode/json_line.hpp"

namespace wvagate::ingest {
namespace {

/// Messages that are counted apart. A log that invents more does not get memory for them.
constexpr std::size_t kMostMessages = 1000;
constexpr std::size_t kLongestKey = 80;  // bytes that are kept of a new key
constexpr std::string_view kTheRest = "(further messages)";

/// Members of a line that are zap's own, or controller-runtime's.
constexpr std::string_view kCommonKeys[] = {"level",      "ts",          "logger",          "caller",
                                            "msg",        "stacktrace",  "error",           "errorVerbose",
                                            "controller", "reconcileID", "controllerGroup", "controllerKind"};

template <typename Range>
bool contains(const Range& keys, std::string_view key) {
  return std::find(std::begin(keys), std::end(keys), key) != std::end(keys);
}

}  // namespace

void CensusTaker::count(std::vector<MessageCount>& list, std::string_view message, std::uint64_t line) {
  NameMap<std::size_t>& index = index_[&list];
  if (index.size() >= kMostMessages && index.find(message) == nullptr) message = kTheRest;
  if (const auto* const known = index.find(message)) {
    ++list[known->second].lines;
    return;
  }
  index.at(message).second = list.size();
  list.push_back({.message = std::string(message), .lines = 1, .first_line = line});
}

void CensusTaker::add(const LogEntry& entry, std::uint64_t line, const RecordKind* kind, bool used) {
  const bool begins = used && kind != nullptr && kind->match == Match::begins;
  std::string_view known = begins ? kind->phrase : known_message(entry.message);
  if (used && kind != nullptr && known.empty()) known = kind->phrase;
  const std::string folded = known.empty() ? fold_message(entry.message) : std::string();
  const std::string_view message = known.empty() ? std::string_view(folded) : known;
  count(used ? census_.read : known.empty() ? census_.unknown : census_.silent, message, line);
  if (entry.is_error()) count(census_.errors, message, line);
  if (used && kind != nullptr && !entry.object.empty()) note_drift(entry, line, *kind);
}

void CensusTaker::note_drift(const LogEntry& entry, std::uint64_t line, const RecordKind& kind) {
  if (kind.keys.empty()) return;
  JsonObject members(entry.object);
  std::string_view key;
  JsonValue value;
  std::size_t own_members = 0;
  std::vector<std::string_view> seen;
  while (members.next(key, value)) {
    if (contains(kCommonKeys, key)) continue;
    ++own_members;
    seen.push_back(key);
    if (!contains(kind.keys, key)) add_drift(kind, key, true, line);
  }
  if (own_members == 0) return;  // its fields are in the message
  for (const std::string_view expected : kind.keys.first(kind.required)) {
    if (!contains(seen, expected)) add_drift(kind, expected, false, line);
  }
}

void CensusTaker::add_drift(const RecordKind& kind, std::string_view key, bool added, std::uint64_t line) {
  key = key.substr(0, kLongestKey);
  if (drifted_.size() >= kMostMessages || !drifted_.emplace(kind.phrase, std::string(key)).second) return;
  census_.drift.push_back(
      {.message = std::string(kind.phrase), .key = std::string(key), .added = added, .first_line = line});
}

}  // namespace wvagate::ingest
