#include "analysis/core/format.hpp"
#include "harness/synth/log_writer.hpp"
#include "harness/synth/printed.hpp"

namespace wvagate::synth {
namespace {

/// Adds `"name":value` where there are digits.
void add_number(std::string& object, std::string_view name, std::string_view digits) {
  if (!digits.empty()) object += joined(R"(,")", name, R"(":)", digits);
}

void add_text(std::string& object, std::string_view name, std::string_view text) {
  object += joined(R"(,")", name, R"(":")");
  append_escaped(object, text);
  object += '"';
}

}  // namespace

void write_metrics(LoggedCycle& cycle, CycleContext& context) {
  for (LoggedSample& logged : cycle.samples) {
    const Sample& sample = logged.sample;
    const SampleDigits& digits = logged.digits;
    std::string object = joined(R"({"optimizationMetrics":{"timestamp":")", digits.timestamp, R"(")");
    add_number(object, "itlAverage", digits.itl);
    add_number(object, "ttftAverage", digits.ttft);
    add_number(object, "rate", digits.rate);
    add_number(object, "inTk", digits.in_tokens);
    add_number(object, "outTk", digits.out_tokens);
    add_number(object, "numRep", digits.replicas);
    add_number(object, "itl", digits.predicted_itl);
    add_number(object, "ttft", digits.predicted_ttft);
    add_number(object, "slo_itl", digits.slo_itl);
    add_number(object, "slo_ttft", digits.slo_ttft);
    constexpr std::array<std::string_view, 4> kParameters = {"alpha", "beta", "gamma", "delta"};
    for (std::size_t i = 0; i < kParameters.size(); ++i)
      add_number(object, kParameters[i], digits.parameters[i]);
    add_text(object, "variant", sample.variant);
    add_text(object, "model", sample.model);
    add_text(object, "service_class", sample.service_class);
    add_text(object, "accelerator", sample.accelerator);
    add_number(object, "current_replicas", digits.current_replicas);
    add_number(object, "max_batch",
               sample.forecast ? std::string_view(digits.max_batch) : std::string_view());
    add_number(object, "rho", digits.rho);
    add_number(object, "max_rpm", digits.max_rpm);
    add_number(object, "cost", digits.cost);
    logged.sample.line = context.lines.add(object + "}}", sample.time);
  }
}

}  // namespace wvagate::synth
