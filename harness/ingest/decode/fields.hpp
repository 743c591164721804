#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/sample/logged_sample.hpp"
#include "harness/ingest/decode/json_line.hpp"
#include "harness/ingest/decode/log_entry.hpp"

namespace wvagate::ingest {

/// A number as logged: `digits` is what `extract` prints, `value` what is computed with (absent if it is NaN
/// or infinite, or if there is none).
struct LoggedNumber {
  std::optional<double> value;
  Digits digits;

  bool logged() const { return !digits.empty(); }
};

/// A field that is there and cannot be read.
struct UnreadableField {
  std::string_view key;
  std::string_view value;  ///< raw
};

/// The members of a JSON object that is nested in an entry.
class Members {
 public:
  /// `object` is the text of a JSON object; anything else has no members.
  Members(std::string_view object, TextArena& texts, std::vector<UnreadableField>& unreadable)
      : object_(object), texts_(&texts), unreadable_(&unreadable) {}

  /// Empty if there is no such member, or null; one that is no string is unreadable.
  std::string_view text(std::string_view key) const;
  /// A number, or a string that spells one ("46.15ms" without its unit). null is no number.
  LoggedNumber number(std::string_view key) const;
  /// The members of a nested object; none, and unreadable, if it is no object.
  Members object(std::string_view key) const;
  /// There is no object.
  bool empty() const { return object_.empty(); }
  /// Why the object cannot be read to its end, or a text in it not at all; absent if all can.
  std::optional<Fault> fault() const;

 private:
  std::optional<JsonValue> find(std::string_view key) const;

  std::string_view object_;
  TextArena* texts_;
  std::vector<UnreadableField>* unreadable_;
};

/// The fields of one entry by key, whether they are members of its JSON object, key=value pairs behind a klog
/// message, or `key=value` and `key: value` in its message. Members outweigh pairs; of two of a key the last
/// one counts. Only the keys of the entry's kind of record are looked for: a value in a message reaches to
/// the next of them.
class Fields {
 public:
  static constexpr std::size_t kMostKeys = 32;

  /// Collects the values of `keys`, at most kMostKeys, in `entry`. Returns why its object cannot be read.
  std::optional<Fault> collect(const LogEntry& entry, std::span<const std::string_view> keys,
                               TextArena& texts);

  /// Some key has a value.
  bool any() const;
  /// The value as text; empty if there is none, or null. One that is no text is in unreadable().
  std::string_view text(std::string_view key);
  /// The value as number ("46.15ms" without its unit). One that cannot be read is absent, and in
  /// unreadable().
  LoggedNumber number(std::string_view key);
  std::optional<bool> flag(std::string_view key) const;
  /// The members of a value that is an object; none otherwise. Another one is in unreadable().
  Members object(std::string_view key);
  /// The objects in a value that is an array; absent if it is none. What is no array, or no object in it, is
  /// in unreadable().
  std::optional<std::vector<Members>> array(std::string_view key);

  /// Reads a number of a structure printed in the entry. False for one that cannot be read, which is then in
  /// unreadable() under `key`.
  bool read(std::string_view key, std::string_view text, std::optional<double>& value, Digits& digits);

  /// The values that could not be read.
  std::span<const UnreadableField> unreadable() const { return unreadable_; }

 private:
  struct Value {
    bool present = false;
    bool in_message = false;  ///< a pair's: text is not yet trimmed to a number
    JsonValue value;
  };

  void collect_pairs(std::string_view message);
  void collect_klog_pairs(std::string_view pairs);
  std::optional<Fault> collect_members(std::string_view object);
  void set(std::string_view key, const JsonValue& value);
  const Value* find(std::string_view key) const;

  std::span<const std::string_view> keys_;
  std::array<Value, kMostKeys> values_;
  TextArena* texts_ = nullptr;
  std::vector<UnreadableField> unreadable_;
};

}  // namespace wvagate::ingest
