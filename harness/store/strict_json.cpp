#include "harness/store/strict_json.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <iterator>

#include <fcntl.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
#include <unistd.h>

#include "analysis/core/format.hpp"

namespace wvagate::store {
namespace {

/// Largest configuration file that is read.
constexpr std::size_t kMaxFileBytes = std::size_t{64} * 1024 * 1024;

/// RapidJSON's input, which counts lines as it goes.
class CountingStream {
 public:
  using Ch = char;
  explicit CountingStream(std::string_view text) : text_(text) {}

  Ch Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  Ch Take() {
    const Ch c = Peek();
    if (c == '\n') ++line_;
    ++at_;
    return c;
  }
  std::size_t Tell() const { return at_; }
  std::uint64_t line() const { return line_; }

  // Only writable streams have these.
  Ch* PutBegin() { return nullptr; }
  void Put(Ch) {}
  void Flush() {}
  std::size_t PutEnd(Ch*) { return 0; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
};

/// Builds the tree. Refuses a name that an object has already, and too deep nesting.
class TreeBuilder {
 public:
  explicit TreeBuilder(const CountingStream& stream) : stream_(stream) {}

  bool Null() { return add({.kind = JsonNode::Kind::null}); }
  bool Bool(bool value) { return add({.kind = JsonNode::Kind::boolean, .boolean = value}); }
  bool Int(int value) { return Double(value); }
  bool Uint(unsigned value) { return Double(value); }
  bool Int64(std::int64_t value) { return Double(static_cast<double>(value)); }
  bool Uint64(std::uint64_t value) { return Double(static_cast<double>(value)); }
  bool Double(double value) { return add({.kind = JsonNode::Kind::number, .number = value}); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return false; }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    return add({.kind = JsonNode::Kind::string, .text = std::string(text, size)});
  }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    keys_.back().assign(text, size);
    const auto& members = open_.back().members;
    const bool known = std::any_of(members.begin(), members.end(),
                                   [&](const auto& member) { return member.first == keys_.back(); });
    return !known ||
           refuse("\"" + escape_for_terminal(keys_.back()) + "\" stands here twice", "keep one of the two");
  }
  bool StartObject() { return open({.kind = JsonNode::Kind::object}); }
  bool StartArray() { return open({.kind = JsonNode::Kind::array}); }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool EndArray(rapidjson::SizeType) { return close(); }

  JsonNode take() { return std::move(root_); }
  const std::string& what() const { return what_; }
  const std::string& help() const { return help_; }

 private:
  bool refuse(std::string what, std::string help) {
    what_ = std::move(what);
    help_ = std::move(help);
    return false;
  }

  bool open(JsonNode node) {
    if (open_.size() == kMaxJsonDepth)
      return refuse("is nested too deep", "nothing of ours is nested like that");
    open_.push_back(std::move(node));
    keys_.emplace_back();
    return true;
  }

  bool close() {
    JsonNode node = std::move(open_.back());
    open_.pop_back();
    keys_.pop_back();
    return add(std::move(node));
  }

  bool add(JsonNode node) {
    node.line = stream_.line();
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (open_.back().kind == JsonNode::Kind::object) {
      open_.back().members.emplace_back(keys_.back(), std::move(node));
    } else {
      open_.back().items.push_back(std::move(node));
    }
    return true;
  }

