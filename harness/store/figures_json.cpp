#include "harness/store/figures_json.hpp"

#include <chrono>

#include "analysis/metric/analyzers.hpp"
#include "harness/store/json_document.hpp"

namespace wvagate::store {
namespace {

using metric::SeriesAnalysis;

void write_gap(JsonWriter& json, const metric::Gap& gap, const MeasuredSeries& measured) {
  json.begin_object();
  json.member("latency", metric::latency_text(gap.latency));
  json.key("start");
  json.time(measured[gap.first].time);
  json.member("start_min", gap.start_min);
  json.member("last_violation_min", gap.last_violation_min);
  json.member("end_min", gap.end_min);
  json.member("duration_min", gap.duration.policy_min);
  json.member("duration_violations_min", gap.duration.violations_min);
  json.member("duration_to_recovery_min", gap.duration.to_recovery_min);
  json.member("duration_upper_bound_min", gap.duration.upper_bound_min);
  json.member("slo_ms", gap.threshold_ms);
  json.member("peak_ms", gap.peak_ms);
  json.member("mean_ms", gap.mean_ms);
  json.member("mean_excess_ms", gap.mean_excess_ms);
  json.member("mean_rate_rpm", gap.mean_rate_rpm);
  json.member_count("samples", gap.last - gap.first + 1);
  json.member_bool("open", gap.open);
  json.member("cause", metric::cause_text(gap.cause));
  json.member("detection_lag_min", gap.lags.detection_min);
  json.member("actuation_lag_min", gap.lags.actuation_min);
  json.member("settling_lag_min", gap.lags.settling_min);
  json.member_count("first_line", gap.first_line);
  json.member_count("last_line", gap.last_line);
  json.end_object();
}

void write_capacity_gap(JsonWriter& json, const metric::CapacityGap& gap, const MeasuredSeries& measured) {
  json.begin_object();
  json.key("start");
  json.time(measured[gap.first].time);
  json.member("start_min", gap.start_min);
  json.member("last_min", gap.last_min);
  json.member("end_min", gap.end_min);
  json.member("duration_min", gap.duration_min);
  json.member("peak_utilization", gap.peak_utilization);
  json.member("mean_required", gap.mean_required);
  json.member_bool("open", gap.open);
  json.member("cause", metric::cause_text(gap.cause));
  json.member_count("first_line", gap.first_line);
  json.member_count("last_line", gap.last_line);
  json.end_object();
}

void write_event(JsonWriter& json, const metric::ScalingEvent& event) {
  json.begin_object();
  json.member("time_min", event.time_min);
  json.member("from", event.from);
  json.member("to", event.to);
  json.member("rate_rpm", event.rate_rpm);
  json.member_count("line", event.line);
  json.end_object();
}

void write_worst(JsonWriter& json, Latency latency, const metric::PredictionError& error) {
  json.begin_object();
  json.member("latency", metric::latency_text(latency));
  json.member("time_min", error.time_min);
  json.member("observed_ms", error.observed_ms);
  json.member("predicted_ms", error.predicted_ms);
  json.member("error_ms", error.error_ms);
  json.member("rate_rpm", error.rate_rpm);
  json.member("replicas", error.replicas);
  json.member("rate_per_replica", error.rate_per_replica());
  json.member_count("line", error.line);
  json.end_object();
}

/// How the controller of a series decides, and its build: those of the last segment.
void write_controller(JsonWriter& json, const Series& series, const LogFacts& facts) {
  json.key("controller");
  json.begin_object();
  if (!series.samples.empty()) {
    const std::uint32_t segment = series.samples.back().segment;
    json.member("kind", controller_kind_text(series.samples.back().controller));
    json.member_name("build", segment < facts.segments.size() ? facts.segments[segment].build : "");
  }
  json.end_object();
}

/// The figures by analyzer, each under its name without prefix, and the analyzer's stretches over capacity.
void write_claims(JsonWriter& json, const SeriesAnalysis& analysis) {
  json.key("claims");
  json.begin_object();
  for (const metric::Analyzer& analyzer : metric::kAnalyzers) {
    const std::string prefix = metric::capacity_metric(analyzer.name, "");
    if (!analysis.figures.get(prefix + "util_mean")) continue;
    json.key(analyzer.name);
    json.begin_object();
    json.member("unit", analyzer.unit);
    const auto metrics = metric::all_metrics();
    for (std::size_t i = 0; i < metrics.size(); ++i) {
      if (metrics[i].name.starts_with(prefix))
        json.member(metrics[i].name.substr(prefix.size()), analysis.figures.at(i));
    }
    json.key("gaps");
    json.begin_array();
    for (const metric::CapacityGap& gap : analysis.capacity_gaps) {
      if (gap.analyzer == analyzer.name) write_capacity_gap(json, gap, analysis.measured);
    }
    json.end_array();
    json.end_object();
  }
  json.end_object();
}

void write_series(JsonWriter& json, const SeriesAnalysis& analysis, const LogFacts& facts) {
  const Series& series = analysis.measured.series();
  json.begin_object();
  json.member("variant", series.variant);
  json.member_name("model", series.model);
  json.member_name("service_class", series.service_class);
  json.member_name("accelerator", series.accelerator);
  write_controller(json, series, facts);
  json.member_bool("predictions_logged", analysis.measured.model_based());
  if (analysis.measured.size() > 0) {
    json.key("first_sample");
    json.time(analysis.measured[0].time);
  }
  json.key("figures");
  json.begin_object();
  const auto metrics = metric::all_metrics();
  for (std::size_t i = 0; i < metrics.size(); ++i)
    json.member(metrics[i].name, analysis.figures.at(i));
  json.end_object();
  write_claims(json, analysis);
  json.key("gaps");
  json.begin_array();
  for (const auto& gap : analysis.gaps)
    write_gap(json, gap, analysis.measured);
  json.end_array();
  json.key("scaling_events");
  json.begin_array();
  for (const auto& event : analysis.events)
    write_event(json, event);
  json.end_array();
  json.key("worst_predictions");
  json.begin_array();
  for (const Latency latency : kLatencies) {
    for (const auto& error : analysis.predictions(latency).worst)
      write_worst(json, latency, error);
  }
  json.end_array();
  json.end_object();
}

void write_settings(JsonWriter& json, const FiguresSettings& settings) {
  json.member_count("definitions", metric::kDefinitions);
  json.member("policy", policy_text(settings.policy.name));
  json.member("dedup_window_s", std::chrono::duration<double>(settings.policy.dedup_window).count());
  json.member("slo_itl_ms", settings.fallback_slo.itl);
  json.member("slo_ttft_ms", settings.fallback_slo.ttft);
  json.member_name("since", settings.since.value_or(""));
  json.member_name("until", settings.until.value_or(""));
}

void write_counts(JsonWriter& json, std::string_view name,
                  const std::map<std::string, std::uint64_t>& counts) {
  json.key(name);
  json.begin_object();
  for (const auto& [key, count] : counts)
    json.member_count(key, count);
  json.end_object();
}

void write_messages(JsonWriter& json, std::string_view name, const std::vector<MessageCount>& messages) {
  json.key(name);
  json.begin_array();
  for (const MessageCount& message : messages) {
    json.begin_object();
    json.member("message", message.message);
    json.member_count("lines", message.lines);
    json.member_count("first_line", message.first_line);
    json.end_object();
  }
  json.end_array();
}

/// What was made of each message, and what of the known ones could not be read.
void write_census(JsonWriter& json, const LogFacts& facts) {
  const Census& census = facts.census;
  json.key("census");
  json.begin_object();
  write_messages(json, "read", census.read);
  write_messages(json, "silent", census.silent);
  write_messages(json, "unknown", census.unknown);
  write_messages(json, "errors", census.errors);
  json.key("drift");
  json.begin_array();
  for (const KeyDrift& drift : census.drift) {
    json.begin_object();
    json.member("message", drift.message);
    json.member("key", drift.key);
    json.member("drift", drift.added ? "new" : "missing");
    json.member_count("first_line", drift.first_line);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  json.member_count("lost_field_count", facts.lost_fields);
  json.key("lost_fields");  // the first few
  json.begin_array();
  for (const LostField& field : facts.lost) {
    json.begin_object();
    json.member_count("line", field.line);
    json.member("key", field.key);
    json.member("value", field.value);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string figures_document(const Tool& tool, const FiguresSettings& settings,
                             std::span<const AnalyzedRecording> recordings) {
  JsonWriter json;
  begin_document(json, "wvagate.figures/1", tool);
  json.key("recordings");
  json.begin_array();
  for (const auto& recording : recordings) {
    json.begin_object();
    write_log(json, recording.facts);
    json.member_name("sha256", recording.sha256);
    write_settings(json, settings);
    write_census(json, recording.facts);
    json.key("series");
    json.begin_array();
    for (const auto& analysis : recording.series)
      write_series(json, analysis, recording.facts);
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

std::string doctor_document(const Tool& tool, std::span<const DiagnosedRecording> recordings) {
  JsonWriter json;
  begin_document(json, "wvagate.doctor/1", tool);
  json.key("recordings");
  json.begin_array();
  for (const auto& recording : recordings) {
    const LogFacts& facts = recording.facts;
    json.begin_object();
    write_log(json, facts);
    json.member_count("bytes", facts.bytes);
    json.member_count("samples", recording.samples);
    json.member_count("solutions", facts.forecasts);
    json.member_count("solutions_without_observation", facts.unobserved);
    json.member_count("ambiguous_names", facts.ambiguous);
    json.member_count("restarts", facts.restarts);
    json.key("variants");
    json.begin_array();
    for (const auto& variant : recording.variants)
      json.text(variant);
    json.end_array();
    write_counts(json, "observations_by_dialect", facts.observations);
    write_counts(json, "used_lines_by_wrapper", facts.collectors);
    write_counts(json, "lines_by_marker", facts.records);
    write_counts(json, "used_lines_by_encoding", facts.encodings);
    json.member_count("cycles", facts.cycles);
    json.member_count("cycles_ended", facts.cycles_ended);
    json.member_count("claims", facts.claims);
    json.member_count("mismatches", facts.mismatches);
    json.key("builds");
    json.begin_array();
    for (const auto& build : controller_builds(facts))
      json.text(build);
    json.end_array();
    write_census(json, facts);
    json.key("unknown_version_lines");  // the first few
    json.begin_array();
    for (const auto& line : facts.unknown_versions) {
      json.begin_object();
      json.member_count("line", line.number);
      json.member("text", line.snippet);
      json.end_object();
    }
    json.end_array();
    json.key("offending_lines");
    json.begin_array();
    for (const auto& line : facts.offending) {
      json.begin_object();
      json.member_count("line", line.number);
      json.member("reason", malformed_text(line.reason).name);
      json.member("text", line.snippet);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

std::string metrics_document(const Tool& tool) {
  JsonWriter json;
  begin_document(json, "wvagate.metrics/1", tool);
  json.key("metrics");
  json.begin_array();
  for (const auto& metric : metric::all_metrics()) {
    json.begin_object();
    json.member("name", metric.name);
    json.member("unit", metric.unit);
    json.member("better", metric::better_text(metric.better));
    json.member("meaning", metric.meaning);
    json.member("formula", metric.formula);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

std::string manifest_document(const Tool& tool, PolicyName policy, const AnalyzedRecording& recording,
                              std::span<const std::string> files) {
  JsonWriter json;
  begin_document(json, "wvagate.experiment/1", tool);
  write_log(json, recording.facts);
  json.member_count("bytes", recording.facts.bytes);
  json.member("policy", policy_text(policy));
  json.key("series");
  json.begin_array();
  for (const auto& analysis : recording.series) {
    json.begin_object();
    json.member("variant", analysis.measured.series().variant);
    json.member("duration_min", analysis.figures.get("duration_min"));
    json.member_count("samples", analysis.measured.size());
    json.end_object();
  }
  json.end_array();
  json.key("files");
  json.begin_array();
  for (const auto& file : files)
    json.text(file);
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace wvagate::store
