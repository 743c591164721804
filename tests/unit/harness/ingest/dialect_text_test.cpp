#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"

namespace wvagate::ingest {
namespace {

using testing::read_lines;
using testing::ReadBack;
using testing::restarted;
using testing::solution;
using testing::stamp_at;
using testing::text_models;
using testing::text_servers;
using testing::Variant;
using testing::zap;

std::vector<std::string> cycle_of(double seconds, const std::vector<Variant>& variants) {
  return {text_models(stamp_at(seconds), variants), text_servers(stamp_at(seconds + 0.001), variants),
          solution(stamp_at(seconds + 0.002), variants)};
}

TEST_CASE("text: every field is read, in the log's digits") {
  Variant v;
  v.itl = "9.43";
  v.ttft = "1.2345678e+06";
  v.delta = "3.37e-05";
  const ReadBack log = read_lines(cycle_of(0, {v}));
  REQUIRE(log.samples.size() == 1);
  const Sample& sample = log.samples[0].sample;
  CHECK(sample.time == parse_time(stamp_at(0.001)));
  CHECK(sample.line == 2);
  CHECK(sample.variant == "decode:llm");
  CHECK(sample.model == "org/model-8b");
  CHECK(sample.service_class == "Premium");
  CHECK(sample.accelerator == "H100");
  CHECK(sample.observed);
  CHECK(sample.current_replicas == 1.0);
  CHECK(sample.current_max_batch == 256.0);
  CHECK(sample.current_cost == 100.0);
  CHECK(sample.min_replicas == 1.0);
  CHECK(sample.latency.itl == 9.43);
  CHECK(sample.latency.ttft == 1234567.8);
  CHECK(sample.load.rate_rpm == 120.5);
  CHECK(sample.load.in_tokens == 512.0);
  CHECK(sample.load.out_tokens == 128.0);
  REQUIRE(sample.solution);
  CHECK(sample.solution->replicas == 1.0);
  CHECK(sample.solution->max_batch == 256.0);
  CHECK(sample.solution->cost == 100.0);
  CHECK(sample.solution->predicted.itl == 7.9);
  CHECK(sample.solution->predicted.ttft == 22.5);
  CHECK(sample.solution->rho == 0.25);
  CHECK(sample.solution->max_rpm == 480.5);
  CHECK(sample.slo.itl == 10.0);
  CHECK(sample.slo.ttft == 1000.0);
  REQUIRE(sample.parameters);
  CHECK(*sample.parameters == PerfParameters{6.958, 0.042, 5.2, 3.37e-05});

  const SampleDigits& digits = log.samples[0].digits;
  CHECK(digits.timestamp == stamp_at(0.001));
  CHECK(digits.ttft == "1.2345678e+06");
  CHECK(digits.parameters[3] == "3.37e-05");
  CHECK(digits.replicas == "1");
  CHECK(digits.predicted_itl == "7.9");
  CHECK(digits.slo_ttft == "1000");
  CHECK(digits.rho == "0.25");
  CHECK(digits.max_rpm == "480.5");
  CHECK(log->lines.used == 3);
  CHECK(log->dialects == std::map<std::string, std::uint64_t>{{"text", 1}});
}

TEST_CASE("text: each server of a cycle is its own variant with its own parameters") {
  Variant a;
  a.itl = "8";
  Variant b;
  b.name = "other:llm";
  b.model = "org/model-70b";
  b.itl = "30";
  b.alpha = "20.5";
  b.wanted = "7";
  Variant c;  // the first one's model on another accelerator
  c.name = "decode-l40s:llm";
  c.accelerator = "L40S";
  c.itl = "50";
  c.alpha = "40.25";
  const ReadBack log = read_lines(cycle_of(0, {a, b, c}));
  REQUIRE(log.samples.size() == 3);
  CHECK(log.samples[0].sample.latency.itl == 8.0);
  CHECK(log.samples[0].sample.parameters->alpha == 6.958);
  CHECK(log.samples[1].sample.variant == "other:llm");
  CHECK(log.samples[1].sample.latency.itl == 30.0);
  CHECK(log.samples[1].sample.solution->replicas == 7.0);
  CHECK(log.samples[1].sample.parameters->alpha == 20.5);
  CHECK(log.samples[2].sample.latency.itl == 50.0);
  CHECK(log.samples[2].sample.parameters->alpha == 40.25);
}

TEST_CASE("text: a solution's servers come in any order") {
  Variant a;
  a.itl = "8";
  Variant b;
  b.name = "other:llm";
  b.itl = "30";
  const ReadBack log = read_lines({text_servers(stamp_at(0), {a, b}), solution(stamp_at(0.1), {b, a})});
  REQUIRE(log.samples.size() == 2);
  CHECK(log.samples[0].sample.variant == "other:llm");
  CHECK(log.samples[0].sample.latency.itl == 30.0);
  CHECK(log.samples[1].sample.latency.itl == 8.0);
}

TEST_CASE("text: where a cycle lists no servers nothing was observed") {
  const Variant v;
  const ReadBack log = read_lines({text_servers(stamp_at(0), {v}), solution(stamp_at(0.1), {v}),
                                   text_servers(stamp_at(60), {}), solution(stamp_at(60.1), {v})});
  REQUIRE(log.samples.size() == 2);
  const Sample& second = log.samples[1].sample;
  CHECK_FALSE(second.observed);
  CHECK_FALSE(second.latency.itl);
  CHECK_FALSE(second.load.rate_rpm);
  CHECK(second.solution);
  CHECK(second.time == parse_time(stamp_at(60.1)));
  CHECK(log->unobserved == 1);
  CHECK(log->lines.used == 4);
}

TEST_CASE("text: an empty list of servers lets go of what an unsolved cycle observed") {
  const Variant v;
  // Within seconds, so that nothing but the empty list parts the two.
  const ReadBack log = read_lines(
      {text_servers(stamp_at(0), {v}), text_servers(stamp_at(1), {}), solution(stamp_at(1.1), {v})});
  REQUIRE(log.samples.size() == 2);
  CHECK(log.samples[0].sample.observed);
  CHECK_FALSE(log.samples[0].sample.solution);
  CHECK_FALSE(log.samples[1].sample.observed);
}

TEST_CASE("text: a restart parts an observation from a later solution") {
  const Variant v;
  const ReadBack log = read_lines({text_models(stamp_at(0), {v}), text_servers(stamp_at(0), {v}),
                                   restarted(stamp_at(1)), solution(stamp_at(2), {v})});
  REQUIRE(log.samples.size() == 2);
  CHECK_FALSE(log.samples[0].sample.solution);
  CHECK_FALSE(log.samples[1].sample.observed);
  CHECK_FALSE(log.samples[1].sample.parameters);
  CHECK(log.samples[0].sample.segment < log.samples[1].sample.segment);
  CHECK(log->restarts == 1);
}

TEST_CASE("text: a leader election restarts, a line that only names it does not") {
  const Variant v;
  const std::string elected =
      "I1101 10:00:30.000000       1 leaderelection.go:271] successfully acquired lease a/b";
  const ReadBack log = read_lines({text_servers(stamp_at(0), {v}), elected, text_servers(stamp_at(60), {v}),
                                   "someone successfully acquired lease", text_servers(stamp_at(120), {v})});
  REQUIRE(log.samples.size() == 3);
  CHECK(log.samples[0].sample.segment != log.samples[1].sample.segment);
  CHECK(log.samples[1].sample.segment == log.samples[2].sample.segment);
  CHECK(log->restarts == 1);
}

TEST_CASE("text: numbers that are not finite have no value but keep their digits") {
  Variant v;
  v.itl = "NaN";
  v.ttft = "+Inf";
  v.rate = "-5";
  const ReadBack log = read_lines(cycle_of(0, {v}));
  REQUIRE(log.samples.size() == 1);
  CHECK_FALSE(log.samples[0].sample.latency.itl);
  CHECK_FALSE(log.samples[0].sample.latency.ttft);
  CHECK(log.samples[0].sample.load.rate_rpm == -5.0);
  CHECK(log.samples[0].digits.itl == "NaN");
  CHECK(log.samples[0].digits.ttft == "+Inf");
}

TEST_CASE("text: parameters that are not finite are none") {
  Variant v;
  v.beta = "NaN";
  const ReadBack log = read_lines(cycle_of(0, {v}));
  REQUIRE(log.samples.size() == 1);
  CHECK_FALSE(log.samples[0].sample.parameters);
}

TEST_CASE("text: an SLO of zero is none") {
  Variant v;
  v.slo_itl = "0";
  const ReadBack log = read_lines(cycle_of(0, {v}));
  CHECK_FALSE(log.samples[0].sample.slo.itl);
  CHECK(log.samples[0].sample.slo.ttft == 1000.0);
}

TEST_CASE("text: a server without allocation is unsolved") {
  const Variant v;
  const std::string words = zap(
      stamp_at(0.1),
      R"(Optimization solution - system: Solution: \ns=decode:llm; c=Premium; m=org/model-8b; rate=120.5; inTk=512; )"
      R"(outTk=128; no feasible allocation! \nAllocationByType: \n)");
  const ReadBack log = read_lines({text_servers(stamp_at(0), {v}), words});
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.observed);
  CHECK_FALSE(log.samples[0].sample.solution);
  CHECK(log.samples[0].sample.model == "org/model-8b");
  CHECK(log->solutions == 1);
}

/// `line` with fields that no controller is known to log, behind each of `numbers`.
std::string with_unknown_fields(std::string line, const std::vector<std::string>& numbers,
                                const std::string& fields) {
  for (const std::string& number : numbers) {
    const std::size_t at = line.find(number);
    REQUIRE(at != std::string::npos);
    line.insert(at + number.size(), fields);
  }
  return line;
}

TEST_CASE("text: fields that are not known harm no number before them") {
  Variant v;
  v.alpha = "7.47";
  const ReadBack plain = read_lines(cycle_of(0, {v}));
  const ReadBack more = read_lines(
      {with_unknown_fields(text_models(stamp_at(0), {v}), {"alpha: 7.47", "delta: 0.1"}, ", newField: 3"),
       with_unknown_fields(text_servers(stamp_at(0.1), {v}),
                           {"minNumReplicas: 1", "itlAverage: 8.5", "avgOutTokens: 128"},
                           ",     newField: { deep: [ 1, 2 ] }"),
       with_unknown_fields(solution(stamp_at(0.2), {v}),
                           {"rate=120.5", "numRep=1", "itl=7.9", "slo-ttft=1000"},
                           "; foo=7, bar=many words")});
  CHECK(more->lines.malformed_total() == 0);
  REQUIRE(plain.samples.size() == 1);
  REQUIRE(more.samples.size() == 1);
  const LoggedSample& a = plain.samples[0];
  const LoggedSample& b = more.samples[0];
  REQUIRE(b.sample.parameters);
  CHECK(b.digits.parameters == a.digits.parameters);
  CHECK(b.sample.min_replicas == 1.0);
  CHECK(b.digits.itl == a.digits.itl);
  CHECK(b.digits.out_tokens == a.digits.out_tokens);
  CHECK(b.digits.in_tokens == a.digits.in_tokens);
  CHECK(b.digits.replicas == a.digits.replicas);
  CHECK(b.digits.predicted_itl == a.digits.predicted_itl);
  CHECK(b.digits.predicted_ttft == a.digits.predicted_ttft);
  CHECK(b.digits.slo_ttft == a.digits.slo_ttft);
}

TEST_CASE("text: damaged records are counted by reason") {
  const Variant v;
  const auto count = [](const std::vector<std::string>& lines, Malformed reason) {
    const ReadBack log = read_lines(lines);
    CHECK(log->lines.malformed_total() == 1);
    return log.malformed(reason);
  };
  Variant bad = v;
  bad.itl = "fast";
  CHECK(count({text_servers(stamp_at(0), {bad})}, Malformed::bad_number) == 1);
  CHECK(count({text_models(stamp_at(0), {bad}), text_servers(stamp_at(0), {v}), text_servers("soon", {v})},
              Malformed::bad_time) == 1);
  Variant bad_parameters = v;
  bad_parameters.gamma = "?";
  CHECK(count({text_models(stamp_at(0), {bad_parameters})}, Malformed::bad_number) == 1);
  Variant bad_solution = v;
  bad_solution.wanted = "many";
  CHECK(count({solution(stamp_at(0), {bad_solution})}, Malformed::bad_number) == 1);
  CHECK(count({solution("soon", {v})}, Malformed::bad_time) == 1);
  Variant nameless = v;
  nameless.name = "";
  CHECK(count({text_servers(stamp_at(0), {nameless})}, Malformed::missing_field) == 1);
  CHECK(count({solution(stamp_at(0), {nameless})}, Malformed::missing_field) == 1);
  CHECK(count({zap(stamp_at(0), "System data prepared for optimization: - { servers: [ { name: a")},
              Malformed::cut_line) == 1);
  CHECK(count({zap(stamp_at(0), "System data prepared for optimization: - { models: [ { name: a")},
              Malformed::cut_line) == 1);
  CHECK(count({zap(stamp_at(0), "System data prepared for optimization: - { servers: [ { name: a } ]}")},
              Malformed::missing_field) == 1);
  CHECK(count({zap(stamp_at(0), "System data prepared for optimization: - { servers: [ { class: a } ]}")},
              Malformed::missing_field) == 1);
  CHECK(count({zap(stamp_at(0), "System data prepared for optimization: - { models: [ { acc: H100 } ]}")},
              Malformed::missing_field) == 1);
  CHECK(count({zap(stamp_at(0), "System data prepared for optimization: - {")}, Malformed::cut_line) == 1);
}

TEST_CASE(
    "text: a damaged list of servers gives none of them, and no later cycle's solution an earlier one") {
  Variant good;
  Variant bad;
  bad.name = "other:llm";
  bad.itl = "fast";
  const ReadBack log = read_lines({text_servers(stamp_at(0), {good}), text_servers(stamp_at(60), {good, bad}),
                                   solution(stamp_at(60.1), {good})});
  REQUIRE(log.samples.size() == 2);
  CHECK(log.samples[0].sample.observed);
  CHECK_FALSE(log.samples[0].sample.solution);
  CHECK_FALSE(log.samples[1].sample.observed);
}

TEST_CASE("text: system data that measures nothing is ignored") {
  const ReadBack log =
      read_lines({zap(stamp_at(0), "System data prepared for optimization: - { count: []}"),
                  zap(stamp_at(0), "System data prepared for optimization: - { accelerators: [ ]}"),
                  zap(stamp_at(0), "Optimization solution was not found")});
  CHECK(log->lines.ignored == 3);
  CHECK(log.samples.empty());
}

TEST_CASE("text: the allocation that runs may stand behind the one that is wanted") {
  std::vector<std::string> lines = cycle_of(0, {Variant()});
  for (std::string& line : lines) {
    const std::size_t current = line.find("currentAlloc: {");
    if (current != std::string::npos)
      line.insert(current,
                  "desiredAlloc: {    accelerator: A100,    numReplicas: 77,    itlAverage: 99   },   ");
  }
  const ReadBack log = read_lines(lines);
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.current_replicas ==
        read_lines(cycle_of(0, {Variant()})).samples[0].sample.current_replicas);
  CHECK(log.samples[0].sample.latency.itl.has_value());
  CHECK(log.samples[0].sample.latency.itl != 99.0);
}

TEST_CASE("text: names that look like formulas, fields or paths stay whole") {
  Variant v;
  v.name = "=cmd|' /C calc'!A0; x=y, z: 5:ns";
  v.model = "a:b/c.d-e, f; g=h";
  const ReadBack log = read_lines(cycle_of(0, {v}));
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.variant == v.name);
  CHECK(log.samples[0].sample.model == v.model);
  CHECK(log.samples[0].sample.load.rate_rpm == 120.5);
  CHECK(log.samples[0].sample.solution);
}

TEST_CASE("text: names with brackets, quotes and control characters stay whole") {
  Variant v;
  v.name = R"(a{b}[c]\"d\"\n\u001b[31m,e:ns)";
  const ReadBack log = read_lines(cycle_of(0, {v}));
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.variant == "a{b}[c]\"d\"\n\x1b[31m,e:ns");
  CHECK(log.samples[0].sample.solution);
  CHECK(log.samples[0].sample.observed);
}

}  // namespace
}  // namespace wvagate::ingest
