#include "harness/plot/gnuplot.hpp"

#include <cstdlib>
#include <filesystem>

#include "analysis/metric/series_analysis.hpp"
#include "harness/process/process.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate::plot {
namespace {

namespace fs = std::filesystem;
using testing::at_minute;
using testing::TemporaryDirectory;

const std::vector<Chart> kTwo = {{.name = "one", .title = "", .script = "s", .data = "d"},
                                 {.name = "two", .title = "", .script = "s", .data = "d"}};

/// draw() with a gnuplot that is this shell script.
Drawing draw_with(const std::string& script, std::chrono::milliseconds limit = std::chrono::seconds(20)) {
  const TemporaryDirectory directory;
  const std::string path = directory.write("gnuplot", "#!/bin/sh\n" + script + "\n");
  fs::permissions(path, fs::perms::owner_all);
  return draw(kTwo, Format::svg,
              {.search_path = directory.path().string() + ":/usr/bin:/bin", .time_limit = limit});
}

TEST_CASE("One process draws all charts, by default settings, where their scripts and data lie") {
  const Drawing drawing = draw_with(
      "test \"$1 $2 $3 $#\" = '-d one.gp two.gp 3' && test -e one.dat && for x in one two; do echo "
      "\"<svg>$x</svg>\" > $x.svg; done");
  CHECK_FALSE(drawing.problem);
  CHECK(drawing.pictures ==
        std::map<std::string, std::string>{{"one", "<svg>one</svg>\n"}, {"two", "<svg>two</svg>\n"}});
}

TEST_CASE("Without a gnuplot nothing is drawn, and it is told how to come by one") {
  const Drawing drawing = draw(kTwo, Format::svg, {.search_path = "/nowhere"});
  CHECK(drawing.pictures.empty());
  REQUIRE(drawing.problem);
  CHECK(
      describe(*drawing.problem) ==
      "gnuplot: charts could not be drawn: there is no gnuplot on the PATH\n"
      "  help: install it (Debian: apt-get install gnuplot-nox), or leave the charts out with --charts none");
  CHECK(drawing.problem->kind == ErrorKind::output);
}

TEST_CASE("A gnuplot that fails is quoted, and what it finished is kept") {
  const Drawing drawing = draw_with(
      "echo '<svg></svg>' > one.svg; echo '<svg>' > two.svg; printf 'plot x\\n     ^\\n\"two.gp\" line 3: "
      "odd\\033\\n' >&2; exit 1");
  CHECK(drawing.pictures.size() == 1);
  CHECK(drawing.pictures.contains("one"));
  REQUIRE(drawing.problem);
  CHECK(drawing.problem->what == "charts could not be drawn: it exits 1: \"two.gp\" line 3: odd\\x1b");
}

TEST_CASE("A gnuplot that hangs, dies or does nothing is a problem too") {
  const Drawing hanging = draw_with("echo '<svg></svg>' > one.svg; sleep 60", std::chrono::milliseconds(300));
  REQUIRE(hanging.problem);
  CHECK(hanging.problem->what == "charts could not be drawn: not done within 0.3 s, killed");
  CHECK(hanging.pictures.size() == 1);
  const Drawing dying = draw_with("kill -KILL $$");
  REQUIRE(dying.problem);
  CHECK(dying.problem->what == "charts could not be drawn: killed by signal 9");
  const Drawing idle = draw_with("true");
  REQUIRE(idle.problem);
  CHECK(idle.problem->what == "charts could not be drawn: it left no one.svg");
}

/// Half an hour of one variant that has all there is to draw.
Series full_series() {
  std::vector<Sample> samples;
  for (int i = 0; i < 30; ++i) {
    const double load = i < 3 ? 0 : 200.0 + 40 * (i % 9);
    Sample sample = at_minute(i)
                        .itl(load > 0 ? std::optional(8.0 + 0.3 * (i % 9)) : 0)
                        .ttft(load > 0 ? std::optional(20.0 + i) : 0)
                        .rate(load)
                        .running(1 + i / 10)
                        .wants(1 + (i + 2) / 10, load)
                        .predicts(8.5, 22)
                        .parameters({7, 0.04, 15, 0.001})
                        .segment(i < 20 ? 0 : 1);
    sample.observation->load.in_tokens = 200;
    sample.observation->load.out_tokens = 100;
    sample.observation->max_batch = 64;
    samples.push_back(sample);
  }
  return testing::series_of(std::move(samples));
}

TEST_CASE("The gnuplot of this machine draws every chart, twice the same") {
  const char* path = std::getenv("PATH");
  if (path == nullptr || !process::find_program("gnuplot", path)) {
    WARN("skipped: there is no gnuplot here");
    return;
  }
  const Series series = full_series();
  const std::vector<metric::SeriesAnalysis> analyses = {metric::analyze(series, testing::kCycle)};
  LogFacts facts;
  facts.name = "'; system(\"touch pwned\"); '`touch pwned`<script>";
  for (const Format format : {Format::svg, Format::png}) {
    const auto charts = make_charts(chart_input(facts, analyses), format);
    const Drawing first = draw(charts, format, {.search_path = path});
    CHECK_FALSE(first.problem);
    CHECK(first.pictures.size() == std::size(kCharts));
    if (format == Format::png) continue;
    CHECK(draw(charts, format, {.search_path = path}).pictures == first.pictures);
    for (const auto& [name, picture] : first.pictures) {
      CAPTURE(name);
      CHECK(picture.find("&lt;script>") != std::string::npos);
      CHECK(picture.find("<script") == std::string::npos);
    }
  }
  CHECK_FALSE(fs::exists("pwned"));
}

TEST_CASE("Every chart of a full series has panels, and says so where there is nothing to draw") {
  const Series full = full_series();
  const std::vector<metric::SeriesAnalysis> analyses = {metric::analyze(full, testing::kCycle)};
  const LogFacts facts;
  for (const Chart& chart : make_charts(chart_input(facts, analyses), Format::svg)) {
    CAPTURE(chart.name);
    CHECK(chart.instead.empty());
    CHECK_FALSE(chart.title.empty());
    CHECK(chart.script.find("plot '" + chart.name + ".dat' index ") != std::string::npos);
  }
  const Series bare = testing::series_of_itl({11.0, 9.0});
  const std::vector<metric::SeriesAnalysis> little = {metric::analyze(bare, testing::kCycle)};
  std::size_t empty = 0;
  for (const Chart& chart : make_charts(chart_input(facts, little), Format::svg))
    empty += chart.instead.empty() ? 0U : 1U;
  CHECK(empty == 6);  // errors, correlations, decomposition, and the three of the parameters
}

}  // namespace
}  // namespace wvagate::plot
