#include "harness/cli/parallel.hpp"

#include <atomic>
#include <stdexcept>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate::cli {
namespace {

TEST_CASE("Each index is worked on once, however many jobs there are") {
  for (const std::size_t jobs : {1U, 2U, 7U, 64U}) {
    std::vector<std::atomic<int>> seen(20);
    in_parallel(seen.size(), jobs, [&](std::size_t i) { ++seen[i]; });
    for (const auto& count : seen)
      CHECK(count == 1);
  }
  in_parallel(0, 4, [](std::size_t) { FAIL("there is no work"); });
}

TEST_CASE("What is thrown in a job comes out") {
  CHECK_THROWS_AS(in_parallel(50, 4,
                              [](std::size_t i) {
                                if (i == 13) throw std::runtime_error("bug");
                              }),
                  std::runtime_error);
}

}  // namespace
}  // namespace wvagate::cli
