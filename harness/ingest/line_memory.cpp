#include "harness/ingest/line_memory.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <cstring>
#include <functional>
#include <span>
#include <utility>

#include "harness/ingest/byte_search.hpp"
#include "harness/ingest/processor.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace wvagate::ingest {
namespace {

constexpr ByteSet kTimeBytes("0123456789.+-:TZ");

/// Where `part` begins in `whole`; absent where it is no part of it.
std::optional<std::size_t> place_in(std::string_view whole, std::string_view part) {
  const std::less_equal<> not_after;
  if (part.empty() || !not_after(whole.data(), part.data()) ||
      !not_after(part.data() + part.size(), whole.data() + whole.size()))
    return std::nullopt;
  return static_cast<std::size_t>(part.data() - whole.data());
}

/// A text with its escapes resolved, and as it is written.
struct Layer {
  std::string_view text, written;
};

/// Where in the line stands what is read as `part`, which is a part of the line or of a layer; absent where
/// it is none, and behind an escape of another length than two.
std::optional<std::size_t> place_of(std::string_view part, std::string_view line,
                                    std::span<const Layer> layers) {
  if (const auto place = place_in(line, part)) return place;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const auto [text, written] = layers[i];
    auto left = place_in(text, part);
    if (!left) continue;
    std::size_t place = 0;
    for (; *left > 0; --*left) {
      if (written.substr(place).starts_with("\\u")) return std::nullopt;
      place += written[place] == '\\' ? std::size_t{2} : std::size_t{1};
    }
    return place_of(written.substr(place, part.size()), line, layers.first(i));
  }
  return std::nullopt;
}

/// How many bytes from `a` and `b` on are the same, up to `most`. LineMemory::kPadding bytes behind the first
/// that differ are read, too. By words of eight.
struct EightBytes {
  static std::size_t same(const char* a, const char* b, std::size_t most) {
    for (std::size_t at = 0; at < most; at += 8) {
      std::uint64_t left;
      std::uint64_t right;
      std::memcpy(&left, a + at, sizeof left);
      std::memcpy(&right, b + at, sizeof right);
      if (const std::uint64_t differ = left ^ right; differ != 0) {
        const int bits =
            std::endian::native == std::endian::little ? std::countr_zero(differ) : std::countl_zero(differ);
        return std::min(most, at + static_cast<std::size_t>(bits) / 8);
      }
    }
    return most;
  }
};

#if defined(__x86_64__)

__m128i sixteen(const char* text) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
}

/// The same by vectors of sixteen.
struct SixteenBytes {
  static std::size_t same(const char* a, const char* b, std::size_t most) {
    for (std::size_t at = 0; at < most; at += 16) {
      const auto same =
          static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(sixteen(a + at), sixteen(b + at))));
      if (same != 0xFFFF) return std::min(most, at + static_cast<std::size_t>(std::countr_one(same)));
    }
    return most;
  }
};

/// The same by vectors of thirty-two.
struct ThirtyTwoBytes {
  [[gnu::target("avx2,bmi")]] static std::size_t same(const char* a, const char* b, std::size_t most) {
    for (std::size_t at = 0; at < most; at += 32) {
      const __m256i left = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(a + at));
      const __m256i right = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b + at));
      const auto differ = ~static_cast<unsigned>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(left, right)));
      if (differ != 0) return std::min(most, at + static_cast<std::size_t>(std::countr_zero(differ)));
    }
    return most;
  }
};

#endif

/// The length of the run of bytes of a set that `text` starts with.
std::size_t run_of(const char* text, const ByteSet& bytes) {
  std::size_t size = 0;
  while (bytes.has(text[size]))
    ++size;
  return size;
}

/// A number at the start of a text.
struct LeadingNumber {
  std::size_t size = 0;
  std::uint32_t point = Change::kNotPlain;
};

#if defined(__x86_64__)

/// A bit for each of sixteen bytes that is in [low, high].
unsigned in_range(__m128i bytes, char low, char high) {
  const __m128i above = _mm_sub_epi8(bytes, _mm_set1_epi8(low));
  return static_cast<unsigned>(_mm_movemask_epi8(
      _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8(static_cast<char>(high - low))), above)));
}

unsigned equal(__m128i bytes, char byte) {
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte))));
}

