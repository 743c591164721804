#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "analysis/sample/logged_sample.hpp"

namespace wvagate::ingest {

/// Walks `key=value` and `key: value` pairs in the controller's printed structures, whatever brackets and
/// commas stand between them. Only keys of the table count, and a value reaches up to the next of them, so
/// that names may hold any character but the spelling of a following key.
class PairScan {
 public:
  PairScan(std::string_view text, std::span<const std::string_view> keys);

  /// Moves to the next known key; false at the end.
  bool next();

  /// Index of the current key in the table.
  std::size_t key() const { return key_; }
  /// The current value as text: without the space, quotes and one trailing separator around it.
  std::string_view text() const;
  /// The number that the current value begins with: fields of no known key may follow it.
  std::string_view number() const;

 private:
  struct Found {
    std::size_t key;
    std::size_t begin;  // of the key's name
    std::size_t end;    // behind its "=" or ":"
  };
  std::optional<Found> find_key(std::size_t from) const;

  std::string_view text_;
  std::span<const std::string_view> keys_;
  std::optional<Found> ahead_;
  std::size_t key_ = 0;
  std::string_view value_;
};

/// `text` without white space at its ends.
std::string_view trim(std::string_view text);

/// The front of `text` up to a separator, without the brackets, quotes and blanks before it; a number as a
/// whole.
std::string_view leading_number(std::string_view text);

/// A number as the log spells it, and its value: `digits` is what `extract` prints, `value` what is
/// computed with (absent where it is NaN or infinite). False where `text` is no number that a controller
/// prints.
bool read_number(std::string_view text, std::optional<double>& value, Digits& digits);

}  // namespace wvagate::ingest
