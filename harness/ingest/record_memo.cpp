#include "harness/ingest/record_memo.hpp"

#include <algorithm>
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

constexpr ByteSet kNumberBytes("0123456789.+-eE");
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

/// Whether the bytes of `text` in [begin, end) are all that stands there of `bytes`.
bool is_whole_run(std::string_view text, std::size_t begin, std::size_t end, const ByteSet& bytes) {
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(begin),
                     text.begin() + static_cast<std::ptrdiff_t>(end), [&](char c) { return bytes.has(c); }) &&
         (begin == 0 || !bytes.has(text[begin - 1])) && (end == text.size() || !bytes.has(text[end]));
}

}  // namespace

std::optional<Recalled> RecordMemo::match(const MarkerLine& line, Memory& memory) {
  const std::string_view text = line.text;
  const std::string_view known = memory.text;
  std::string_view timestamp = line.stamp;
  std::size_t at = 0;        // in `text`
  std::size_t known_at = 0;  // in `known`
  std::size_t begin = 0;     // of the last slot, in `text`
  for (const Slot& slot : memory.slots) {
    if (slot.end != known_at) {  // else the same stretch once more
      const std::size_t literal = slot.begin - known_at;
      if (text.size() - at < literal || std::memcmp(text.data() + at, known.data() + known_at, literal) != 0)
        return std::nullopt;
      begin = at + literal;
      const ByteSet& bytes = slot.value != nullptr ? kNumberBytes : kTimeBytes;
      for (at = begin; at < text.size() && bytes.has(text[at]);)
        ++at;
      known_at = slot.end;
    }
    const std::string_view token = text.substr(begin, at - begin);
    if (slot.value == nullptr) {
      timestamp = token;
    } else if (*slot.value && slot.digits != &memory.parsed.ignored && *slot.digits == token) {
      continue;  // the same as in the line before
    } else if (!read_number(token, *slot.value, *slot.digits) || !*slot.value) {
      return std::nullopt;
    }
  }
  if (text.substr(at) != known.substr(known_at)) return std::nullopt;
  Recalled recalled{.reading = memory.what.reading,
                    .dialect = memory.what.dialect,
                    .parsed = memory.parsed,
                    .time = {},
                    .timestamp = timestamp};
  if (!recalled.reading.timed) return recalled;
  const auto time = decltype(SampleDigits::timestamp)::fits(timestamp) ? parse_time(timestamp) : std::nullopt;
  if (!time) return std::nullopt;
  recalled.time = *time;
  return recalled;
}

std::optional<Recalled> RecordMemo::recall(const MarkerLine& line) {
  const auto try_one = [&](Memory& memory) {
    auto recalled = memory.markers == line.markers ? match(line, memory) : std::nullopt;
    if (!recalled) return recalled;
    if (last_ != nullptr) last_->next = &memory;
    last_ = &memory;
    ++recalled_;
    return recalled;
  };
  Memory* const expected = last_ != nullptr ? last_->next : nullptr;
  if (expected != nullptr) {
    if (auto recalled = try_one(*expected)) return recalled;
  }
  for (const auto& memory : memories_) {
    if (memory.get() == expected) continue;
    if (auto recalled = try_one(*memory)) return recalled;
  }
  return std::nullopt;
}

void RecordMemo::learn(const MarkerLine& line) {
  // Where lines are never alike, remembering costs more than it saves.
  const bool pays = recalled_ >= missed_ / 2 || missed_ < 4 * kMostMemories;
  if (++missed_; !pays && missed_ % 64 != 0) return;
  if (line.text.size() > kLongestText) return;
  if (memories_.size() < kMostMemories) memories_.push_back(std::make_unique<Memory>());
  Memory& memory = *memories_[missed_ % memories_.size()];
  if (!remember(line, memory)) memory.markers.reset();  // no marker line is like it
}

/// Reads the line into `memory`; false where it cannot be told which of its bytes may differ.
bool RecordMemo::remember(const MarkerLine& line, Memory& memory) {
  memory.text = line.text;
  memory.markers = line.markers;
  memory.slots.clear();
  const MarkerLine own{.text = memory.text, .stamp = line.stamp, .markers = line.markers};
  ParsedRecord& parsed = memory.parsed;
  // The first reading makes room, so that in the second what is noted stays where it is.
  interpret(own, parsed);
  parsed.numbers.clear();
  parsed.notes = true;
  memory.what = interpret(own, parsed);
  parsed.notes = false;
  const Interpretation& what = memory.what;
  if (what.reading.kind == Reading::Kind::malformed) return false;

  for (const NotedNumber& number : parsed.numbers) {
    auto place = place_in(memory.text, number.text);
    if (!place) place = place_resolved(memory.text, parsed.message, number.text);
    for (auto text = parsed.texts.begin(); !place && text != parsed.texts.end(); ++text)
      place = place_resolved(memory.text, *text, number.text);
    if (!place || !*number.value) return false;
    memory.slots.push_back({*place, *place + number.text.size(), number.value, number.digits});
  }
  if (const auto place = place_in(memory.text, what.timestamp))
    memory.slots.push_back({.begin = *place, .end = *place + what.timestamp.size()});
  std::sort(memory.slots.begin(), memory.slots.end(),
            [](const Slot& a, const Slot& b) { return a.begin < b.begin; });
  std::size_t last_begin = 0;
  std::size_t last_end = 0;
  for (const Slot& slot : memory.slots) {
    const bool again = slot.begin == last_begin && slot.end == last_end;
    if (!again && slot.begin < last_end) return false;
    const ByteSet& bytes = slot.value != nullptr ? kNumberBytes : kTimeBytes;
    if (!is_whole_run(memory.text, slot.begin, slot.end, bytes)) return false;
    last_begin = slot.begin;
    last_end = slot.end;
  }
  return true;
}

}  // namespace wvagate::ingest
