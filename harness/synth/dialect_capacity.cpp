#include <chrono>

#include "analysis/core/format.hpp"
#include "harness/synth/collected_metrics.hpp"
#include "harness/synth/log_writer.hpp"
#include "harness/synth/printed.hpp"

namespace wvagate::synth {
namespace {

void write_variant(LoggedSample& logged, LogLines& lines) {
  const TimePoint time = logged.sample.time;
  const std::string running = running_replicas(logged);
  const double change =
      wanted_replicas(logged.sample).value_or(0) - running_replicas(logged.sample).value_or(0);
  logged.sample.line = lines.info(time, printed_collected_metrics(logged));
  write_pod_metrics(logged, change > 0 ? 0.9 : 0.4, time, lines);
  lines.info(time, joined("saturation analysis completed: modelID=", logged.sample.model,
                          ", totalReplicas=", running, ", nonSaturated=", running, ", shouldScaleUp=",
                          change > 0 ? "true" : "false", ", scaleDownSafe=", change < 0 ? "true" : "false"));
}

}  // namespace

void write_capacity(LoggedCycle& cycle, CycleContext& context) {
  LogLines& lines = context.lines;
  lines.info(cycle.time, "saturation scaling configuration loaded successfully");
  lines.info(cycle.time, "Operating in saturation-only mode: reactive saturation-based scaling only");
  lines.info(cycle.time,
             joined("Grouped VAs by model: modelCount=", std::to_string(cycle.samples.size()),
                    ", totalVAs=", std::to_string(cycle.samples.size() + cycle.without_metrics.size())));
  std::vector<const LoggedSample*> decided;
  for (LoggedSample& logged : cycle.samples) {
    lines.info(cycle.time, joined("Processing model: modelID=", logged.sample.model, ", variantCount=1"));
    write_variant(logged, lines);
    if (!cycle.cut) {
      lines.info(logged.sample.time, joined("saturation-only decisions made for model: ", logged.sample.model,
                                            " - decision count: 1"));
    }
    if (logged.sample.decision) decided.push_back(&logged);
  }
  if (cycle.cut) return;
  const TimePoint end =
      (cycle.samples.empty() ? cycle.time : cycle.samples.back().sample.time) + std::chrono::milliseconds(4);
  write_decisions(decided, {.reason = "saturation-only mode: ", .saturation_only = "true"}, end, lines);
  lines.info(end, joined("Reconciliation completed successfully: mode=saturation-only, modelsProcessed=",
                         std::to_string(cycle.samples.size()),
                         ", decisionsApplied=", std::to_string(decided.size())));
}

}  // namespace wvagate::synth
