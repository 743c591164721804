#include "analysis/verdict/baseline.hpp"

#include "tests/support/catch.hpp"

namespace wvagate::verdict {
namespace {

TEST_CASE("Words for directions and levels are read back, and nothing else is") {
  for (const Better better : {Better::higher, Better::lower, Better::zero})
    CHECK(parse_better(better_text(better)) == better);
  for (const Level level : {Level::error, Level::warn, Level::off})
    CHECK(parse_level(level_text(level)) == level);
  CHECK_FALSE(parse_better("neither"));
  CHECK_FALSE(parse_level("Error"));
  CHECK_FALSE(parse_level(""));
}

TEST_CASE("The weaker of two levels is the one that does less") {
  CHECK(weaker(Level::error, Level::warn) == Level::warn);
  CHECK(weaker(Level::off, Level::warn) == Level::off);
  CHECK(weaker(Level::error, Level::error) == Level::error);
}

TEST_CASE("A baseline keeps six significant digits and no noise") {
  CHECK(as_kept(94.81481481) == 94.8148);
  CHECK(as_kept(1234567.0) == 1234570.0);
  CHECK(as_kept(-0.000123456789) == -0.000123457);
  CHECK(as_kept(1e-17) == 0.0);
  CHECK(as_kept(-4e-10) == 0.0);
  CHECK(as_kept(100) == 100.0);
  CHECK(as_kept(as_kept(2.0 / 3)) == as_kept(2.0 / 3));
}

TEST_CASE("Limits hold on their bounds") {
  const Limit limit{.min = 1, .max = 2};
  CHECK_FALSE(limit.breached_by(1));
  CHECK_FALSE(limit.breached_by(2));
  CHECK(limit.breached_by(0.999));
  CHECK(limit.breached_by(2.001));
  CHECK_FALSE(Limit{}.breached_by(1e300));
}

}  // namespace
}  // namespace wvagate::verdict
