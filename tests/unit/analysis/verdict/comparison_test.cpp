#include "analysis/verdict/comparison.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/analysis/verdict/case_builder.hpp"

namespace wvagate::verdict {
namespace {

using testing::contender;

TEST_CASE("Figures stand side by side, by the median of their runs") {
  auto first = contender({{"a", {1, 9}}, {"b", {1, 2}}});
  const auto second = contender({{"a", {7}}, {"b", {4}}});
  first[1].measurements[1].value = std::nullopt;
  const auto figures = compare(first, second);
  REQUIRE(figures.size() == 2);
  CHECK(figures[0].name == "a");
  CHECK(figures[0].first == 5.0);
  CHECK(figures[0].second == 7.0);
  CHECK(figures[0].shift == 2.0);
  CHECK_FALSE(figures[0].bounds);
  CHECK_FALSE(figures[1].first);  // one of its runs has none
  CHECK(figures[1].second == 4.0);
  CHECK_FALSE(figures[1].shift);
}

TEST_CASE("Three runs a side have bounds") {
  const auto figures = compare(contender({{"a", {100, 101, 102}}}), contender({{"a", {106, 107, 108}}}));
  REQUIRE(figures[0].bounds);
  CHECK(figures[0].shift == 6.0);
  // As in the test of judge(): Welch's, t(0.95; 4) = 2.1318.
  CHECK(figures[0].bounds->lower == Approx(6 - 2.1318 * 0.81650).margin(1e-3));
}

}  // namespace
}  // namespace wvagate::verdict
