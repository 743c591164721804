#include "harness/ingest/line_finder.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

#include "harness/ingest/wrapper.hpp"

namespace wvagate::ingest {

void LineFinder::find(LineBatch& batch) {
  const std::string_view bytes(batch.buffer_.get(), batch.whole_);
  masks_begin_ = masks_end_ = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t first_change = batch.changes_.size();
    ++batch.count_;
    Recognised known;
    if (batch.count_ > batch.first_lines_ &&
        memory_.recognise_fast(bytes.data() + at, batch.changes_, known)) {
      add_known(known, bytes.substr(at, known.size - 1), first_change, batch);
      at += known.size;
    } else {
      at = search_lines(bytes, at, batch);
    }
  }
  memory_.keep();
}

void LineFinder::add_known(const Recognised& recognised, std::string_view text, std::size_t first_change,
                           LineBatch& batch) {
  batch.lines_.push_back({.text = text,
                          .number = batch.count_,
                          .markers = {},
                          .known = recognised.record,
                          .stamp = recognised.stamp,
                          .first_change = first_change,
                          .changes = batch.changes_.size() - first_change});
}

/// Looks for the end of the line that starts at `begin`, and for markers in it.
inline std::size_t LineFinder::search(std::string_view bytes, std::size_t begin, MarkerSet& markers) {
  static_assert(LineMemory::kPadding <= kMaskPadding);
  constexpr std::size_t kWord = MarkerMasks::kBytesAWord;
  if (begin >= masks_end_) masks_begin_ = masks_end_ = begin;
  std::size_t word = (begin - masks_begin_) / kWord;
  std::uint64_t here = ~std::uint64_t{0} << ((begin - masks_begin_) % kWord);  // from the line's begin on
  while (true) {
    if (masks_begin_ + word * kWord >= masks_end_) {
      masks_begin_ += word * kWord;
      masks_end_ = std::min(bytes.size(), masks_begin_ + MarkerMasks::kBytes);
      fill_masks(bytes.data() + masks_begin_, masks_end_ - masks_begin_, masks_);
      word = 0;
    }
    const std::size_t at = masks_begin_ + word * kWord;
    const std::uint64_t line_ends = masks_.line_ends[word] & here;
    // Up to the line's end: the bits below the lowest one.
    std::uint64_t candidates = masks_.candidates[word] & here & (line_ends ^ (line_ends - 1));
    for (; candidates != 0; candidates &= candidates - 1)
      verify_markers(bytes, at + static_cast<std::size_t>(std::countr_zero(candidates)), markers);
    if (line_ends != 0) return at + static_cast<std::size_t>(std::countr_zero(line_ends));
    here = ~std::uint64_t{0};
    ++word;
  }
}

/// Gives the line that starts at `begin` where it has a marker or a frame, or passes over it and those behind
/// it that have neither; returns where the next one starts.
std::size_t LineFinder::search_lines(std::string_view bytes, std::size_t begin, LineBatch& batch) {
  while (true) {
    MarkerSet markers;
    const std::size_t end = search(bytes, begin, markers);
    const std::string_view text = bytes.substr(begin, end - begin);
    const bool too_long = text.size() > longest_line_;
    const bool first = batch.count_ <= batch.first_lines_;
    if (markers.none() && !too_long && !first && !has_runtime_frame(text)) {
      begin = end + 1;
      if (begin == bytes.size() || memory_.may_know(bytes.data() + begin)) return begin;
      ++batch.count_;
      continue;
    }
    if (markers.any() && !too_long && !first) {
      const std::size_t first_change = batch.changes_.size();
      Recognised known;
      if (memory_.recognise(text, markers, batch.changes_, known, batch.forgotten_)) {
        add_known(known, text, first_change, batch);
        return end + 1;
      }
    }
    batch.lines_.push_back({.text = too_long ? std::string_view() : text,
                            .number = batch.count_,
                            .markers = markers,
                            .too_long = too_long});
    return end + 1;
  }
}

}  // namespace wvagate::ingest
