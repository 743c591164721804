#include "harness/store/baseline_file.hpp"
#include "harness/store/json_writer.hpp"

namespace wvagate::store {
namespace {

using verdict::as_kept;
using verdict::Baseline;
using verdict::BaselineMetric;

std::optional<double> kept(const std::optional<double>& value) {
  return value ? std::optional(as_kept(*value)) : std::nullopt;
}

void member_numbers(JsonWriter& json, std::string_view name, const std::vector<double>& values) {
  json.key(name);
  json.begin_array();
  for (const double value : values)
    json.number(as_kept(value));
  json.end_array();
}

void write_measure(JsonWriter& json, const verdict::Measure& measure) {
  json.begin_object();
  json.member("name", measure.policy);
  json.member("dedup_window_s", measure.dedup_window_s);
  if (measure.slo_itl_ms) json.member("slo_itl_ms", measure.slo_itl_ms);
  if (measure.slo_ttft_ms) json.member("slo_ttft_ms", measure.slo_ttft_ms);
  json.end_object();
}

void write_acceptance(JsonWriter& json, const std::optional<verdict::Acceptance>& accepted) {
  if (!accepted) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("date", accepted->date);
  json.member_name("by", accepted->by);
  json.member("reason", accepted->reason);
  json.member_name("supersedes", accepted->supersedes.empty() ? "" : "sha256:" + accepted->supersedes);
  json.end_object();
}

void write_provenance(JsonWriter& json, const verdict::Provenance& provenance) {
  json.begin_object();
  json.member_name("controller", provenance.controller);
  json.member_name("accelerator", provenance.identity.accelerator);
  json.member_name("model", provenance.identity.model);
  member_numbers(json, "slo_itl_ms", provenance.identity.slo_itl_ms);
  member_numbers(json, "slo_ttft_ms", provenance.identity.slo_ttft_ms);
  json.member("mean_rpm", kept(provenance.identity.mean_rpm));
  json.member("duration_min", kept(provenance.identity.duration_min));
  json.member_count("definitions", provenance.identity.definitions);
  json.key("logs");
  json.begin_array();
  for (const verdict::LogDigest& log : provenance.logs) {
    json.begin_object();
    json.member("name", log.name);
    json.member("sha256", log.sha256);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void write_defaults(JsonWriter& json, const verdict::Defaults& defaults) {
  json.begin_object();
  json.member("missing", verdict::level_text(defaults.missing));
  json.member("new", verdict::level_text(defaults.fresh));
  json.member("insufficient", verdict::level_text(defaults.insufficient));
  json.member_count("min_runs", defaults.min_runs);
  json.end_object();
}

void write_limit(JsonWriter& json, const verdict::Limit& limit) {
  if (!limit.min && !limit.max) {
    json.null();
    return;
  }
  json.begin_object();
  if (limit.min) json.member("min", kept(limit.min));
  if (limit.max) json.member("max", kept(limit.max));
  json.end_object();
}

void write_waiver(JsonWriter& json, const std::optional<verdict::Waiver>& waiver) {
  if (!waiver) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("reason", waiver->reason);
  json.member_name("issue", waiver->issue);
  json.member("expires", verdict::date_text(waiver->expires));
  json.member("max", kept(waiver->max));
  json.end_object();
}

void write_metric(JsonWriter& json, const BaselineMetric& metric) {
  json.begin_object();
  json.member("better", verdict::better_text(metric.better));
  json.member("level", verdict::level_text(metric.level));
  json.member("value", as_kept(metric.value));
  member_numbers(json, "runs", metric.runs);
  json.key("limit");
  write_limit(json, metric.limit);
  json.key("tolerance");
  json.begin_object();
  json.member("abs", as_kept(metric.tolerance.absolute));
  json.member("rel", as_kept(metric.tolerance.relative));
  json.end_object();
  json.member_name("why", metric.why);
  json.key("waiver");
  write_waiver(json, metric.waiver);
  json.end_object();
}

}  // namespace

std::string baseline_text(const Baseline& baseline) {
  JsonWriter json(JsonWriter::Layout::reviewed);
  json.begin_object();
  json.member("schema", kBaselineSchema);
  json.member("scenario", baseline.scenario);
  json.key("logs");
  json.begin_array();
  for (const std::string& pattern : baseline.logs)
    json.text(pattern);
  json.end_array();
  if (baseline.variant) json.member("variant", *baseline.variant);
  json.key("policy");
  write_measure(json, baseline.measure);
  json.key("accepted");
  write_acceptance(json, baseline.accepted);
  json.key("provenance");
  write_provenance(json, baseline.provenance);
  json.key("defaults");
  write_defaults(json, baseline.defaults);
  json.key("metrics");
  json.begin_object();
  for (const BaselineMetric& metric : baseline.metrics) {
    json.key(metric.name);
    write_metric(json, metric);
  }
  json.end_object();
  json.end_object();
  return json.take();
}

}  // namespace wvagate::store
