#include "harness/plot/chart_trend.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace wvagate::plot {
namespace {

using history::Trend;
using history::TrendReview;

Trend trend_of(std::size_t count) {
  Trend trend{.scenario = "s", .metric = "m", .points = {}};
  for (std::size_t i = 0; i < count; ++i) {
    const double value = static_cast<double>(i % 3);
    trend.points.push_back({.release = "v" + std::to_string(i),
                            .commit = "",
                            .date = {},
                            .runs = {value, value + 1, value + 2},
                            .basis = "cycle"});
  }
  return trend;
}

TrendReview reviewed(const Trend& trend) {
  TrendReview review;
  for (std::size_t i = 0; i < trend.points.size(); ++i)
    review.compared.push_back(i);
  return review;
}

Chart draw(const Trend& trend, const TrendReview& review, const Expectation& expected = {}) {
  TrendPicture picture{.title = "title", .subtitle = "subtitle", .panels = {}};
  picture.panels.push_back(
      {.heading = "", .axis = "m (ms)", .lines = {{trend, review}}, .expected = expected});
  return trend_chart(picture, "chart", Format::svg);
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::size_t count_of(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

TEST_CASE("Runs are points, and their medians a line that breaks where there is none") {
  Trend trend = trend_of(4);
  trend.points[1].runs.clear();
  const Chart chart = draw(trend, reviewed(trend));
  CHECK(holds(chart.data, "# [runs 0] release value\n0 0\n0 1\n0 2\n2 2\n"));
  CHECK(holds(chart.data, "# [median of the runs 0] release value\n0 1\n\n2 3\n3 1\n"));
  CHECK(holds(chart.script, "set xrange [-0.5:3.5]"));
  for (auto& point : trend.points)
    point.runs.resize(std::min<std::size_t>(point.runs.size(), 1));
  CHECK_FALSE(holds(draw(trend, reviewed(trend)).data, "[runs 0]"));
}

TEST_CASE("A baseline is a band as wide as its tolerance, and limits are lines, all within the axis") {
  const Trend trend = trend_of(4);
  const Chart chart = draw(trend, reviewed(trend), {.value = 20, .tolerance = 2, .least = {}, .most = 30});
  CHECK(holds(chart.data, "# [tolerance 0] from to low high\n-0.5 3.5 18 22\n"));
  CHECK(holds(chart.data, "# [most 0] release value\n-0.5 30\n3.5 30\n"));
  CHECK_FALSE(holds(chart.data, "[least 0]"));
  CHECK(holds(chart.script, "\"30\" 30"));
  CHECK(holds(chart.script, "baseline and its tolerance"));
}

TEST_CASE("A change is marked between two releases with size and confidence, and levels are drawn") {
  const Trend trend = trend_of(12);
  TrendReview review = reviewed(trend);
  review.changes.push_back({.point = 6, .before = 1, .after = 2.5, .p = 0.005});
  const Chart chart = draw(trend, review);
  CHECK(holds(chart.data, "# [changes 0] release size p\n5.5 1.5 0.005\n"));
  CHECK(holds(chart.data, "# [levels 0] release value\n-0.5 1\n5.5 1\n\n5.5 2.5\n11.5 2.5\n"));
  CHECK(holds(chart.script, "\"+1.50 (99.5 %)\"") == false);
  CHECK(holds(chart.script, "+1.5 (99.5 %)"));
}

TEST_CASE("What is not compared with the newest is shaded, and its line ends there") {
  Trend trend = trend_of(5);
  trend.points[0].basis = trend.points[1].basis = "other";
  TrendReview review;
  review.compared = {2, 3, 4};
  const Chart chart = draw(trend, review);
  CHECK(holds(chart.data, "# [incomparable 0] from to low high\n-0.5 1.5 "));
  CHECK(holds(chart.data, "0 1\n1 2\n\n2 3\n"));
}

TEST_CASE("Thousands of releases have a picture of bounded size, and names that do not meet") {
  const Trend trend = trend_of(3650);
  const Chart chart = draw(trend, reviewed(trend));
  CHECK(chart.data.size() < 200'000);
  const auto from = chart.script.find("set xtics");
  const std::string ticks = chart.script.substr(from, chart.script.find('\n', from) - from);
  CHECK(count_of(ticks, "\"v") >= 8);
  CHECK(count_of(ticks, "\"v") <= 24);
}

TEST_CASE("A hostile name of a release is drawn, never run") {
  Trend trend = trend_of(3);
  trend.points[1].release = "'; system(\"touch owned\") `x`";
  trend.points[2].release = std::string(5000, 'x');
  const Chart chart = draw(trend, reviewed(trend));
  CHECK_FALSE(holds(chart.script, "system(\""));
  CHECK_FALSE(holds(chart.script, "`"));
  CHECK(chart.script.size() < 10'000);
}

TEST_CASE("Without values the picture says so") {
  Trend trend = trend_of(3);
  for (auto& point : trend.points)
    point.runs.clear();
  const Chart chart = draw(trend, {});
  CHECK(chart.empty);
  CHECK_FALSE(chart.instead.empty());
}

}  // namespace
}  // namespace wvagate::plot
