#include "harness/ingest/lines/block_reader.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <string_view>

#include "harness/ingest/lines/line_search.hpp"

namespace wvagate::ingest {
namespace {

/// A small log is read in small pieces: most of the time of a block's first read goes into its pages.
constexpr std::size_t kSmallLog = std::size_t{1024} * 1024;
constexpr std::size_t kSmallRead = std::size_t{64} * 1024;

}  // namespace

Result<bool> BlockReader::next(LineBatch& batch) {
  batch.lines_.clear();
  batch.whole_ = 0;
  batch.bytes_ = batch.count_ = 0;
  const std::size_t size = std::max(limits_.block_bytes, rest_.size());
  if (batch.size_ != size) {  // another, or one that had to grow for a long line
    batch.size_ = size;
    batch.buffer_ = std::make_unique_for_overwrite<char[]>(size + kMaskPadding);
  }
  std::memcpy(batch.buffer_.get(), rest_.data(), rest_.size());
  end_ = rest_.size();
  if (rest_.capacity() > limits_.block_bytes) rest_ = {};
  while (batch.whole_ == 0 && !ended_) {
    const auto more = end_ > limits_.line_bytes ? skip_line(batch) : read_more(batch);
    if (!more && batch.count_ == 0) return more.error();
    if (!more) break;
    if (!more.value()) take_last(batch);
  }
  rest_.assign(batch.buffer_.get() + batch.whole_, end_ - batch.whole_);
  count_first(batch);
  return batch.whole_ > 0 || batch.count_ > 0;
}

/// Adds bytes behind those that wait, growing the buffer where it is full; false at the end of the log.
Result<bool> BlockReader::read_more(LineBatch& batch) {
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
    batch.whole_ = end_ + newline + 1;
  end_ += got.value();
  return got.value() > 0;
}

/// Throws away a line that is too long, up to its end; false where the log ends first.
Result<bool> BlockReader::skip_line(LineBatch& batch) {
  const std::size_t index = batch.lines_.size();
  batch.lines_.push_back({.text = {}, .number = ++batch.count_, .too_long = true});
  char* const buffer = batch.buffer_.get();
  while (batch.whole_ == 0) {
    end_ = 0;
    const auto more = read_more(batch);
    if (!more) return more.error();
    if (more.value()) continue;
    batch.lines_[index].unterminated = true;
    return false;
  }
  const std::size_t begin = std::string_view(buffer, end_).find('\n') + 1;
  std::memmove(buffer, buffer + begin, end_ - begin);
  end_ -= begin;
  batch.whole_ -= begin;
  return true;
}

/// The line that the log ends in, where it lacks its own end.
void BlockReader::take_last(LineBatch& batch) {
  ended_ = true;
  if (end_ == 0) return;
  const std::string_view text(batch.buffer_.get(), end_);
  batch.lines_.push_back(
      {.text = text, .number = ++batch.count_, .has_phrase = has_phrase(text), .unterminated = true});
  batch.whole_ = end_ = 0;
}

/// Tells the batch how many of its lines are among the log's first.
void BlockReader::count_first(LineBatch& batch) {
  batch.first_lines_ = first_lines_;
  if (first_lines_ == 0) return;
  std::uint64_t lines = batch.count_;
  const std::string_view bytes(batch.buffer_.get(), batch.whole_);
  for (std::size_t end = bytes.find('\n'); end != std::string_view::npos && lines < first_lines_;
       end = bytes.find('\n', end + 1))
    ++lines;
  first_lines_ -= std::min(lines, first_lines_);
}

}  // namespace wvagate::ingest