  const CountingStream& stream_;
  JsonNode root_;
  std::vector<JsonNode> open_;
  std::vector<std::string> keys_;  // the member that is being read, of each open value
  std::string what_;
  std::string help_;
};

constexpr std::string_view kKindNames[] = {"null",   "true or false", "a number",
                                           "a text", "a list",        "an object"};

std::string_view kind_name(JsonNode::Kind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

std::string describe(const NumberRange& range) {
  std::string text = range.whole ? "a whole number" : "a number";
  const bool bounded_below = std::isfinite(range.least);
  if (bounded_below) text += (range.above_least ? " above " : " from ") + format_shortest(range.least);
  if (bounded_below && std::isinf(range.most) && !range.above_least) text += " up";
  if (std::isfinite(range.most)) text += (bounded_below ? " to " : " up to ") + format_shortest(range.most);
  return text;
}

bool holds(const NumberRange& range, double value) {
  return value >= range.least && value <= range.most && !(range.above_least && value == range.least) &&
         !(range.whole && value != std::floor(value));
}

Error read_fault(const std::string& path, int why) {
  return {.kind = ErrorKind::usage,
          .where = path,
          .what = std::string("cannot be read: ") + std::strerror(why),
          .help = "check the name and the rights"};
}

}  // namespace

Result<std::string> read_text_file(const std::string& path) {
  const int file = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return read_fault(path, errno);
  std::string text;
  std::string block(65536, '\0');
  int fault = 0;
  while (fault == 0 && text.size() <= kMaxFileBytes) {
    const ssize_t got = ::read(file, block.data(), block.size());
    if (got == 0) break;
    if (got > 0) {
      text.append(block, 0, static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      fault = errno;
    }
  }
  if (path != "-") ::close(file);
  if (fault != 0) return read_fault(path, fault);
  if (text.size() > kMaxFileBytes) {
    return Error{.where = path, .what = "is larger than 64 MiB", .help = "is it the file that you meant?"};
  }
  return text;
}

Result<JsonNode> parse_strict_json(const std::string& path, std::string_view text) {
  if (text.find('\0') != std::string_view::npos)
    return Error{.where = path, .what = "is no JSON: it holds a NUL byte"};
  CountingStream stream(text);
  TreeBuilder builder(stream);
  rapidjson::Reader reader;
  constexpr unsigned kFlags = rapidjson::kParseFullPrecisionFlag | rapidjson::kParseIterativeFlag |
                              rapidjson::kParseValidateEncodingFlag;
  const auto outcome = reader.Parse<kFlags>(stream, builder);
  if (!outcome.IsError()) return builder.take();
  const std::string what = builder.what().empty()
                               ? std::string("is no JSON: ") + rapidjson::GetParseError_En(outcome.Code())
                               : builder.what();
  return Error{.where = path, .line = stream.line(), .what = what, .help = builder.help()};
}

Result<JsonNode> read_strict_json(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.error();
  return parse_strict_json(path == "-" ? "standard input" : path, text.value());
}

void JsonReading::complain(std::uint64_t line, std::string what, std::string help) {
  if (fault) return;
  fault = Error{.where = path, .line = line, .what = std::move(what), .help = std::move(help)};
}

ObjectReader::ObjectReader(JsonReading& reading, const JsonNode& node, std::string place)
    : reading_(reading), node_(&node), place_(std::move(place)), asked_(node.members.size()) {
  if (node.kind == JsonNode::Kind::object) return;
  reading_.complain(node.line, (place_.empty() ? "the document" : place_) + " must be an object, and is " +
                                   std::string(kind_name(node.kind)));
}

std::string ObjectReader::place_of(std::string_view name) const {
  return place_.empty() ? std::string(name) : place_ + "." + std::string(name);
}

const JsonNode* ObjectReader::find(std::string_view name) {
  names_asked_.emplace_back(name);
  for (std::size_t i = 0; i < node_->members.size(); ++i) {
    if (node_->members[i].first != name) continue;
    asked_[i] = true;
    const JsonNode& value = node_->members[i].second;
    return value.kind == JsonNode::Kind::null ? nullptr : &value;
  }
  return nullptr;
}

const JsonNode* ObjectReader::require(std::string_view name) {
  const JsonNode* node = find(name);
  if (node == nullptr) reading_.complain(node_->line, place_of(name) + " is missing");
  return node;
}

double ObjectReader::number(std::string_view name, const NumberRange& range) {
  const JsonNode* node = require(name);
  return node == nullptr ? 0.0 : checked_number(name, *node, range);
}

double ObjectReader::number_or(std::string_view name, const NumberRange& range, double fallback) {
  const JsonNode* node = find(name);
  return node == nullptr ? fallback : checked_number(name, *node, range);
}

double ObjectReader::checked_number(std::string_view name, const JsonNode& node, const NumberRange& range) {
  const bool fits = node.kind == JsonNode::Kind::number && holds(range, node.number);
  if (fits) return node.number;
  const std::string found =
      node.kind == JsonNode::Kind::number ? format_shortest(node.number) : std::string(kind_name(node.kind));
  reading_.complain(node.line, place_of(name) + " must be " + describe(range) + ", and is " + found);
  return std::isfinite(range.least) ? range.least + (range.above_least ? 1 : 0) : 0.0;
}

std::string ObjectReader::text(std::string_view name) {
  const JsonNode* node = require(name);
  return node == nullptr ? std::string() : checked_text(name, *node);
}

std::string ObjectReader::text_or(std::string_view name, std::string fallback) {
  const JsonNode* node = find(name);
  return node == nullptr ? std::move(fallback) : checked_text(name, *node);
}

std::string ObjectReader::checked_text(std::string_view name, const JsonNode& node) {
  const auto controls = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  if (node.kind != JsonNode::Kind::string) {
    reading_.complain(node.line,
                      place_of(name) + " must be a text, and is " + std::string(kind_name(node.kind)));
  } else if (node.text.empty() || std::any_of(node.text.begin(), node.text.end(), controls)) {
    reading_.complain(node.line, place_of(name) + " is empty, or holds a control character");
  }
  return node.text;
}

bool ObjectReader::boolean_or(std::string_view name, bool fallback) {
  const JsonNode* node = find(name);
  if (node == nullptr) return fallback;
  if (node->kind != JsonNode::Kind::boolean)
    reading_.complain(
        node->line, place_of(name) + " must be true or false, and is " + std::string(kind_name(node->kind)));
  return node->boolean;
}

std::size_t ObjectReader::choice_or(std::string_view name, const std::vector<std::string_view>& choices,
                                    std::size_t fallback) {
  const JsonNode* node = find(name);
  if (node == nullptr) return fallback;
  const auto found = std::find(choices.begin(), choices.end(), node->text);
  if (node->kind == JsonNode::Kind::string && found != choices.end())
    return static_cast<std::size_t>(found - choices.begin());
  std::string all;
  for (const std::string_view choice : choices)
    all += (all.empty() ? "" : ", ") + std::string(choice);
  const std::string value = node->kind == JsonNode::Kind::string
                                ? "\"" + escape_for_terminal(node->text) + "\""
                                : std::string(kind_name(node->kind));
  reading_.complain(node->line, place_of(name) + " is " + value + ", which is none of " + all);
  return fallback;
}

const std::vector<JsonNode>& ObjectReader::items_or_none(std::string_view name) {
  static const std::vector<JsonNode> kNone;
  const JsonNode* node = find(name);
  if (node == nullptr) return kNone;
  if (node->kind != JsonNode::Kind::array)
    reading_.complain(node->line,
                      place_of(name) + " must be a list, and is " + std::string(kind_name(node->kind)));
  return node->items;
}

void ObjectReader::finish() {
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    if (asked_[i]) continue;
    std::string known;
    for (const std::string& name : names_asked_)
      known += (known.empty() ? "" : ", ") + name;
    reading_.complain(node_->members[i].second.line,
                      "\"" + escape_for_terminal(place_of(node_->members[i].first)) + "\" is not known here",
                      "there are " + known);
  }
}

}  // namespace wvagate::store
