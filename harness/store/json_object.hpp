#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/store/json_reader.hpp"

namespace wvagate::store {

/// What is wrong with a document, in the order in which it was found.
class Faults {
 public:
  explicit Faults(std::string file) : file_(std::move(file)) {}

  void add(std::uint64_t line, std::string what, std::string help = {});
  const std::vector<Error>& all() const { return all_; }

 private:
  std::string file_;
  std::vector<Error> all_;
};

/// Takes an object's members one by one, each with the type it must have, and then complains of those that
/// nobody asked for. After a fault a member has its type's empty value; a document with faults is not used.
class JsonObject {
 public:
  /// `name` is what complaints call it: "policy", or empty for the document itself.
  JsonObject(const JsonValue& node, std::string name, Faults& faults);

  /// The member's value, whatever its type; nullptr, and a fault, where there is none.
  const JsonValue* required(std::string_view key);
  /// nullptr where there is none, or null.
  const JsonValue* optional(std::string_view key);

  std::string text(std::string_view key);
  /// Absent or null: empty.
  std::string text_or_nothing(std::string_view key);
  double number(std::string_view key, double least, double most);
  std::optional<double> number_or_nothing(std::string_view key, double least, double most);
  std::size_t count(std::string_view key, std::size_t least, std::size_t most);
  std::vector<std::string> texts(std::string_view key);
  std::vector<double> numbers(std::string_view key, double least, double most);

  /// Complains of members that were not asked for.
  void refuse_others();

  void complain(const JsonValue& node, std::string_view key, std::string_view what, std::string help = {});
  std::uint64_t line() const { return node_.line; }

 private:
  bool has_type(const JsonValue& node, std::string_view key, JsonValue::Type type);
  double checked(const JsonValue& node, std::string_view key, double least, double most);
  std::string called(std::string_view key) const;

  const JsonValue& node_;
  std::string name_;
  Faults& faults_;
  std::vector<std::string> known_;
};

}  // namespace wvagate::store
