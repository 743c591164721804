#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/ingest/byte_search.hpp"
#include "harness/ingest/record_reader.hpp"

namespace wvagate::ingest {

/// What a line says, to be brought into its cycle.
struct ReadRecord {
  const Reading& reading;
  std::size_t dialect;
  ParsedRecord& parsed;
  Stamp stamp;  ///< without the line's number
};

/// Reads marker lines, and remembers how it read them, for later lines that differ from them in their time
/// and their numbers only: nearly all lines of a controller do. What a line says depends on its text alone,
/// and of a number only on that it stands there; so such a line says what the earlier one said, with its own
/// numbers, and need not be taken apart again.
class RecordMemo {
 public:
  /// What interpret() makes of the line. It holds until the next call.
  ReadRecord read(const MarkerLine& line);

  std::uint64_t recalled() const { return recalled_; }  ///< lines that were like an earlier one

 private:
  /// A stretch of the text that may differ.
  struct Slot {
    std::size_t begin = 0;
    std::size_t end = 0;
    const ByteSet* bytes = nullptr;  // that may stand there
    NotedNumber number;
  };
  struct Memory {
    std::string text;
    MarkerSet markers;    // none: nothing is like it
    ParsedRecord parsed;  // of `text`
    Interpretation what;
    std::vector<Slot> slots;  // in the order of the text
    Memory* next = nullptr;   // what was recalled after it
    std::uint64_t used = 0;   // grows with each use
  };

  std::optional<ReadRecord> recall(const MarkerLine& line);
  static std::optional<ReadRecord> match(const MarkerLine& line, Memory& memory);
  static ReadRecord record_of(Memory& memory);
  static void interpret_noting(const MarkerLine& line, Memory& memory);
  static bool find_slots(Memory& memory);
  Memory& memory_to_fill();

  std::vector<std::unique_ptr<Memory>> memories_;
  Memory unkept_;
  Memory* last_ = nullptr;
  std::uint64_t uses_ = 0;
  std::uint64_t recalled_ = 0;
  std::uint64_t missed_ = 0;
};

}  // namespace wvagate::ingest
