#include "harness/ingest/decode/fields.hpp"

#include <algorithm>
#include <cassert>

#include "harness/ingest/decode/pair_scan.hpp"

namespace wvagate::ingest {
namespace {

std::string_view text_of(std::string_view key, const JsonValue& value, TextArena& texts,
                         std::vector<UnreadableField>& unreadable) {
  if (value.text == "null" && value.kind == JsonValue::Kind::literal) return {};
  const auto text = value.kind == JsonValue::Kind::string ? resolve(value.text, value.escaped, texts)
                                                          : std::optional<std::string_view>();
  if (!text) unreadable.push_back({key, value.text});
  return text.value_or(std::string_view());
}

/// The text of an object; empty, and unreadable, if the value is none.
std::string_view object_of(std::string_view key, const JsonValue& value,
                           std::vector<UnreadableField>& unreadable) {
  if (value.kind == JsonValue::Kind::object) return value.text;
  if (value.text != "null") unreadable.push_back({key, value.text});
  return {};
}

std::string_view without_unit(std::string_view number) {
  return number.ends_with("ms") ? number.substr(0, number.size() - 2) : number;
}

LoggedNumber number_of(std::string_view key, std::string_view text,
                       std::vector<UnreadableField>& unreadable) {
  LoggedNumber number;
  if (text.empty() || text == "null") return number;
  if (!read_number(without_unit(text), number.value, number.digits)) unreadable.push_back({key, text});
  return number;
}

}  // namespace

std::optional<JsonValue> Members::find(std::string_view key) const {
  JsonObject members(object_);
  std::string_view name;
  JsonValue value;
  std::optional<JsonValue> found;
  while (members.next(name, value)) {
    if (name == key) found = value;
  }
  return found;
}

std::string_view Members::text(std::string_view key) const {
  const auto value = find(key);
  return value ? text_of(key, *value, *texts_, *unreadable_) : std::string_view();
}

LoggedNumber Members::number(std::string_view key) const {
  const auto value = find(key);
  return value ? number_of(key, value->text, *unreadable_) : LoggedNumber{};
}

Members Members::object(std::string_view key) const {
  const auto value = find(key);
  return {value ? object_of(key, *value, *unreadable_) : std::string_view(), *texts_, *unreadable_};
}

std::optional<Fault> Members::fault() const {
  JsonObject members(object_);
  std::string_view name;
  JsonValue value;
  while (members.next(name, value)) {
    if (value.kind == JsonValue::Kind::string && !resolve(value.text, value.escaped, *texts_))
      return fault_at(Malformed::broken_json, object_, value.text);
  }
  if (!members.cut() && !members.broken()) return std::nullopt;
  return fault_at(Malformed::broken_json, object_, members.rest());
}

std::optional<Fault> Fields::collect(const LogEntry& entry, std::span<const std::string_view> keys,
                                     TextArena& texts) {
  assert(keys.size() <= kMostKeys);
  keys_ = keys;
  texts_ = &texts;
  unreadable_.clear();
  std::fill_n(values_.begin(), keys.size(), Value{});
  if (keys.empty()) return std::nullopt;
  if (entry.encoding == Encoding::klog && !entry.pairs.empty()) {
    collect_klog_pairs(entry.pairs);
  } else {
    collect_pairs(entry.message);
  }
  return entry.object.empty() ? std::nullopt : collect_members(entry.object);
}

void Fields::set(std::string_view key, const JsonValue& value) {
  const auto known = std::find(keys_.begin(), keys_.end(), key);
  if (known == keys_.end()) return;
  values_[static_cast<std::size_t>(known - keys_.begin())] = {
      .present = true, .in_message = false, .value = value};
}

void Fields::collect_pairs(std::string_view message) {
  for (PairScan scan(message, keys_); scan.next();) {
    values_[scan.key()] = {.present = true,
                           .in_message = true,
                           .value = {.kind = JsonValue::Kind::string, .text = scan.text(), .escaped = false}};
  }
}

/// `key="quoted"`, `key={…}`, `key=[…]` or `key=bare`, with blanks between pairs.
void Fields::collect_klog_pairs(std::string_view pairs) {
  while (true) {
    pairs = trim(pairs);
    const std::size_t sign = pairs.find('=');
    if (sign == std::string_view::npos) return;
    const std::string_view key = pairs.substr(0, sign);
    pairs.remove_prefix(sign + 1);
    JsonValue value;
    std::string_view rest = pairs;
    if (!pairs.empty() && (pairs.front() == '"' || pairs.front() == '{' || pairs.front() == '[')) {
      if (!read_json_value(rest, value)) return;
    } else {
      const std::size_t end = std::min(pairs.find(' '), pairs.size());
      value = {.kind = JsonValue::Kind::string, .text = pairs.substr(0, end), .escaped = false};
      rest = pairs.substr(end);
    }
    set(key, value);
    pairs = rest;
  }
}

std::optional<Fault> Fields::collect_members(std::string_view object) {
  JsonObject members(object);
  std::string_view key;
  JsonValue value;
  while (members.next(key, value))
    set(key, value);
  if (members.cut()) return fault_at(Malformed::cut_line, object, object.substr(object.size()));
  if (members.broken() || members.rest().find_first_not_of(" \t\r") != std::string_view::npos)
    return fault_at(Malformed::broken_json, object, members.rest());
  return std::nullopt;
}

const Fields::Value* Fields::find(std::string_view key) const {
  const auto known = std::find(keys_.begin(), keys_.end(), key);
  if (known == keys_.end()) return nullptr;
  const Value& value = values_[static_cast<std::size_t>(known - keys_.begin())];
  return value.present ? &value : nullptr;
}

bool Fields::any() const {
  return std::any_of(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(keys_.size()),
                     [](const Value& value) { return value.present; });
}

std::string_view Fields::text(std::string_view key) {
  const Value* const value = find(key);
  return value != nullptr ? text_of(key, value->value, *texts_, unreadable_) : std::string_view();
}

LoggedNumber Fields::number(std::string_view key) {
  const Value* const value = find(key);
  if (value == nullptr) return {};
  const std::string_view text = value->value.text;
  if (!value->in_message) return number_of(key, text, unreadable_);
  LoggedNumber number;
  if (!text.empty() && !read_number(without_unit(leading_number(text)), number.value, number.digits))
    unreadable_.push_back({key, text});
  return number;
}

bool Fields::read(std::string_view key, std::string_view text, std::optional<double>& value, Digits& digits) {
  if (read_number(text, value, digits)) return true;
  unreadable_.push_back({key, text});
  return false;
}

std::optional<bool> Fields::flag(std::string_view key) const {
  const Value* const value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->value.text == "true") return true;
  if (value->value.text == "false") return false;
  return std::nullopt;
}

Members Fields::object(std::string_view key) {
  const Value* const value = find(key);
  const bool is_there = value != nullptr;
  return {is_there ? object_of(key, value->value, unreadable_) : std::string_view(), *texts_, unreadable_};
}

std::optional<std::vector<Members>> Fields::array(std::string_view key) {
  const Value* const value = find(key);
  if (value == nullptr || value->value.text == "null") return std::nullopt;
  const std::string_view text = value->value.text;
  if (value->value.kind != JsonValue::Kind::array) {
    unreadable_.push_back({key, text});
    return std::nullopt;
  }
  std::vector<Members> objects;
  std::string_view rest = trim(text.substr(1));
  JsonValue item;
  while (!rest.empty() && rest.front() != ']') {
    if (!read_json_value(rest, item)) {
      unreadable_.push_back({key, text});
      return std::nullopt;
    }
    const bool is_object = item.kind == JsonValue::Kind::object;
    if (is_object) objects.emplace_back(item.text, *texts_, unreadable_);
    if (!is_object || objects.back().fault()) unreadable_.push_back({key, item.text});
    rest = trim(rest);
    if (rest.starts_with(',')) rest = trim(rest.substr(1));
  }
  return objects;
}

}  // namespace wvagate::ingest