/// The number that `text` starts with, of up to 15 digits with one point or none: such a one is finite and
/// fits, whatever its value.
[[gnu::always_inline]] inline std::optional<LeadingNumber> leading_plain_number(const char* text) {
  const __m128i bytes = sixteen(text);
  const unsigned points = equal(bytes, '.');
  const auto size = static_cast<unsigned>(std::countr_one(in_range(bytes, '0', '9') | points));
  const unsigned inside = points & ((1U << size) - 1);
  const unsigned count = (inside & (inside - 1)) != 0 ? 2 : inside != 0 ? 1 : 0;
  if (size > 15 || count > 1 || size <= count || kNumberBytes.has(text[size])) return std::nullopt;
  return LeadingNumber{size, count == 0 ? size : static_cast<unsigned>(std::countr_zero(inside))};
}

/// The length of the run of bytes of a time that `text` starts with.
[[gnu::always_inline]] inline std::size_t run_of_time(const char* text) {
  const __m128i bytes = sixteen(text);
  const unsigned others = equal(bytes, ',') | equal(bytes, '/');
  const unsigned run = (in_range(bytes, '+', ':') & ~others) | equal(bytes, 'T') | equal(bytes, 'Z');
  const auto size = static_cast<std::size_t>(std::countr_one(run));
  return size < 16 ? size : size + run_of(text + size, kTimeBytes);
}

#else

std::optional<LeadingNumber> leading_plain_number(const char*) {
  return std::nullopt;
}

std::size_t run_of_time(const char* text) {
  return run_of(text, kTimeBytes);
}

#endif

/// What eight digits spell, the first in the lowest byte; zero bytes count as zeros.
std::uint64_t value_of_eight(std::uint64_t digits) {
  digits &= 0x0F0F0F0F0F0F0F0F;
  digits = (digits * (1 + (10 << 8))) >> 8;  // pairs, then fours, then all
  digits = ((digits & 0x00FF00FF00FF00FF) * (1 + (100 << 16))) >> 16;
  return ((digits & 0x0000FFFF0000FFFF) * (1 + (std::uint64_t{10000} << 32))) >> 32;
}

/// Digits in a row, the last in the highest byte, from those of a number with a point or without.
template <typename Bytes>
Bytes digits_of(const char* number, std::size_t size, std::size_t point) {
  Bytes bytes;
  std::memcpy(&bytes, number, sizeof bytes);
  if (point == size) return bytes << (8 * (sizeof bytes - size));
  const Bytes whole = (Bytes{1} << (8 * point)) - 1;
  bytes = (bytes & whole) | ((bytes >> 8) & ~whole);
  return bytes << (8 * (sizeof bytes + 1 - size));
}

/// The value of a plain number. Its digits and the power of ten are exact as doubles, so that the division
/// rounds it right.
double plain_value(const char* number, std::size_t size, std::size_t point) {
  static constexpr std::array kPowers = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                         1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  __extension__ using Sixteen = unsigned __int128;
  std::uint64_t digits;
  if (size <= 8) {
    digits = value_of_eight(digits_of<std::uint64_t>(number, size, point));
  } else {
    const auto bytes = digits_of<Sixteen>(number, size, point);
    digits = value_of_eight(static_cast<std::uint64_t>(bytes)) * 100'000'000 +
             value_of_eight(static_cast<std::uint64_t>(bytes >> 64));
  }
  return static_cast<double>(digits) / kPowers[point == size ? 0 : size - point - 1];
}

/// The number that `text` starts with, where it is no plain one; absent where it is none that is finite and
/// fits.
std::optional<LeadingNumber> other_leading_number(const char* text) {
  const LeadingNumber number{.size = run_of(text, kNumberBytes)};
  std::optional<double> value;
  Digits digits;
  if (!read_number({text, number.size}, value, digits) || !value) return std::nullopt;
  return number;
}

/// Whether the bytes of `text` in [begin, end) are all that stands there of `bytes`.
bool is_whole_run(std::string_view text, std::size_t begin, std::size_t end, const ByteSet& bytes) {
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(begin),
                     text.begin() + static_cast<std::ptrdiff_t>(end), [&](char c) { return bytes.has(c); }) &&
         (begin == 0 || !bytes.has(text[begin - 1])) && (end == text.size() || !bytes.has(text[end]));
}

}  // namespace

