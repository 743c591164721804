#pragma once

#include <cstddef>
#include <string_view>

#include "harness/ingest/line_batch.hpp"
#include "harness/ingest/line_memory.hpp"
#include "harness/ingest/marker_masks.hpp"

namespace wvagate::ingest {

/// Finds the lines of a batch that may tell something: those with a marker, or in a container runtime's
/// frame. The others it passes over at the speed of the search, and counts them. What is like a line that it
/// knows it gives at the speed of a comparison.
class LineFinder {
 public:
  explicit LineFinder(const LineLimits& limits = {})
      : longest_line_(limits.line_bytes), memory_(limits.remembered, limits.line_bytes) {}

  /// Finds the lines of a batch, which a BlockReader has filled. Its KnownRecords are the finder's, or the
  /// batch's where they are given up: the next batch is found when the lines of this one are done with.
  void find(LineBatch& batch);

 private:
  std::size_t search(std::string_view bytes, std::size_t begin, MarkerSet& markers);
  std::size_t search_lines(std::string_view bytes, std::size_t begin, LineBatch& batch);
  static void add_known(const Recognised& recognised, std::string_view text, std::size_t first_change,
                        LineBatch& batch);

  std::size_t longest_line_;
  LineMemory memory_;
  MarkerMasks masks_;            // of the bytes that were searched last,
  std::size_t masks_begin_ = 0;  // from here
  std::size_t masks_end_ = 0;    // to here
};

}  // namespace wvagate::ingest
