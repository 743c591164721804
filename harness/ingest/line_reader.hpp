#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "analysis/sample/recording.hpp"
#include "harness/ingest/byte_source.hpp"
#include "harness/ingest/marker.hpp"
#include "harness/ingest/marker_masks.hpp"

namespace wvagate::ingest {

/// Longest line that is looked at, in bytes: a cycle of some 20,000 servers. Longer ones are skipped and
/// counted.
inline constexpr std::size_t kMaxLineBytes = std::size_t{16} * 1024 * 1024;

/// One line of a log.
struct Line {
  std::string_view text;      ///< without its "\n"; empty where `too_long`
  std::uint64_t number = 0;   ///< counted from 1
  MarkerSet markers;          ///< that occur in it
  bool too_long = false;      ///< longer than the limit, not kept
  bool unterminated = false;  ///< the log's last line, without "\n"
};

/// How a LineReader reads.
struct LineLimits {
  std::size_t block_bytes = std::size_t{256} * 1024;  ///< read at once
  std::size_t line_bytes = kMaxLineBytes;             ///< kept at most
  std::uint64_t first_lines = 0;                      ///< given whatever stands in them
};

/// Finds the lines of a byte source that may tell something: those with a marker, in a container runtime's
/// frame, too long, or without an end. The others it passes over at the speed of the search, without looking
/// where they begin; but it counts them. Memory is one block, or the longest line up to the limit.
class LineReader {
 public:
  /// Counts in `facts`, at all times, the bytes, the lines, and as ignored those that are passed over. Both
  /// must outlive the reader.
  LineReader(ByteSource& source, LogFacts& facts, const LineLimits& limits = {});

  /// The next line, valid until the next call; absent at the end.
  Result<std::optional<Line>> next();

 private:
  std::optional<Line> search();
  std::optional<Line> end_line(std::size_t end);
  Result<bool> fill();
  Result<std::optional<Line>> skip_line();
  std::optional<Line> last_line();

  ByteSource& source_;
  LogFacts& facts_;
  LineLimits limits_;
  std::size_t size_;  // of the buffer, without the padding behind it
  std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;  // of the line that is being searched
  std::size_t whole_ = 0;  // behind the last line that is there as a whole
  std::size_t end_ = 0;    // of the bytes

  MarkerSet markers_;  // found in the line so far
  MarkerMasks masks_;
  std::size_t masked_ = 0;      // where the bytes of the masks begin
  std::size_t masked_end_ = 0;  // and end
  std::size_t word_ = 0;        // of the masks, the next to look at
  std::uint64_t events_ = 0;    // of the word before it, what is not yet looked at
};

}  // namespace wvagate::ingest
