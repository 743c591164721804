#include "harness/ingest/line_reader.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>
#include <utility>

#include "harness/ingest/marker_masks.hpp"
#include "harness/ingest/wrapper.hpp"

namespace wvagate::ingest {

Result<bool> LineReader::next(LineBatch& batch) {
  batch.lines_.clear();
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
  search(batch);
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
  const auto got = source_.read(std::span(batch.buffer_.get() + end_, batch.size_ - end_));
  if (!got) return got.error();
  batch.bytes_ += got.value();
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
void LineReader::search(LineBatch& batch) {
  const std::string_view bytes(batch.buffer_.get(), whole_);
  std::size_t begin = 0;  // of the line that is being searched
  MarkerSet markers;      // found in it so far
  const auto end_line = [&](std::size_t end) {
    const std::string_view text = bytes.substr(begin, end - begin);
    begin = end + 1;
    ++number_;
    const bool too_long = text.size() > limits_.line_bytes;
    if (markers.any() || too_long || number_ <= limits_.first_lines || has_runtime_frame(text)) {
      batch.lines_.push_back({.text = too_long ? std::string_view() : text,
                              .number = number_,
                              .markers = std::exchange(markers, {}),
                              .too_long = too_long});
    }
  };
  MarkerMasks masks;
  for (std::size_t at = 0; at < bytes.size(); at += MarkerMasks::kBytes) {
    const std::size_t count = std::min(bytes.size() - at, MarkerMasks::kBytes);
    fill_masks(bytes.data() + at, count, masks);
    for (std::size_t word = 0; word * MarkerMasks::kBytesAWord < count; ++word) {
      const std::uint64_t line_ends = masks.line_ends[word];
      for (std::uint64_t rest = line_ends | masks.candidates[word]; rest != 0; rest &= rest - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(rest));
        const std::size_t place = at + word * MarkerMasks::kBytesAWord + bit;
        if ((line_ends >> bit & 1U) != 0) {
          end_line(place);
        } else {
          verify_markers(bytes, place, markers);
        }
      }
    }
  }
}

}  // namespace wvagate::ingest
