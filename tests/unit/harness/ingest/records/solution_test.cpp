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

TEST_CASE("A solution's servers come in any order") {
  Variant a;
  a.itl = "8";
  Variant b;
  b.name = "other:llm";
  b.itl = "30";
  const ReadBack log = read_lines({text_servers(stamp_at(0), {a, b}), solution(stamp_at(0.1), {b, a})});
  REQUIRE(log.samples.size() == 2);
  CHECK(log.samples[0].sample.variant == "other:llm");
  CHECK(observation_in(log.samples[0].sample).latency.itl == 30.0);
  CHECK(observation_in(log.samples[1].sample).latency.itl == 8.0);
}

TEST_CASE("A target of zero in a solution is none") {
  Variant v;
  v.slo_itl = "0";
  const ReadBack log = read_lines(cycle_of(0, {v}));
  CHECK_FALSE(log.samples[0].sample.slo.itl);
  CHECK(log.samples[0].sample.slo.ttft == 1000.0);
}

TEST_CASE("A server without allocation is unsolved") {
  const Variant v;
  const std::string words = zap(
      stamp_at(0.1),
      R"(Optimization solution - system: Solution: \ns=decode:llm; c=Premium; m=org/model-8b; rate=120.5; inTk=512; )"
      R"(outTk=128; no feasible allocation! \nAllocationByType: \n)");
  const ReadBack log = read_lines({text_servers(stamp_at(0), {v}), words});
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.observation);
  CHECK_FALSE(log.samples[0].sample.forecast);
  CHECK(log.samples[0].sample.model == "org/model-8b");
  CHECK(log->forecasts == 1);
}

TEST_CASE("A cycle for which nothing is feasible is unsolved, with targets and model") {
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
  CHECK_FALSE(unsolved.forecast);
  CHECK(unsolved.time == parse_time(stamp_at(0)));
  CHECK(observation_in(unsolved).latency.itl == 8.5);
  CHECK(unsolved.slo.itl == 12.0);
  CHECK(unsolved.slo.ttft == 1500.0);
  CHECK(unsolved.model == "org/model-8b");
  CHECK(unsolved.service_class == "Premium");
  CHECK(log.samples[0].digits.slo_itl == "12");
  CHECK(log.samples[1].sample.forecast);
  CHECK(log.samples[1].sample.time == parse_time(stamp_at(60)));
}

TEST_CASE("A cycle without observation takes nothing from the one before") {
  const Variant v;
  const ReadBack log = read_lines({collected(stamp_at(0), observed_as(v)), cycle_completed(stamp_at(0.5)),
                                   solution(stamp_at(60), {v}), cycle_completed(stamp_at(60.1))});
  REQUIRE(log.samples.size() == 2);
  CHECK_FALSE(log.samples[0].sample.forecast);
  CHECK_FALSE(log.samples[1].sample.observation);
  CHECK(log->unobserved == 1);
}

