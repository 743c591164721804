#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/ingest/byte_search.hpp"
#include "harness/ingest/field_scan.hpp"
#include "harness/ingest/record_reader.hpp"
#include "harness/ingest/wrapper.hpp"

namespace wvagate::ingest {

/// A number that differs from the one in the line before of its kind. It is finite and fits into Digits.
struct Change {
  static constexpr std::uint32_t kNotPlain = UINT32_MAX;

  const char* text = nullptr;  ///< LineMemory::kPadding bytes behind it can be read
  std::uint32_t size = 0;
  std::uint32_t point = 0;  ///< where its decimal point stands, or `size`, of a plain number; else kNotPlain
  std::size_t target = 0;   ///< index of the first that it goes to
};

/// What a line says that others are like. Who gets it brings the numbers of each of them into `parsed`, in
/// the log's order, and has it to himself.
struct KnownRecord {
  /// Where a number goes.
  struct Target {
    std::optional<double>* value = nullptr;
    Digits* digits = nullptr;
    bool more = false;  ///< the next target takes the same number
  };

  std::string line;     // that it was learned from; names are views into it
  Unwrapper unwrapper;  // or into what this made of it
  ParsedRecord parsed;
  Interpretation what;
  Wrapper outermost = Wrapper::none;
  std::string_view source;          ///< of its lines
  bool framed = false;              ///< by a container runtime
  MarkerSet markers;                ///< in the record
  std::vector<Target> targets;      ///< that changes name
  CycleAssembler* cycle = nullptr;  ///< its source's, to be looked up by who gets it

  void take(const Change& change);
};

/// A line that is like an earlier one.
struct Recognised {
  KnownRecord* record = nullptr;
  std::size_t size = 0;  ///< of the line, its end included
  Stamp stamp;           ///< without the line's number; the time where the record has to have one
};

/// Remembers lines that have a marker, and recognises later ones that differ from them in their time and
/// their numbers only: nearly all of a controller do. What a line says depends on its text alone, and of a
/// number only on that it stands there; so such a line says what the earlier one said, with its own numbers,
/// and need not be searched nor taken apart.
///
/// A line is compared with the one before of its kind, wrappers and all, so that only what has changed
/// between the two is looked at byte by byte. Which kind it may be of is told by some of its bytes, which
/// stand behind the time in zap's lines, or by what came next the time before.
class LineMemory {
 public:
  /// Kinds of lines that are remembered: a cycle of the controller has some fifteen, and some more for each
  /// variant.
  static constexpr std::size_t kMostLines = 64;

  static constexpr std::size_t kLongestLine = std::size_t{16} * 1024;
  /// Of these lines together.
  static constexpr std::size_t kMostBytes = std::size_t{256} * 1024;

  /// So many readable bytes follow each line.
  static constexpr std::size_t kPadding = 72;

  /// Remembers and recognises lines of up to `longest_line` bytes, and no longer than kLongestLine.
  LineMemory(std::size_t most_lines, std::size_t longest_line)
      : most_lines_(most_lines), longest_line_(std::min(longest_line, kLongestLine)) {}

  /// Whether the line that starts at `text` is of a kind that can be told at a glance. Somewhere behind
  /// `text` is a line end. Adds what has changed to `changes`.
  bool recognise_fast(const char* text, std::vector<Change>& changes, Recognised& recognised);
  /// Whether it is worth asking: false of a line that recognise_fast() does not know.
  bool may_know(const char* text) const {
    const Kind* const expected = last_ != nullptr ? last_->next : nullptr;
    return by_key_[key_of(text) >> 56] != nullptr || (expected != nullptr && expected->key == kNoKey);
  }
  /// The same for a line in which `markers` were found, of any kind; one of a kind that is new may be learned
  /// for later. What must go for it is moved to `forgotten`, for those who still have it.
  bool recognise(std::string_view line, const MarkerSet& markers, std::vector<Change>& changes,
                 Recognised& recognised, std::vector<std::unique_ptr<KnownRecord>>& forgotten);
  /// The texts that were given so far will go: keeps what is needed of them.
  void keep();

