#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "harness/ingest/lines/phrase_masks.hpp"

namespace wvagate::ingest {

/// Longest line that is looked at, in bytes: a cycle of some 20,000 servers. Longer ones are skipped and
/// counted.
inline constexpr std::size_t kMaxLineBytes = std::size_t{16} * 1024 * 1024;

/// How a log's lines are read.
struct LineLimits {
  std::size_t block_bytes = std::size_t{256} * 1024;  ///< read at once
  std::size_t line_bytes = kMaxLineBytes;             ///< kept at most
  std::uint64_t first_lines = 0;                      ///< given whatever is in them
  bool all = false;                                   ///< every line is given
};

/// One line of a log.
struct Line {
  std::string_view text;      ///< without its "\n"; empty if `too_long`
  std::uint64_t number = 0;   ///< in its batch, counted from 1
  bool has_phrase = false;    ///< the phrase of some record is in it
  bool too_long = false;      ///< longer than the limit, not kept
  bool unterminated = false;  ///< the log's last line, without "\n"
};

/// Some whole lines of a log: a BlockReader fills in their bytes, a LineSearch those that may carry
/// something. It is filled again and again.
class LineBatch {
 public:
  /// The lines that may carry something.
  const std::vector<Line>& lines() const { return lines_; }
  std::uint64_t bytes() const { return bytes_; }  ///< that were read for it
  std::uint64_t count() const { return count_; }  ///< of all its lines
  std::size_t buffer_bytes() const { return size_; }

 private:
  friend class BlockReader;
  friend class LineSearch;

  std::unique_ptr<char[]> buffer_;
  std::size_t size_ = 0;           // of the buffer, without the padding behind it
  std::size_t whole_ = 0;          // bytes of whole lines, which are to be searched
  std::uint64_t first_lines_ = 0;  // how many of its lines are among the log's first
  std::vector<Line> lines_;
  std::uint64_t bytes_ = 0, count_ = 0;
};

}  // namespace wvagate::ingest
