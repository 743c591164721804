#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/report/extract_csv.hpp"
#include "tests/fuzz/support/expect.hpp"
#include "tests/unit/harness/ingest/memory_source.hpp"

/// Logs that are read from memory, and what must hold of any of them.
namespace wvagate::fuzz {

struct ReadBack {
  NamePool names;
  LogFacts facts;
  std::vector<LoggedSample> samples;
};

/// Reads `log` in pieces whose sizes `piece` says.
inline ReadBack read_bytes(std::string_view log, std::function<std::size_t()> piece = {},
                           const ingest::ReadSettings& settings = {}) {
  ReadBack read;
  testing::MemorySource source(std::string(log), std::move(piece));
  auto facts = ingest::read_log(
      source, "fuzz.log", read.names,
      [&](const LoggedSample& sample) {
        read.samples.push_back(sample);
        return true;
      },
      settings);
  expect(facts.ok(), "a log in memory is read to its end");
  read.facts = std::move(facts).value();
  return read;
}

/// A number of a sample is its digits' value: absent without digits, and where they are not finite.
inline void check_number(std::string_view digits, std::optional<double> value, const char* property) {
  if (digits.empty()) return expect(!value.has_value(), property);
  const auto parsed = parse_number(digits);
  expect(parsed.has_value(), property, digits);
  expect(value.has_value() == std::isfinite(*parsed), property, digits);
  expect(!value || *value == *parsed, property, digits);
}

/// A target of zero or less is none.
inline void check_target(std::string_view digits, std::optional<double> value, const char* property) {
  const auto parsed = parse_number(digits);
  if (!value && parsed && *parsed <= 0) return;
  check_number(digits, value, property);
}

/// Every digit of `logged` is its value's.
inline void check_digits(const LoggedSample& logged) {
  const Sample& sample = logged.sample;
  const SampleDigits& digits = logged.digits;
  const Forecast solution = sample.forecast.value_or(Forecast{});
  const auto either = [](std::optional<double> observed, std::optional<double> solved) {
    return observed ? observed : solved;
  };
  const Observation& observation = observation_in(sample);
  check_number(digits.itl, observation.latency.itl, "observed ITL");
  check_number(digits.ttft, observation.latency.ttft, "observed TTFT");
  check_number(digits.replicas, solution.replicas, "numRep");
  check_number(digits.predicted_itl, solution.predicted.itl, "predicted ITL");
  check_number(digits.predicted_ttft, solution.predicted.ttft, "predicted TTFT");
  check_number(digits.rho, solution.rho, "rho");
  check_number(digits.max_rpm, solution.max_rpm, "maxRPM");
  // What was not observed is filled in from the decision.
  const auto running = parse_number(digits.current_replicas);
  expect(!running || !std::isfinite(*running) || running == running_replicas(sample), "current replicas");
  check_target(digits.slo_itl, sample.slo.itl, "ITL target");
  check_target(digits.slo_ttft, sample.slo.ttft, "TTFT target");
  // What was not observed is filled in from the solution.
  const auto parsed_rate = parse_number(digits.rate);
  if (parsed_rate && std::isfinite(*parsed_rate))
    expect(either(observation.load.rate_rpm, solution.load.rate_rpm).has_value(), "rate", digits.rate);
  if (sample.parameters) {
    const auto& p = *sample.parameters;
    check_number(digits.parameters[0], p.alpha, "alpha");
    check_number(digits.parameters[1], p.beta, "beta");
    check_number(digits.parameters[2], p.gamma, "gamma");
    check_number(digits.parameters[3], p.delta, "delta");
  }
}

/// Columns of the records in RFC 4180 `csv`, which ends with a line break.
inline std::vector<std::size_t> csv_columns(std::string_view csv) {
  std::vector<std::size_t> columns;
  std::size_t fields = 1;
  bool quoted = false;
  for (const char c : csv) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == ',') ++fields;
    if (c == '\n') columns.push_back(std::exchange(fields, 1));
  }
  expect(!quoted, "quotes in CSV are balanced", csv);
  return columns;
}

/// The samples as `extract` prints them.
inline std::string csv_of(const ReadBack& read) {
  std::string csv(report::extract_csv_header());
  for (const LoggedSample& sample : read.samples)
    report::append_extract_csv(csv, sample, read.facts.name);
  return csv;
}

/// What must hold of every log.
inline void check_log(const ReadBack& read, std::string_view log) {
  const LineCounts& lines = read.facts.lines;
  expect(lines.total == lines.used + lines.ignored + lines.unknown_version + lines.malformed_total(),
         "every line falls into one count");
  const auto breaks = static_cast<std::uint64_t>(std::count(log.begin(), log.end(), '\n'));
  expect(lines.total == breaks + (log.empty() || log.ends_with('\n') ? 0 : 1), "all lines are counted");
  expect(read.facts.bytes == log.size(), "all bytes are counted");
  for (const LoggedSample& logged : read.samples) {
    expect(logged.sample.line >= 1 && logged.sample.line <= lines.total, "a sample has a line of the log");
    expect(!logged.sample.variant.empty(), "a sample has a variant");
    check_digits(logged);
  }
  for (const std::size_t columns : csv_columns(csv_of(read)))
    expect(columns == 37, "rows of CSV have the header's columns");
}

}  // namespace wvagate::fuzz
