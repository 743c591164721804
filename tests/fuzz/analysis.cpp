// Any bytes as a log, through everything that is computed of it: figures are numbers or absent, tables keep
// their columns, documents are JSON, and what people read steers no terminal.

#include <cmath>
#include <string>
#include <vector>

#include "analysis/metric/series_analysis.hpp"
#include "analysis/model/series_replay.hpp"
#include "analysis/sample/series.hpp"
#include "harness/report/analysis_csv.hpp"
#include "harness/report/analysis_text.hpp"
#include "harness/report/replay_text.hpp"
#include "harness/store/figures_json.hpp"
#include "harness/store/replay_json.hpp"
#include "tests/fuzz/support/rapidjson_text.hpp"
#include "tests/fuzz/support/read_back.hpp"

namespace wvagate::fuzz {
namespace {

void check_table(std::string_view csv) {
  const auto columns = csv_columns(csv);
  for (const std::size_t count : columns)
    expect(count == columns.front(), "rows of CSV have the header's columns", csv);
}

void check_analysis(const LogFacts& facts, const std::vector<Series>& all, const Policy& policy) {
  std::vector<metric::SeriesAnalysis> analyses;
  for (const Series& series : all)
    analyses.push_back(metric::analyze(series, policy));
  for (const Latency latency : kLatencies)
    check_table(report::gaps_csv(analyses, latency));
  check_table(report::scaling_events_csv(analyses));
  check_table(report::processed_metrics_csv(analyses));
  expect(is_tame(report::analysis_text(facts, analyses, report::Colour::off)),
         "the analysis steers no terminal");
  expect(is_tame(report::summary_text(facts, analyses)), "the summary steers no terminal");
  const store::AnalyzedRecording recording{facts, analyses};
  const std::string json =
      store::figures_document({.version = "0"}, {.policy = policy}, std::span(&recording, 1));
  expect(is_json(json), "the figures are JSON", json);
}

void check_replay(const LogFacts& facts, const std::vector<Series>& all, const Policy& policy) {
  std::vector<SeriesReplay> replays;
  const WhatIf what_if{.parameters = {}, .slo = {.itl = 20, .ttft = 0}, .max_batch = {}, .min_replicas = 1};
  for (const Series& series : all)
    replays.push_back(replay_series(series, policy, what_if));
  check_table(report::what_if_csv_header() + report::what_if_csv(facts, replays));
  expect(is_tame(report::replay_text(facts, replays, report::Colour::off)), "the replay steers no terminal");
  const store::ReplayedRecording recording{facts, replays};
  const std::string json = store::replay_document({.version = "0"}, std::span(&recording, 1));
  expect(is_json(json), "the replay is JSON", json);
}

}  // namespace
}  // namespace wvagate::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate;
  using namespace wvagate::fuzz;
  ReadBack read = read_bytes(as_text(data, size));
  Recording recording{.facts = std::move(read.facts), .names = std::move(read.names), .samples = {}};
  for (const LoggedSample& logged : read.samples)
    recording.samples.push_back(logged.sample);
  const auto all = make_series(recording, {}, {.itl = 10, .ttft = 1000});
  std::size_t samples = 0;
  for (const Series& series : all)
    samples += series.samples.size();
  expect(samples == recording.samples.size(), "every sample is in one series");
  for (const PolicyName name : {PolicyName::cycle, PolicyName::notebook})
    check_analysis(recording.facts, all, {.name = name});
  check_replay(recording.facts, all, {});
  return 0;
}
