#include "analysis/history/trend.hpp"

#include "tests/support/catch.hpp"

namespace wvagate::history {
namespace {

using metric::Better;
using Judgement = Change::Judgement;

TrendPoint point(std::vector<double> runs, std::string basis = "cycle") {
  return {.release = "r", .commit = "", .date = {}, .runs = std::move(runs), .basis = std::move(basis)};
}

Trend trend(std::vector<TrendPoint> points) {
  return {.scenario = "s", .metric = "m", .points = std::move(points)};
}

TEST_CASE("A point is told by median and range of its runs") {
  const auto summaries = summarize(trend({point({7, 1, 4, 2})}), Better::lower);
  REQUIRE(summaries.size() == 1);
  CHECK(summaries[0].median == 3.0);
  CHECK(summaries[0].lowest == 1);
  CHECK(summaries[0].highest == 7);
  CHECK_FALSE(summaries[0].from_before);
  CHECK_FALSE(summaries[0].from_best);
}

TEST_CASE("A point is held against the one before and the best of all before") {
  const auto summaries =
      summarize(trend({point({5}), point({3}), point({4}), point({4}), point({2})}), Better::lower);
  CHECK(summaries[1].from_before->judgement == Judgement::better);
  CHECK(summaries[1].from_best->from == 0);
  CHECK(summaries[2].from_before->by == 1);
  CHECK(summaries[2].from_before->judgement == Judgement::worse);
  CHECK(summaries[3].from_before->from == 2);
  CHECK(summaries[3].from_before->judgement == Judgement::same);
  CHECK(summaries[3].from_best->from == 1);
  CHECK(summaries[3].from_best->by == 1);
  CHECK(summaries[4].from_best->from == 1);
  CHECK(summaries[4].from_best->by == -1);
  CHECK(summaries[4].from_best->judgement == Judgement::better);
}

TEST_CASE("What is better depends on the metric") {
  const auto judged = [](Better better, double from, double to) {
    return summarize(trend({point({from}), point({to})}), better)[1];
  };
  CHECK(judged(Better::higher, 90, 95).from_before->judgement == Judgement::better);
  CHECK(judged(Better::zero, -3, 2).from_best->judgement == Judgement::better);
  CHECK(judged(Better::zero, -3, 2).from_best->by == 5);
  CHECK(judged(Better::zero, -2, 2).from_best->judgement == Judgement::same);
  CHECK(judged(Better::neither, 1, 2).from_before->judgement == Judgement::neither);
  CHECK_FALSE(judged(Better::neither, 1, 2).from_best);
}

TEST_CASE("Points without values, and of another basis, are passed over") {
  const auto summaries =
      summarize(trend({point({5}), point({}), point({9}, "notebook"), point({6})}), Better::lower);
  CHECK_FALSE(summaries[1].median);
  CHECK_FALSE(summaries[1].from_before);
  CHECK_FALSE(summaries[2].from_before);
  REQUIRE(summaries[3].from_before);
  CHECK(summaries[3].from_before->from == 0);
}

TEST_CASE("A metric's direction is the registry's, and none of an unknown name") {
  CHECK(better_of("itl.compliance_pct") == Better::higher);
  CHECK(better_of("load.mean_rpm") == Better::neither);
  CHECK(better_of("of.a.later.version") == Better::neither);
}

}  // namespace
}  // namespace wvagate::history