void KnownRecord::take(const Change& change) {
  const Target* target = &targets[change.target];
  do {
    if (change.point != Change::kNotPlain) {
      target->digits->assign_from_chunk(change.text, change.size);
      *target->value = plain_value(change.text, change.size, change.point);
    } else {
      read_number({change.text, change.size}, *target->value, *target->digits);
    }
  } while (target++->more);
}

const ByteSet& LineMemory::bytes_of(SlotKind kind) {
  return kind == SlotKind::number ? kNumberBytes : kind == SlotKind::digits ? kDigitBytes : kTimeBytes;
}

/// Compares from difference to difference: each must lie in a slot, or right behind it.
template <typename Bytes>
inline bool LineMemory::match_by(Kind& kind, const char* text, std::vector<Change>& changes,
                                 Recognised& recognised) {
  const char* const known = kind.text;
  const std::size_t size = kind.size;
  const Slot* slot = kind.slots.data();
  const Slot* const slots_end = slot + kind.slots.size();
  const std::size_t changes_before = changes.size();
  const auto differs_otherwise = [&] {
    changes.resize(changes_before);
    return false;
  };
  Found* found = found_.data();
  std::size_t at = 0;        // in `text`
  std::size_t known_at = 0;  // in `known`
  std::size_t moved = 0;
  while (true) {
    const std::size_t same = Bytes::same(text + at, known + known_at, size - known_at);
    const std::size_t differs = known_at + same;
    if (differs == size) {
      at += same;
      break;
    }
    while (slot != slots_end && slot->end < differs)
      ++slot;
    if (slot == slots_end || slot->begin > differs) return differs_otherwise();
    const std::size_t begin = at + (slot->begin - known_at);
    at += same;
    if (slot->kind == SlotKind::number) {
      auto number = leading_plain_number(text + begin);
      if (!number) number = other_leading_number(text + begin);
      if (!number) return differs_otherwise();
      at = begin + number->size;
      if (slot->target != kNoTarget)
        changes.push_back(
            {text + begin, static_cast<std::uint32_t>(number->size), number->point, slot->target});
    } else {
      at += slot->kind == SlotKind::time ? run_of_time(text + at) : run_of(text + at, kDigitBytes);
      if (at == begin) return differs_otherwise();
    }
    *found++ = {slot, begin, at};
    known_at = slot->end;
    moved |= at ^ known_at;
    ++slot;
  }
  if (at - 1 > longest_line_) return differs_otherwise();
  const std::span<const Found> all_found(found_.data(), found);
  auto record_begin = kind.record_begin;
  if (record_begin) {
    for (const Found& each : all_found) {
      if (each.slot->end <= *kind.record_begin) record_begin = *kind.record_begin + each.end - each.slot->end;
    }
    if (!peels_alike(*kind.record, {text, at - 1}, *record_begin)) return differs_otherwise();
  }
  if (kind.timed) {
    for (const Found& each : all_found) {
      if (each.slot != &kind.slots[*kind.timestamp]) continue;
      const auto time = understood({text + each.begin, each.end - each.begin});
      if (!time) return differs_otherwise();
      kind.time = *time;
    }
  }
  if (moved != 0) move_slots(kind, all_found);
  kind.text = text;
  kind.size = at;
  kind.record_begin = record_begin;
  tell(kind, text, recognised);
  return true;
}

#if defined(__x86_64__)

[[gnu::target("avx2,bmi")]] bool LineMemory::match_by_avx2(Kind& kind, const char* text,
                                                           std::vector<Change>& changes,
                                                           Recognised& recognised) {
  return match_by<ThirtyTwoBytes>(kind, text, changes, recognised);
}

bool LineMemory::match(Kind& kind, const char* text, std::vector<Change>& changes, Recognised& recognised) {
  return kHasAvx2 ? match_by_avx2(kind, text, changes, recognised)
                  : match_by<SixteenBytes>(kind, text, changes, recognised);
}

#else

bool LineMemory::match(Kind& kind, const char* text, std::vector<Change>& changes, Recognised& recognised) {
  return match_by<EightBytes>(kind, text, changes, recognised);
}

#endif

