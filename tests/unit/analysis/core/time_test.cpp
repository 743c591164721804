#include "analysis/core/time.hpp"

#include <chrono>

#include "tests/support/catch.hpp"

namespace wvagate {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

/// 2025-10-20T16:24:09Z in seconds since 1970, by `date -u -d … +%s`.
constexpr seconds kMoment{1760977449};

TEST_CASE("A time is read from RFC 3339") {
  CHECK(parse_time("2025-10-20T16:24:09Z") == TimePoint(kMoment));
  CHECK(parse_time("2025-10-20T16:24:09.876Z") == TimePoint(kMoment + milliseconds(876)));
  CHECK(parse_time("2025-10-20t16:24:09.876z") == TimePoint(kMoment + milliseconds(876)));
  CHECK(parse_time("2025-10-20 16:24:09,876Z") == TimePoint(kMoment + milliseconds(876)));
  CHECK(parse_time("2025-10-20T17:24:09+01:00") == TimePoint(kMoment));
  CHECK(parse_time("2025-10-20T10:54:09-05:30") == TimePoint(kMoment));
  CHECK(parse_time("2025-10-20T16:24:09-00:00") == TimePoint(kMoment));
  CHECK(parse_time("1970-01-01T00:00:00Z") == TimePoint(seconds(0)));
  CHECK(parse_time("1970-01-01T00:59:59.5+01:00") == TimePoint(milliseconds(-500)));
  CHECK(parse_time("2024-02-29T00:00:00Z") == TimePoint(seconds(1709164800)));
}

TEST_CASE("A time is read with zap's offset without colon") {
  CHECK(parse_time("2025-10-20T18:24:09.876+0200") == TimePoint(kMoment + milliseconds(876)));
  CHECK(parse_time("2025-10-20T11:24:09.876-0500") == TimePoint(kMoment + milliseconds(876)));
}

TEST_CASE("A fraction has nine digits that count") {
  CHECK(parse_time("2025-10-20T16:24:09.123456789Z") == TimePoint(kMoment + nanoseconds(123456789)));
  CHECK(parse_time("2025-10-20T16:24:09.1234567899Z") == TimePoint(kMoment + nanoseconds(123456789)));
  CHECK(parse_time("2025-10-20T16:24:09.5Z") == TimePoint(kMoment + milliseconds(500)));
  CHECK_FALSE(parse_time("2025-10-20T16:24:09.Z"));
}

TEST_CASE("A time is read from seconds since 1970") {
  CHECK(parse_time("1760977449") == TimePoint(kMoment));
  CHECK(parse_time("1760977449.876") == TimePoint(kMoment + milliseconds(876)));
  CHECK(parse_time("1760977449.123456789") == TimePoint(kMoment + nanoseconds(123456789)));
  CHECK(parse_time("0") == TimePoint(seconds(0)));
  CHECK_FALSE(parse_time("-1"));
  CHECK_FALSE(parse_time("-1.5"));
  CHECK_FALSE(parse_time("9000000000"));
  CHECK_FALSE(parse_time("1e300"));
  CHECK_FALSE(parse_time("1e999"));
  CHECK_FALSE(parse_time("NaN"));
  CHECK_FALSE(parse_time("Inf"));
  CHECK_FALSE(parse_time("1760977449."));
  CHECK_FALSE(parse_time("1760977449.87x"));
  CHECK_FALSE(parse_time("99999999999999999999"));
}

TEST_CASE("A time is read from seconds with an exponent") {
  // As Go prints a float64 of that size; a double holds it to about 0.2 µs.
  const auto exponent = parse_time("1.760977449876e+09");
  REQUIRE(exponent);
  CHECK(std::chrono::abs(*exponent - TimePoint(kMoment + milliseconds(876))) < std::chrono::microseconds(1));
}

TEST_CASE("What is no time is absent") {
  const char* const text =
      GENERATE("", "-", "Z", "yesterday", "2025-10-20", "2025-10-20T16:24:09", "2025-10-20T16:24:09+1:00",
               "2025-10-20T16:24:09Z ", " 2025-10-20T16:24:09Z", "2025-10-20T16:24Z", "2025-1-20T16:24:09Z",
               "2025-10-20X16:24:09Z", "2025/10/20T16:24:09Z", "20251020T162409Z",
               "2025-10-20T16:24:09+24:00", "2025-10-20T16:24:09+01:60", "2025-10-20T16:24:09+01:00:00",
               "2025-10-20T-6:24:09Z", "2025-10-2", "2025-10-20T16:24:09ZZ");
  CAPTURE(text);
  CHECK_FALSE(parse_time(text));
}

TEST_CASE("A date that the calendar does not have is absent") {
  const char* const text = GENERATE("2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z", "2025-00-01T00:00:00Z",
                                    "2025-04-31T00:00:00Z", "2025-04-00T00:00:00Z", "2025-04-01T24:00:00Z",
                                    "2025-04-01T00:60:00Z", "2025-04-01T00:00:61Z");
  CAPTURE(text);
  CHECK_FALSE(parse_time(text));
}

TEST_CASE("A leap second is the first of the next minute") {
  CHECK(parse_time("2016-12-31T23:59:60Z") == parse_time("2017-01-01T00:00:00Z"));
}

TEST_CASE("Years whose spans nanoseconds cannot count are absent") {
  CHECK(parse_time("1970-01-01T00:00:00Z"));
  const auto first = parse_time("1970-01-01T00:00:00+23:59");
  REQUIRE(first);
  const auto last = parse_time("2261-12-31T23:59:59-23:59");
  REQUIRE(last);
  CHECK(minutes_between(*first, *last) > 0);
  CHECK(parse_time("2261-12-31T23:59:59.999999999Z"));
  CHECK(parse_time("2261-12-31T23:59:59-23:59"));
  CHECK_FALSE(parse_time("1969-12-31T23:59:59Z"));
  CHECK_FALSE(parse_time("1678-01-01T00:00:00Z"));
  CHECK_FALSE(parse_time("2262-01-01T00:00:00Z"));
  CHECK_FALSE(parse_time("0000-01-01T00:00:00Z"));
  CHECK_FALSE(parse_time("9999-12-31T23:59:59Z"));
}

TEST_CASE("A time is written in UTC with milliseconds, rounded down") {
  CHECK(format_time(TimePoint(kMoment)) == "2025-10-20T16:24:09.000Z");
  CHECK(format_time(TimePoint(kMoment + nanoseconds(876999999))) == "2025-10-20T16:24:09.876Z");
  CHECK(format_time(TimePoint(nanoseconds(-1))) == "1969-12-31T23:59:59.999Z");
  CHECK(format_time(TimePoint(seconds(0))) == "1970-01-01T00:00:00.000Z");
}

TEST_CASE("Minutes between two moments have a sign") {
  CHECK(minutes_between(TimePoint(seconds(0)), TimePoint(seconds(90))) == 1.5);
  CHECK(minutes_between(TimePoint(seconds(90)), TimePoint(seconds(0))) == -1.5);
  CHECK(minutes_between(TimePoint(kMoment), TimePoint(kMoment)) == 0.0);
  CHECK(minutes_between(TimePoint(seconds(0)), TimePoint(milliseconds(600))) == 0.01);
}

}  // namespace
}  // namespace wvagate
