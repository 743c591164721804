// Times that are read are written as the C library would, and read back; and so is any moment.

#include "analysis/core/time.hpp"

#include <cstring>
#include <ctime>
#include <string>

#include "tests/fuzz/support/expect.hpp"

namespace wvagate::fuzz {
namespace {

using std::chrono::floor;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// What the C library writes for `time`.
std::string reference_text(TimePoint time) {
  const auto second = floor<seconds>(time);
  const std::time_t count = second.time_since_epoch().count();
  std::tm calendar{};
  expect(::gmtime_r(&count, &calendar) != nullptr, "the C library knows the year");
  char buffer[64];
  const std::size_t length = std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%S", &calendar);
  std::snprintf(buffer + length, sizeof buffer - length, ".%03dZ",
                static_cast<int>(floor<milliseconds>(time - second).count()));
  return buffer;
}

void check_moment(TimePoint time) {
  const std::string text = format_time(time);
  expect(text == reference_text(time), "a time is written as the C library does", text);
  const auto back = parse_time(text);
  expect(back.has_value(), "what was written is read", text);
  expect(*back == floor<milliseconds>(time), "what was written reads back to the millisecond", text);
  const std::string local = text.substr(0, text.size() - 1);
  for (const char* zone : {"+00:00", "-0000", "z"})
    expect(parse_time(local + zone) == back, "UTC has several names", text);
  const auto east = parse_time(local + "+01:30");
  expect(east && *back - *east == std::chrono::minutes(90), "a zone in the east is ahead", text);
}

/// Moments that are a day and more inside the range that is read.
bool well_inside(TimePoint time) {
  return time > *parse_time("1970-01-02T00:00:00Z") && time < *parse_time("2261-12-30T00:00:00Z");
}

}  // namespace
}  // namespace wvagate::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate;
  using namespace wvagate::fuzz;
  if (const auto time = parse_time(as_text(data, size)); time && well_inside(*time)) check_moment(*time);
  if (size == sizeof(std::int64_t)) {
    std::int64_t count = 0;
    std::memcpy(&count, data, sizeof count);
    const TimePoint time{std::chrono::nanoseconds(count)};
    if (well_inside(time)) check_moment(time);
  }
  return 0;
}
