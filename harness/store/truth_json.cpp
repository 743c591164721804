#include "harness/store/truth_json.hpp"

#include "harness/store/json_document.hpp"

namespace wvagate::store {
namespace {

using simulation::LatencyTruth;
using simulation::TrueGap;
using simulation::TrueSample;

void write_pair(JsonWriter& json, std::string_view name, const LatencyPair& pair) {
  json.key(name);
  json.begin_object();
  json.member("itl", pair.itl);
  json.member("ttft", pair.ttft);
  json.end_object();
}

void write_parameters(JsonWriter& json, std::string_view name,
                      const std::optional<PerfParameters>& parameters) {
  json.key(name);
  json.begin_array();
  if (parameters) {
    for (const double value : {parameters->alpha, parameters->beta, parameters->gamma, parameters->delta})
      json.number(value);
  }
  json.end_array();
}

void write_sample(JsonWriter& json, const TrueSample& truth) {
  const Sample& sample = truth.sample;
  json.begin_object();
  json.key("time");
  json.time(sample.time);
  json.member_count("line", sample.line);
  json.member_count("segment", sample.segment);
  json.member_bool("superseded", truth.superseded);
  json.member("rate_rpm", observation_in(sample).load.rate_rpm);
  json.member("in_tokens", observation_in(sample).load.in_tokens);
  json.member("out_tokens", observation_in(sample).load.out_tokens);
  json.member("current_replicas", running_replicas(sample));
  json.member("desired_replicas", wanted_replicas(sample));
  write_pair(json, "observed_ms", observation_in(sample).latency);
  write_pair(json, "true_ms", truth.true_latency);
  write_pair(json, "predicted_ms", sample.forecast ? sample.forecast->predicted : LatencyPair{});
  write_pair(json, "slo_ms", sample.slo);
  write_parameters(json, "parameters", sample.parameters);
  write_parameters(json, "true_parameters", truth.true_parameters);
  json.end_object();
}

void write_gap(JsonWriter& json, const TrueGap& gap) {
  json.begin_object();
  json.member("start_min", gap.start_min);
  json.member("last_violation_min", gap.last_violation_min);
  json.member("end_min", gap.end_min);
  json.member("duration_min", gap.duration_min);
  json.member_bool("open", !gap.end_min);
  json.member("peak_ms", gap.peak_ms);
  json.member("mean_ms", gap.mean_ms);
  json.member("cause", gap.waited_for_replicas ? "scale_up_lag" : "steady_state");
  json.member("detection_lag_min", gap.detection_min);
  json.member("actuation_lag_min", gap.actuation_min);
  json.member("settling_lag_min", gap.settling_min);
  json.member_count("first_line", gap.first_line);
  json.member_count("last_line", gap.last_line);
  json.end_object();
}

void write_numbers(JsonWriter& json, std::string_view name, const std::vector<double>& values) {
  json.key(name);
  json.begin_array();
  for (const double value : values)
    json.number(value);
  json.end_array();
}

void write_latency(JsonWriter& json, std::string_view name, const LatencyTruth& truth) {
  json.key(name);
  json.begin_object();
  json.member_count("measured", truth.measured);
  json.member_count("violations", truth.violations);
  json.member_count("unmeasured", truth.unmeasured);
  json.member("compliance_pct", truth.compliance_pct);
  json.key("gaps");
  json.begin_array();
  for (const TrueGap& gap : truth.gaps)
    write_gap(json, gap);
  json.end_array();
  write_numbers(json, "errors_ms", truth.errors_ms);
  write_numbers(json, "model_errors_ms", truth.model_errors_ms);
  json.end_object();
}

void write_variant(JsonWriter& json, const VariantTruth& variant) {
  const simulation::SeriesTruth& truth = variant.truth;
  json.begin_object();
  json.member("variant", variant.variant);
  json.key("counts");
  json.begin_object();
  json.member_count("samples", truth.samples);
  json.member_count("duplicates", truth.duplicates);
  json.member_count("unsolved", truth.unsolved);
  json.member_count("idle", truth.idle);
  json.member_count("segments", truth.segments);
  json.end_object();
  json.member("duration_min", truth.duration_min);
  json.member("replica_minutes", truth.replica_minutes);
  write_latency(json, "itl", truth.itl);
  write_latency(json, "ttft", truth.ttft);
  json.key("scaling_events");
  json.begin_array();
  for (const simulation::TrueEvent& event : truth.events) {
    json.begin_object();
    json.member("time_min", event.time_min);
    json.member("from", event.from);
    json.member("to", event.to);
    json.member_count("line", event.line);
    json.end_object();
  }
  json.end_array();
  json.key("samples");
  json.begin_array();
  for (const TrueSample& sample : variant.samples)
    write_sample(json, sample);
  json.end_array();
  json.end_object();
}

}  // namespace

std::string truth_json(const LogTruth& truth, const Tool& tool) {
  JsonWriter json;
  begin_document(json, "wvagate.truth/1", tool);
  json.member("scenario", truth.scenario);
  json.member_count("seed", truth.seed);
  json.member_count("lines", truth.lines);
  json.member_count("starts", truth.starts);
  json.key("variants");
  json.begin_array();
  for (const VariantTruth& variant : truth.variants)
    write_variant(json, variant);
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace wvagate::store
