#include "analysis/verdict/baseline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "analysis/core/format.hpp"

namespace wvagate::verdict {
namespace {

constexpr std::array<std::pair<Better, std::string_view>, 3> kBetter = {
    {{Better::higher, "higher"}, {Better::lower, "lower"}, {Better::zero, "zero"}}};
constexpr std::array<std::pair<Level, std::string_view>, 3> kLevels = {
    {{Level::error, "error"}, {Level::warn, "warn"}, {Level::off, "off"}}};

template <typename Table, typename Value>
std::string_view text_of(const Table& table, Value value) {
  return std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.first == value; })
      ->second;
}

template <typename Value, typename Table>
std::optional<Value> value_of(const Table& table, std::string_view text) {
  for (const auto& [value, name] : table) {
    if (name == text) return value;
  }
  return std::nullopt;
}

}  // namespace

double Tolerance::margin(double value) const {
  return std::max(absolute, relative * std::abs(value));
}

std::string_view better_text(Better better) {
  return text_of(kBetter, better);
}

std::string_view level_text(Level level) {
  return text_of(kLevels, level);
}

std::optional<Better> parse_better(std::string_view text) {
  return value_of<Better>(kBetter, text);
}

std::optional<Level> parse_level(std::string_view text) {
  return value_of<Level>(kLevels, text);
}

Level weaker(Level a, Level b) {
  return std::max(a, b);  // in the order of their declaration
}

double worsening(Better better, double value, double reference) {
  if (better == Better::higher) return reference - value;
  if (better == Better::zero) return std::abs(value) - std::abs(reference);
  return value - reference;
}

double as_kept(double value) {
  constexpr int kDigits = 6;
  constexpr double kNothing = 5e-10;
  if (std::abs(value) < kNothing) return 0;
  return *parse_number(format_significant(value, kDigits));
}

}  // namespace wvagate::verdict
