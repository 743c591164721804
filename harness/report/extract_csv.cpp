#include "harness/report/extract_csv.hpp"

#include <array>
#include <optional>

#include "analysis/core/format.hpp"
#include "harness/report/csv.hpp"

namespace wvagate::report {

std::string_view extract_csv_header() {
  return "timestamp,itlAverage,ttftAverage,rate,inTk,outTk,numRep,itl,ttft,slo_itl,slo_ttft,alpha,beta,gamma,"
         "delta,variant,model,service_class,accelerator,current_replicas,max_batch,rho,max_rpm,cost,log,line,"
         "cycle,namespace,role,target,optimizer_target,action,reason,optimizer,min_replicas,max_replicas,"
         "latency_source\n";
}

std::string_view claims_csv_header() {
  return "timestamp,cycle,line,namespace,model,variant,analyzer,votes,supply,demand,util,rc,sc,"
         "scale_up_threshold,scale_down_boundary,prc,role,reason,current_replicas,optimizer_target,target,action\n";
}

std::string_view mismatches_csv_header() {
  return "timestamp,cycle,line,variant,pod,k,observed_tps,predicted_tps,error_pct\n";
}

namespace {

/// Appends each of the numbers behind a comma.
template <std::size_t kCount>
void append_numbers(std::string& out, const std::array<const Digits*, kCount>& numbers) {
  std::array<char, kCount*(1 + Digits::kMaxSize)> row;
  char* end = row.data();
  for (const Digits* digits : numbers) {
    *end++ = ',';
    end = digits->write_to(end);
  }
  out.append(row.data(), end);
}

/// Appends a comma and the number, nothing for 0: lines and cycles are counted from 1.
void append_count(std::string& out, std::uint64_t count) {
  out += ',';
  if (count > 0) out += std::to_string(count);
}

void append_number(std::string& out, std::optional<double> value) {
  out += ',';
  if (value) out += format_shortest(*value);
}

}  // namespace

void append_extract_csv(std::string& out, const LoggedSample& logged, std::string_view log) {
  const Sample& sample = logged.sample;
  const SampleDigits& d = logged.digits;
  const auto& [alpha, beta, gamma, delta] = d.parameters;
  append_csv_text(out, d.timestamp);
  append_numbers<14>(out,
                     {&d.itl, &d.ttft, &d.rate, &d.in_tokens, &d.out_tokens, &d.replicas, &d.predicted_itl,
                      &d.predicted_ttft, &d.slo_itl, &d.slo_ttft, &alpha, &beta, &gamma, &delta});
  const auto text = [&](std::string_view value) {
    out += ',';
    append_csv_text(out, value);
  };
  for (const std::string_view name : {sample.variant, sample.model, sample.service_class, sample.accelerator})
    text(name);
  append_numbers<5>(out, {&d.current_replicas, &d.max_batch, &d.rho, &d.max_rpm, &d.cost});
  text(log);
  out += ',' + std::to_string(sample.line);
  append_count(out, sample.cycle);
  text(sample.name_space);
  text(sample.role);
  const Decision decision = sample.decision.value_or(Decision{});
  append_number(out, decision.target ? decision.target : sample.emitted_replicas);
  append_number(out, decision.optimizer_target);
  text(decision.action);
  text(decision.reason);
  text(decision.optimizer);
  append_number(out, sample.bounds.min_replicas);
  append_number(out, sample.bounds.max_replicas);
  text(latency_source(sample));
  out += '\n';
}

void append_claim_csv(std::string& out, const LoggedClaim& logged) {
  const Claim& claim = logged.claim;
  const ClaimDigits& d = logged.digits;
  append_csv_text(out, logged.timestamp);
  append_count(out, logged.cycle);
  append_count(out, logged.line);
  const auto text = [&](std::string_view value) {
    out += ',';
    append_csv_text(out, value);
  };
  for (const std::string_view value : {logged.name_space, logged.model, logged.variant, claim.analyzer})
    text(value);
  text(!claim.votes ? "" : *claim.votes ? "true" : "false");
  append_numbers<8>(out, {&d.supply, &d.demand, &d.utilization, &d.required, &d.spare, &d.scale_up_threshold,
                          &d.scale_down_boundary, &d.per_replica});
  text(claim.role);
  text(claim.source);
  append_number(out, logged.current_replicas);
  append_number(out, logged.optimizer_target);
  append_number(out, logged.target);
  text(logged.action);
  out += '\n';
}

void append_mismatch_csv(std::string& out, const LoggedMismatch& logged) {
  append_csv_text(out, logged.timestamp);
  append_count(out, logged.cycle);
  append_count(out, logged.line);
  for (const std::string_view value : {logged.variant, logged.mismatch.pod}) {
    out += ',';
    append_csv_text(out, value);
  }
  append_numbers<4>(out, {&logged.kv_usage, &logged.observed_tps, &logged.predicted_tps, &logged.error_pct});
  out += '\n';
}

}  // namespace wvagate::report
