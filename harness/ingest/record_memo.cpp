#include "harness/ingest/record_memo.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <functional>

#include "harness/ingest/byte_search.hpp"

namespace wvagate::ingest {
namespace {

/// Memories at most: a cycle of the controller has some twenty kinds of lines, and some more for each
/// variant.
constexpr std::size_t kMostMemories = 64;
/// Longer lines are not remembered.
constexpr std::size_t kLongestText = std::size_t{16} * 1024;

constexpr ByteSet kTimeBytes("0123456789.+-:TZ");

/// Where `part` begins in `whole`; absent where it is no part of it.
std::optional<std::size_t> place_in(std::string_view whole, std::string_view part) {
  const std::less_equal<> not_after;
  if (part.empty() || !not_after(whole.data(), part.data()) ||
      !not_after(part.data() + part.size(), whole.data() + whole.size()))
    return std::nullopt;
  return static_cast<std::size_t>(part.data() - whole.data());
}

/// Where a part of a resolved text stands in the line; absent where it is no part of it, and behind an escape
/// of another length than two.
std::optional<std::size_t> place_resolved(std::string_view line, const ResolvedText& resolved,
                                          std::string_view part) {
  auto left = place_in(resolved.text, part);
  auto place = place_in(line, resolved.written);
  if (!left || !place) return std::nullopt;
  for (; *left > 0; --*left) {
    if (line.substr(*place).starts_with("\\u")) return std::nullopt;
    *place += line[*place] == '\\' ? std::size_t{2} : std::size_t{1};
  }
  return place;
}

/// memcmp() for the few bytes that mostly stand between two numbers.
bool same_bytes(const char* a, const char* b, std::size_t count) {
  const auto differ = [&](auto word, std::size_t at) {
    decltype(word) other;
    std::memcpy(&word, a + at, sizeof word);
    std::memcpy(&other, b + at, sizeof other);
    return word ^ other;
  };
  using Eight = std::uint64_t;
  using Four = std::uint32_t;
  if (count > 32) return std::memcmp(a, b, count) == 0;
  if (count > 16)
    return (differ(Eight{}, 0) | differ(Eight{}, 8) | differ(Eight{}, count - 16) |
            differ(Eight{}, count - 8)) == 0;
  if (count >= 8) return (differ(Eight{}, 0) | differ(Eight{}, count - 8)) == 0;
  if (count >= 4) return (differ(Four{}, 0) | differ(Four{}, count - 4)) == 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

/// Whether the bytes of `text` in [begin, end) are all that stands there of `bytes`.
bool is_whole_run(std::string_view text, std::size_t begin, std::size_t end, const ByteSet& bytes) {
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(begin),
                     text.begin() + static_cast<std::ptrdiff_t>(end), [&](char c) { return bytes.has(c); }) &&
         (begin == 0 || !bytes.has(text[begin - 1])) && (end == text.size() || !bytes.has(text[end]));
}

}  // namespace

std::optional<ReadRecord> RecordMemo::match(const MarkerLine& line, Memory& memory) {
  const std::string_view text = line.text;
  const std::string_view known = memory.text;
  std::string_view timestamp = line.stamp;
  std::size_t at = 0;        // in `text`
  std::size_t known_at = 0;  // in `known`
  std::size_t begin = 0;     // of the last slot, in `text`
  for (const Slot& slot : memory.slots) {
    if (slot.end != known_at) {  // else the same stretch once more
      const std::size_t literal = slot.begin - known_at;
      if (text.size() - at < literal || !same_bytes(text.data() + at, known.data() + known_at, literal))
        return std::nullopt;
      begin = at + literal;
      for (at = begin; at < text.size() && slot.bytes->has(text[at]);)
        ++at;
      known_at = slot.end;
    }
    const std::string_view token = text.substr(begin, at - begin);
    const auto [written, value, digits] = slot.number;
    if (slot.bytes == &kTimeBytes) {
      timestamp = token;
      if (memory.what.reading.apply == nullptr && text.substr(at) == known.substr(known_at)) {
        at = text.size();  // not even its digits differ
        known_at = known.size();
        break;
      }
    } else if (value == nullptr) {
      if (token.empty()) return std::nullopt;
    } else if (*value && digits != &memory.parsed.ignored && token.size() == digits->size() &&
               same_bytes(token.data(), digits->data(), token.size())) {
      continue;  // the same as in the line before
    } else if (!read_number(token, *value, *digits) || !*value) {
      return std::nullopt;
    }
  }
  if (text.substr(at) != known.substr(known_at)) return std::nullopt;
  ReadRecord record{.reading = memory.what.reading,
                    .dialect = memory.what.dialect,
                    .parsed = memory.parsed,
                    .stamp = {.time = {}, .timestamp = timestamp}};
  if (record.reading.timed) {
    const auto time = understood(timestamp);
    if (!time) return std::nullopt;
    record.stamp.time = *time;
  }
  return record;
}

std::optional<ReadRecord> RecordMemo::recall(const MarkerLine& line) {
  Memory* const expected = last_ != nullptr ? last_->next : nullptr;
  const auto try_one = [&](Memory& memory) {
    auto record = memory.markers == line.markers ? match(line, memory) : std::nullopt;
    if (!record) return record;
    if (last_ != nullptr) last_->next = &memory;
    last_ = &memory;
    memory.used = ++uses_;
    ++recalled_;
    return record;
  };
  if (expected != nullptr) {
    if (auto record = try_one(*expected)) return record;
  }
  for (const auto& memory : memories_) {
    if (memory.get() == expected) continue;
    if (auto record = try_one(*memory)) return record;
  }
  return std::nullopt;
}

ReadRecord RecordMemo::read(const MarkerLine& line) {
  if (const auto known = recall(line)) return *known;
  // Where lines are never alike, remembering costs more than it saves.
  const bool pays = recalled_ >= missed_ / 2 || missed_ < 4 * kMostMemories;
  if (++missed_; line.text.size() > kLongestText || (!pays && missed_ % 64 != 0)) {
    unkept_.what = interpret(line, unkept_.parsed);
    return record_of(unkept_);
  }
  Memory& memory = memory_to_fill();
  memory.text = line.text;
  memory.used = ++uses_;
  interpret_noting({.text = memory.text, .stamp = line.stamp, .markers = line.markers}, memory);
  memory.markers = find_slots(memory) ? line.markers : MarkerSet();
  return record_of(memory);
}

ReadRecord RecordMemo::record_of(Memory& memory) {
  const std::string_view timestamp = memory.what.timestamp;
  return {.reading = memory.what.reading,
          .dialect = memory.what.dialect,
          .parsed = memory.parsed,
          .stamp = {.time = understood(timestamp).value_or(TimePoint()), .timestamp = timestamp}};
}

/// A new memory, or the one that was of use longest ago.
RecordMemo::Memory& RecordMemo::memory_to_fill() {
  if (memories_.size() < kMostMemories) return *memories_.emplace_back(std::make_unique<Memory>());
  return **std::min_element(memories_.begin(), memories_.end(),
                            [](const auto& a, const auto& b) { return a->used < b->used; });
}

/// Reads the line and notes where its numbers went, which stay where they are.
void RecordMemo::interpret_noting(const MarkerLine& line, Memory& memory) {
  ParsedRecord& parsed = memory.parsed;
  const auto room = [&] {
    return std::array{parsed.observations.capacity(), parsed.solutions.capacity(), parsed.models.capacity()};
  };
  parsed.notes = true;
  for (std::optional<std::array<std::size_t, 3>> before; before != room();) {  // again where a list has moved
    before = room();
    parsed.numbers.clear();
    memory.what = interpret(line, parsed);
  }
  parsed.notes = false;
}

/// Finds out which bytes of the text may differ; false where that cannot be told.
bool RecordMemo::find_slots(Memory& memory) {
  const ParsedRecord& parsed = memory.parsed;
  const Interpretation& what = memory.what;
  memory.slots.clear();
  if (what.reading.kind == Reading::Kind::malformed || !parsed.all_read()) return false;
  for (const NotedNumber& number : parsed.numbers) {
    auto place = place_in(memory.text, number.text);
    if (!place) place = place_resolved(memory.text, parsed.message, number.text);
    for (auto text = parsed.texts.begin(); !place && text != parsed.texts.end(); ++text)
      place = place_resolved(memory.text, *text, number.text);
    if (!place) return false;
    memory.slots.push_back({.begin = *place,
                            .end = *place + number.text.size(),
                            .bytes = number.value != nullptr ? &kNumberBytes : &kDigitBytes,
                            .number = number});
  }
  if (const auto place = place_in(memory.text, what.timestamp))
    memory.slots.push_back(
        {.begin = *place, .end = *place + what.timestamp.size(), .bytes = &kTimeBytes, .number = {}});
  std::sort(memory.slots.begin(), memory.slots.end(), [](const Slot& a, const Slot& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  // Digits of no consequence that are a part of a number are a part of it.
  std::size_t covered = 0;
  std::erase_if(memory.slots, [&](const Slot& slot) {
    if (slot.bytes != &kDigitBytes) covered = slot.end;
    return slot.bytes == &kDigitBytes && slot.end <= covered;
  });
  std::size_t last_begin = 0;
  std::size_t last_end = 0;
  for (const Slot& slot : memory.slots) {
    const bool again = slot.begin == last_begin && slot.end == last_end;
    if (!again && slot.begin < last_end) return false;
    if (!is_whole_run(memory.text, slot.begin, slot.end, *slot.bytes)) return false;
    last_begin = slot.begin;
    last_end = slot.end;
  }
  return true;
}

}  // namespace wvagate::ingest
