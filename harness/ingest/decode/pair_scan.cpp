#include "harness/ingest/decode/pair_scan.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/core/characters.hpp"
#include "analysis/core/format.hpp"
#include "harness/ingest/lines/byte_search.hpp"

namespace wvagate::ingest {
namespace {

constexpr ByteSet kSpace(" \t\r\n");

constexpr ByteSet kBeforeKey(" \t\r\n,;{[(|\"\x92");  // the last: of the arrow in "current=1→target=2"
constexpr ByteSet kBeforeNumber(" \t\r\n{[(\"");
constexpr ByteSet kEndsNumber(" \t\r\n,;{}[]()|\"\xE2");  // the last: the first of that arrow

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty() && kSpace.has(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && kSpace.has(text.back()))
    text.remove_suffix(1);
  return text;
}

PairScan::PairScan(std::string_view text, std::span<const std::string_view> keys)
    : text_(text), keys_(keys), ahead_(find_key(0)) {}

std::optional<PairScan::Found> PairScan::find_key(std::size_t from) const {
  for (std::size_t sign = find_either(text_, '=', ':', from); sign != std::string_view::npos;
       sign = find_either(text_, '=', ':', sign + 1)) {
    std::size_t end = sign;
    if (end > from && text_[end - 1] == '"') --end;
    std::size_t begin = end;
    while (begin > from && is_key_character(text_[begin - 1]))
      --begin;
    if (begin == end || (begin > 0 && !kBeforeKey.has(text_[begin - 1]))) continue;
    const auto known = std::find(keys_.begin(), keys_.end(), text_.substr(begin, end - begin));
    if (known != keys_.end()) return Found{static_cast<std::size_t>(known - keys_.begin()), begin, sign + 1};
  }
  return std::nullopt;
}

bool PairScan::next() {
  if (!ahead_) return false;
  const Found current = *ahead_;
  ahead_ = find_key(current.end);
  key_ = current.key;
  value_ = text_.substr(current.end, (ahead_ ? ahead_->begin : text_.size()) - current.end);
  return true;
}

std::string_view PairScan::text() const {
  std::string_view value = trim(value_);
  if (!value.empty() && value.back() == '"' && ahead_) value = trim(value.substr(0, value.size() - 1));
  if (!value.empty() && (value.back() == ',' || value.back() == ';'))
    value = trim(value.substr(0, value.size() - 1));
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  return value;
}

std::string_view PairScan::number() const {
  return leading_number(value_);
}

std::string_view leading_number(std::string_view text) {
  while (!text.empty() && kBeforeNumber.has(text.front()))
    text.remove_prefix(1);
  return text.substr(0, kEndsNumber.find_in(text));
}

bool read_number(std::string_view text, std::optional<double>& value, Digits& digits) {
  if (!Digits::fits(text)) return false;
  const auto number = parse_number(text);
  if (!number) return false;
  digits = text;
  value = std::isfinite(*number) ? number : std::nullopt;
  return true;
}

}  // namespace wvagate::ingest
