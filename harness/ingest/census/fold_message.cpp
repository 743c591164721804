#include "harness/ingest/census/fold_message.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "analysis/core/characters.hpp"

namespace wvagate::ingest {
namespace {

constexpr std::size_t kMaxFoldedBytes = 120;
constexpr std::string_view kEllipsis = "…";

constexpr bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == '\x7f';
}
constexpr bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

/// "V2", a part of a message and not a value.
constexpr bool is_version(std::string_view word) {
  return word.size() == 2 && is_letter(word[0]) && is_digit(word[1]);
}

/// Whether a word is a name or a number of something rather than part of a sentence.
bool is_name(std::string_view word) {
  constexpr std::ptrdiff_t kNameHyphens = 3;  // "ms-inference-scheduling-decode"; "scale-from-zero" is text
  constexpr std::ptrdiff_t kNameDots = 2;     // "prometheus.monitoring.svc"
  constexpr std::size_t kLongestWord = 40;
  if (is_version(word)) return false;
  return word.size() > kLongestWord || std::ranges::any_of(word, is_digit) ||
         word.find_first_of("/:@%\\") != std::string_view::npos ||
         std::ranges::count(word, '-') >= kNameHyphens || std::ranges::count(word, '.') >= kNameDots;
}

/// The first `bytes` bytes of a text, and fewer if the last UTF-8 sequence would be cut.
std::string_view utf8_prefix(std::string_view text, std::size_t bytes) {
  constexpr std::size_t kMaxContinuationBytes = 3;
  const auto is_continuation = [&](std::size_t i) {
    return (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
  };
  std::size_t end = bytes;
  while (end > 0 && bytes - end < kMaxContinuationBytes && is_continuation(end))
    --end;
  return text.substr(0, is_continuation(end) ? bytes : end);
}

/// Copies a message and leaves out what differs from line to line; each step takes one element off its front.
class Folder {
 public:
  explicit Folder(std::string_view message) : rest_(message) {}

  std::string folded() {
    while (!rest_.empty() && folded_.size() <= kMaxFoldedBytes)
      take_element();
    while (folded_.ends_with(' '))
      folded_.pop_back();
    if (folded_.size() > kMaxFoldedBytes)
      folded_ =
          std::string(utf8_prefix(folded_, kMaxFoldedBytes - kEllipsis.size())) + std::string(kEllipsis);
    return std::move(folded_);
  }

 private:
  void take_element() {
    const char c = rest_.front();
    if (is_blank(c)) return take_blanks();
    if (is_one_of(c, "\"'`") && take_quoted()) return;
    // Brackets at the beginning are a heading: "[Tuner Config]".
    if (c == '{' || (c == '[' && !folded_.empty())) {
      rest_.remove_prefix(group_length(rest_));
      return add_star();
    }
    if (const std::size_t length = word_length(); length > 0) return take_word(length);
    folded_ += c;
    rest_.remove_prefix(1);
  }

  void take_blanks() {
    rest_.remove_prefix(static_cast<std::size_t>(std::ranges::find_if_not(rest_, is_blank) - rest_.begin()));
    if (!folded_.empty() && !folded_.ends_with(' ')) folded_ += ' ';
  }

  bool take_quoted() {
    const std::size_t end = rest_.find(rest_.front(), 1);
    if (end == std::string_view::npos) return false;
    rest_.remove_prefix(end + 1);
    add_star();
    return true;
  }

  std::size_t word_length() const {
    std::size_t i = 0;
    for (; i < rest_.size() && !is_blank(rest_[i]) && !is_one_of(rest_[i], ",;|=()[]{}<>\"`"); ++i)
      if (rest_[i] == ':' && (i + 1 == rest_.size() || is_blank(rest_[i + 1]))) break;
    return i;
  }

  void take_word(std::size_t length) {
    const auto word = rest_.substr(0, length);
    const auto text = word.substr(0, word.find_last_not_of(".!?") + 1);
    rest_.remove_prefix(length);
    if (rest_.starts_with('=')) {
      folded_.append(word) += '=';
      rest_.remove_prefix(1);
      return take_value();
    }
    if (is_name(text)) {
      add_star();
      folded_.append(word.substr(text.size()));
    } else {
      folded_.append(word);
    }
    if (!rest_.starts_with(':')) return;
    folded_ += ':';
    rest_.remove_prefix(1);
    take_blanks();
    if (has_single_word()) take_value();
  }

  /// Whether what follows "key: " is one word, as values are, and not a sentence.
  bool has_single_word() const {
    if (rest_.empty() || is_one_of(rest_.front(), "\"'`[{(") || is_pair(rest_)) return false;
    const auto end = std::ranges::find_if(rest_, [](char c) { return is_blank(c) || is_one_of(c, ",;|)"); });
    return end != rest_.begin() && (end == rest_.end() || !is_blank(*end));
  }

  /// A value ends at a separator outside brackets and quotation marks, or where the next "key=" begins.
  void take_value() {
    std::size_t i = 0;
    while (i < rest_.size()) {
      const char c = rest_[i];
      if (is_one_of(c, ",;|)]}") || (is_blank(c) && is_pair(rest_.substr(i + 1)))) break;
      i += is_one_of(c, "([{\"") ? group_length(rest_.substr(i)) : 1;
    }
    while (i > 0 && is_blank(rest_[i - 1]))
      --i;
    rest_.remove_prefix(i);
    add_star();
  }

  /// The length of the text in brackets or quotation marks with which `text` begins: all if it is not closed.
  static std::size_t group_length(std::string_view text) {
    std::size_t depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"')
        i = std::min(text.find('"', i + 1), text.size() - 1);
      else if (is_one_of(text[i], "([{"))
        ++depth;
      else if (is_one_of(text[i], ")]}"))
        --depth;
      if (depth == 0) return i + 1;
    }
    return text.size();
  }

  static bool is_pair(std::string_view text) {
    const auto key_end = std::ranges::find_if_not(text, is_key_character);
    return key_end != text.begin() && key_end != text.end() && *key_end == '=';
  }

  /// A sequence of values counts as one: lists differ in length.
  void add_star() {
    const std::size_t last = folded_.find_last_not_of(" ,;");
    if (last != std::string::npos && folded_[last] == '*')
      folded_.resize(last + 1);
    else
      folded_ += '*';
  }

  std::string_view rest_;
  std::string folded_;
};

}  // namespace

std::string fold_message(std::string_view message) {
  return Folder(message).folded();
}

}  // namespace wvagate::ingest