/// Brings the slots to where they are in the line in which `found` was found.
void LineMemory::move_slots(Kind& kind, std::span<const Found> found) {
  std::size_t shift = 0;  // modulo the numbers' range: it may be negative
  auto next = found.begin();
  for (auto slot = kind.slots.begin() + (next->slot - kind.slots.data()); slot != kind.slots.end(); ++slot) {
    if (next != found.end() && next->slot == &*slot) {
      shift = next->end - slot->end;
      slot->begin = next->begin;
      slot->end = next->end;
      ++next;
    } else {
      slot->begin += shift;
      slot->end += shift;
    }
  }
}

void LineMemory::tell(const Kind& kind, const char* text, Recognised& recognised) {
  recognised.record = kind.record.get();
  recognised.size = kind.size;
  recognised.stamp = {.time = kind.time, .timestamp = {}};
  if (kind.timestamp) {
    const Slot& timestamp = kind.slots[*kind.timestamp];
    recognised.stamp.timestamp = {text + timestamp.begin, timestamp.end - timestamp.begin};
  }
}

void LineMemory::keep() {
  for (const Shelf* shelf : {&telling_, &idle_}) {
    for (const auto& kind : shelf->kinds) {
      if (kind->text == kind->kept.data()) continue;
      kind->kept.assign(kind->text, kind->size);
      kind->kept.append(kPadding, '\0');
      kind->text = kind->kept.data();
    }
  }
}

/// Whether the wrappers of `line`, which is like the one of `record` but for numbers and times, come off as
/// its do: that can depend on these.
bool LineMemory::peels_alike(const KnownRecord& record, std::string_view line, std::size_t record_begin) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  const Peeled peeled = unwrapper_.peel(line);
  return place_in(line, peeled.record) == record_begin && peeled.outermost == record.outermost &&
         peeled.source == record.source && !peeled.partial;
}

void LineMemory::follow(Kind& kind) {
  if (last_ != nullptr) last_->next = &kind;
  last_ = &kind;
  kind.used = ++uses_;
  if (kind.key != kNoKey) kind_of(kind.key) = &kind;
}

std::uint64_t LineMemory::key_of(const char* text) {
  std::array<std::uint64_t, 2> words;
  std::memcpy(words.data(), text + kKeyAt, sizeof words);
  return ((words[0] * 0x9E3779B97F4A7C15) ^ std::rotl(words[1], 29)) * 0xE7037ED1A0B428DB | 1;
}

bool LineMemory::recognise_fast(const char* text, std::vector<Change>& changes, Recognised& recognised) {
  const std::uint64_t key = key_of(text);
  Kind* const expected = last_ != nullptr ? last_->next : nullptr;
  const auto is = [&](Kind* kind) {
    if (kind == nullptr || (kind->key != key && kind->key != kNoKey)) return false;
    if (!match(*kind, text, changes, recognised)) return false;
    ++(kind->record != nullptr ? telling_ : idle_).recognised;
    follow(*kind);
    return true;
  };
  Kind* const told = kind_of(key);
  return is(expected) || (told != expected && is(told));
}

bool LineMemory::recognise(std::string_view line, const MarkerSet& markers, std::vector<Change>& changes,
                           Recognised& recognised, std::vector<std::unique_ptr<KnownRecord>>& forgotten) {
  for (const auto& kind : telling_.kinds) {
    if (kind->markers != markers || !match(*kind, line.data(), changes, recognised)) continue;
    ++telling_.recognised;
    follow(*kind);
    return true;
  }
  ++telling_.missed;
  if (most_lines_ == 0 || line.size() > longest_line_ || !telling_.wants_another()) return false;
  auto learned = learn(line, markers);
  if (learned == nullptr) return false;
  if (auto other = put(telling_, std::move(learned), line)) forgotten.push_back(std::move(other->record));
  tell(*last_, line.data(), recognised);
  return true;
}

void LineMemory::learn_idle(std::string_view line) {
  if (!line.starts_with('{')) return;
  const std::uint64_t key = key_of(line.data());
  for (const auto& kind : idle_.kinds) {
    std::vector<Change> none;
    Recognised recognised;
    if (kind->key == key && match(*kind, line.data(), none, recognised)) return follow(*kind);
  }
  ++idle_.missed;
  if (most_lines_ == 0 || line.size() > longest_line_ || !idle_.wants_another()) return;
  auto kind = std::make_unique<Kind>();
  add_runs(line, {}, kind->slots);
  put(idle_, std::move(kind), line);
}

