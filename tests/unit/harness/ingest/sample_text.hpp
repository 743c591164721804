#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/format.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"

namespace wvagate::testing {

/// Builds a text of fields, each closed by "|".
class FieldsText {
 public:
  void add(std::string_view text) { text_ += std::string(text) + "|"; }
  void number(const std::optional<double>& value) { add(value ? format_shortest(*value) : std::string("-")); }
  void flag(const std::optional<bool>& value) { add(value ? (*value ? "yes" : "no") : "-"); }
  void pair(const LatencyPair& value) {
    number(value.itl);
    number(value.ttft);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

inline void add_claim(FieldsText& out, const Claim& claim) {
  out.add(claim.analyzer);
  for (const auto& number : {claim.supply, claim.demand, claim.utilization, claim.required, claim.spare,
                             claim.scale_up_threshold, claim.scale_down_boundary, claim.per_replica})
    out.number(number);
  out.add(claim.role);
  out.add(claim.source);
  out.flag(claim.votes);
}

inline void add_forecast(FieldsText& out, const Forecast& forecast) {
  out.add("forecast");
  for (const auto& number :
       {forecast.replicas, forecast.max_batch, forecast.rho, forecast.max_rpm, forecast.cost,
        forecast.load.rate_rpm, forecast.load.in_tokens, forecast.load.out_tokens})
    out.number(number);
  out.pair(forecast.predicted);
}

inline void add_digits(FieldsText& out, const SampleDigits& digits) {
  for (const Digits& number :
       {digits.itl, digits.ttft, digits.rate, digits.in_tokens, digits.out_tokens, digits.replicas,
        digits.predicted_itl, digits.predicted_ttft, digits.slo_itl, digits.slo_ttft, digits.parameters[0],
        digits.parameters[1], digits.parameters[2], digits.parameters[3], digits.current_replicas,
        digits.max_batch, digits.rho, digits.max_rpm, digits.cost})
    out.add(std::string_view(number));
}

/// All of a sample but its line, cycle and segment.
inline std::string text_of(const LoggedSample& logged) {
  const Sample& sample = logged.sample;
  FieldsText out;
  for (const std::string_view text :
       {std::string_view(logged.digits.timestamp), sample.variant, sample.name_space, sample.full_name,
        sample.model, sample.service_class, sample.accelerator, sample.role, sample.held})
    out.add(text);
  if (sample.observation) {
    const Observation& observation = *sample.observation;
    out.add("observed");
    for (const auto& number :
         {observation.replicas, observation.pending, observation.max_batch, observation.cost,
          observation.load.rate_rpm, observation.load.in_tokens, observation.load.out_tokens})
      out.number(number);
    out.pair(observation.latency);
    for (const PodObservation& pod : observation.pods) {
      out.add(pod.pod);
      for (const auto& number : {pod.kv_usage, pod.queue_length, pod.dispatch_rps, pod.itl_ms, pod.ttft_ms})
        out.number(number);
    }
  }
  if (sample.forecast) add_forecast(out, *sample.forecast);
  if (const auto& in_force = sample.parameters) {
    for (const double number : {in_force->alpha, in_force->beta, in_force->gamma, in_force->delta})
      out.number(number);
  }
  if (sample.tuner) {
    out.add(sample.tuner->accepted ? "accepted" : "rejected");
    out.number(sample.tuner->nis);
  }
  if (sample.reactive) {
    out.number(sample.reactive->replicas);
    out.number(sample.reactive->spare_kv);
    out.add(sample.reactive->reason);
  }
  add_digits(out, logged.digits);
  if (sample.decision) {
    const Decision& decision = *sample.decision;
    out.add("decided");
    for (const auto& number : {decision.current, decision.optimizer_target, decision.target})
      out.number(number);
    for (const std::string_view text :
         {decision.action, decision.reason, decision.optimizer, decision.overridden_by})
      out.add(text);
  }
  for (const Claim& claim : sample.claims)
    add_claim(out, claim);
  if (sample.throughput) {
    out.number(sample.throughput->a_s);
    out.number(sample.throughput->b_s);
    out.add(std::to_string(sample.throughput->mismatches.size()));
    out.add(sample.throughput->cleared ? "cleared" : "");
  }
  for (const auto& number :
       {sample.emitted_replicas, sample.bounds.min_replicas, sample.bounds.max_replicas, sample.bounds.cost})
    out.number(number);
  out.add(sample.interrupted ? "interrupted" : "");
  out.pair(sample.slo);
  return out.text();
}

inline std::string text_of(const LoggedClaim& row) {
  FieldsText out;
  add_claim(out, row.claim);
  for (const std::string_view text : {std::string_view(row.timestamp), row.name_space, row.model, row.variant,
                                      row.action, std::string_view(row.digits.demand)})
    out.add(text);
  for (const auto& number : {row.current_replicas, row.optimizer_target, row.target})
    out.number(number);
  return out.text();
}

inline std::string text_of(const LoggedMismatch& row) {
  FieldsText out;
  for (const std::string_view text :
       {std::string_view(row.timestamp), row.variant, row.mismatch.pod, std::string_view(row.observed_tps)})
    out.add(text);
  return out.text();
}

template <typename Row>
std::vector<std::string> texts_of(const std::vector<Row>& rows) {
  std::vector<std::string> texts;
  for (const Row& row : rows)
    texts.push_back(text_of(row));
  return texts;
}

/// The first text in which two lists differ, of either; empty if they are the same.
inline std::string first_difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const std::size_t most = std::max(a.size(), b.size());
  for (std::size_t i = 0; i < most; ++i) {
    const std::string of_a = i < a.size() ? a[i] : "nothing";
    const std::string of_b = i < b.size() ? b[i] : "nothing";
    if (of_a != of_b) return std::to_string(i) + ":\n" + of_a + "\n" + of_b;
  }
  return {};
}

/// Checks that two logs give the same but for lines, cycles and segments.
inline void check_same(const ReadBack& a, const ReadBack& b) {
  CHECK(first_difference(texts_of(a.samples), texts_of(b.samples)) == "");
  CHECK(first_difference(texts_of(a.claims), texts_of(b.claims)) == "");
  CHECK(first_difference(texts_of(a.mismatches), texts_of(b.mismatches)) == "");
}

}  // namespace wvagate::testing
