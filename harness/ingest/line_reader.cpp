#include "harness/ingest/line_reader.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

namespace wvagate::ingest {

Result<std::optional<Line>> LineReader::next() {
  while (true) {
    const char* from = buffer_.get() + begin_ + searched_;
    const auto* newline = static_cast<const char*>(std::memchr(from, '\n', end_ - begin_ - searched_));
    if (newline != nullptr) {
      const std::string_view text(buffer_.get() + begin_,
                                  static_cast<std::size_t>(newline - buffer_.get()) - begin_);
      begin_ += text.size() + 1;
      searched_ = 0;
      if (text.size() > limits_.line_bytes)
        return std::optional(Line{.number = ++line_number_, .too_long = true});
      return std::optional(Line{.text = text, .number = ++line_number_});
    }
    searched_ = end_ - begin_;
    if (searched_ > limits_.line_bytes) return skip_line();
    const auto more = fill();
    if (!more) return more.error();
    if (!more.value()) break;
  }
  if (begin_ == end_) return std::optional<Line>();
  const std::string_view text(buffer_.get() + begin_, end_ - begin_);
  begin_ = end_;
  searched_ = 0;
  return std::optional(Line{.text = text, .number = ++line_number_, .unterminated = true});
}

/// Adds bytes behind those that wait, moving or growing the buffer where it is full; false at the end of the
/// log.
Result<bool> LineReader::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == size_) {
    size_ = std::min(size_ * 2, limits_.line_bytes + limits_.block_bytes);
    auto larger = std::make_unique_for_overwrite<char[]>(size_);
    std::memcpy(larger.get(), buffer_.get(), end_);
    buffer_ = std::move(larger);
  }
  const auto got = source_.read(std::span(buffer_.get() + end_, size_ - end_));
  if (!got) return got.error();
  end_ += got.value();
  bytes_read_ += got.value();
  return got.value() > 0;
}

/// Throws away the rest of a line that is too long.
Result<std::optional<Line>> LineReader::skip_line() {
  Line line{.text = {}, .number = ++line_number_, .too_long = true};
  while (true) {
    begin_ = end_ = searched_ = 0;
    const auto more = fill();
    if (!more) return more.error();
    if (!more.value()) {
      line.unterminated = true;
      return std::optional(line);
    }
    const auto* newline = static_cast<const char*>(std::memchr(buffer_.get(), '\n', end_));
    if (newline != nullptr) {
      begin_ = static_cast<std::size_t>(newline - buffer_.get()) + 1;
      return std::optional(line);
    }
  }
}

}  // namespace wvagate::ingest