/// Puts a new kind, of the line that was read last, in the place of the one that was of use longest ago,
/// where there is no room; gives that one.
std::unique_ptr<LineMemory::Kind> LineMemory::put(Shelf& shelf, std::unique_ptr<Kind> kind,
                                                  std::string_view line) {
  kind->text = line.data();
  kind->size = line.size() + 1;
  const auto in_key = [](const Slot& slot) { return slot.begin < kKeyAt + kKeySize && slot.end >= kKeyAt; };
  if (line.size() >= kKeyAt + kKeySize && std::none_of(kind->slots.begin(), kind->slots.end(), in_key))
    kind->key = key_of(line.data());
  if (found_.size() < kind->slots.size()) found_.resize(kind->slots.size());
  std::unique_ptr<Kind> other;
  if (shelf.kinds.size() < most_lines_) {
    shelf.kinds.push_back(std::move(kind));
    follow(*shelf.kinds.back());
    return other;
  }
  auto& place = *std::min_element(shelf.kinds.begin(), shelf.kinds.end(),
                                  [](const auto& a, const auto& b) { return a->used < b->used; });
  other = std::exchange(place, std::move(kind));
  for (const Shelf* each : {&telling_, &idle_}) {
    for (const auto& rest : each->kinds) {
      if (rest->next == other.get()) rest->next = nullptr;
    }
  }
  std::replace(by_key_.begin(), by_key_.end(), other.get(), static_cast<Kind*>(nullptr));
  if (last_ == other.get()) last_ = nullptr;
  follow(*place);
  return other;
}

/// What is to be remembered of a line; nullptr where lines like it could not be told.
std::unique_ptr<LineMemory::Kind> LineMemory::learn(std::string_view line, const MarkerSet& markers) {
  auto kind = std::make_unique<Kind>();
  kind->record = std::make_unique<KnownRecord>();
  KnownRecord& record = *kind->record;
  record.line = line;
  std::string_view text = record.line;
  if (text.ends_with('\r')) text.remove_suffix(1);
  record.framed = has_runtime_frame(text);
  const Peeled peeled = record.unwrapper.peel(text);
  if (peeled.partial) return nullptr;
  record.outermost = peeled.outermost;
  record.source = peeled.source;
  record.markers = record.framed ? find_markers(peeled.record) : markers;
  if (record.markers.none()) return nullptr;
  interpret_noting(peeled, record);
  if (!find_slots(peeled, *kind)) return nullptr;
  record.parsed.numbers = {};
  kind->markers = markers;
  kind->timed = record.what.reading.timed;
  return kind;
}

/// Reads the record and notes where its numbers went, which stay where they are.
void LineMemory::interpret_noting(const Peeled& peeled, KnownRecord& known) {
  ParsedRecord& parsed = known.parsed;
  const auto room = [&] {
    return std::array{parsed.observations.capacity(), parsed.solutions.capacity(), parsed.models.capacity()};
  };
  parsed.notes = true;
  for (std::optional<std::array<std::size_t, 3>> before; before != room();) {  // again where a list has moved
    before = room();
    parsed.numbers.clear();
    known.what = interpret({.text = peeled.record, .stamp = peeled.stamp, .markers = known.markers}, parsed);
  }
  parsed.notes = false;
}

