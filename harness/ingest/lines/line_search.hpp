#pragma once

#include <cstddef>
#include <string_view>

#include "harness/ingest/lines/line_batch.hpp"
#include "harness/ingest/lines/phrase_masks.hpp"

namespace wvagate::ingest {

/// Whether the phrase of some record is in `text`.
bool has_phrase(std::string_view text);

/// Finds the lines of a batch that may carry something: those with the phrase of a record, or in a container
/// runtime's frame. It skips the others at the speed of the search, and counts them.
class LineSearch {
 public:
  explicit LineSearch(const LineLimits& limits = {}) : longest_line_(limits.line_bytes), all_(limits.all) {}

  /// Finds the lines of a batch, which a BlockReader has filled.
  void find(LineBatch& batch);

 private:
  std::size_t find_end(std::string_view bytes, std::size_t begin, bool& found);

  std::size_t longest_line_;
  bool all_;
  PhraseMasks masks_;            // of the bytes that were searched last,
  std::size_t masks_begin_ = 0;  // from here
  std::size_t masks_end_ = 0;    // to here
};

}  // namespace wvagate::ingest
