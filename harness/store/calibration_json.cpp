#include "harness/store/calibration_json.hpp"

#include "harness/store/json_document.hpp"

namespace wvagate::store {
namespace {

void write_parameters(JsonWriter& json, const PerfParameters& parameters) {
  for (const Parameter parameter : kParameters) {
    json.member(parameter_name(parameter), std::optional(parameter_of(parameters, parameter)));
  }
}

void write_optional_parameters(JsonWriter& json, std::string_view name,
                               const std::optional<PerfParameters>& parameters) {
  json.key(name);
  if (!parameters) {
    json.number(std::nullopt);
    return;
  }
  json.begin_object();
  write_parameters(json, *parameters);
  json.end_object();
}

void write_fit(JsonWriter& json, const CalibrationFit& fit) {
  json.begin_object();
  for (const Parameter parameter : kParameters) {
    const ParameterEstimate& estimate = fit[parameter];
    json.key(parameter_name(parameter));
    json.begin_object();
    json.member("value", std::optional(estimate.value));
    json.member("status", status_name(estimate.status));
    json.member("low", estimate.low);
    json.member("high", estimate.high);
    json.end_object();
  }
  json.member("condition", std::optional(fit.condition));
  json.end_object();
}

void write_candidate(JsonWriter& json, std::string_view name, const CandidateScore& score) {
  json.key(name);
  json.begin_object();
  for (const Latency latency : {Latency::itl, Latency::ttft}) {
    const auto& error = score[latency];
    const std::string prefix = latency == Latency::itl ? "itl_" : "ttft_";
    json.member_count(prefix + "samples", error ? error->samples : 0);
    json.member(prefix + "mae_ms", error ? std::optional(error->mae_ms) : std::nullopt);
    json.member(prefix + "bias_ms", error ? std::optional(error->bias_ms) : std::nullopt);
  }
  json.end_object();
}

void write_scores(JsonWriter& json, std::string_view name, const std::optional<SchemeScores>& scores) {
  json.key(name);
  if (!scores) {
    json.number(std::nullopt);
    return;
  }
  json.begin_object();
  write_candidate(json, "in_force", scores->all.in_force);
  write_candidate(json, "fitted", scores->all.fitted);
  write_candidate(json, "line", scores->all.line);
  write_candidate(json, "in_force_settled", scores->settled.in_force);
  write_candidate(json, "fitted_settled", scores->settled.fitted);
  json.end_object();
}

void write_sample(JsonWriter& json, const CalibrationSample& sample, const CalibratedModel& model) {
  json.begin_object();
  json.member("log", model.logs[model.log_of[sample.series]]);
  json.member_count("line", sample.line);
  json.key("time");
  json.time(sample.time);
  json.member_name("left_out", sample.left_out ? left_out_name(*sample.left_out) : std::string_view());
  json.member("rate_per_replica_rpm", sample.rate_per_replica_rpm);
  for (const Latency latency : {Latency::itl, Latency::ttft}) {
    const std::string prefix = latency == Latency::itl ? "itl_" : "ttft_";
    json.member(prefix + "observed_ms", sample.observed[latency]);
    json.member(prefix + "in_force_ms", sample.in_force[latency]);
    json.member(prefix + "fitted_ms", sample.fitted[latency]);
  }
  json.end_object();
}

void write_model(JsonWriter& json, const CalibratedModel& model) {
  const Calibration& calibration = model.calibration;
  json.begin_object();
  json.member_name("model", model.model);
  json.member_name("accelerator", model.accelerator);
  json.key("logs");
  json.begin_array();
  for (const auto& log : model.logs)
    json.text(log);
  json.end_array();
  json.member_bool("recommended", calibration.verdict.recommended);
  json.member("reason", verdict_reason_name(calibration.verdict.reason));
  json.member_count("used", calibration.used);
  json.key("left_out");
  json.begin_object();
  for (std::size_t i = 0; i < kLeftOutCount; ++i) {
    json.member_count(left_out_name(static_cast<LeftOut>(i)), calibration.left_out[i]);
  }
  json.end_object();
  write_optional_parameters(json, "in_force", calibration.in_force);
  json.key("fitted");
  if (calibration.fit) {
    write_fit(json, *calibration.fit);
  } else {
    json.number(std::nullopt);
  }
  write_scores(json, "in_sample", calibration.in_sample);
  write_scores(json, "second_half", calibration.second_half);
  write_scores(json, "cross_validation", calibration.cross_validation);
  json.key("samples");
  json.begin_array();
  for (const auto& sample : calibration.samples)
    write_sample(json, sample, model);
  json.end_array();
  json.end_object();
}

}  // namespace

std::string calibration_document(const Tool& tool, std::span<const CalibratedModel> models) {
  JsonWriter json;
  begin_document(json, "wvagate.calibration/1", tool);
  json.key("models");
  json.begin_array();
  for (const auto& model : models)
    write_model(json, model);
  json.end_array();
  json.end_object();
  return json.take();
}

std::string parameters_document(const Tool& tool, std::span<const CalibratedModel> models) {
  JsonWriter json;
  begin_document(json, "wvagate.parameters/1", tool);
  json.key("accelerators");
  json.begin_array();
  for (const auto& model : models) {
    if (!model.calibration.verdict.recommended) continue;
    json.begin_object();
    json.member_name("acc", model.accelerator);
    json.member_name("model", model.model);
    write_parameters(json, model.calibration.fit->parameters);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace wvagate::store
