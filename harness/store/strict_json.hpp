#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/core/result.hpp"

namespace wvagate::store {

/// A value of a JSON document, and the line that it ends on.
struct JsonNode {
  enum class Kind { null, boolean, number, string, array, object };
  Kind kind = Kind::null;
  std::uint64_t line = 0;
  bool boolean = false;
  double number = 0;
  std::string text;
  std::vector<JsonNode> items;                            ///< of an array
  std::vector<std::pair<std::string, JsonNode>> members;  ///< of an object, in the document's order
};

/// Reads the JSON document `text` of the file `path`. Fails, with the line, where it is no JSON (NaN,
/// comments, trailing commas, ill-formed UTF-8), where an object has a name twice, and where it is nested
/// deeper than kMaxJsonDepth.
inline constexpr std::size_t kMaxJsonDepth = 64;
Result<JsonNode> parse_strict_json(const std::string& path, std::string_view text);

/// All of the file at `path`, or of standard input ("-"): up to 64 MiB, as much as a configuration may have.
Result<std::string> read_text_file(const std::string& path);

/// Reads the file as such a document.
Result<JsonNode> read_strict_json(const std::string& path);

/// Numbers that a member may have, both ends included.
struct NumberRange {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  bool above_least = false;  ///< `least` itself is left out
  bool whole = false;        ///< only whole numbers
};

/// Where a document's reading stands: its file, and the first thing that was wrong.
struct JsonReading {
  std::string path;
  std::optional<Error> fault;

  /// Notes what is wrong at `line`; the first one stays.
  void complain(std::uint64_t line, std::string what, std::string help = {});
};

/// Takes an object apart by its members' names. Whatever is wrong goes to the JsonReading, and reading goes
/// on with defaults; finish() complains about members that nobody asked for.
class ObjectReader {
 public:
  /// `place` names the object in messages ("variants[0].slo"); empty for the document itself.
  ObjectReader(JsonReading& reading, const JsonNode& node, std::string place);

  /// The member, or null where it is absent or null.
  const JsonNode* find(std::string_view name);
  /// The member; where it is absent a complaint, and null.
  const JsonNode* require(std::string_view name);

  double number(std::string_view name, const NumberRange& range);
  double number_or(std::string_view name, const NumberRange& range, double fallback);
  /// Neither empty nor with control characters.
  std::string text(std::string_view name);
  std::string text_or(std::string_view name, std::string fallback);
  bool boolean_or(std::string_view name, bool fallback);
  /// The index of the member's text in `choices`.
  std::size_t choice_or(std::string_view name, const std::vector<std::string_view>& choices,
                        std::size_t fallback);
  /// The member's items; none where it is absent.
  const std::vector<JsonNode>& items_or_none(std::string_view name);

  /// Complains about a member that was not asked for.
  void finish();

  /// "place.name", for messages and for readers of what is inside.
  std::string place_of(std::string_view name) const;
  JsonReading& reading() { return reading_; }
  std::uint64_t line() const { return node_->line; }

 private:
  double checked_number(std::string_view name, const JsonNode& node, const NumberRange& range);
  std::string checked_text(std::string_view name, const JsonNode& node);

  JsonReading& reading_;
  const JsonNode* node_;
  std::string place_;
  std::vector<bool> asked_;
  std::vector<std::string> names_asked_;
};

}  // namespace wvagate::store
