#include "harness/store/json_reader.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "analysis/core/format.hpp"

namespace wvagate::store {
namespace {

constexpr std::size_t kDeepest = 32;
constexpr std::size_t kLargestDocument = std::size_t{16} << 20;

/// The lines of a text, by offsets that only grow.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}

  std::uint64_t line_at(std::size_t offset) {
    const std::size_t end = std::min(offset, text_.size());
    line_ += static_cast<std::uint64_t>(
        std::count(text_.begin() + at_, text_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
    at_ = static_cast<std::ptrdiff_t>(end);
    return line_;
  }

 private:
  std::string_view text_;
  std::ptrdiff_t at_ = 0;
  std::uint64_t line_ = 1;
};

/// Builds the tree from RapidJSON's events. Each comes when the stream stands behind what it tells of.
class TreeBuilder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, TreeBuilder> {
 public:
  TreeBuilder(const rapidjson::MemoryStream& stream, std::string_view text) : stream_(stream), lines_(text) {}

  bool Null() { return add({.type = JsonNode::Type::null}); }
  bool Bool(bool value) { return add({.type = JsonNode::Type::boolean, .boolean = value}); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    const auto value = parse_number({text, length});
    if (!value || !std::isfinite(*value)) return refuse("holds a number that is too large");
    return add({.type = JsonNode::Type::number, .number = *value});
  }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    return add({.type = JsonNode::Type::text, .text = std::string(text, length)});
  }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    std::string name(text, length);
    JsonNode& object = open_.back();
    if (object.find(name) != nullptr) return refuse("\"" + escape_for_terminal(name) + "\" is there twice");
    object.members.push_back({.name = std::move(name), .line = line()});
    return true;
  }
  bool StartObject() { return open(JsonNode::Type::object); }
  bool StartArray() { return open(JsonNode::Type::array); }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool EndArray(rapidjson::SizeType) { return close(); }

  JsonNode take_root() { return std::move(root_); }
  /// Why an event was refused.
  const std::optional<std::string>& refusal() const { return refusal_; }
  std::uint64_t line() { return lines_.line_at(stream_.Tell()); }

 private:
  bool refuse(std::string why) {
    refusal_ = std::move(why);
    return false;
  }
  bool open(JsonNode::Type type) {
    if (open_.size() == kDeepest) return refuse("is nested too deeply");
    open_.push_back({.type = type, .line = line()});
    return true;
  }
  bool close() {
    JsonNode done = std::move(open_.back());
    open_.pop_back();
    place(std::move(done));
    return true;
  }
  bool add(JsonNode node) {
    node.line = line();
    place(std::move(node));
    return true;
  }
  void place(JsonNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (open_.back().type == JsonNode::Type::array) {
      open_.back().items.push_back(std::move(node));
    } else {
      open_.back().members.back().value = std::move(node);
    }
  }

  const rapidjson::MemoryStream& stream_;
  LineCounter lines_;
  std::vector<JsonNode> open_;
  JsonNode root_;
  std::optional<std::string> refusal_;
};

/// What stands at `offset` where no value of JSON does, if it is one of the usual slips.
std::string slip_at(std::string_view text, std::size_t offset) {
  std::string_view rest = text.substr(std::min(offset, text.size()));
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  for (const std::string_view word : {"NaN", "nan", "Infinity", "Inf", "inf"}) {
    if (rest.starts_with(word)) return std::string(word) + " is no number of JSON";
  }
  if (rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#'))
    return "JSON has no comments";
  return {};
}

std::string complaint(std::string_view text, const rapidjson::ParseResult& fault) {
  if (const std::string slip = slip_at(text, fault.Offset()); !slip.empty()) return slip;
  std::string words = rapidjson::GetParseError_En(fault.Code());
  if (words.ends_with('.')) words.pop_back();
  return "is no JSON: " + words;
}

}  // namespace

const JsonNode* JsonNode::find(std::string_view name) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const JsonMember& member) { return member.name == name; });
  return found == members.end() ? nullptr : &found->value;
}

std::string_view type_text(JsonNode::Type type) {
  constexpr std::array<std::string_view, 6> kTexts = {"null",   "true or false", "a number",
                                                      "a text", "a list",        "an object"};
  return kTexts[static_cast<std::size_t>(type)];
}

Result<JsonNode> read_json(const std::string& file, std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  LineCounter lines(text);
  // RapidJSON's streams end at a zero byte.
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos) {
    return Error{.where = file, .line = lines.line_at(zero), .what = "is no JSON: it holds a zero byte"};
  }
  rapidjson::MemoryStream stream(text.data(), text.size());
  TreeBuilder builder(stream, text);
  rapidjson::Reader reader;
  // Numbers as strings: RapidJSON's own conversion at full precision is undefined for 0e308.
  constexpr unsigned kFlags = rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag |
                              rapidjson::kParseNumbersAsStringsFlag;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
  if (builder.refusal()) return Error{.where = file, .line = builder.line(), .what = *builder.refusal()};
  if (result.IsError()) {
    return Error{.where = file, .line = lines.line_at(result.Offset()), .what = complaint(text, result)};
  }
  return builder.take_root();
}

Result<std::string> read_document(const std::string& path) {
  const auto refuse = [&](const std::string& what) { return Error{.where = path, .what = what}; };
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return refuse("cannot be read: it is a directory");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return refuse(std::string("cannot be opened: ") + std::strerror(errno));
  std::string text(kLargestDocument + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) return refuse("cannot be read");
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > kLargestDocument) return refuse("is larger than 16 MiB");
  return text;
}

}  // namespace wvagate::store
