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

bool is_of_benchmark(std::string_view name) {
  return name.starts_with("extractor.");
}

bool is_of_benchmark(const Baseline& baseline) {
  return !baseline.metrics.empty() && is_of_benchmark(baseline.metrics.front().name);
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

std::optional<std::chrono::year_month_day> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t count) -> std::optional<int> {
    int value = 0;
    for (const char digit : text.substr(from, count)) {
      if (digit < '0' || digit > '9') return std::nullopt;
      value = 10 * value + (digit - '0');
    }
    return value;
  };
  const auto year = number(0, 4);
  const auto month = number(5, 2);
  const auto day = number(8, 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::string date_text(std::chrono::year_month_day date) {
  const auto padded = [](int value, std::size_t width) {
    const std::string digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
  };
  return padded(static_cast<int>(date.year()), 4) + "-" +
         padded(static_cast<int>(static_cast<unsigned>(date.month())), 2) + "-" +
         padded(static_cast<int>(static_cast<unsigned>(date.day())), 2);
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
