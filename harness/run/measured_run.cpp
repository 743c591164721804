#include "harness/run/measured_run.hpp"

#include <algorithm>
#include <chrono>

#include "analysis/core/format.hpp"
#include "analysis/metric/within_run.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/run/loaded_log.hpp"
#include "harness/store/sha256.hpp"

namespace wvagate::run {
namespace {

Policy policy_of(const verdict::Measure& measure) {
  return {.name = *parse_policy(measure.policy),
          .dedup_window = std::chrono::round<std::chrono::nanoseconds>(
              std::chrono::duration<double>(measure.dedup_window_s))};
}

/// The targets of a latency, each once, in order of appearance.
std::vector<double> targets(const Series& series, Latency latency) {
  std::vector<double> found;
  for (const Sample& sample : series.samples) {
    const auto& target = sample.slo[latency];
    if (!target) continue;
    const double kept = verdict::as_kept(*target);
    if (std::find(found.begin(), found.end(), kept) == found.end()) found.push_back(kept);
  }
  return found;
}

Result<Series> choose_series(std::vector<Series> all, const MeasuredRun& run,
                             const std::optional<std::string>& variant) {
  const std::string& path = run.path;
  if (all.size() == 1) return std::move(all.front());
  if (all.empty() && (!variant || run.recording.samples.empty()))
    return no_samples(path, run.recording.facts, false);
  if (all.empty()) {
    return Error{.kind = ErrorKind::log,
                 .where = path,
                 .what = "no samples of a variant like \"" + escape_for_terminal(*variant) + "\"",
                 .help = "`wvagate doctor` lists the variants"};
  }
  std::string names;
  for (const Series& series : all)
    names += (names.empty() ? "" : ", ") + escape_for_terminal(series.variant);
  return Error{.kind = ErrorKind::log,
               .where = path,
               .what = "has several variants, and a scenario is one: " + names,
               .help = "name one with \"variant\" in the baseline, or --variant when it is recorded"};
}

}  // namespace

Result<std::string> log_sha256(const std::string& path) {
  const auto log = ingest::open_log(path);
  if (!log) return log.error();
  return store::sha256_of([&](std::span<char> block) { return log.value()->read(block); });
}

Result<std::unique_ptr<MeasuredRun>> measure_run(const std::string& path, const verdict::Measure& measure,
                                                 const std::optional<std::string>& variant) {
  const auto bytes = ingest::open_log(path);
  if (!bytes) return bytes.error();
  auto run = measure_run(*bytes.value(), path, measure, variant);
  if (!run || path == "-") return run;
  auto digest = log_sha256(path);
  if (!digest) return digest.error();
  run.value()->sha256 = std::move(digest).value();
  return run;
}

Result<std::unique_ptr<MeasuredRun>> measure_run(ingest::ByteSource& bytes, const std::string& path,
                                                 const verdict::Measure& measure,
                                                 const std::optional<std::string>& variant) {
  auto run = std::make_unique<MeasuredRun>();
  run->path = path;
  run->measure = measure;
  if (auto status = load_recording(bytes, path, run->recording); !status) return status.error();
  if (run->recording.facts.truncated) {
    return Error{.kind = ErrorKind::log,
                 .where = path,
                 .line = run->recording.facts.lines.total,
                 .what = "ends in the middle of a line: what comes after it is not known",
                 .help = "collect the log again"};
  }
  auto series = choose_series(
      make_series(run->recording, SampleFilter{.variant_glob = variant, .since = {}, .until = {}},
                  {.itl = measure.slo_itl_ms, .ttft = measure.slo_ttft_ms}),
      *run, variant);
  if (!series) return series.error();
  run->series = std::move(series).value();
  run->analysis.emplace(metric::analyze(run->series, policy_of(measure)));
  return run;
}

metric::CostlyFigures costly_among(std::span<const std::string> names) {
  const auto any = [&](std::string_view prefix) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return name.starts_with(prefix); });
  };
  return {.replay = any("replay."), .calibration = any("calibration.")};
}

std::unique_ptr<MeasuredRun> with_samples(const MeasuredRun& original, Series series,
                                          metric::CostlyFigures costly) {
  auto run = std::make_unique<MeasuredRun>();
  run->path = original.path;
  run->measure = original.measure;
  run->series = std::move(series);
  run->analysis.emplace(metric::analyze(run->series, policy_of(run->measure), costly));
  return run;
}

verdict::Run to_run(const MeasuredRun& measured, const std::vector<std::string>& names) {
  verdict::Run run{.log = ingest::log_name(measured.path),
                   .sha256 = measured.sha256,
                   .measure = measured.measure,
                   .identity = {},
                   .measurements = {}};
  run.identity = {.accelerator = std::string(measured.series.accelerator),
                  .model = std::string(measured.series.model),
                  .slo_itl_ms = targets(measured.series, Latency::itl),
                  .slo_ttft_ms = targets(measured.series, Latency::ttft),
                  .mean_rpm = measured.analysis->figures.get("load.mean_rpm"),
                  .duration_min = measured.analysis->figures.get("duration_min"),
                  .definitions = metric::kDefinitions};
  for (const std::string& name : names) {
    run.measurements.push_back({.name = name,
                                .value = measured.analysis->figures.get(name),
                                .within_run = metric::within_run_interval(*measured.analysis, name)});
  }
  return run;
}

}  // namespace wvagate::run
