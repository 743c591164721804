#include "analysis/history/run_set.hpp"

#include "tests/support/catch.hpp"

namespace wvagate::history {
namespace {

RunSet example() {
  return {.scenario = "staircase",
          .release = "v1",
          .commit = "abc",
          .date = {},
          .provenance = {.controller = "v0.5.1",
                         .tool = "0.1.0",
                         .definitions = 1,
                         .policy = "cycle",
                         .dedup_window_s = 5,
                         .slo_itl_ms = {},
                         .slo_ttft_ms = 40.5,
                         .accelerator = "H100",
                         .model = "org/m"},
          .runs = {{.log = "a.log", .sha256 = "11", .figures = {{"x", 1}, {"y", 2}}},
                   {.log = "b.log", .sha256 = "22", .figures = {{"x", 3}}}}};
}

TEST_CASE("The order in which runs and figures were gathered is no difference") {
  RunSet other = example();
  std::swap(other.runs[0], other.runs[1]);
  std::swap(other.runs[1].figures[0], other.runs[1].figures[1]);
  CHECK_FALSE(other == example());
  put_in_order(other);
  CHECK(other == example());
  CHECK(differences(example(), other, 9).empty());
}

TEST_CASE("Each difference is told") {
  RunSet other = example();
  other.provenance.controller.clear();
  other.provenance.slo_itl_ms = 10;
  other.runs[0].figures = {{"x", 1.5}, {"z", 0}};
  other.runs[1].sha256 = "33";
  CHECK(differences(example(), other, 9) ==
        std::vector<std::string>{"controller: v0.5.1 is stored, - given",
                                 "ITL SLO, ms: - is stored, 10 given", "x of a.log: 1 is stored, 1.5 given",
                                 "y of a.log: 2 is stored, - given", "z of a.log: - is stored, 0 given",
                                 "SHA-256 of b.log: 22 is stored, 33 given"});
  CHECK(differences(example(), other, 2) ==
        std::vector<std::string>{"controller: v0.5.1 is stored, - given", "and 5 more"});
  other = example();
  other.runs.pop_back();
  CHECK(differences(example(), other, 9) == std::vector<std::string>{"runs: 2 is stored, 1 given"});
}

TEST_CASE("The basis tells how values were computed, and not by which version of what") {
  RunSet other = example();
  CHECK(basis_text(other.provenance) == "cycle, dedup 5 s, definitions 1, TTFT SLO 40.5 ms, H100, org/m");
  const std::string before = basis_text(other.provenance);
  other.provenance.controller = "v0.6.0";
  other.provenance.tool = "0.2.0";
  CHECK(basis_text(other.provenance) == before);
  other.provenance.definitions = 2;
  CHECK(basis_text(other.provenance) != before);
}

}  // namespace
}  // namespace wvagate::history
