#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"

namespace wvagate::ingest {
namespace {

using testing::collected;
using testing::models_payload;
using testing::read_lines;
using testing::ReadBack;
using testing::servers_payload;
using testing::solution;
using testing::solution_payload;
using testing::stamp_at;
using testing::text_models;
using testing::text_servers;
using testing::Variant;
using testing::zap;

std::vector<std::string> cycle_of(double seconds, const std::vector<Variant>& variants) {
  return {text_models(stamp_at(seconds), variants), text_servers(stamp_at(seconds + 0.001), variants),
          solution(stamp_at(seconds + 0.002), variants)};
}

std::string member(std::string_view key, std::string_view text) {
  return ",\"" + std::string(key) + "\":\"" + std::string(text) + "\"";
}

std::string system_data(double seconds, std::string_view members) {
  return zap(stamp_at(seconds), "System data prepared for optimization", members);
}

TEST_CASE("System data and solution: every field is read, in the log's digits") {
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
  CHECK(sample.observation);
  CHECK(observation_in(sample).replicas == 1.0);
  CHECK(observation_in(sample).max_batch == 256.0);
  CHECK(observation_in(sample).cost == 100.0);
  CHECK(sample.bounds.min_replicas == 1.0);
  CHECK(observation_in(sample).latency.itl == 9.43);
  CHECK(observation_in(sample).latency.ttft == 1234567.8);
  CHECK(observation_in(sample).load.rate_rpm == 120.5);
  CHECK(observation_in(sample).load.in_tokens == 512.0);
  CHECK(observation_in(sample).load.out_tokens == 128.0);
  REQUIRE(sample.forecast);
  CHECK(sample.forecast->replicas == 1.0);
  CHECK(sample.forecast->max_batch == 256.0);
  CHECK(sample.forecast->cost == 100.0);
  CHECK(sample.forecast->predicted.itl == 7.9);
  CHECK(sample.forecast->predicted.ttft == 22.5);
  CHECK(sample.forecast->rho == 0.25);
  CHECK(sample.forecast->max_rpm == 480.5);
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
  CHECK(log->observations == std::map<std::string, std::uint64_t>{{"system data", 1}});
}

TEST_CASE("Each server of a list is its own variant with its own parameters") {
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
  CHECK(observation_in(log.samples[0].sample).latency.itl == 8.0);
  CHECK(log.samples[0].sample.parameters->alpha == 6.958);
  CHECK(log.samples[1].sample.variant == "other:llm");
  CHECK(observation_in(log.samples[1].sample).latency.itl == 30.0);
  CHECK(log.samples[1].sample.forecast->replicas == 7.0);
  CHECK(log.samples[1].sample.parameters->alpha == 20.5);
  CHECK(observation_in(log.samples[2].sample).latency.itl == 50.0);
  CHECK(log.samples[2].sample.parameters->alpha == 40.25);
}

TEST_CASE("If a cycle lists no servers nothing was observed") {
  const Variant v;
  const ReadBack log = read_lines({text_servers(stamp_at(0), {v}), solution(stamp_at(0.1), {v}),
                                   text_servers(stamp_at(60), {}), solution(stamp_at(60.1), {v})});
  REQUIRE(log.samples.size() == 2);
  const Sample& second = log.samples[1].sample;
  CHECK_FALSE(second.observation);
  CHECK_FALSE(observation_in(second).latency.itl);
  CHECK_FALSE(observation_in(second).load.rate_rpm);
  CHECK(second.forecast);
  CHECK(second.time == parse_time(stamp_at(60.1)));
  CHECK(log->unobserved == 1);
  CHECK(log->lines.used == 4);
}

TEST_CASE("An empty list of servers ends what an unsolved cycle observed") {
  const Variant v;
  // Within seconds, so that nothing but the empty list parts the two.
  const ReadBack log = read_lines(
      {text_servers(stamp_at(0), {v}), text_servers(stamp_at(1), {}), solution(stamp_at(1.1), {v})});
  REQUIRE(log.samples.size() == 2);
  CHECK(log.samples[0].sample.observation);
  CHECK_FALSE(log.samples[0].sample.forecast);
  CHECK_FALSE(log.samples[1].sample.observation);
}

TEST_CASE("Observed numbers that are not finite have no value but keep their digits") {
  Variant v;
  v.itl = "NaN";
  v.ttft = "+Inf";
  v.rate = "-5";
  const ReadBack log = read_lines(cycle_of(0, {v}));
  REQUIRE(log.samples.size() == 1);
  CHECK_FALSE(observation_in(log.samples[0].sample).latency.itl);
  CHECK_FALSE(observation_in(log.samples[0].sample).latency.ttft);
  CHECK(observation_in(log.samples[0].sample).load.rate_rpm == -5.0);
  CHECK(log.samples[0].digits.itl == "NaN");
  CHECK(log.samples[0].digits.ttft == "+Inf");
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

TEST_CASE("Unknown fields of system data and solutions change no number before them") {
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
  CHECK(b.sample.bounds.min_replicas == 1.0);
  CHECK(b.digits.itl == a.digits.itl);
  CHECK(b.digits.out_tokens == a.digits.out_tokens);
  CHECK(b.digits.in_tokens == a.digits.in_tokens);
  CHECK(b.digits.replicas == a.digits.replicas);
  CHECK(b.digits.predicted_itl == a.digits.predicted_itl);
  CHECK(b.digits.predicted_ttft == a.digits.predicted_ttft);
  CHECK(b.digits.slo_ttft == a.digits.slo_ttft);
}

TEST_CASE("Damaged system data is counted by reason") {
  const Variant v;
  const auto count = [](const std::vector<std::string>& lines, Malformed reason) {
    const ReadBack log = read_lines(lines);
    CHECK(log->lines.malformed_total() == 1);
    return log.malformed(reason);
  };
  CHECK(count({text_models(stamp_at(0), {v}), text_servers(stamp_at(0), {v}), text_servers("soon", {v})},
              Malformed::bad_time) == 1);
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

TEST_CASE("A damaged list of servers gives none of them, and ends what was observed before") {
  const Variant good;
  Variant other;
  other.name = "other:llm";
  std::string cut = text_servers(stamp_at(60), {good, other});
  cut.erase(cut.rfind(']'), 1);
  const ReadBack log = read_lines({text_servers(stamp_at(0), {good}), cut, solution(stamp_at(60.1), {good})});
  CHECK(log.malformed(Malformed::cut_line) == 1);
  REQUIRE(log.samples.size() == 2);
  CHECK(log.samples[0].sample.observation);
  CHECK_FALSE(log.samples[0].sample.forecast);
  CHECK_FALSE(log.samples[1].sample.observation);
}

TEST_CASE("A number of system data that cannot be read costs its field alone") {
  Variant good;
  Variant bad;
  bad.name = "other:llm";
  bad.itl = "fast";
  bad.gamma = "?";
  bad.model = "org/other";
  const ReadBack log =
      read_lines({text_models(stamp_at(0), {good, bad}), text_servers(stamp_at(0), {good, bad}),
                  solution(stamp_at(0.1), {good, bad})});
  CHECK(log->lines.malformed_total() == 0);
  CHECK(log->lines.used == 3);
  REQUIRE(log.samples.size() == 2);
  CHECK(observation_in(log.samples[0].sample).latency.itl == 8.5);
  CHECK(log.samples[0].sample.parameters);
  CHECK_FALSE(observation_in(log.samples[1].sample).latency.itl);
  CHECK(observation_in(log.samples[1].sample).latency.ttft == 40.25);
  CHECK(log.samples[1].sample.forecast);
  CHECK_FALSE(log.samples[1].sample.parameters);  // of four numbers one is missing
  REQUIRE(log->lost.size() == 2);
  CHECK(log->lost[0].key == "gamma");
  CHECK(log->lost[1].key == "itlAverage");
  CHECK(log->lost[1].line == 2);
  const ReadBack members = read_lines({system_data(0, member("servers", servers_payload({bad})))});
  CHECK(members->lines.used == 1);
  CHECK(members->lost_fields == 1);
}

TEST_CASE("System data that measures nothing is ignored") {
  const ReadBack log =
      read_lines({zap(stamp_at(0), "System data prepared for optimization: - { count: []}"),
                  zap(stamp_at(0), "System data prepared for optimization: - { accelerators: [ ]}"),
                  zap(stamp_at(0), "Optimization solution was not found")});
  CHECK(log->lines.ignored == 3);
  CHECK(log.samples.empty());
}

TEST_CASE("The current allocation may come after the desired one") {
  std::vector<std::string> lines = cycle_of(0, {Variant()});
  for (std::string& line : lines) {
    const std::size_t current = line.find("currentAlloc: {");
    if (current != std::string::npos)
      line.insert(current,
                  "desiredAlloc: {    accelerator: A100,    numReplicas: 77,    itlAverage: 99   },   ");
  }
  const ReadBack log = read_lines(lines);
  REQUIRE(log.samples.size() == 1);
  CHECK(observation_in(log.samples[0].sample).replicas ==
        observation_in(read_lines(cycle_of(0, {Variant()})).samples[0].sample).replicas);
  CHECK(observation_in(log.samples[0].sample).latency.itl.has_value());
  CHECK(observation_in(log.samples[0].sample).latency.itl != 99.0);
}

TEST_CASE("Names that look like formulas, fields or paths stay whole") {
  Variant v;
  v.name = "=cmd|' /C calc'!A0; x=y, z: 5:ns";
  v.model = "a:b/c.d-e, f; g=h";
  const ReadBack log = read_lines(cycle_of(0, {v}));
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.variant == v.name);
  CHECK(log.samples[0].sample.model == v.model);
  CHECK(observation_in(log.samples[0].sample).load.rate_rpm == 120.5);
  CHECK(log.samples[0].sample.forecast);
}

TEST_CASE("Names with brackets, quotes and control characters stay whole") {
  Variant v;
  v.name = R"(a{b}[c]\"d\"\n\u001b[31m,e:ns)";
  const ReadBack log = read_lines(cycle_of(0, {v}));
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.variant == "a{b}[c]\"d\"\n\x1b[31m,e:ns");
  CHECK(log.samples[0].sample.forecast);
  CHECK(log.samples[0].sample.observation);
}

TEST_CASE("System data and solution may be members") {
  const Variant v;
  const ReadBack log = read_lines(
      {system_data(0, member("servers", servers_payload({v})) + member("models", models_payload({v}))),
       zap(stamp_at(0.1), "Optimization solution", member("system", solution_payload({v})))});
  REQUIRE(log.samples.size() == 1);
  const Sample& sample = log.samples[0].sample;
  CHECK(sample.variant == "decode:llm");
  CHECK(observation_in(sample).latency.itl == 8.5);
  CHECK(observation_in(sample).replicas == 1.0);
  REQUIRE(sample.forecast);
  CHECK(sample.forecast->predicted.itl == 7.9);
  CHECK(sample.slo.itl == 10.0);
  REQUIRE(sample.parameters);
  CHECK(sample.parameters->alpha == 6.958);
  CHECK(log->observations == std::map<std::string, std::uint64_t>{{"system data", 1}});
}

TEST_CASE("Members may be in lines of their own, the solution under either name") {
  const Variant v;
  const ReadBack log =
      read_lines({system_data(0, member("models", models_payload({v}))),
                  system_data(0, member("servers", servers_payload({v}))),
                  zap(stamp_at(0.1), "Optimization solution", member("solution", solution_payload({v})))});
  REQUIRE(log.samples.size() == 1);
  CHECK(log.samples[0].sample.parameters);
  CHECK(log.samples[0].sample.forecast);
  CHECK(log.samples[0].sample.observation);
}

TEST_CASE("An empty list of servers as member observes nothing") {
  const Variant v;
  const ReadBack log = read_lines(
      {system_data(0, member("servers", servers_payload({v}))), system_data(1, member("servers", "[]")),
       zap(stamp_at(1.1), "Optimization solution", member("system", solution_payload({v})))});
  REQUIRE(log.samples.size() == 2);
  CHECK_FALSE(log.samples[0].sample.forecast);
  CHECK_FALSE(log.samples[1].sample.observation);
}

TEST_CASE("Damaged members of system data are counted by reason") {
  CHECK(read_lines({system_data(0, member("servers", "[ { name: a"))}).malformed(Malformed::cut_line) == 1);
  CHECK(read_lines({zap(stamp_at(0), "Metrics collected for VA", R"(,"variant":"a")")})
            .malformed(Malformed::missing_field) == 1);
}

TEST_CASE("The bare sentence without members is ignored") {
  const ReadBack log = read_lines({system_data(0, ""), zap(stamp_at(0), "Optimization solution"),
                                   system_data(0, member("accelerators", "[]"))});
  CHECK(log->lines.ignored == 3);
}

}  // namespace
}  // namespace wvagate::ingest
