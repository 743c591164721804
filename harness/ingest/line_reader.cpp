#include "harness/ingest/line_reader.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

#include "harness/ingest/wrapper.hpp"

namespace wvagate::ingest {
namespace {

/// A small log is read in small pieces: most of the time of a block's first read goes into its pages.
constexpr std::size_t kSmallLog = std::size_t{1024} * 1024;
constexpr std::size_t kSmallRead = std::size_t{64} * 1024;

}  // namespace

Result<bool> LineReader::next(LineBatch& batch) {
  batch.lines_.clear();
  batch.changes_.clear();
  batch.forgotten_.clear();
  batch.bytes_ = 0;
  const std::uint64_t before = number_;
  const std::size_t size = std::max(limits_.block_bytes, rest_.size());
  if (batch.size_ != size) {  // another, or one that had to grow for a long line
    batch.size_ = size;
    batch.buffer_ = std::make_unique_for_overwrite<char[]>(size + kMaskPadding);
  }
  std::memcpy(batch.buffer_.get(), rest_.data(), rest_.size());
  end_ = rest_.size();
  if (rest_.capacity() > limits_.block_bytes) rest_ = {};
  whole_ = 0;
  while (whole_ == 0 && !ended_) {
    const auto more = end_ > limits_.line_bytes ? skip_line(batch) : read_more(batch);
    if (!more && number_ == before) return more.error();
    if (!more) break;
    if (!more.value()) take_last(batch);
  }
  find_lines(batch);
  rest_.assign(batch.buffer_.get() + whole_, end_ - whole_);
  batch.last_number_ = number_;
  return number_ > before;
}

/// Adds bytes behind those that wait, growing the buffer where it is full; false at the end of the log.
Result<bool> LineReader::read_more(LineBatch& batch) {
  if (end_ == batch.size_) {
    batch.size_ = std::min(batch.size_ * 2, limits_.line_bytes + limits_.block_bytes);
    auto larger = std::make_unique_for_overwrite<char[]>(batch.size_ + kMaskPadding);
    std::memcpy(larger.get(), batch.buffer_.get(), end_);
    batch.buffer_ = std::move(larger);
  }
  const std::size_t most = bytes_ < kSmallLog ? kSmallRead : limits_.block_bytes;
  const auto got = source_.read(std::span(batch.buffer_.get() + end_, std::min(most, batch.size_ - end_)));
  if (!got) return got.error();
  batch.bytes_ += got.value();
  bytes_ += got.value();
  const std::string_view fresh(batch.buffer_.get() + end_, got.value());
  if (const std::size_t newline = fresh.rfind('\n'); newline != std::string_view::npos)
    whole_ = end_ + newline + 1;
  end_ += got.value();
  return got.value() > 0;
}

/// Throws away a line that is too long, up to its end; false where the log ends first.
Result<bool> LineReader::skip_line(LineBatch& batch) {
  Line line{.text = {}, .number = ++number_, .markers = {}, .too_long = true};
  char* const buffer = batch.buffer_.get();
  while (whole_ == 0) {
    end_ = 0;
    const auto more = read_more(batch);
    if (!more) return more.error();
    line.unterminated = !more.value();
    if (line.unterminated) break;
  }
  batch.lines_.push_back(line);
  if (line.unterminated) return false;
  const std::size_t begin = std::string_view(buffer, end_).find('\n') + 1;
  std::memmove(buffer, buffer + begin, end_ - begin);
  end_ -= begin;
  whole_ -= begin;
  return true;
}

/// The line that the log ends in, where it lacks its own end.
void LineReader::take_last(LineBatch& batch) {
  ended_ = true;
  if (end_ == 0) return;
  const std::string_view text(batch.buffer_.get(), end_);
  batch.lines_.push_back(
      {.text = text, .number = ++number_, .markers = find_markers(text), .unterminated = true});
  whole_ = end_ = 0;
}

/// Finds the lines worth giving among those that are there as a whole.
void LineReader::find_lines(LineBatch& batch) {
  const std::string_view bytes(batch.buffer_.get(), whole_);
  masks_begin_ = masks_end_ = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t first_change = batch.changes_.size();
    ++number_;
    Recognised known;
    if (number_ > limits_.first_lines && memory_.recognise_fast(bytes.data() + at, batch.changes_, known)) {
      if (known.record != nullptr) add_known(known, bytes.substr(at, known.size - 1), first_change, batch);
      at += known.size;
    } else {
      at = search_line(bytes, at, batch);
    }
  }
  memory_.keep();
}

void LineReader::add_known(const Recognised& recognised, std::string_view text, std::size_t first_change,
                           LineBatch& batch) {
  batch.lines_.push_back({.text = text,
                          .number = number_,
                          .markers = {},
                          .known = recognised.record,
                          .stamp = recognised.stamp,
                          .first_change = first_change,
                          .changes = batch.changes_.size() - first_change});
}

/// Looks for markers in the line that starts at `begin`, and gives it where it has some; returns where the
/// next one starts.
std::size_t LineReader::search_line(std::string_view bytes, std::size_t begin, LineBatch& batch) {
  static_assert(LineMemory::kPadding <= kMaskPadding);
  constexpr std::size_t kWord = MarkerMasks::kBytesAWord;
  MarkerSet markers;
  std::size_t end = begin;
  if (begin >= masks_end_) masks_begin_ = masks_end_ = begin;
  std::uint64_t line_ends = 0;
  for (std::size_t word = (begin - masks_begin_) / kWord;; ++word) {
    if (masks_begin_ + word * kWord >= masks_end_) {
      masks_begin_ += word * kWord;
      masks_end_ = std::min(bytes.size(), masks_begin_ + MarkerMasks::kBytes);
      fill_masks(bytes.data() + masks_begin_, masks_end_ - masks_begin_, masks_);
      word = 0;
    }
    const std::size_t at = masks_begin_ + word * kWord;
    const std::uint64_t here = at < begin ? ~std::uint64_t{0} << (begin - at) : ~std::uint64_t{0};
    line_ends = masks_.line_ends[word] & here;
    // Up to the line's end: the bits below the lowest one.
    std::uint64_t candidates = masks_.candidates[word] & here & (line_ends ^ (line_ends - 1));
    for (; candidates != 0; candidates &= candidates - 1)
      verify_markers(bytes, at + static_cast<std::size_t>(std::countr_zero(candidates)), markers);
    if (line_ends != 0) {
      end = at + static_cast<std::size_t>(std::countr_zero(line_ends));
      break;
    }
  }
  const std::string_view text = bytes.substr(begin, end - begin);
  const bool too_long = text.size() > limits_.line_bytes;
  const bool first = number_ <= limits_.first_lines;
  if (markers.any() && !too_long && !first) {
    const std::size_t first_change = batch.changes_.size();
    Recognised known;
    if (memory_.recognise(text, markers, batch.changes_, known, batch.forgotten_)) {
      add_known(known, text, first_change, batch);
      return end + 1;
    }
  }
  if (markers.none() && !too_long && !first && !has_runtime_frame(text)) {
    memory_.learn_idle(text);
  } else {
    batch.lines_.push_back({.text = too_long ? std::string_view() : text,
                            .number = number_,
                            .markers = markers,
                            .too_long = too_long});
  }
  return end + 1;
}

}  // namespace wvagate::ingest
