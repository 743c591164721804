#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "harness/ingest/byte_source.hpp"

namespace wvagate::ingest {

/// Longest line that is looked at, in bytes: a cycle of some 20,000 servers. Longer ones are skipped and
/// counted.
inline constexpr std::size_t kMaxLineBytes = std::size_t{16} * 1024 * 1024;

/// One line of a log.
struct Line {
  std::string_view text;      ///< without its "\n"; empty where `too_long`
  std::uint64_t number = 0;   ///< counted from 1
  bool too_long = false;      ///< longer than the limit, not kept
  bool unterminated = false;  ///< the log's last line, without "\n"
};

/// How much a LineReader reads at once and keeps at most.
struct LineLimits {
  std::size_t block_bytes = std::size_t{256} * 1024;
  std::size_t line_bytes = kMaxLineBytes;
};

/// Cuts a byte source into lines. Memory is one block, or the longest line up to the limit.
class LineReader {
 public:
  explicit LineReader(ByteSource& source, const LineLimits& limits = {})
      : source_(source),
        limits_(limits),
        buffer_(std::make_unique_for_overwrite<char[]>(limits.block_bytes)),
        size_(limits.block_bytes) {}

  /// The next line, valid until the next call; absent at the end.
  Result<std::optional<Line>> next();

  std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  Result<bool> fill();
  Result<std::optional<Line>> skip_line();

  ByteSource& source_;
  LineLimits limits_;
  std::unique_ptr<char[]> buffer_;
  std::size_t size_;       // of the buffer
  std::size_t begin_ = 0;  // of the bytes not yet given out
  std::size_t end_ = 0;
  std::size_t searched_ = 0;  // bytes after begin_ known to hold no newline
  std::uint64_t line_number_ = 0;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace wvagate::ingest
