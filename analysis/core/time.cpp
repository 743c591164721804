#include "analysis/core/time.hpp"

#include <charconv>
#include <cstdio>

namespace wvagate {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

/// Takes numbers and fixed characters off the front of a text; one failure makes all the rest fail.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  int digits(std::size_t count) {
    if (text_.size() < count) return fail();
    int value = 0;
    bool all = true;
    for (std::size_t i = 0; i < count; ++i) {
      const int digit = text_[i] - '0';
      all = all && digit >= 0 && digit <= 9;
      value = value * 10 + digit;
    }
    if (!all) return fail();
    text_.remove_prefix(count);
    return value;
  }

  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  void expect(char c) {
    if (!take(c)) fail();
  }

  /// Digits after a decimal point as nanoseconds; those beyond the ninth are dropped.
  nanoseconds fraction() {
    std::int64_t value = 0;
    int count = 0;
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') {
      if (count < 9) {
        value = value * 10 + (text_.front() - '0');
        ++count;
      }
      text_.remove_prefix(1);
    }
    if (count == 0) fail();
    for (; count < 9; ++count)
      value *= 10;
    return nanoseconds(value);
  }

  bool at_end() const { return text_.empty(); }
  bool failed() const { return failed_; }

 private:
  int fail() {
    failed_ = true;
    return 0;
  }

  std::string_view text_;
  bool failed_ = false;
};

std::optional<minutes> parse_zone(Scanner& scanner) {
  if (scanner.take('Z') || scanner.take('z')) return minutes(0);
  const bool east = scanner.take('+');
  if (!east && !scanner.take('-')) return std::nullopt;
  const int zone_hours = scanner.digits(2);
  scanner.take(':');
  const int zone_minutes = scanner.digits(2);
  if (zone_hours > 23 || zone_minutes > 59) return std::nullopt;
  const minutes offset = hours(zone_hours) + minutes(zone_minutes);
  return east ? offset : -offset;
}

std::optional<TimePoint> parse_calendar_time(std::string_view text) {
  Scanner scanner(text);
  const int year = scanner.digits(4);
  scanner.expect('-');
  const int month = scanner.digits(2);
  scanner.expect('-');
  const int day = scanner.digits(2);
  if (!scanner.take('T') && !scanner.take('t')) scanner.expect(' ');
  const int hour = scanner.digits(2);
  scanner.expect(':');
  const int minute = scanner.digits(2);
  scanner.expect(':');
  const int second = scanner.digits(2);
  nanoseconds fraction{0};
  if (scanner.take('.') || scanner.take(',')) fraction = scanner.fraction();
  const auto zone = parse_zone(scanner);
  if (scanner.failed() || !zone || !scanner.at_end()) return std::nullopt;

  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || year < 1970 || year > 2261 || hour > 23 || minute > 59 || second > 60)
    return std::nullopt;
  return std::chrono::sys_days(date) + hours(hour) + minutes(minute) + seconds(second) + fraction - *zone;
}

std::optional<TimePoint> parse_epoch_seconds(std::string_view text) {
  const auto point = text.find('.');
  const bool exponent = text.find_first_of("eE") != std::string_view::npos;
  const std::string_view whole = text.substr(0, point);
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), count);
  if (!exponent && error == std::errc{} && end == whole.data() + whole.size() && count >= 0 &&
      count < 9'000'000'000) {
    nanoseconds fraction{0};
    if (point != std::string_view::npos) {
      Scanner scanner(text.substr(point + 1));
      fraction = scanner.fraction();
      if (scanner.failed() || !scanner.at_end()) return std::nullopt;
    }
    return TimePoint(seconds(count) + fraction);
  }
  // Go prints large floats with an exponent: 1.760977449876e+09.
  double value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
  if (!(value >= 0 && value < 9e9)) return std::nullopt;
  return TimePoint(std::chrono::round<nanoseconds>(std::chrono::duration<double>(value)));
}

}  // namespace

std::optional<TimePoint> parse_time(std::string_view text) {
  const bool calendar = text.size() > 10 && text[4] == '-';
  return calendar ? parse_calendar_time(text) : parse_epoch_seconds(text);
}

std::string format_time(TimePoint time) {
  const auto day = floor<days>(time);
  const std::chrono::year_month_day date(day);
  const auto of_day = floor<milliseconds>(time - day).count();
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(of_day / 3'600'000), static_cast<int>(of_day / 60'000 % 60),
                static_cast<int>(of_day / 1000 % 60), static_cast<int>(of_day % 1000));
  return buffer;
}

}  // namespace wvagate
