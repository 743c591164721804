#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/ingest/byte_source.hpp"

namespace wvagate::ingest {

/// Longest line that is looked at, in bytes: a cycle of some 20,000 servers. Longer ones are skipped and
/// counted.
inline constexpr std::size_t kMaxLineBytes = std::size_t{16} * 1024 * 1024;

/// One line of a log.
struct Line {
  std::string_view text;      ///< without its "\n"; empty where `too_long`
  std::uint64_t number = 0;   ///< counted from 1
  bool too_long = false;      ///< longer than kMaxLineBytes, not kept
  bool unterminated = false;  ///< the log's last line, without "\n"
};

/// Cuts a byte source into lines. Memory is one block, or the longest line up to kMaxLineBytes.
class LineReader {
 public:
  explicit LineReader(ByteSource& source) : source_(source), buffer_(kBlockBytes) {}

  /// The next line, valid until the next call; absent at the end.
  Result<std::optional<Line>> next();

  std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  static constexpr std::size_t kBlockBytes = std::size_t{256} * 1024;

  Result<bool> fill();
  Result<std::optional<Line>> skip_line();

  ByteSource& source_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of the bytes not yet given out
  std::size_t end_ = 0;
  std::size_t searched_ = 0;  // bytes after begin_ known to hold no newline
  std::uint64_t line_number_ = 0;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace wvagate::ingest
