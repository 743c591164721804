#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "analysis/sample/logged_sample.hpp"

namespace wvagate::ingest {

/// What stood between a key's value and the next key when records of one kind were read last. The next record
/// mostly has the same there, and then its keys need not be searched for.
class FieldLayout {
 public:
  struct Gap {
    ShortText<46> text;     ///< from behind the value to behind the next key's "=" or ":"; empty: not known
    std::uint8_t key = 0;   ///< the next key, of the table
    std::uint8_t name = 0;  ///< where its name begins in `text`
  };
  /// The most keys that a table may have.
  static constexpr std::size_t kMaxKeys = 24;

  Gap& after(std::size_t key) { return gaps_[key]; }

 private:
  std::array<Gap, kMaxKeys> gaps_;
};

/// Walks `key=value` and `key: value` pairs in the controller's printed structures, whatever brackets and
/// commas stand between them. Only keys of the table count, and a value reaches up to the next of them, so
/// that names may hold any character but the spelling of a following key.
class FieldScan {
 public:
  /// `layout`, where one is given, is of records of this kind alone, and must outlive the scan.
  FieldScan(std::string_view text, std::span<const std::string_view> keys, FieldLayout* layout = nullptr);

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
  std::optional<Found> expected_key(const Found& current) const;
  void learn(const Found& current);

  std::string_view text_;
  std::span<const std::string_view> keys_;
  FieldLayout* layout_;
  std::optional<Found> ahead_;
  std::size_t key_ = 0;
  std::string_view value_;
};

/// `text` without white space at its ends.
std::string_view trim(std::string_view text);

/// What stands at the front of `text` up to a separator, without the brackets, quotes and space before it:
/// where a number stands, all of it.
std::string_view leading_number(std::string_view text);

/// A number as the log spells it, beside its value: `digits` is what `extract` prints, `value` what is
/// computed with (absent where it is NaN or infinite). False where `text` is no number that a controller
/// prints.
bool read_number(std::string_view text, std::optional<double>& value, Digits& digits);

}  // namespace wvagate::ingest
