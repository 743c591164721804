#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "analysis/statistics/summary.hpp"
#include "analysis/verdict/judge.hpp"

namespace wvagate::testing {

inline constexpr std::chrono::year_month_day kToday{std::chrono::year(2026), std::chrono::month(3),
                                                    std::chrono::day(10)};

/// A metric whose value is the median of `runs`, with a tolerance of 2; lower is better.
inline verdict::BaselineMetric metric(std::string name, std::vector<double> runs) {
  verdict::BaselineMetric made{
      .name = std::move(name), .runs = std::move(runs), .tolerance = {.absolute = 2}};
  made.value = *statistics::quantile(made.runs, 0.5);
  return made;
}

/// A baseline of `metrics`, recorded from logs of its own.
inline verdict::Baseline baseline(std::vector<verdict::BaselineMetric> metrics) {
  verdict::Baseline made{.scenario = "staircase", .logs = {"*.log"}, .metrics = std::move(metrics)};
  made.provenance.identity = {
      .accelerator = "H100", .model = "llama", .slo_itl_ms = {10}, .slo_ttft_ms = {1000}, .definitions = 1};
  for (std::size_t i = 0; i < made.metrics.front().runs.size(); ++i) {
    made.provenance.logs.push_back({"recorded" + std::to_string(i), "recorded" + std::to_string(i)});
  }
  return made;
}

/// Runs of `values`, a metric's name and its value a run, as comparable as can be.
inline verdict::Contender contender(const std::vector<std::pair<std::string, std::vector<double>>>& values) {
  verdict::Contender made(values.front().second.size());
  for (std::size_t i = 0; i < made.size(); ++i) {
    made[i].log = "now" + std::to_string(i) + ".log";
    made[i].sha256 = "now" + std::to_string(i);
    made[i].identity = {
        .accelerator = "H100", .model = "llama", .slo_itl_ms = {10}, .slo_ttft_ms = {1000}, .definitions = 1};
    for (const auto& [name, of_run] : values)
      made[i].measurements.push_back({.name = name, .value = of_run[i]});
  }
  return made;
}

/// The finding of a single metric "m" with `before` and `now`.
inline verdict::Finding judge_one(const verdict::BaselineMetric& before, const std::vector<double>& now) {
  return verdict::judge(baseline({before}), contender({{before.name, now}}), kToday).front();
}

}  // namespace wvagate::testing
