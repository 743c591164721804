#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <span>

#include "harness/ingest/line_memory.hpp"
#include "harness/ingest/processor.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace wvagate::ingest {
namespace {

/// Of two texts that differ where `differ` has bits, of which the first has digits where `digits` has:
/// whether it has digits wherever they differ up to `size`, and what the other has at `fixed` and at `size`.
[[maybe_unused]] bool only_digits(unsigned differ, unsigned digits, std::size_t size, std::size_t fixed) {
  const unsigned up_to_next = (2U << size) - 1;
  return (differ & (~digits | 1U << fixed | 1U << size) & up_to_next) == 0;
}

/// Compares texts by words of eight.
struct EightBytes {
  /// How many bytes from `a` and `b` on are the same, up to `most`. LineMemory::kPadding bytes behind the
  /// first that differ are read, too.
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
  /// Whether `a` is `b` up to `size` and the byte there, but for digits of its own elsewhere than at `fixed`.
  /// False, too, of what is too long for one look.
  static bool same_but_for_digits(const char*, const char*, std::size_t, std::size_t) { return false; }
};

#if defined(__x86_64__)

__m128i sixteen(const char* text) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
}

/// A bit for each of sixteen bytes that is in [low, high].
unsigned in_range(__m128i bytes, char low, char high) {
  const __m128i above = _mm_sub_epi8(bytes, _mm_set1_epi8(low));
  return static_cast<unsigned>(_mm_movemask_epi8(
      _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8(static_cast<char>(high - low))), above)));
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
  static bool same_but_for_digits(const char* a, const char* b, std::size_t size, std::size_t fixed) {
    const __m128i left = sixteen(a);
    const auto differ = ~static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(left, sixteen(b))));
    return size < 16 && only_digits(differ, in_range(left, '0', '9'), size, fixed);
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
  [[gnu::target("avx2,bmi")]] static bool same_but_for_digits(const char* a, const char* b, std::size_t size,
                                                              std::size_t fixed) {
    const __m256i left = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(a));
    const __m256i right = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b));
    const auto differ = ~static_cast<unsigned>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(left, right)));
    const __m256i above = _mm256_sub_epi8(left, _mm256_set1_epi8('0'));
    const auto digits = static_cast<unsigned>(
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(above, _mm256_set1_epi8(9)), above)));
    return size < 32 && only_digits(differ, digits, size, fixed);
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

/// The number that `text` starts with, where it is no plain one; absent where it is none that is finite and
/// fits.
std::optional<LeadingNumber> other_leading_number(const char* text) {
  const LeadingNumber number{.size = run_of(text, kNumberBytes)};
  std::optional<double> value;
  Digits digits;
  if (!read_number({text, number.size}, value, digits) || !value) return std::nullopt;
  return number;
}

}  // namespace

/// Compares from difference to difference: each must lie in a slot, or right behind it.
template <typename Bytes>
inline bool LineMemory::match_by(Kind& kind, const char* text, std::vector<Change>& changes,
                                 Recognised& recognised) {
  const char* const known = kind.text;
  const std::size_t size = kind.size;
  const Slot* slot = kind.slots.data();
  const Slot* const slots_end = slot + kind.slots.size();
  const Slot* const timestamp = kind.timestamp && kind.timed ? slot + *kind.timestamp : nullptr;
  std::string_view time;  // what has come in its place
  const std::size_t changes_before = changes.size();
  const auto differs_otherwise = [&] {
    changes.resize(changes_before);
    return false;
  };
  Found* found = found_.data();
  std::size_t at = 0;        // in `text`
  std::size_t known_at = 0;  // in `known`
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
    const std::size_t known_size = slot->end - slot->begin;
    if (slot->fixed <= known_size &&
        Bytes::same_but_for_digits(text + begin, known + slot->begin, known_size, slot->fixed)) {
      at = begin + known_size;
      if (slot->target != kNoTarget)
        changes.push_back({text + begin, static_cast<std::uint32_t>(known_size), slot->fixed, slot->target});
    } else {
      at += same;
      std::uint32_t fixed = Change::kNotPlain;
      if (slot->kind == SlotKind::number) {
        auto number = leading_plain_number(text + begin);
        if (!number) number = other_leading_number(text + begin);
        if (!number) return differs_otherwise();
        at = begin + number->size;
        fixed = number->point;
        if (slot->target != kNoTarget)
          changes.push_back({text + begin, static_cast<std::uint32_t>(number->size), fixed, slot->target});
      } else {
        at += slot->kind == SlotKind::time ? run_of_time(text + at) : run_of(text + at, kDigitBytes);
        if (at == begin) return differs_otherwise();
        fixed = static_cast<std::uint32_t>(at - begin);
      }
      *found++ = {slot, begin, at, fixed};
    }
    if (slot == timestamp) time = {text + begin, at - begin};
    known_at = slot->end;
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
  if (!time.empty()) {
    const auto moment = understood(time);
    if (!moment) return differs_otherwise();
    kind.time = *moment;
  }
  if (!all_found.empty()) move_slots(kind, all_found);
  kind.text = text;
  kind.size = at;
  kind.record_begin = record_begin;
  tell(kind, text, recognised);
  return true;
}

/// Tries the kind that is expected next, and those that have the line's key.
template <typename Bytes>
inline bool LineMemory::recognise_fast_by(const char* text, std::vector<Change>& changes,
                                          Recognised& recognised) {
  const std::uint64_t key = key_of(text);
  Kind* const expected = last_ != nullptr ? last_->next : nullptr;
  Kind* alike = kinds_of(key);
  Kind* kind = expected;
  for (int tries = 0; tries < kMostTries; ++tries) {
    if (kind != nullptr && (kind->key == key || kind->key == kNoKey) &&
        match_by<Bytes>(*kind, text, changes, recognised)) {
      ++recognised_;
      follow(*kind);
      return true;
    }
    while (alike != nullptr && (alike == expected || alike->key != key))
      alike = alike->alike;
    if (alike == nullptr) return false;
    kind = alike;
    alike = alike->alike;
  }
  return false;
}

#if defined(__x86_64__)

[[gnu::target("avx2,bmi")]] bool LineMemory::recognise_fast_by_avx2(const char* text,
                                                                    std::vector<Change>& changes,
                                                                    Recognised& recognised) {
  return recognise_fast_by<ThirtyTwoBytes>(text, changes, recognised);
}

bool LineMemory::recognise_fast(const char* text, std::vector<Change>& changes, Recognised& recognised) {
  return kHasAvx2 ? recognise_fast_by_avx2(text, changes, recognised)
                  : recognise_fast_by<SixteenBytes>(text, changes, recognised);
}

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

bool LineMemory::recognise_fast(const char* text, std::vector<Change>& changes, Recognised& recognised) {
  return recognise_fast_by<EightBytes>(text, changes, recognised);
}

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
      slot->fixed = next->fixed;
      ++next;
    } else {
      slot->begin += shift;
      slot->end += shift;
    }
  }
}

}  // namespace wvagate::ingest
