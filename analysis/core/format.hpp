#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wvagate {

/// The shortest digits that read back as the same double ("0.1", "1e+30"); "NaN", "+Inf", "-Inf" as Go writes
/// them.
std::string format_shortest(double value);

/// `value` as float32 as Go prints one ("9.9501295", "3.37e-05", "676453.25"): the shortest digits that read
/// back as the same float32, with an exponent of two digits or more below 1e-4 and from 1e21 on.
std::string format_float32(double value);

/// `value` rounded to `digits` significant digits ("9.60531", "3.37e-05"); non-finite ones as
/// format_shortest().
std::string format_significant(double value, int digits);

/// `value` with `digits` digits after the point, independent of locale; "-" where it is absent. Never
/// "-0.00".
std::string format_fixed(std::optional<double> value, int digits);

/// The number that all of `text` spells, in C's or Go's notation ("9.43", "3.37e-05", "NaN", "+Inf"); absent
/// for anything else, the empty text and trailing characters included.
std::optional<double> parse_number(std::string_view text);

/// `text` with control characters and broken UTF-8 as \xNN, so that it cannot steer a terminal; bidirectional
/// overrides are escaped too.
std::string escape_for_terminal(std::string_view text);

/// Length of the well-formed UTF-8 sequence at the start of `text`, which is not empty; 0 where there is
/// none.
std::size_t utf8_sequence_length(std::string_view text);

/// The first `columns` code points of valid UTF-8 `text`, with "…" behind them where there are more.
std::string shorten(std::string_view text, std::size_t columns);

/// "1 line", "2 lines".
std::string plural(std::uint64_t count, std::string_view one, std::string_view many);

/// How many terminal columns valid UTF-8 `text` takes, by code points.
std::size_t display_width(std::string_view text);

}  // namespace wvagate
