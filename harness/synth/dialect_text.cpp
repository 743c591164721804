#include <chrono>
#include <set>

#include "harness/synth/log_writer.hpp"
#include "harness/synth/printed.hpp"
#include "harness/synth/tuner_lines.hpp"

namespace wvagate::synth {
namespace {

using std::chrono::milliseconds;

void write_targets(const LoggedCycle& cycle, LogLines& lines) {
  std::set<std::string_view> models;
  for (const LoggedSample& logged : cycle.samples) {
    if (logged.digits.slo_itl.empty() || !models.insert(logged.sample.model).second) continue;
    lines.info(cycle.time, joined("Found SLO for model - model: ", logged.sample.model, ", class: ",
                                  logged.sample.service_class, ", slo-tpot: ", logged.digits.slo_itl,
                                  ", slo-ttft: ", logged.digits.slo_ttft));
  }
}

void write_system_data(LoggedCycle& cycle, TimePoint time, LogLines& lines) {
  const auto section = [&](std::string_view name, std::string_view data) {
    return lines.debug(time, joined("System data prepared for optimization: - { ", name, ": ", data, "}"));
  };
  section("count", "[]");
  section("accelerators", printed_accelerators(cycle.samples));
  section("serviceClasses", printed_service_classes(cycle.samples));
  section("models", printed_models(cycle.samples));
  section("optimizer", "{  unlimited: true,  delayedBestEffort: false,  saturationPolicy:  }");
  const std::uint64_t line = section("servers", printed_servers(cycle.samples));
  for (LoggedSample& logged : cycle.samples)
    logged.sample.line = line;
}

/// What the controller says of a variant once the optimizer has an answer.
void write_allocation(const LoggedSample& logged, std::size_t index, TimePoint time, bool later_release,
                      LogLines& lines) {
  const std::string_view name = name_of(logged.sample.variant);
  const std::string wanted = wanted_replicas(logged);
  lines.debug(
      time, joined("Processing variant - index: ", std::to_string(index), ", variantAutoscaling-name: ", name,
                   ", namespace: ", namespace_of(logged.sample.variant), ", has_optimized_alloc: true"));
  const std::string replicas =
      joined(", current-replicas: ", running_replicas(logged), ", desired-replicas: ", wanted,
             ", accelerator: ", logged.sample.accelerator);
  const std::string emitted =
      joined("Successfully emitted optimization signals for external autoscalers - variant: ", name);
  if (later_release) {
    lines.info(time, joined("EmitReplicaMetrics completed - variant: ", name, replicas));
    lines.info(time, emitted);
  } else {
    lines.debug(time, joined("EmitReplicaMetrics completed for variantAutoscaling-name: ", name, replicas));
    lines.debug(time, emitted);
  }
}

void write_outcome(const LoggedCycle& cycle, TimePoint time, bool later_release, LogLines& lines) {
  std::vector<const LoggedSample*> all;
  std::vector<const LoggedSample*> solved;
  for (const LoggedSample& logged : cycle.samples) {
    all.push_back(&logged);
    if (logged.sample.forecast) solved.push_back(&logged);
  }
  lines.debug(time, joined("Optimization solution - system: ", printed_solution(all)));
  for (const LoggedSample* logged : solved) {
    lines.debug(time, later_release ? joined("Setting accelerator name: Name=", logged->sample.accelerator,
                                             ", allocationData=", printed_allocation(*logged))
                                    : joined("Setting accelerator name Name ", logged->sample.accelerator,
                                             "allocationData ", printed_allocation(*logged)));
  }
  const std::string count = std::to_string(solved.size());
  lines.debug(time, "Optimization completed successfully, emitting optimization metrics");
  lines.debug(time, joined("Optimized allocation map - numKeys: ", count, ", updateList_count: ", count));
  lines.debug(time,
              joined("Optimization metrics emitted, starting to process variants - variant_count: ", count));
  for (std::size_t i = 0; i < solved.size(); ++i)
    write_allocation(*solved[i], i, time, later_release, lines);
  lines.debug(time + milliseconds(5), "Completed variant processing loop");
  lines.info(time + milliseconds(5), joined("Reconciliation completed - variants_processed: ", count,
                                            ", optimization_successful: true"));
}

}  // namespace

void write_text(LoggedCycle& cycle, CycleContext& context) {
  LogLines& lines = context.lines;
  const TimePoint observed = cycle.samples.empty() ? cycle.time : cycle.samples.front().sample.time;
  write_targets(cycle, lines);
  for (const UncollectedVariant& variant : cycle.without_metrics) {
    lines.warn(cycle.time,
               joined("Metrics unavailable, skipping optimization for variant - variantAutoscaling-name: ",
                      variant.name, ", namespace: ", variant.name_space, ", model: ", variant.model));
  }
  if (context.tuner) {
    lines.debug(cycle.time,
                "Experimental model tuner is enabled globally (EXPERIMENTAL_MODEL_TUNER_ENABLED=true), "
                "auto-guess=false, tuning model performance parameters for active VAs");
    for (const LoggedSample& logged : cycle.samples)
      write_tuner(logged, observed, context);
  }
  write_system_data(cycle, observed, lines);
  if (cycle.cut) return;
  if (any_solved(cycle.samples)) {
    write_outcome(cycle, observed, context.tuner, lines);
  } else {
    lines.error(
        observed,
        "no feasible allocations found for all variants: unable to perform model optimization, skipping "
        "this iteration");
  }
}

}  // namespace wvagate::synth
