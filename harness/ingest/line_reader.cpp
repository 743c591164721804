#include "harness/ingest/line_reader.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>
#include <utility>

#include "harness/ingest/wrapper.hpp"

namespace wvagate::ingest {

LineReader::LineReader(ByteSource& source, LogFacts& facts, const LineLimits& limits)
    : source_(source),
      facts_(facts),
      limits_(limits),
      size_(limits.block_bytes),
      buffer_(std::make_unique<char[]>(size_ + kMaskPadding)) {}

Result<std::optional<Line>> LineReader::next() {
  while (true) {
    if (auto line = search()) return line;
    if (end_ - whole_ > limits_.line_bytes) return skip_line();
    const auto more = fill();
    if (!more) return more.error();
    if (!more.value()) return last_line();
  }
}

/// The next line worth giving of those that are there as a whole.
std::optional<Line> LineReader::search() {
  while (true) {
    while (events_ != 0) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(events_));
      const std::size_t word = word_ - 1;
      const std::size_t at = masked_ + word * MarkerMasks::kBytesAWord + bit;
      events_ &= events_ - 1;
      if ((masks_.line_ends[word] >> bit & 1U) == 0) {
        verify_markers({buffer_.get(), whole_}, at, markers_);
      } else if (auto line = end_line(at)) {
        return line;
      }
    }
    const std::size_t words =
        (masked_end_ - masked_ + MarkerMasks::kBytesAWord - 1) / MarkerMasks::kBytesAWord;
    while (word_ < words && events_ == 0) {
      events_ = masks_.line_ends[word_] | masks_.candidates[word_];
      ++word_;
    }
    if (events_ != 0) continue;
    if (masked_end_ == whole_) return std::nullopt;
    masked_ = masked_end_;
    masked_end_ = std::min(whole_, masked_ + MarkerMasks::kBytes);
    fill_masks(buffer_.get() + masked_, masked_end_ - masked_, masks_);
    word_ = 0;
  }
}

/// The line that ends at `end`, where it is worth giving.
std::optional<Line> LineReader::end_line(std::size_t end) {
  const std::string_view text(buffer_.get() + begin_, end - begin_);
  begin_ = end + 1;
  ++facts_.lines.total;
  const MarkerSet markers = std::exchange(markers_, {});
  const bool too_long = text.size() > limits_.line_bytes;
  if (markers.any() || too_long || has_runtime_frame(text) || facts_.lines.total <= limits_.first_lines) {
    return Line{.text = too_long ? std::string_view() : text,
                .number = facts_.lines.total,
                .markers = markers,
                .too_long = too_long};
  }
  ++facts_.lines.ignored;
  return std::nullopt;
}

/// The line that the log ends in, where it lacks its own end.
std::optional<Line> LineReader::last_line() {
  if (begin_ == end_) return std::nullopt;
  const std::string_view text(buffer_.get() + begin_, end_ - begin_);
  begin_ = whole_ = masked_ = masked_end_ = end_;
  return Line{
      .text = text, .number = ++facts_.lines.total, .markers = find_markers(text), .unterminated = true};
}

/// Adds bytes behind those that wait, moving or growing the buffer where it is full; false at the end of the
/// log.
Result<bool> LineReader::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = whole_ = masked_ = masked_end_ = 0;
  }
  if (end_ == size_) {
    size_ = std::min(size_ * 2, limits_.line_bytes + limits_.block_bytes);
    auto larger = std::make_unique<char[]>(size_ + kMaskPadding);
    std::memcpy(larger.get(), buffer_.get(), end_);
    buffer_ = std::move(larger);
  }
  const auto got = source_.read(std::span(buffer_.get() + end_, size_ - end_));
  if (!got) return got.error();
  facts_.bytes += got.value();
  const std::string_view fresh(buffer_.get() + end_, got.value());
  if (const std::size_t newline = fresh.rfind('\n'); newline != std::string_view::npos)
    whole_ = end_ + newline + 1;
  end_ += got.value();
  return got.value() > 0;
}

/// Throws away the rest of a line that is too long.
Result<std::optional<Line>> LineReader::skip_line() {
  Line line{.text = {}, .number = ++facts_.lines.total, .markers = {}, .too_long = true};
  while (true) {
    begin_ = whole_ = masked_ = masked_end_ = end_ = 0;
    const auto more = fill();
    if (!more) return more.error();
    if (!more.value()) {
      line.unterminated = true;
      return std::optional(line);
    }
    const auto* newline = static_cast<const char*>(std::memchr(buffer_.get(), '\n', end_));
    if (newline != nullptr) {
      begin_ = masked_ = masked_end_ = static_cast<std::size_t>(newline - buffer_.get()) + 1;
      return std::optional(line);
    }
  }
}

}  // namespace wvagate::ingest
