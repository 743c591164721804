#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"

namespace wvagate::ingest {
namespace {

using testing::collected;
using testing::read_lines;
using testing::ReadBack;
using testing::solution;
using testing::stamp_at;
using testing::text_models;
using testing::text_servers;
using testing::tuned;
using testing::Variant;
using testing::zap;

/// As observations name it: without namespace.
Variant observed_as(Variant v) {
  v.name = v.name.substr(0, v.name.find(':'));
  return v;
}

std::vector<std::string> cycle_of(double seconds, const std::vector<Variant>& variants) {
  return {text_models(stamp_at(seconds), variants), text_servers(stamp_at(seconds + 0.001), variants),
          solution(stamp_at(seconds + 0.002), variants)};
}

TEST_CASE("Parameters are read from every sentence that names them") {
  const char* const sentence = GENERATE(
      "Tuned performance parameters result: variant decode/llm - alpha: 7.5, beta: 0.06, gamma: 16.5, delta: "
      "0.0003",
      "Tuned performance parameters: variant decode/llm - alpha: 7.5, beta: 0.06, gamma: 16.5, delta: 0.0003",
      "Updated tuner status for variant decode: alpha=7.5, beta=0.06, gamma=16.5, delta=0.0003, NIS=0.035341",
      "Model tuner results: model=org/model-8b, accelerator=H100, alpha=7.5, beta=0.06, gamma=16.5, "
      "delta=0.0003, NIS=0.04",
      "Using fallback parameters for variant decode: alpha=7.5, beta=0.06, gamma=16.5, delta=0.0003",
      "Using state vals from VA status to tune variant decode: alpha= 7.5, beta= 0.06, gamma= 16.5, delta= "
      "0.0003",
      "Using guessed initial state for variant decode: alpha=7.5, beta=0.06, gamma=16.5, delta=0.0003",
      "Using initial state from spec for variant decode: alpha=7.5, beta=0.06, gamma=16.5, delta=0.0003",
      "Keeping previously tuned parameters for variant decode/llm: alpha=7.5, beta=0.06, gamma=16.5, "
      "delta=0.0003",
      "[Tuner Config] variant=decode/llm | Initial state: alpha=7.5, beta=0.06, gamma=16.5, delta=0.0003 | "
      "SLO "
      "targets: TTFT=1000.00ms, ITL=10.00ms | Has covariance=true");
  CAPTURE(sentence);
  const Variant v;
  const ReadBack log = read_lines(
      {zap(stamp_at(0), sentence), collected(stamp_at(0), observed_as(v)), solution(stamp_at(0.1), {v})});
  REQUIRE(log.samples.size() == 1);
  REQUIRE(log.samples[0].sample.parameters);
  CHECK(*log.samples[0].sample.parameters == PerfParameters{7.5, 0.06, 16.5, 0.0003});
  CHECK(log.samples[0].digits.parameters == std::array<Digits, 4>{"7.5", "0.06", "16.5", "0.0003"});
  CHECK(log->lines.used == 3);
}

TEST_CASE("Parameters of a model that ends with a colon are the model's") {
  const Variant v;
  const ReadBack log =
      read_lines({zap(stamp_at(0),
                      "Updated SystemData for model=org/model-8b, accelerator=H100: alpha=7.5, "
                      "beta=0.06, gamma=16.5, delta=0.0003"),
                  collected(stamp_at(0), observed_as(v)), solution(stamp_at(0.1), {v})});
  REQUIRE(log.samples.size() == 1);
  REQUIRE(log.samples[0].sample.parameters);
  CHECK(log.samples[0].sample.parameters->alpha == 7.5);
}

TEST_CASE("The last parameters before the solution hold") {
  Variant v;
  v.alpha = "7";
  Variant later = v;
  later.alpha = "8";
  Variant after = v;
  after.alpha = "9";
  const ReadBack log =
      read_lines({tuned(stamp_at(0), v), collected(stamp_at(0), observed_as(v)), tuned(stamp_at(0.1), later),
                  solution(stamp_at(0.2), {v}), tuned(stamp_at(0.3), after)});
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.parameters->alpha == 8.0);
}

TEST_CASE("A sentence that lacks a parameter gives none") {
  const Variant v;
  const ReadBack log = read_lines(
      {zap(stamp_at(0), "Updated tuner status for variant decode: alpha=7.5, beta=0.06, gamma=16.5"),
       zap(stamp_at(0), "alpha and beta are Greek letters"),
       zap(stamp_at(0), "Updated tuner status for variant decode: alpha=x, beta=0.06, gamma=16.5, delta=1"),
       zap(stamp_at(0), "Updated tuner status for variant decode: alpha=NaN, beta=0.06, gamma=16.5, delta=1"),
       solution(stamp_at(0.1), {v})});
  CHECK_FALSE(log.samples[0].sample.parameters);
  CHECK(log->lines.ignored == 4);
}

TEST_CASE("Parameters that are not finite are none") {
  Variant v;
  v.beta = "NaN";
  const ReadBack log = read_lines(cycle_of(0, {v}));
  REQUIRE(log.samples.size() == 1);
  CHECK_FALSE(log.samples[0].sample.parameters);
}

}  // namespace
}  // namespace wvagate::ingest
