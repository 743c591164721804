#include "analysis/core/format.hpp"

#include <cmath>
#include <limits>
#include <string>

#include "tests/support/catch.hpp"

namespace wvagate {
namespace {

using namespace std::string_literals;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("A number has the fewest digits that read back as the same") {
  CHECK(format_shortest(0.1) == "0.1");
  CHECK(format_shortest(0.1 + 0.2) == "0.30000000000000004");
  CHECK(format_shortest(1e30) == "1e+30");
  CHECK(format_shortest(-2.5) == "-2.5");
  CHECK(format_shortest(100) == "100");
  CHECK(format_shortest(kNaN) == "NaN");
  CHECK(format_shortest(-kNaN) == "NaN");
  CHECK(format_shortest(kInfinity) == "+Inf");
  CHECK(format_shortest(-kInfinity) == "-Inf");
  for (const double value : {5e-324, 1.7976931348623157e308, 3.37e-05, 1760977449.876, -1.0 / 3}) {
    CHECK(parse_number(format_shortest(value)) == value);
  }
}

TEST_CASE("A number has as many decimals as asked for") {
  CHECK(format_fixed(12.345, 2) == "12.35");  // the double lies above 12.345
  CHECK(format_fixed(0.125, 2) == "0.12");    // a tie, to even
  CHECK(format_fixed(1e6, 0) == "1000000");
  CHECK(format_fixed(-0.001, 2) == "0.00");
  CHECK(format_fixed(-0.0, 0) == "0");
  CHECK(format_fixed(-0.005001, 2) == "-0.01");
  CHECK(format_fixed(std::nullopt, 2) == "-");
  CHECK(format_fixed(kNaN, 2) == "NaN");
  CHECK(format_fixed(kInfinity, 2) == "+Inf");
  CHECK(format_fixed(-kInfinity, 2) == "-Inf");
  CHECK(format_fixed(-std::numeric_limits<double>::max(), 3).size() == 1 + 309 + 1 + 3);
}

TEST_CASE("A number is read as Go writes it") {
  CHECK(parse_number("0") == 0.0);
  CHECK(parse_number("9.43") == 9.43);
  CHECK(parse_number("3.37e-05") == 3.37e-05);
  CHECK(parse_number("1.2345678e+06") == 1234567.8);
  CHECK(parse_number("-5") == -5.0);
  CHECK(parse_number("+5") == 5.0);
  CHECK(parse_number("5.2999997") == 5.2999997);
  CHECK(parse_number(".5") == 0.5);
  CHECK(parse_number("5.") == 5.0);
  CHECK(parse_number("9007199254740993") == 9007199254740992.0);  // not exact: rounded to even
  CHECK(parse_number("999999999999999.9") == 999999999999999.9);
  CHECK(parse_number("0.00000000000000") == 0.0);
  CHECK(parse_number("123456789.123456") == 123456789.123456);
  CHECK_FALSE(parse_number("."));
  CHECK_FALSE(parse_number("1.2.3"));
  CHECK(parse_number("1E3") == 1000.0);
  CHECK(parse_number("007") == 7.0);
  CHECK(std::isnan(parse_number("NaN").value()));
  CHECK(parse_number("+Inf") == kInfinity);
  CHECK(parse_number("Inf") == kInfinity);
  CHECK(parse_number("-Inf") == -kInfinity);
}

TEST_CASE("A number too large is infinite and one too small is zero") {
  CHECK(parse_number("1e999") == kInfinity);
  CHECK(parse_number("-1e999") == -kInfinity);
  CHECK(parse_number("1e99999999999999999999") == kInfinity);
  CHECK(parse_number("1e-999") == 0.0);
  const auto negative = parse_number("-1e-999");
  REQUIRE(negative);
  CHECK(*negative == 0.0);
  CHECK(std::signbit(*negative));
  CHECK(parse_number("5e-324") == std::numeric_limits<double>::denorm_min());
  CHECK(parse_number("1.7976931348623157e308") == std::numeric_limits<double>::max());
  CHECK(parse_number("1" + std::string(400, '0')) == kInfinity);
}

TEST_CASE("Whether a number is too large or too small is told by its value, not by its exponent") {
  CHECK(parse_number("0." + std::string(400, '0') + "1") == 0.0);
  CHECK(parse_number("1" + std::string(400, '0') + "e-50") == kInfinity);
}

TEST_CASE("What is not all a number is absent") {
  const char* const text =
      GENERATE("", " ", "+", "-", "++5", "+-5", "-+5", "5 ", " 5", "5ms", "5,3", "1e", "e5", "1e+", "0x10",
               "1_000", "null", "true", "one", "1.2.3", "--5", "NaN1", "9.43\n");
  CAPTURE(text);
  CHECK_FALSE(parse_number(text));
}

TEST_CASE("A text that is not ended by zero is read to its own end") {
  const std::string text = "12345";
  CHECK(parse_number(std::string_view(text).substr(0, 2)) == 12.0);
}

TEST_CASE("Text for a terminal holds nothing that steers it") {
  CHECK(escape_for_terminal("plain text, Grüße 漢字 😀") == "plain text, Grüße 漢字 😀");
  CHECK(escape_for_terminal("") == "");
  CHECK(escape_for_terminal("\x1b[31mred") == "\\x1b[31mred");
  CHECK(escape_for_terminal("a\nb\tc\rd\x7f") == "a\\x0ab\\x09c\\x0dd\\x7f");
  CHECK(escape_for_terminal("a\0b"s) == "a\\x00b");
  // C1 controls, well formed and not: CSI is U+009B.
  CHECK(escape_for_terminal("\xC2\x9b[0m") == "\\xc2\\x9b[0m");
  CHECK(escape_for_terminal("\xC2\xA0") == "\xC2\xA0");  // U+00A0, the first after them
  CHECK(escape_for_terminal("\x9b[0m") == "\\x9b[0m");
  // Bidirectional embeddings, overrides and isolates.
  CHECK(escape_for_terminal("\xE2\x80\xAE") == "\\xe2\\x80\\xae");
  CHECK(escape_for_terminal("\xEF\xBF\xBE\xEF\xBF\xBF") == "\\xef\\xbf\\xbe\\xef\\xbf\\xbf");
  CHECK(escape_for_terminal("\xEF\xBF\xBD") == "\xEF\xBF\xBD");  // U+FFFD, the last before them
  CHECK(escape_for_terminal("\xE2\x80\xAA") == "\\xe2\\x80\\xaa");
  CHECK(escape_for_terminal("\xE2\x81\xA6") == "\\xe2\\x81\\xa6");
  CHECK(escape_for_terminal("\xE2\x81\xA9") == "\\xe2\\x81\\xa9");
  CHECK(escape_for_terminal("\xE2\x80\x93") == "\xE2\x80\x93");  // a dash
  CHECK(escape_for_terminal("a\xFF\xFE") == "a\\xff\\xfe");
  CHECK(escape_for_terminal("\xE2\x80") == "\\xe2\\x80");
}

TEST_CASE("UTF-8 is well formed as Unicode's table 3-7 says") {
  const auto length = [](std::string_view text) { return utf8_sequence_length(text); };
  CHECK(length("a") == 1);
  CHECK(length("\0"s) == 1);
  CHECK(length("\x7f") == 1);
  CHECK(length("\xC2\x80") == 2);
  CHECK(length("\xDF\xBF") == 2);
  CHECK(length("\xE0\xA0\x80") == 3);
  CHECK(length("\xED\x9F\xBF") == 3);
  CHECK(length("\xEE\x80\x80") == 3);
  CHECK(length("\xF0\x90\x80\x80") == 4);
  CHECK(length("\xF4\x8F\xBF\xBF") == 4);
  CHECK(length("\xC3\xA4 and more") == 2);
  SECTION("a continuation alone") {
    CHECK(length("\x80") == 0);
    CHECK(length("\xBF\x80") == 0);
  }
  SECTION("overlong") {
    CHECK(length("\xC0\x80") == 0);
    CHECK(length("\xC1\xBF") == 0);
    CHECK(length("\xE0\x9F\xBF") == 0);
    CHECK(length("\xF0\x8F\xBF\xBF") == 0);
  }
  SECTION("surrogates and beyond U+10FFFF") {
    CHECK(length("\xED\xA0\x80") == 0);
    CHECK(length("\xF4\x90\x80\x80") == 0);
    CHECK(length("\xF5\x80\x80\x80") == 0);
    CHECK(length("\xFF") == 0);
  }
  SECTION("cut or interrupted") {
    CHECK(length("\xC3") == 0);
    CHECK(length("\xE2\x82") == 0);
    CHECK(length("\xF0\x9F\x98") == 0);
    CHECK(length("\xC3"
                 "a") == 0);
    CHECK(length("\xE2\x82"
                 "a") == 0);
    CHECK(length("\xF0\x9F"
                 "aa") == 0);
  }
}

TEST_CASE("Width counts code points") {
  CHECK(display_width("") == 0);
  CHECK(display_width("abc") == 3);
  CHECK(display_width("Größe") == 5);
  CHECK(display_width("→") == 1);
}

}  // namespace
}  // namespace wvagate