 private:
  static constexpr std::size_t kNoTarget = SIZE_MAX;
  static constexpr std::uint64_t kNoKey = 0;
  static constexpr std::size_t kKeyAt = 56;  // in the line: behind the time in zap's
  static constexpr std::size_t kKeySize = 16;
  static constexpr int kMostTries = 4;  // of kinds that have a line's key
  enum class SlotKind : std::uint8_t {
    number,
    digits,  // of no consequence
    time,
  };
  /// A stretch of the text that may differ.
  struct Slot {
    std::size_t begin = 0;
    std::size_t end = 0;
    SlotKind kind{};
    std::size_t target = kNoTarget;  // of a number that is wanted
    /// Of a plain number where its point stands, of anything else its size: while this byte stays, digits may
    /// come anywhere. Change::kNotPlain of other numbers, and before the first change.
    std::uint32_t fixed = Change::kNotPlain;
  };
  struct Kind {
    const char* text = nullptr;  // the last line of this kind, its end included: in what was given, or `kept`
    std::size_t size = 0;
    std::string kept;
    std::vector<Slot> slots;                  // in the order of the text; none touches another
    std::optional<std::size_t> timestamp;     // the slot that has it
    TimePoint time;                           // of the last line, where its record has to have one
    std::optional<std::size_t> record_begin;  // behind wrappers, which are to be peeled off each line
    MarkerSet markers;                        // of the line
    std::unique_ptr<KnownRecord> record;
    bool timed = false;            // it has to have a time
    std::uint64_t key = 0;         // kNoKey: cannot be told by it
    Kind* alike = nullptr;         // another of a like key, used before it
    Kind* next = nullptr;          // what was recognised after it
    std::uint64_t used = 0;        // grows with each use
    std::size_t learned_size = 0;  // of the line that it was learned from
  };
  /// What a slot has in the line that is being compared.
  struct Found {
    const Slot* slot = nullptr;
    std::size_t begin = 0, end = 0;
    std::uint32_t fixed = 0;
  };

  template <typename Bytes>
  [[gnu::always_inline]] bool match_by(Kind& kind, const char* text, std::vector<Change>& changes,
                                       Recognised& recognised);
  bool match_by_avx2(Kind& kind, const char* text, std::vector<Change>& changes, Recognised& recognised);
  template <typename Bytes>
  [[gnu::always_inline]] bool recognise_fast_by(const char* text, std::vector<Change>& changes,
                                                Recognised& recognised);
  bool recognise_fast_by_avx2(const char* text, std::vector<Change>& changes, Recognised& recognised);
  bool match(Kind& kind, const char* text, std::vector<Change>& changes, Recognised& recognised);
  static void move_slots(Kind& kind, std::span<const Found> found);
  /// Tells of the last line of a kind.
  static void tell(const Kind& kind, const char* text, Recognised& recognised) {
    recognised.record = kind.record.get();
    recognised.size = kind.size;
    recognised.stamp.time = kind.time;
    recognised.stamp.timestamp = {};
    if (!kind.timestamp) return;
    const Slot& timestamp = kind.slots[*kind.timestamp];
    recognised.stamp.timestamp = {text + timestamp.begin, timestamp.end - timestamp.begin};
  }
  /// Remembers that a line of this kind came.
  void follow(Kind& kind) {
    if (last_ != nullptr) last_->next = &kind;
    last_ = &kind;
    kind.used = ++uses_;
    if (kind.key != kNoKey && kinds_of(kind.key) != &kind) put_first(kind);
  }
  void put_first(Kind& kind);
  /// Of the bytes at kKeyAt, never kNoKey.
  static std::uint64_t key_of(const char* text) {
    std::array<std::uint64_t, 2> words;
    std::memcpy(words.data(), text + kKeyAt, sizeof words);
    return ((words[0] * 0x9E3779B97F4A7C15) ^ std::rotl(words[1], 29)) * 0xE7037ED1A0B428DB | 1;
  }
  Kind*& kinds_of(std::uint64_t key) { return by_key_[key >> 56]; }
  void take_out(Kind& kind);
  void put(std::unique_ptr<Kind> kind, std::string_view line);
  std::unique_ptr<KnownRecord> forget_one();
  bool has_room(std::size_t bytes) const {
    return kinds_.size() < most_lines_ && bytes_ + bytes <= kMostBytes;
  }
  /// Where lines are never alike, remembering costs more than it saves.
  bool wants_another() const {
    return recognised_ >= missed_ / 2 || missed_ < 4 * kMostLines || missed_ % 64 == 0;
  }
  static std::unique_ptr<Kind> learn(std::string_view line, const MarkerSet& markers);
  static void interpret_noting(const Peeled& peeled, KnownRecord& known);
  static bool find_slots(const Peeled& peeled, Kind& kind);
  static void add_runs(std::string_view text, std::string_view source, std::vector<Slot>& slots);
  static bool tidy(std::string_view line, std::vector<Slot>& slots,
                   std::vector<KnownRecord::Target>& targets);
  static const ByteSet& bytes_of(SlotKind kind);
  bool peels_alike(const KnownRecord& record, std::string_view line, std::size_t record_begin);

  std::size_t most_lines_, longest_line_;
  std::vector<std::unique_ptr<Kind>> kinds_;
  std::size_t bytes_ = 0;  // of the lines that they were learned from
  std::uint64_t recognised_ = 0, missed_ = 0;
  std::array<Kind*, 256> by_key_{};  // of like keys, the last one used
  Kind* last_ = nullptr;
  Unwrapper unwrapper_;
  std::vector<Found> found_;
  std::uint64_t uses_ = 0;
};

}  // namespace wvagate::ingest
