#include "harness/ingest/lines/byte_search.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

TEST_CASE("The first of two bytes is found wherever it stands, from anywhere") {
  for (std::size_t length = 0; length < 70; ++length) {
    const std::string none(length, '\x7f');
    for (std::size_t from = 0; from <= length; ++from)
      REQUIRE(find_either(none, '"', '\\', from) == std::string_view::npos);
    for (std::size_t at = 0; at < length; ++at) {
      std::string text = none;
      text[at] = at % 2 == 0 ? '"' : '\\';
      text.back() = '"';
      for (std::size_t from = 0; from < length; ++from)
        REQUIRE(find_either(text, '"', '\\', from) == text.find_first_of("\"\\", from));
    }
  }
  CHECK(find_either("abc", 'a', 'b', 7) == std::string_view::npos);
  CHECK(find_either(std::string(40, '\xe9') + "=", '=', ':', 0) == 40);
}

TEST_CASE("A set finds each of its bytes and no other") {
  constexpr ByteSet kSet(",}\xff");
  CHECK(kSet.has(','));
  CHECK(kSet.has('\xff'));
  CHECK_FALSE(kSet.has('\0'));
  CHECK(kSet.find_in("abc}") == 3);
  CHECK(kSet.find_in("a,c}", 2) == 3);
  CHECK(kSet.find_in("abc") == std::string_view::npos);
  CHECK(kSet.find_in("", 0) == std::string_view::npos);
  CHECK(kSet.find_in("a", 5) == std::string_view::npos);
}

}  // namespace
}  // namespace wvagate::ingest