TEST_CASE("Interleaved variants give what each gives alone") {
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

TEST_CASE("Variants of one name in two namespaces are joined by their loads") {
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
  CHECK(observation_in(log.samples[0].sample).latency.itl == 30.0);
  CHECK(log.samples[1].sample.variant == "decode:one");
  CHECK(observation_in(log.samples[1].sample).latency.itl == 8.0);
}

// --- August and September 2025: servTime, waitTime, tk, num, slo-ttw, and at first no s=

std::string servers_2025_08(double seconds, std::string_view name, std::string_view rate,
                            std::string_view in_desired = "itlAverage: 0,    waitAverage: 0") {
  return zap(
      stamp_at(seconds),
      "System data prepared for optimization: - { servers: [  {   name: " + std::string(name) +
          ",   class: Premium,   model: acme/tulip-7b,   keepAccelerator: true,   minNumReplicas: 1,   "
          "maxBatchSize: 512,   currentAlloc: {    accelerator: H100,    numReplicas: 2,    maxBatch: 256,"
          "    cost: 200,    itlAverage: 8.25,    waitAverage: 120.5,    load: {     arrivalRate: " +
          std::string(rate) +
          ",     avgLength: 700,     arrivalCOV: 0,     serviceCOV: 0    }   },   desiredAlloc: {    "
          "accelerator: ,    numReplicas: 0,    maxBatch: 0,    cost: 0,    " +
          std::string(in_desired) +
          ",    load: {     arrivalRate: 0,     avgLength: 0,     arrivalCOV: 0,     serviceCOV: 0    }   }"
          "  } ]}");
}

std::string server_record_2025_08(std::string_view name, std::string_view rate) {
  return (name.empty() ? "" : "s=" + std::string(name) + "; ") +
         "c=Premium; m=acme/tulip-7b; rate=" + std::string(rate) +
         "; tk=700; sol=1, alloc={acc=H100; num=3; maxBatch=512; cost=300, val=100, servTime=7.5, "
         "waitTime=4.25, "
         R"(rho=0.75}; slo-itl=9, slo-ttw=500, slo-tps=0 \n)";
}

std::string solution_2025_08(double seconds, const std::vector<std::string>& servers) {
  std::string text = R"(Optimization solution - system: Solution: \n)";
  for (const std::string& server : servers)
    text += server;
  return zap(stamp_at(seconds), text + R"(AllocationByType: \nname=H100, count=3, limit=9, cost=300 \n)");
}

TEST_CASE("August 2025: a solution without names joins the only observation of its load") {
  const ReadBack log = read_lines({servers_2025_08(0, "tulip:garden", "60.5"),
                                   solution_2025_08(0.1, {server_record_2025_08("", "60.5")})});
  CHECK(log->lines.used == 2);
  CHECK(log->lines.unknown_version == 0);
  REQUIRE(log.samples.size() == 1);
  const Sample& sample = log.samples[0].sample;
  CHECK(sample.variant == "tulip:garden");
  CHECK(sample.model == "acme/tulip-7b");
  CHECK(sample.service_class == "Premium");
  CHECK(observation_in(sample).replicas == 2.0);
  CHECK(observation_in(sample).latency.itl == 8.25);
  CHECK(observation_in(sample).latency.ttft == 120.5);  // the time that requests wait
  CHECK(observation_in(sample).load.out_tokens == 700.0);
  CHECK_FALSE(observation_in(sample).load.in_tokens);
  REQUIRE(sample.forecast);
  CHECK(sample.forecast->replicas == 3.0);
  CHECK(sample.forecast->max_batch == 512.0);
  CHECK(sample.forecast->predicted.itl == 7.5);
  CHECK(sample.forecast->predicted.ttft == 4.25);
  CHECK(sample.forecast->load.out_tokens == 700.0);
  CHECK(sample.slo.itl == 9.0);
  CHECK(sample.slo.ttft == 500.0);
  CHECK(log.samples[0].digits.slo_ttft == "500");
}

TEST_CASE("August 2025: records without names that fit several observations are ambiguous") {
  std::string both = servers_2025_08(0, "tulip:garden", "60.5");
  const std::string second = servers_2025_08(0, "rose:garden", "60.5");
  const std::size_t begin = second.find("[  {") + 1;
  both.insert(both.rfind(" ]}"), "," + second.substr(begin, second.rfind(" ]}") - begin));
  const ReadBack log = read_lines({both, solution_2025_08(0.1, {server_record_2025_08("", "60.5")})});
  REQUIRE(log.samples.size() == 2);
  CHECK(log->ambiguous == 1);
  for (const LoggedSample& logged : log.samples)
    CHECK_FALSE(logged.sample.forecast);
}

TEST_CASE("August 2025: each record without a name begins with its class") {
  std::string both = servers_2025_08(0, "tulip:garden", "60.5");
  const std::string second = servers_2025_08(0, "rose:garden", "90");
  const std::size_t begin = second.find("[  {") + 1;
  both.insert(both.rfind(" ]}"), "," + second.substr(begin, second.rfind(" ]}") - begin));
  const ReadBack log = read_lines(
      {both, solution_2025_08(0.1, {server_record_2025_08("", "90"), server_record_2025_08("", "60.5")})});
  REQUIRE(log.samples.size() == 2);
  CHECK(log->forecasts == 2);
  CHECK(log.samples[0].sample.variant == "rose:garden");
  CHECK(log.samples[0].sample.forecast);
  CHECK(log.samples[1].sample.variant == "tulip:garden");
  CHECK(log.samples[1].sample.forecast);
}

TEST_CASE("September 2025: the same fields behind a name") {
  const ReadBack log = read_lines({servers_2025_08(0, "tulip:garden", "60.5"),
                                   solution_2025_08(0.1, {server_record_2025_08("tulip:garden", "75")})});
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.forecast->predicted.ttft == 4.25);
  CHECK(log.samples[0].sample.forecast->load.rate_rpm == 75.0);
  CHECK(log->unobserved == 0);
}

TEST_CASE("Go's complaints about a format cost their fields") {
  std::string line = solution_2025_08(0.1, {server_record_2025_08("tulip:garden", "60.5")});
  line.replace(line.find("servTime=7.5"), 12, "servTime=%!f(string=0.)");
  const ReadBack log = read_lines({servers_2025_08(0, "tulip:garden", "%!f(string=0.)"), line});
  CHECK(log->lines.malformed_total() == 0);
  CHECK(log->lines.used == 2);
  REQUIRE(log.samples.size() == 1);
  CHECK_FALSE(observation_in(log.samples[0].sample).load.rate_rpm);
  CHECK(observation_in(log.samples[0].sample).load.out_tokens == 700.0);
  CHECK(log.samples[0].sample.forecast->replicas == 3.0);
  CHECK_FALSE(log.samples[0].sample.forecast->predicted.itl);
  CHECK(log.samples[0].sample.forecast->predicted.ttft == 4.25);
  REQUIRE(log->lost.size() == 2);
  CHECK(log->lost[0].key == "arrivalRate");
  CHECK(log->lost[1].key == "servTime");
}

TEST_CASE("A solution whose replicas cannot be read is damaged") {
  std::string line = solution_2025_08(0, {server_record_2025_08("tulip:garden", "60.5")});
  line.replace(line.find("num=3"), 5, "num=%!d(string=3)");
  const ReadBack log = read_lines({line});
  CHECK(log.malformed(Malformed::bad_number) == 1);
  CHECK(log.samples.empty());
  REQUIRE(log->offending.size() == 1);
  CHECK(log->offending[0].snippet.find("num=%!d") != std::string::npos);
}

TEST_CASE("A solution whose allocation has no known key is of an unknown version") {
  const ReadBack log = read_lines({zap(
      stamp_at(0), R"(Optimization solution - system: Solution: \ns=a:b; c=x; m=y; rate=5; alloc={gpus=4; )"
                   R"(price=5}; goal=9 \n)")});
  CHECK(log->lines.unknown_version == 1);
  CHECK(log->lines.malformed_total() == 0);
}

}  // namespace
}  // namespace wvagate::ingest
