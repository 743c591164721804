#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/store/json_reader.hpp"

namespace wvagate::store {

/// The least of a number that must be above 0.
inline constexpr double kAboveZero = std::numeric_limits<double>::min();

/// What is wrong with a document, in the order in which it was found.
class Faults {
 public:
  explicit Faults(std::string file) : file_(std::move(file)) {}

  void add(std::uint64_t line, std::string what, std::string help = {});
  /// A fault of another file that this one names.
  void add(Error fault) { all_.push_back(std::move(fault)); }
  const std::vector<Error>& all() const { return all_; }

 private:
  std::string file_;
  std::vector<Error> all_;
};

/// Takes an object's members one by one, each with the type it must have, and then complains of those that
/// nobody asked for. After a fault a member has its type's empty value; a document with faults is not used.
class JsonObject {
 public:
  /// `name` is what complaints call it: "policy", "variants[0].slo", or empty for the document itself.
  JsonObject(const JsonNode& node, std::string name, Faults& faults);

  /// The member's value, whatever its type; nullptr, and a fault, where there is none.
  const JsonNode* required(std::string_view key);
  /// nullptr where there is none, or null.
  const JsonNode* optional(std::string_view key);

  std::string text(std::string_view key);
  /// Absent or null: empty.
  std::string text_or_nothing(std::string_view key);
  double number(std::string_view key, double least, double most);
  std::optional<double> number_or_nothing(std::string_view key, double least, double most);
  std::size_t count(std::string_view key, std::size_t least, std::size_t most);
  /// The items of an array; none where it is absent or null.
  std::span<const JsonNode> items(std::string_view key);
  /// Absent or null: `fallback`.
  bool boolean_or(std::string_view key, bool fallback);
  double whole_or(std::string_view key, double least, double most, double fallback);
  /// The index in `choices` of the member's text; absent or null: 0.
  std::size_t choice(std::string_view key, std::span<const std::string_view> choices);
  std::vector<std::string> texts(std::string_view key);
  std::vector<double> numbers(std::string_view key, double least, double most);

  /// Complains of members that were not asked for.
  void refuse_others();

  void complain(const JsonNode& node, std::string_view key, std::string_view what, std::string help = {});
  const JsonNode& node() const { return node_; }
  /// What complaints call the member `key`, for what lies inside of it.
  std::string place_of(std::string_view key) const;
  Faults& faults() { return faults_; }

 private:
  bool has_type(const JsonNode& node, std::string_view key, JsonNode::Type type);
  double checked(const JsonNode& node, std::string_view key, double least, double most);
  std::string called(std::string_view key) const;

  const JsonNode& node_;
  std::string name_;
  Faults& faults_;
  std::vector<std::string> known_;
};

}  // namespace wvagate::store
