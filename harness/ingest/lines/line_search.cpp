#include "harness/ingest/lines/line_search.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "harness/ingest/decode/collector.hpp"
#include "harness/ingest/lines/phrase_pairs.hpp"

namespace wvagate::ingest {
namespace {

/// Whether a phrase is in `text` whose pair of bytes is at `at`.
bool has_phrase_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  for (std::size_t i = kByFirst.begin[first]; i < kByFirst.begin[first + 1U]; ++i) {
    const std::size_t phrase = kByFirst.phrases[i];
    if (at >= kPairAt[phrase] && text.substr(at - kPairAt[phrase]).starts_with(phrase_of(phrase)))
      return true;
  }
  return false;
}

}  // namespace

bool has_phrase(std::string_view text) {
  PhraseMasks masks;
  std::array<char, 2 * kMaskPadding> copy{};  // of the text's last bytes, with padding behind them
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t rest = text.size() - begin;
    const bool last = rest <= kMaskPadding;
    const std::size_t count = last ? rest : std::min(rest - kMaskPadding, PhraseMasks::kBytes);
    if (last) std::memcpy(copy.data(), text.data() + begin, count);
    fill_masks(last ? copy.data() : text.data() + begin, count, masks);
    for (std::size_t word = 0; word * PhraseMasks::kBytesAWord < count; ++word) {
      for (std::uint64_t bits = masks.candidates[word]; bits != 0; bits &= bits - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(bits));
        if (has_phrase_at(text, begin + word * PhraseMasks::kBytesAWord + bit)) return true;
      }
    }
    begin += count;
  }
  return false;
}

void LineSearch::find(LineBatch& batch) {
  const std::string_view bytes(batch.buffer_.get(), batch.whole_);
  masks_begin_ = masks_end_ = 0;
  for (std::size_t begin = 0; begin < bytes.size();) {
    bool found = false;
    const std::size_t end = find_end(bytes, begin, found);
    const std::string_view text = bytes.substr(begin, end - begin);
    begin = end + 1;
    ++batch.count_;
    const bool too_long = text.size() > longest_line_;
    if (!all_ && !found && !too_long && batch.count_ > batch.first_lines_ && !has_runtime_frame(text))
      continue;
    batch.lines_.push_back({.text = too_long ? std::string_view() : text,
                            .number = batch.count_,
                            .has_phrase = found,
                            .too_long = too_long});
  }
}

/// The end of the line that starts at `begin`; sets `found` if a phrase is in the line.
inline std::size_t LineSearch::find_end(std::string_view bytes, std::size_t begin, bool& found) {
  constexpr std::size_t kWord = PhraseMasks::kBytesAWord;
  if (begin >= masks_end_) masks_begin_ = masks_end_ = begin;
  std::size_t word = (begin - masks_begin_) / kWord;
  std::uint64_t here = ~std::uint64_t{0} << ((begin - masks_begin_) % kWord);  // from the line's begin on
  while (true) {
    if (masks_begin_ + word * kWord >= masks_end_) {
      masks_begin_ += word * kWord;
      masks_end_ = std::min(bytes.size(), masks_begin_ + PhraseMasks::kBytes);
      fill_masks(bytes.data() + masks_begin_, masks_end_ - masks_begin_, masks_);
      word = 0;
    }
    const std::size_t at = masks_begin_ + word * kWord;
    const std::uint64_t line_ends = masks_.line_ends[word] & here;
    // Up to the line's end: the bits below the lowest one.
    std::uint64_t candidates = masks_.candidates[word] & here & (line_ends ^ (line_ends - 1));
    for (; candidates != 0 && !found; candidates &= candidates - 1)
      found = has_phrase_at(bytes, at + static_cast<std::size_t>(std::countr_zero(candidates)));
    if (line_ends != 0) return at + static_cast<std::size_t>(std::countr_zero(line_ends));
    here = ~std::uint64_t{0};
    ++word;
  }
}

}  // namespace wvagate::ingest
