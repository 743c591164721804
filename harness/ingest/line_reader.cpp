#include "harness/ingest/line_reader.hpp"

#include <algorithm>
#include <cstring>

namespace wvagate::ingest {

Result<std::optional<Line>> LineReader::next() {
  while (true) {
    const char* from = buffer_.data() + begin_ + searched_;
    const auto* newline = static_cast<const char*>(std::memchr(from, '\n', end_ - begin_ - searched_));
    if (newline != nullptr) {
      const std::string_view text(buffer_.data() + begin_,
                                  static_cast<std::size_t>(newline - buffer_.data()) - begin_);
      begin_ += text.size() + 1;
      searched_ = 0;
      if (text.size() > kMaxLineBytes) return std::optional(Line{.number = ++line_number_, .too_long = true});
      return std::optional(Line{.text = text, .number = ++line_number_});
    }
    searched_ = end_ - begin_;
    if (searched_ > kMaxLineBytes) return skip_line();
    const auto more = fill();
    if (!more) return more.error();
    if (!more.value()) break;
  }
  if (begin_ == end_) return std::optional<Line>();
  const std::string_view text(buffer_.data() + begin_, end_ - begin_);
  begin_ = end_;
  searched_ = 0;
  return std::optional(Line{.text = text, .number = ++line_number_, .unterminated = true});
}

/// Adds bytes behind those that wait, moving or growing the buffer where it is full; false at the end of the
/// log.
Result<bool> LineReader::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) buffer_.resize(std::min(buffer_.size() * 2, kMaxLineBytes + kBlockBytes));
  const auto got = source_.read(std::span(buffer_).subspan(end_));
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
    const auto* newline = static_cast<const char*>(std::memchr(buffer_.data(), '\n', end_));
    if (newline != nullptr) {
      begin_ = static_cast<std::size_t>(newline - buffer_.data()) + 1;
      return std::optional(line);
    }
  }
}

}  // namespace wvagate::ingest
