#include "analysis/core/error.hpp"

#include <memory>
#include <string>

#include "analysis/core/result.hpp"
#include "tests/support/catch.hpp"

namespace wvagate {
namespace {

TEST_CASE("An error is told as place, line, finding and help") {
  CHECK(describe({.where = "a.log", .line = 7, .what = "broken", .help = "mend it"}) ==
        "a.log:7: broken\n  help: mend it");
  CHECK(describe({.where = "a.log", .what = "missing"}) == "a.log: missing");
  CHECK(describe({.what = "wrong"}) == "wrong");
  // A line means nothing without the file that it is in.
  CHECK(describe({.line = 7, .what = "wrong"}) == "wrong");
}

TEST_CASE("Nothing that an error quotes can steer the terminal") {
  CHECK(describe({.where = "\x1b[2Ja\n.log", .what = "missing"}) == "\\x1b[2Ja\\x0a.log: missing");
  CHECK(describe({.what = "\x1b[31m is no number", .help = "not \x07"}) ==
        "\\x1b[31m is no number\n  help: not \\x07");
}

TEST_CASE("A result is a value or an error") {
  Result<std::unique_ptr<int>> good(std::make_unique<int>(5));
  REQUIRE(good);
  CHECK(good.ok());
  CHECK(*good.value() == 5);
  const std::unique_ptr<int> moved = std::move(good).value();
  CHECK(*moved == 5);

  const Result<int> bad(Error{.kind = ErrorKind::log, .what = "no"});
  REQUIRE_FALSE(bad);
  CHECK(bad.error().what == "no");
  CHECK_THROWS_AS(bad.value(), std::bad_variant_access);
  CHECK_THROWS_AS(Result<int>(1).error(), std::bad_variant_access);
}

TEST_CASE("A status is good until it carries an error") {
  CHECK(Status());
  const Status bad(Error{.kind = ErrorKind::output, .what = "full"});
  CHECK_FALSE(bad);
  CHECK_FALSE(bad.ok());
  CHECK(bad.error().kind == ErrorKind::output);
}

}  // namespace
}  // namespace wvagate
