#include "harness/store/json_object.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/core/format.hpp"

namespace wvagate::store {

void Faults::add(std::uint64_t line, std::string what, std::string help) {
  all_.push_back({.where = file_, .line = line, .what = std::move(what), .help = std::move(help)});
}

JsonObject::JsonObject(const JsonNode& node, std::string name, Faults& faults)
    : node_(node), name_(std::move(name)), faults_(faults) {
  if (node.type != JsonNode::Type::object) {
    faults_.add(node.line, (name_.empty() ? "the document" : name_) + " is " +
                               std::string(type_text(node.type)) + ", not an object");
  }
}

std::string JsonObject::called(std::string_view key) const {
  return (name_.empty() ? "" : name_ + ": ") + "\"" + std::string(key) + "\"";
}

void JsonObject::complain(const JsonNode& node, std::string_view key, std::string_view what,
                          std::string help) {
  faults_.add(node.line, called(key) + " " + std::string(what), std::move(help));
}

const JsonNode* JsonObject::required(std::string_view key) {
  known_.emplace_back(key);
  const JsonNode* node = node_.find(key);
  if (node == nullptr && node_.type == JsonNode::Type::object) {
    faults_.add(node_.line, called(key) + " is not there");
  }
  return node;
}

const JsonNode* JsonObject::optional(std::string_view key) {
  known_.emplace_back(key);
  const JsonNode* node = node_.find(key);
  return node == nullptr || node->type == JsonNode::Type::null ? nullptr : node;
}

bool JsonObject::has_type(const JsonNode& node, std::string_view key, JsonNode::Type type) {
  if (node.type == type) return true;
  complain(node, key, "is " + std::string(type_text(node.type)) + ", not " + std::string(type_text(type)));
  return false;
}

std::string JsonObject::text(std::string_view key) {
  const JsonNode* node = required(key);
  if (node == nullptr || !has_type(*node, key, JsonNode::Type::text)) return {};
  if (node->text.empty()) complain(*node, key, "is empty");
  return node->text;
}

std::string JsonObject::text_or_nothing(std::string_view key) {
  const JsonNode* node = optional(key);
  return node != nullptr && has_type(*node, key, JsonNode::Type::text) ? node->text : "";
}

double JsonObject::checked(const JsonNode& node, std::string_view key, double least, double most) {
  if (!has_type(node, key, JsonNode::Type::number)) return least;
  if (node.number >= least && node.number <= most) return node.number;
  const std::string from = least == kAboveZero ? "above 0, up" : "from " + format_shortest(least);
  complain(node, key,
           "is " + format_shortest(node.number) + ", not a number " + from + " to " + format_shortest(most));
  return least;
}

double JsonObject::number(std::string_view key, double least, double most) {
  const JsonNode* node = required(key);
  return node == nullptr ? least : checked(*node, key, least, most);
}

std::optional<double> JsonObject::number_or_nothing(std::string_view key, double least, double most) {
  const JsonNode* node = optional(key);
  if (node == nullptr) return std::nullopt;
  return checked(*node, key, least, most);
}

std::size_t JsonObject::count(std::string_view key, std::size_t least, std::size_t most) {
  const JsonNode* node = required(key);
  if (node == nullptr) return least;
  const double number = checked(*node, key, static_cast<double>(least), static_cast<double>(most));
  if (number != std::floor(number)) complain(*node, key, "is not a whole number");
  return static_cast<std::size_t>(number);
}

std::span<const JsonNode> JsonObject::items(std::string_view key) {
  const JsonNode* node = optional(key);
  if (node == nullptr || !has_type(*node, key, JsonNode::Type::array)) return {};
  return node->items;
}

std::string JsonObject::place_of(std::string_view key) const {
  return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
}

bool JsonObject::boolean_or(std::string_view key, bool fallback) {
  const JsonNode* node = optional(key);
  return node != nullptr && has_type(*node, key, JsonNode::Type::boolean) ? node->boolean : fallback;
}

double JsonObject::whole_or(std::string_view key, double least, double most, double fallback) {
  const JsonNode* node = optional(key);
  if (node == nullptr) return fallback;
  const double number = checked(*node, key, least, most);
  if (number != std::floor(number)) complain(*node, key, "is not a whole number");
  return std::floor(number);
}

std::size_t JsonObject::choice(std::string_view key, std::span<const std::string_view> choices) {
  const JsonNode* node = optional(key);
  if (node == nullptr || !has_type(*node, key, JsonNode::Type::text)) return 0;
  const auto found = std::find(choices.begin(), choices.end(), node->text);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  std::string all;
  for (const std::string_view choice : choices)
    all += (all.empty() ? "" : ", ") + std::string(choice);
  complain(*node, key, "is \"" + escape_for_terminal(node->text) + "\", which is none of " + all);
  return 0;
}

std::vector<std::string> JsonObject::texts(std::string_view key) {
  std::vector<std::string> texts;
  const JsonNode* node = required(key);
  if (node == nullptr || !has_type(*node, key, JsonNode::Type::array)) return texts;
  for (const JsonNode& item : node->items) {
    if (!has_type(item, key, JsonNode::Type::text)) continue;
    if (item.text.empty()) complain(item, key, "has an empty text");
    texts.push_back(item.text);
  }
  return texts;
}

std::vector<double> JsonObject::numbers(std::string_view key, double least, double most) {
  std::vector<double> numbers;
  const JsonNode* node = required(key);
  if (node == nullptr || !has_type(*node, key, JsonNode::Type::array)) return numbers;
  for (const JsonNode& item : node->items)
    numbers.push_back(checked(item, key, least, most));
  return numbers;
}

void JsonObject::refuse_others() {
  for (const JsonMember& member : node_.members) {
    if (std::find(known_.begin(), known_.end(), member.name) != known_.end()) continue;
    std::string help = "there are ";
    for (std::size_t i = 0; i < known_.size(); ++i)
      help += (i == 0 ? "" : ", ") + known_[i];
    faults_.add(member.line, called(escape_for_terminal(member.name)) + " is unknown", std::move(help));
  }
}

}  // namespace wvagate::store
