#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "analysis/core/result.hpp"
#include "harness/ingest/lines/line_batch.hpp"
#include "harness/ingest/source/byte_source.hpp"

namespace wvagate::ingest {

/// Reads a log by blocks of whole lines.
class BlockReader {
 public:
  /// `source` must outlive the reader.
  explicit BlockReader(ByteSource& source, const LineLimits& limits = {})
      : source_(source), limits_(limits), first_lines_(limits.first_lines) {}

  /// Fills `batch` with the next whole lines, of one read where that has some; its bytes are one block, or
  /// the longest line up to the limit. Lines that are too long, and a last one without an end, are found
  /// here. False at the end. What was read before a fault is given before it.
  Result<bool> next(LineBatch& batch);

 private:
  Result<bool> read_more(LineBatch& batch);
  Result<bool> skip_line(LineBatch& batch);
  void take_last(LineBatch& batch);
  void count_first(LineBatch& batch);

  ByteSource& source_;
  LineLimits limits_;
  std::uint64_t first_lines_;  // of the log, that are still to come
  std::string rest_;           // of the last batch: the start of a line
  std::size_t end_ = 0;        // of the bytes in the batch's buffer
  std::uint64_t bytes_ = 0;    // that were read
  bool ended_ = false;
};

}  // namespace wvagate::ingest
