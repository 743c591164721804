#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"

namespace wvagate::ingest {
namespace {

using testing::collected;
using testing::cycle_completed;
using testing::read_lines;
using testing::ReadBack;
using testing::solution;
using testing::stamp_at;
using testing::tuned;
using testing::Variant;
using testing::zap;

/// As `json` logs name it: without namespace.
Variant observed_as(Variant v) {
  v.name = v.name.substr(0, v.name.find(':'));
  return v;
}

TEST_CASE("json: every field is read, in the log's digits") {
  Variant v;
  v.itl = "9.40";
  const ReadBack log = read_lines({tuned(stamp_at(0), v), collected(stamp_at(0.1), observed_as(v)),
                                   solution(stamp_at(0.2), {v}), cycle_completed(stamp_at(0.3))});
  REQUIRE(log.samples.size() == 1);
  const Sample& sample = log.samples[0].sample;
  CHECK(sample.time == parse_time(stamp_at(0.1)));
  CHECK(sample.line == 2);
  CHECK(sample.variant == "decode:llm");
  CHECK(sample.model == "org/model-8b");
  CHECK(sample.accelerator == "H100");
  CHECK(sample.current_replicas == 1.0);
  CHECK(sample.current_cost == 100.0);
  CHECK(sample.current_max_batch == 256.0);
  CHECK(sample.latency.itl == 9.4);
  CHECK(sample.latency.ttft == 40.25);
  CHECK(sample.load.rate_rpm == 120.5);
  CHECK(sample.load.in_tokens == 512.0);
  CHECK(sample.load.out_tokens == 128.0);
  CHECK(sample.solution);
  CHECK(sample.parameters);
  CHECK(log.samples[0].digits.itl == "9.40");
  CHECK(log.samples[0].digits.timestamp == stamp_at(0.1));
  CHECK(log->dialects == std::map<std::string, std::uint64_t>{{"json", 1}});
  CHECK(log->lines.used == 4);
}

TEST_CASE("json: the sentence may begin with a check mark") {
  const Variant v;
  std::string line = collected(stamp_at(0), observed_as(v));
  line.replace(line.find("Metrics"), 0, "✓ ");
  const ReadBack log = read_lines({line, solution(stamp_at(0.1), {v})});
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.observed);
}

TEST_CASE("json: parameters are read from every sentence that gives them") {
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

TEST_CASE("json: parameters that are given of a model before a colon are the model's") {
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

TEST_CASE("json: the last parameters before the solution hold") {
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

TEST_CASE("json: a sentence that lacks a parameter gives none") {
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

TEST_CASE("json: the tuner's outcome is told with its NIS") {
  const Variant v;
  const ReadBack log = read_lines(
      {zap(stamp_at(0),
           "Tuner validation succeeded for variant decode/llm, server decode:llm - New NIS: 0.001828"),
       collected(stamp_at(0), observed_as(v)), solution(stamp_at(0.1), {v}), cycle_completed(stamp_at(0.2)),
       zap(stamp_at(60),
           "Tuner NIS validation failed for variant decode/llm, server decode:llm - NIS=12.5 (rejected), "
           "keeping alpha=7.5, beta=0.06, gamma=16.5, delta=0.0003"),
       collected(stamp_at(60), observed_as(v)), solution(stamp_at(60.1), {v})});
  REQUIRE(log.samples.size() == 2);
  REQUIRE(log.samples[0].sample.tuner);
  CHECK(log.samples[0].sample.tuner->accepted);
  CHECK(log.samples[0].sample.tuner->nis == 0.001828);
  REQUIRE(log.samples[1].sample.tuner);
  CHECK_FALSE(log.samples[1].sample.tuner->accepted);
  CHECK(log.samples[1].sample.tuner->nis == 12.5);
  REQUIRE(log.samples[1].sample.parameters);  // a rejection names those that stay
  CHECK(log.samples[1].sample.parameters->alpha == 7.5);
}

TEST_CASE("json: a tuner's outcome without NIS is an outcome, one without variant is damaged") {
  const Variant v;
  const ReadBack log =
      read_lines({zap(stamp_at(0), "Tuner validation succeeded for variant decode/llm - New NIS: unknown"),
                  collected(stamp_at(0), observed_as(v)), solution(stamp_at(0.1), {v}),
                  zap(stamp_at(1), "Tuner validation succeeded for variant ")});
  REQUIRE(log.samples[0].sample.tuner);
  CHECK_FALSE(log.samples[0].sample.tuner->nis);
  CHECK(log.malformed(Malformed::missing_field) == 1);
}

TEST_CASE("json: a cycle for which nothing is feasible is unsolved, with SLO and model") {
  const Variant v;
  const ReadBack log = read_lines(
      {zap(stamp_at(0), "Found SLO for model: model=org/model-8b, class=Premium, slo-tpot=12, slo-ttft=1500"),
       zap(stamp_at(0), "Processing model: modelID=org/model-8b, variantCount=1"),
       collected(stamp_at(0), observed_as(v)),
       zap(stamp_at(0.1),
           "Model-based optimization failed: no feasible allocations found for all variants: "),
       cycle_completed(stamp_at(0.2)), collected(stamp_at(60), observed_as(v)),
       solution(stamp_at(60.1), {v})});
  REQUIRE(log.samples.size() == 2);
  const Sample& unsolved = log.samples[0].sample;
  CHECK_FALSE(unsolved.solution);
  CHECK(unsolved.time == parse_time(stamp_at(0)));
  CHECK(unsolved.latency.itl == 8.5);
  CHECK(unsolved.slo.itl == 12.0);
  CHECK(unsolved.slo.ttft == 1500.0);
  CHECK(unsolved.model == "org/model-8b");
  CHECK(unsolved.service_class == "Premium");
  CHECK(log.samples[0].digits.slo_itl == "12");
  CHECK(log.samples[1].sample.solution);
  CHECK(log.samples[1].sample.time == parse_time(stamp_at(60)));
}

TEST_CASE("json: a cycle without metrics takes nothing from the one before") {
  const Variant v;
  const ReadBack log = read_lines({collected(stamp_at(0), observed_as(v)), cycle_completed(stamp_at(0.5)),
                                   solution(stamp_at(60), {v}), cycle_completed(stamp_at(60.1))});
  REQUIRE(log.samples.size() == 2);
  CHECK_FALSE(log.samples[0].sample.solution);
  CHECK_FALSE(log.samples[1].sample.observed);
  CHECK(log->unobserved == 1);
}

TEST_CASE("json: interleaved variants give what each gives alone") {
  Variant a;
  a.name = "alpha-decode:one";
  a.itl = "8";
  a.wanted = "2";
  Variant b;
  b.name = "beta-decode:two";
  b.model = "org/other";
  b.itl = "30";
  b.wanted = "5";
  b.alpha = "20";
  std::vector<std::string> only_a, only_b, both;
  for (int i = 0; i < 5; ++i) {
    const double t = 60.0 * i;
    a.itl = std::to_string(8 + i);
    b.itl = std::to_string(30 + i);
    const auto add = [&](std::vector<std::string>& log, const std::vector<Variant>& variants) {
      for (const Variant& v : variants)
        log.push_back(tuned(stamp_at(t), v));
      for (const Variant& v : variants)
        log.push_back(collected(stamp_at(t + 0.1), observed_as(v)));
      log.push_back(solution(stamp_at(t + 0.2), variants));
      log.push_back(cycle_completed(stamp_at(t + 0.3)));
    };
    add(only_a, {a});
    add(only_b, {b});
    add(both, {a, b});
  }
  const auto summary = [](const ReadBack& log, std::string_view variant) {
    std::vector<std::string> rows;
    for (const LoggedSample& logged : log.samples) {
      if (logged.sample.variant != variant) continue;
      std::string row;
      for (const std::string_view field :
           {std::string_view(logged.digits.timestamp), std::string_view(logged.digits.itl),
            std::string_view(logged.digits.replicas), std::string_view(logged.digits.parameters[0]),
            logged.sample.model})
        row += std::string(field) + "|";
      rows.push_back(row);
    }
    return rows;
  };
  const ReadBack mixed = read_lines(both);
  CHECK(mixed.samples.size() == 10);
  CHECK(summary(mixed, a.name) == summary(read_lines(only_a), a.name));
  CHECK(summary(mixed, b.name) == summary(read_lines(only_b), b.name));
}

TEST_CASE("json: variants of one name in two namespaces are joined by their loads") {
  Variant a;
  a.name = "decode:one";
  a.rate = "60.50";
  a.itl = "8";
  Variant b = a;
  b.name = "decode:two";
  b.rate = "90.25";
  b.itl = "30";
  const ReadBack log =
      read_lines({collected(stamp_at(0), observed_as(a)), collected(stamp_at(0.01), observed_as(b)),
                  solution(stamp_at(0.1), {b, a}), cycle_completed(stamp_at(0.2))});
  REQUIRE(log.samples.size() == 2);
  CHECK(log.samples[0].sample.variant == "decode:two");
  CHECK(log.samples[0].sample.latency.itl == 30.0);
  CHECK(log.samples[1].sample.variant == "decode:one");
  CHECK(log.samples[1].sample.latency.itl == 8.0);
}

TEST_CASE("json: fields that are not known harm no number before them") {
  const ReadBack log = read_lines(
      {zap(stamp_at(0),
           "Metrics collected for VA: variant=v, replicas=1 (ready), accelerator=H100, ttft=5.00ms; p99=9, "
           "itl=8.50ms, queue=3, cost=100, maxBatch=256, arrivalRate=60.5, trend=up"),
       zap(stamp_at(0.1),
           "Processing decision: variant=v, action=scale-up, current=1→target=2, reason=saturated")});
  CHECK(log->lines.malformed_total() == 0);
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].digits.ttft == "5.00");
  CHECK(log.samples[0].digits.itl == "8.50");
  CHECK(log.samples[0].digits.rate == "60.5");
  CHECK(log.samples[0].sample.current_replicas == 1.0);
  CHECK(log.samples[0].sample.target_replicas == 2.0);
}

TEST_CASE("json: damaged metrics are counted by reason") {
  Variant v = observed_as(Variant());
  Variant bad = v;
  bad.rate = "busy";
  CHECK(read_lines({collected(stamp_at(0), bad)}).malformed(Malformed::bad_number) == 1);
  CHECK(read_lines({collected("soon", v)}).malformed(Malformed::bad_time) == 1);
  Variant nameless = v;
  nameless.name = "";
  CHECK(read_lines({collected(stamp_at(0), nameless)}).malformed(Malformed::missing_field) == 1);
  CHECK(read_lines({zap(stamp_at(0), "Metrics collected for VA: variant=decode, replicas=1, ttft=5.00ms")})
            .malformed(Malformed::missing_field) == 1);
}

TEST_CASE("json: damaged SLOs and decisions are counted by reason") {
  const auto reason_of = [](const std::string& message, Malformed reason) {
    const ReadBack log = read_lines({zap(stamp_at(0), message)});
    return log.malformed(reason) == 1;
  };
  CHECK(reason_of("Found SLO for model: model=m, class=c, slo-tpot=x, slo-ttft=5", Malformed::bad_number));
  CHECK(reason_of("Found SLO for model: class=c, slo-tpot=5, slo-ttft=5", Malformed::missing_field));
  CHECK(reason_of("Found SLO for model: model=m, class=c", Malformed::missing_field));
  CHECK(reason_of("Processing decision: variant=v, action=scale-up", Malformed::missing_field));
  CHECK(reason_of("Processing decision: action=scale-up, current=1→target=2", Malformed::missing_field));
  CHECK(reason_of("Processing decision: variant=v, action=scale-up, current=1→target=two",
                  Malformed::bad_number));
}

}  // namespace
}  // namespace wvagate::ingest
