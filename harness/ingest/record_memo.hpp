#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/ingest/record_reader.hpp"

namespace wvagate::ingest {

/// A line's reading: what is to be brought into the cycle.
struct Recalled {
  const Reading& reading;
  std::size_t dialect;
  ParsedRecord& parsed;
  TimePoint time;
  std::string_view timestamp;
};

/// Remembers how lines were read, for later ones that differ from them in their time and their numbers only:
/// nearly all lines of a controller do. What a line says depends on its text alone, and where a number stands
/// no other character of the line has a meaning that depends on it; so such a line says what the earlier one
/// said, with its own numbers, and need not be taken apart again.
class RecordMemo {
 public:
  /// The reading of a line that is like one from before; absent where none is. It holds until the next call.
  std::optional<Recalled> recall(const MarkerLine& line);

  /// Remembers the line, which recall() did not know, where it can be.
  void learn(const MarkerLine& line);

 private:
  /// A stretch of the text that may differ: a number, or with no `value` the time.
  struct Slot {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::optional<double>* value = nullptr;
    Digits* digits = nullptr;
  };
  struct Memory {
    std::string text;
    MarkerSet markers;
    ParsedRecord parsed;  // of `text`
    Interpretation what;
    std::vector<Slot> slots;  // in the order of the text
    Memory* next = nullptr;   // what was recalled after it
  };

  static bool remember(const MarkerLine& line, Memory& memory);
  static std::optional<Recalled> match(const MarkerLine& line, Memory& memory);

  std::vector<std::unique_ptr<Memory>> memories_;
  Memory* last_ = nullptr;
  std::uint64_t recalled_ = 0;
  std::uint64_t missed_ = 0;
};

}  // namespace wvagate::ingest
