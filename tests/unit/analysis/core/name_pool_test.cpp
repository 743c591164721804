#include "analysis/core/name_pool.hpp"

#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate {
namespace {

TEST_CASE("A name is kept once") {
  NamePool pool;
  const std::string_view first = pool.intern(std::string("decode:llm"));
  const std::string_view again = pool.intern(std::string("decode:llm"));
  CHECK(first == "decode:llm");
  CHECK(first.data() == again.data());
  CHECK(pool.intern("other").data() != first.data());
  CHECK(pool.intern("") == "");
}

TEST_CASE("Views stay valid while the pool grows and moves") {
  NamePool pool;
  std::vector<std::string_view> views;
  // Short names lie in the string itself, long ones on the heap.
  for (int i = 0; i < 2000; ++i) {
    const std::string digits = std::to_string(i);
    views.push_back(pool.intern(i % 2 == 0 ? digits : digits + std::string(40, 'x')));
  }
  NamePool moved = std::move(pool);
  NamePool assigned;
  assigned.intern("dropped");
  assigned = std::move(moved);
  for (std::size_t i = 0; i < views.size(); ++i) {
    const std::string digits = std::to_string(i);
    REQUIRE(views[i] == (i % 2 == 0 ? digits : digits + std::string(40, 'x')));
  }
  CHECK(assigned.intern("1998").data() == views[1998].data());
}

}  // namespace
}  // namespace wvagate
