#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/result.hpp"
#include "harness/ingest/byte_source.hpp"
#include "harness/ingest/line_memory.hpp"
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

  // Of a line that is like an earlier one:
  KnownRecord* known = nullptr;  ///< what it says, when `changes` are brought into it
  Stamp stamp;                   ///< when it was logged
  std::size_t first_change = 0;  ///< in LineBatch::changes()
  std::size_t changes = 0;
};

/// The lines of some bytes of a log that may tell something. It is filled again and again.
class LineBatch {
 public:
  const std::vector<Line>& lines() const { return lines_; }
  /// What has changed in a line that is like an earlier one.
  std::span<const Change> changes(const Line& line) const {
    return std::span(changes_).subspan(line.first_change, line.changes);
  }
  std::uint64_t bytes() const { return bytes_; }  ///< that were read for it
  /// Of the last line in it, which may be none that tells something.
  std::uint64_t last_number() const { return last_number_; }

 private:
  friend class LineReader;

  std::unique_ptr<char[]> buffer_;
  std::size_t size_ = 0;  // of the buffer, without the padding behind it
  std::vector<Line> lines_;
  std::vector<Change> changes_;
  std::vector<std::unique_ptr<KnownRecord>> forgotten_;  // which earlier batches may still have
  std::uint64_t bytes_ = 0, last_number_ = 0;
};

/// How a LineReader reads.
struct LineLimits {
  std::size_t block_bytes = std::size_t{256} * 1024;  ///< read at once
  std::size_t line_bytes = kMaxLineBytes;             ///< kept at most
  std::uint64_t first_lines = 0;                      ///< given whatever stands in them, and not remembered
  std::size_t remembered = LineMemory::kMostLines;
};

/// Finds the lines of a byte source that may tell something: those with a marker, in a container runtime's
/// frame, too long, or without an end. The others it passes over at the speed of the search, and counts them.
/// What is like a line that it knows it gives at the speed of a comparison.
class LineReader {
 public:
  /// `source` must outlive the reader.
  explicit LineReader(ByteSource& source, const LineLimits& limits = {})
      : source_(source), limits_(limits), memory_(limits.remembered, limits.line_bytes) {}

  /// Fills `batch` with the next whole lines, of one read where that has some; its bytes are one block, or
  /// the longest line up to the limit. False at the end. What was read before a fault is given before it.
  Result<bool> next(LineBatch& batch);

 private:
  Result<bool> read_more(LineBatch& batch);
  Result<bool> skip_line(LineBatch& batch);
  void find_lines(LineBatch& batch);
  std::size_t search_line(std::string_view bytes, std::size_t begin, LineBatch& batch);
  void add_known(const Recognised& recognised, std::string_view text, std::size_t first_change,
                 LineBatch& batch);
  void take_last(LineBatch& batch);

  ByteSource& source_;
  LineLimits limits_;
  std::string rest_;          // of the last batch: the start of a line
  std::size_t end_ = 0;       // of the bytes in the batch's buffer
  std::size_t whole_ = 0;     // behind its last line that is there as a whole
  std::uint64_t number_ = 0;  // of the last line that was found
  std::uint64_t bytes_ = 0;   // that were read
  bool ended_ = false;
  LineMemory memory_;
  MarkerMasks masks_;            // of the bytes that were searched last,
  std::size_t masks_begin_ = 0;  // from here
  std::size_t masks_end_ = 0;    // to here
};

}  // namespace wvagate::ingest
