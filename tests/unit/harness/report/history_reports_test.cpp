#include "harness/report/history_text.hpp"
#include "harness/report/openmetrics.hpp"
#include "tests/support/catch.hpp"

namespace wvagate::report {
namespace {

using history::Trend;

history::TrendPoint point(const std::string& release, std::vector<double> runs,
                          const std::string& basis = "cycle") {
  return {.release = release,
          .commit = "abc",
          .date = parse_time("2025-11-18T10:00:00Z").value(),
          .runs = std::move(runs),
          .basis = basis};
}

TEST_CASE("A trend is told with spread, and changes to the release before and to the best") {
  const Trend trend{.scenario = "s",
                    .metric = "itl.compliance_pct",
                    .points = {point("v1", {90, 94, 92}), point("v2", {}), point("v\x1b[3", {93}),
                               point("v4", {91.5}), point("v5", {91.5})}};
  CHECK(history_text(std::span(&trend, 1), Colour::off, 10) ==
        "s: itl.compliance_pct, %, higher is better\n"
        "  ▃ █▁▁\n"
        "  release  commit  date        runs  median  range    since before  since best\n"
        "  v1       abc     2025-11-18     3      92  90 … 94  -             -\n"
        "  v2       abc     2025-11-18     0       -  -        -             -\n"
        "  v\\x1b[3  abc     2025-11-18     1      93           +1 better     +1 better\n"
        "  v4       abc     2025-11-18     1    91.5           -1.5 worse    -1.5 worse\n"
        "  v5       abc     2025-11-18     1    91.5           =             -1.5 worse\n");
}

TEST_CASE("Points of different bases are told apart") {
  const Trend trend{.scenario = "s",
                    .metric = "load.mean_rpm",
                    .points = {point("v1", {1}), point("v2", {2}, "notebook"), point("v3", {3})}};
  CHECK(history_text(std::span(&trend, 1), Colour::off, 0) ==
        "s: load.mean_rpm, rpm\n"
        "  release  commit  date        runs  median  range  since before  since best  basis\n"
        "  v1       abc     2025-11-18     1       1         -             -           #1\n"
        "  v2       abc     2025-11-18     1       2         -             -           #2\n"
        "  v3       abc     2025-11-18     1       3         +2            -           #1\n"
        "  values of different bases are not compared:\n"
        "    #1  cycle\n"
        "    #2  notebook\n");
}

TEST_CASE("A sparkline has the last points that fit") {
  std::vector<history::PointSummary> points(4);
  for (std::size_t i = 0; i < points.size(); ++i)
    points[i].median = static_cast<double>(i);
  CHECK(sparkline(points, 9) == "▁▃▆█");
  CHECK(sparkline(points, 2) == "▁█");
  CHECK(sparkline(points, 0).empty());
  points[0].median = -1.7e308;
  points[3].median = 1.7e308;
  CHECK(sparkline(points, 9) == "▁▅▅█");
  points[1] = {};
  CHECK(sparkline(std::span(points).first(2), 9) == "▅ ");
}

TEST_CASE("OpenMetrics has a gauge a metric, with help, unit and escaped labels") {
  const history::RunSet run_set{
      .scenario = "s",
      .release = "v\"1\\",
      .commit = "",
      .date = parse_time("2025-11-18T10:00:00.5Z").value(),
      .provenance = {},
      .runs = {{.log = "a",
                .sha256 = "",
                .figures = {{"cost.total", 2}, {"itl.compliance_pct", 94.5}, {"replicas.min", 1}}},
               {.log = "b", .sha256 = "", .figures = {{"later.version_ms", 3}, {"replicas.min", 1e-7}}}}};
  CHECK(
      openmetrics_text(std::span(&run_set, 1)) ==
      "# HELP wvagate_run_set_date_seconds when the run-set was recorded, since 1970\n"
      "# TYPE wvagate_run_set_date_seconds gauge\n"
      "# UNIT wvagate_run_set_date_seconds seconds\n"
      R"(wvagate_run_set_date_seconds{scenario="s",release="v\"1\\",commit="",controller=""} 1763460000.500)"
      "\n"
      "# HELP wvagate_cost_total_value cost of what ran, the accelerators' cost being per hour\n"
      "# TYPE wvagate_cost_total_value gauge\n"
      R"(wvagate_cost_total_value{scenario="s",release="v\"1\\",commit="",run="1",log="a"} 2)"
      "\n"
      "# HELP wvagate_itl_compliance_pct share of measured samples within the ITL SLO\n"
      "# TYPE wvagate_itl_compliance_pct gauge\n"
      "# UNIT wvagate_itl_compliance_pct pct\n"
      R"(wvagate_itl_compliance_pct{scenario="s",release="v\"1\\",commit="",run="1",log="a"} 94.5)"
      "\n"
      "# HELP wvagate_later_version_ms later.version_ms\n"
      "# TYPE wvagate_later_version_ms gauge\n"
      R"(wvagate_later_version_ms{scenario="s",release="v\"1\\",commit="",run="2",log="b"} 3)"
      "\n"
      "# HELP wvagate_replicas_min fewest replicas wanted\n"
      "# TYPE wvagate_replicas_min gauge\n"
      R"(wvagate_replicas_min{scenario="s",release="v\"1\\",commit="",run="1",log="a"} 1)"
      "\n"
      R"(wvagate_replicas_min{scenario="s",release="v\"1\\",commit="",run="2",log="b"} 1e-07)"
      "\n"
      "# EOF\n");
}

}  // namespace
}  // namespace wvagate::report
