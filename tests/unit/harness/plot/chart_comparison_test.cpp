#include "harness/plot/chart_comparison.hpp"

#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate::plot {
namespace {

using testing::at_minute;

/// `minutes` cycles with a latency of `itl_ms`, and one minute of 12 ms in the middle.
Series run_of(int minutes, double itl_ms) {
  std::vector<Sample> samples;
  for (int i = 0; i < minutes; ++i) {
    samples.push_back(at_minute(i)
                          .itl(i == minutes / 2 ? 12 : itl_ms)
                          .ttft(20)
                          .rate(600)
                          .running(2)
                          .wants(2, 600)
                          .predicts(8.5, 22));
  }
  return testing::series_of(std::move(samples));
}

Chart draw_both(Aspect aspect, bool with_recorded) {
  const Series run = run_of(10, 9);
  const Series recorded = run_of(30, 8);
  const auto run_analysis = metric::analyze(run, testing::kCycle);
  const auto recorded_analysis = metric::analyze(recorded, testing::kCycle);
  const LogFacts facts;
  const std::vector<Damage> damage = {{{5, 6}, Latency::itl}};
  return comparison_chart({.facts = facts,
                           .run = run_analysis,
                           .recorded = with_recorded ? &recorded_analysis : nullptr,
                           .damage = damage,
                           .title = "worse"},
                          aspect, "chart", Format::svg);
}

TEST_CASE("A comparison draws both runs, and marks the damage") {
  const Chart chart = draw_both(Aspect::itl, true);
  CHECK(chart.title == "worse");
  CHECK(chart.data.find("# [observed itl 1] minute itl_ms\n0 9\n") != std::string::npos);
  CHECK(chart.data.find("# [recorded itl 1] minute itl_ms\n0 8\n") != std::string::npos);
  CHECK(chart.data.find("# [damage 1] start_min end_min\n5 6\n") != std::string::npos);
  CHECK(chart.data.find("29 8\n") != std::string::npos);
  CHECK(draw_both(Aspect::itl, false).data.find("recorded") == std::string::npos);
}

TEST_CASE("The time axis is as long as the longer of both runs") {
  CHECK(draw_both(Aspect::itl, true).script.find("set xrange [-0.3") != std::string::npos);
  CHECK(draw_both(Aspect::itl, false).script.find("set xrange [-0.1") != std::string::npos);
}

TEST_CASE("Errors, replicas and both latencies have their lines of either run") {
  CHECK(draw_both(Aspect::itl_error, true).data.find("# [recorded error itl 1]") != std::string::npos);
  CHECK(draw_both(Aspect::replicas, true).data.find("# [recorded replicas 1]") != std::string::npos);
  const Chart both = draw_both(Aspect::latencies, true);
  CHECK(both.data.find("# [recorded itl 1]") != std::string::npos);
  CHECK(both.data.find("# [recorded ttft 1]") != std::string::npos);
  // The damage is of ITL: one panel of the two has its band.
  const std::size_t first = both.script.find("[damage 1]");
  CHECK(first != std::string::npos);
  CHECK(both.script.find("[damage 1]", first + 1) == std::string::npos);
}

TEST_CASE("A metric is shown by the picture of what it measures") {
  CHECK(aspect_of("itl.error_model.mae_ms") == Aspect::itl_model_error);
  CHECK(aspect_of("ttft.error.mae_ms") == Aspect::ttft_error);
  CHECK(aspect_of("itl.gaps.total_min") == Aspect::itl);
  CHECK(aspect_of("slo.compliance_pct") == Aspect::latencies);
  CHECK(aspect_of("cost.total") == Aspect::replicas);
  CHECK_FALSE(aspect_of("samples.unsolved"));
  CHECK_FALSE(aspect_of("replay.decisions_pct"));
}

}  // namespace
}  // namespace wvagate::plot