/// Finds out which bytes of the line may differ; false where that cannot be told.
bool LineMemory::find_slots(const Peeled& peeled, Kind& kind) {
  KnownRecord& record = *kind.record;
  const ParsedRecord& parsed = record.parsed;
  const std::string_view line = record.line;
  const std::string_view timestamp = record.what.timestamp;
  if (record.what.reading.kind == Reading::Kind::malformed || !parsed.all_read()) return false;

  std::vector<Layer> layers;
  const bool in_docker = !peeled.docker.log.empty();
  if (in_docker) {
    if (peeled.outermost != Wrapper::docker || peeled.record.data() != peeled.docker.text.data())
      return false;
    layers.push_back({peeled.docker.text, peeled.docker.log});
  }
  layers.push_back({parsed.message.text, parsed.message.written});
  for (const ResolvedText& text : parsed.texts)
    layers.push_back({text.text, text.written});

  std::vector<Slot>& slots = kind.slots;
  const auto add = [&](std::string_view part, SlotKind slot_kind, std::size_t target = kNoTarget) {
    const auto place = place_of(part, line, layers);
    if (place) slots.push_back({*place, *place + part.size(), slot_kind, target});
    return place;
  };
  for (const NotedNumber& number : parsed.numbers) {
    const bool wanted = number.value != nullptr;
    if (!add(number.text, wanted ? SlotKind::number : SlotKind::digits,
             wanted ? record.targets.size() : kNoTarget))
      return false;
    if (wanted) record.targets.push_back({.value = number.value, .digits = number.digits});
  }
  std::optional<std::size_t> timestamp_at;
  if (!timestamp.empty()) {
    const bool of_docker = in_docker && timestamp.data() == peeled.stamp.data();
    timestamp_at = add(of_docker ? peeled.docker.time : timestamp, SlotKind::time);
    if (!timestamp_at) return false;
  }
  if (in_docker) {
    if (peeled.docker.time.empty() || !add(peeled.docker.time, SlotKind::time)) return false;
  } else if (const std::size_t record_begin = *place_in(line, peeled.record); record_begin > 0) {
    kind.record_begin = record_begin;
    add_runs(line.substr(0, record_begin), peeled.source, slots);
  }
  if (!tidy(line, slots, record.targets)) return false;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].begin == timestamp_at) kind.timestamp = i;
  }
  if (record.what.reading.timed) kind.time = understood(timestamp).value_or(TimePoint());
  return true;
}

/// Adds the times and numbers in `text` where nobody reads them, but for those in `source`. None is a part of
/// a marker, and none can become one: no marker has a digit, none of them is left out, and a letter of a time
/// is followed by none.
void LineMemory::add_runs(std::string_view text, std::string_view source, std::vector<Slot>& slots) {
  const auto source_at = place_in(text, source);
  const auto add_all = [&](std::size_t from, std::size_t to, SlotKind kind) {
    const ByteSet& bytes = bytes_of(kind);
    for (std::size_t begin = from; begin < to;) {
      std::size_t end = begin;
      while (end < to && bytes.has(text[end]))
        ++end;
      if (end > begin) slots.push_back({.begin = begin, .end = end, .kind = kind});
      begin = end + 1;
    }
  };
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    std::size_t end = begin;
    while (end < text.size() && kTimeBytes.has(text[end]))
      ++end;
    const bool in_source = source_at && begin < *source_at + source.size() && end > *source_at;
    const bool before_letter = end < text.size() && std::isalpha(static_cast<unsigned char>(text[end])) != 0;
    const std::string_view run = text.substr(begin, end - begin);
    if (!in_source && kDigitBytes.find_in(run) != std::string_view::npos)
      add_all(begin, end, before_letter ? SlotKind::digits : SlotKind::time);
    begin = end;
  }
}

/// Brings the slots in order, one for each stretch; false where two overlap, or where one is not all that
/// stands there of its bytes.
bool LineMemory::tidy(std::string_view line, std::vector<Slot>& slots,
                      std::vector<KnownRecord::Target>& targets) {
  std::stable_sort(slots.begin(), slots.end(), [](const Slot& a, const Slot& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::vector<KnownRecord::Target> in_order;
  std::vector<Slot> kept;
  for (const Slot& slot : slots) {
    const bool overlaps = !kept.empty() && slot.begin < kept.back().end;
    const bool again = overlaps && slot.begin == kept.back().begin && slot.end == kept.back().end;
    // Digits of no consequence that are a part of a number are a part of it.
    const bool idle = slot.kind == SlotKind::digits;
    if (overlaps && !idle && (!again || slot.kind != kept.back().kind)) return false;
    if (overlaps && idle && (slot.end > kept.back().end || kept.back().kind == SlotKind::time)) return false;
    if (overlaps && idle) continue;
    if (!again) {
      if (!is_whole_run(line, slot.begin, slot.end, bytes_of(slot.kind))) return false;
      kept.push_back(slot);
    }
    if (slot.target == kNoTarget) continue;
    if (again) in_order.back().more = true;
    if (!again) kept.back().target = in_order.size();
    in_order.push_back(targets[slot.target]);
  }
  slots = std::move(kept);
  targets = std::move(in_order);
  return true;
}

}  // namespace wvagate::ingest
