#include <chrono>

#include "analysis/core/format.hpp"
#include "harness/synth/collected_metrics.hpp"
#include "harness/synth/log_writer.hpp"
#include "harness/synth/printed.hpp"
#include "harness/synth/tuner_lines.hpp"

namespace wvagate::synth {
namespace {

using std::chrono::milliseconds;

/// A model's variants in a cycle: the controller works model by model.
struct ModelGroup {
  std::string_view model;
  std::vector<LoggedSample*> samples;
  std::vector<const UncollectedVariant*> without_metrics;

  std::size_t size() const { return samples.size() + without_metrics.size(); }
};

std::vector<ModelGroup> by_model(LoggedCycle& cycle) {
  std::vector<ModelGroup> groups;
  const auto group_of = [&](std::string_view model) -> ModelGroup& {
    for (ModelGroup& group : groups) {
      if (group.model == model) return group;
    }
    return groups.emplace_back(ModelGroup{.model = model, .samples = {}, .without_metrics = {}});
  };
  for (LoggedSample& logged : cycle.samples)
    group_of(logged.sample.model).samples.push_back(&logged);
  for (const UncollectedVariant& variant : cycle.without_metrics)
    group_of(variant.model).without_metrics.push_back(&variant);
  return groups;
}

/// The lines about a model's pods, which tell the replicas once more.
void write_pods(const ModelGroup& group, TimePoint time, LogLines& lines) {
  double replicas = 0;
  std::string counts;
  for (const LoggedSample* logged : group.samples) {
    const double running = running_replicas(logged->sample).value_or(0);
    replicas += running;
    const double use = logged->sample.forecast ? logged->sample.forecast->rho.value_or(0) : 0;
    write_pod_metrics(*logged, use, time, lines);
    counts +=
        joined(counts.empty() ? "" : " ", name_of(logged->sample.variant), ":", running_replicas(*logged));
  }
  const std::string count = format_float32(replicas);
  lines.debug(time, joined("Pod-to-variant matching successful: totalPods=", count, ", variantCounts=map[",
                           counts, "]"));
  lines.debug(time, joined("Collected capacity metrics for observability in model-only mode: modelID=",
                           group.model, ", replicaCount=", count));
}

void write_observations(ModelGroup& group, CycleContext& context, TimePoint time) {
  LogLines& lines = context.lines;
  for (const LoggedSample* logged : group.samples) {
    if (logged->digits.slo_itl.empty()) continue;
    lines.info(time,
               joined("Found SLO for model: model=", group.model, ", class=", logged->sample.service_class,
                      ", slo-tpot=", logged->digits.slo_itl, ", slo-ttft=", logged->digits.slo_ttft));
    break;
  }
  for (LoggedSample* logged : group.samples) {
    // The release that logged no parameters put a check mark before what it collected.
    const std::string_view mark = logged->sample.parameters ? "" : "✓ ";
    logged->sample.line = lines.debug(logged->sample.time, joined(mark, printed_collected_metrics(*logged)));
  }
  for (const UncollectedVariant* variant : group.without_metrics) {
    lines.warn(time, joined("Metrics unavailable, skipping optimization for variant: variant=", variant->name,
                            ", namespace=", variant->name_space, ", model=", variant->model,
                            ", reason=MetricsMissing"));
  }
}

void write_failure(const ModelGroup& group, TimePoint time, LogLines& lines) {
  for (const LoggedSample* logged : group.samples)
    lines.info(time, joined("No potential allocations found for server: ", logged->sample.variant));
  lines.error(time, "Model-based optimization failed: no feasible allocations found for all variants: ");
  lines.warn(time,
             joined("Both Saturation and model-based failed, activating safety net: modelID=", group.model));
  for (const LoggedSample* logged : group.samples) {
    const std::string running = running_replicas(*logged);
    lines.info(time, joined("Safety net activated: emitted fallback metrics: variant=",
                            name_of(logged->sample.variant), ", currentReplicas=", running,
                            ", desiredReplicas=", running, ", accelerator=", logged->sample.accelerator,
                            ", fallbackSource=current-replicas"));
  }
}

/// Whether the model's variants were solved.
bool write_solution(const ModelGroup& group, TimePoint time, LogLines& lines) {
  std::vector<const LoggedSample*> all(group.samples.begin(), group.samples.end());
  std::string targets;
  for (const LoggedSample* logged : all) {
    if (!logged->sample.forecast) continue;
    targets +=
        joined(targets.empty() ? "" : " ", name_of(logged->sample.variant), ":", logged->digits.replicas);
  }
  if (targets.empty()) {
    write_failure(group, time, lines);
    return false;
  }
  lines.debug(time, joined("Optimization solution - system: ", printed_solution(all)));
  for (const LoggedSample* logged : all) {
    if (!logged->sample.forecast) continue;
    lines.debug(time, joined("Setting accelerator name: Name=", logged->sample.accelerator,
                             ", allocationData=", printed_allocation(*logged)));
  }
  lines.info(time, joined("Model-based optimization completed for model: ", group.model,
                          " - model-based targets: map[", targets, "]"));
  lines.warn(
      time, joined("saturation analysis unavailable, using model-based targets only: modelID=", group.model));
  return true;
}

}  // namespace

void write_json(LoggedCycle& cycle, CycleContext& context) {
  LogLines& lines = context.lines;
  std::vector<ModelGroup> groups = by_model(cycle);
  const std::string models = std::to_string(groups.size());
  lines.info(cycle.time, "Operating in MODEL-ONLY mode: model-based optimization only");
  lines.info(cycle.time, joined("Grouped VAs by model: modelCount=", models, ", totalVAs=",
                                std::to_string(cycle.samples.size() + cycle.without_metrics.size())));
  std::size_t failed = 0;
  std::vector<const LoggedSample*> decided;
  for (ModelGroup& group : groups) {
    const TimePoint observed = group.samples.empty() ? cycle.time : group.samples.front()->sample.time;
    lines.info(observed, joined("Processing model: modelID=", group.model,
                                ", variantCount=", std::to_string(group.size())));
    write_pods(group, observed, lines);
    write_observations(group, context, observed);
    if (cycle.cut) continue;
    if (context.tuner)
      lines.debug(
          observed,
          "Experimental model tuner is enabled globally: tuning model performance parameters for active VAs");
    for (const LoggedSample* logged : group.samples)
      write_tuner(*logged, observed, context);
    if (!write_solution(group, observed + milliseconds(2), lines)) ++failed;
    for (const LoggedSample* logged : group.samples) {
      if (logged->sample.forecast) decided.push_back(logged);
    }
  }
  if (cycle.cut) return;
  const TimePoint end =
      (cycle.samples.empty() ? cycle.time : cycle.samples.back().sample.time) + milliseconds(4);
  write_decisions(decided,
                  {.reason = "model-based only (Saturation unavailable)", .saturation_only = "false"}, end,
                  lines);
  const std::string applied = std::to_string(decided.size());
  if (failed == 0) {
    lines.info(end, joined("Reconciliation completed successfully: mode=model-only, modelsProcessed=", models,
                           ", decisionsApplied=", applied));
  } else {
    lines.warn(end, joined("Reconciliation completed with errors: mode=model-only, modelsProcessed=", models,
                           ", modelsFailed=", std::to_string(failed), ", decisionsApplied=", applied));
  }
}

}  // namespace wvagate::synth
