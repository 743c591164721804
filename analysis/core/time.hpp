#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace wvagate {

/// A moment in UTC, to the nanosecond (what container runtimes stamp; zap's own stamps have milliseconds).
using TimePoint = std::chrono::sys_time<std::chrono::nanoseconds>;

/// Reads RFC 3339 ("2025-10-20T16:24:09.876Z", "…+01:00"), zap's ISO 8601 ("…+0100") or seconds since 1970
/// ("1760977449.876"). Absent where `text` is none of them or lies outside 1970–2261: spans fit then.
std::optional<TimePoint> parse_time(std::string_view text);

/// RFC 3339 in UTC with milliseconds, rounded down: "2025-10-20T16:24:09.876Z".
std::string format_time(TimePoint time);

/// Minutes from `from` to `to`; negative where `to` comes first.
inline double minutes_between(TimePoint from, TimePoint to) {
  return std::chrono::duration<double, std::ratio<60>>(to - from).count();
}

}  // namespace wvagate
