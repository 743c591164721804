#include "harness/synth/collected_metrics.hpp"

#include <algorithm>

#include "analysis/core/format.hpp"
#include "harness/synth/printed.hpp"

namespace wvagate::synth {

std::string printed_collected_metrics(const LoggedSample& logged) {
  const SampleDigits& digits = logged.digits;
  std::string text =
      joined("Metrics collected for VA: variant=", name_of(logged.sample.variant),
             ", replicas=", digits.current_replicas, ", accelerator=", logged.sample.accelerator,
             ", ttft=", digits.ttft, "ms, itl=", digits.itl, "ms, cost=", digits.cost);
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) text += joined(", ", name, "=", value);
  };
  if (observation_in(logged.sample).max_batch)
    add("maxBatch", format_float32(*observation_in(logged.sample).max_batch));
  add("arrivalRate", digits.rate);
  add("avgInputTokens", digits.in_tokens);
  add("avgOutputTokens", digits.out_tokens);
  return text;
}

void write_pod_metrics(const LoggedSample& logged, double use, TimePoint time, LogLines& lines) {
  constexpr double kMostPods = 16;
  const double pods = std::min(running_replicas(logged.sample).value_or(0), kMostPods);
  for (int i = 0; i < static_cast<int>(pods); ++i) {
    const std::string pod =
        joined(name_of(logged.sample.variant), "-6c9f7d5b8-", format_fixed(10'000 + i, 0));
    lines.info(time, joined("KV cache metric: pod=", pod, ", usage=", format_fixed(use, 3), " (",
                            format_fixed(use * 100, 1), "%)"));
    lines.info(time, joined("Queue metric: pod=", pod, ", queueLength=0"));
  }
}

void write_decisions(const std::vector<const LoggedSample*>& decided, const DecisionWords& words,
                     TimePoint time, LogLines& lines) {
  if (decided.empty()) {
    lines.info(time, "No scaling decisions to apply");
    return;
  }
  lines.info(time, joined("Applying scaling decisions: totalDecisions=", std::to_string(decided.size())));
  for (const LoggedSample* logged : decided) {
    const std::string_view name = name_of(logged->sample.variant);
    const std::string_view action = action_of(*logged);
    const std::string running = running_replicas(*logged);
    const std::string wanted = wanted_replicas(*logged);
    const std::string_view suffix = words.reason.ends_with(": ") ? action : std::string_view();
    lines.info(time, joined("Processing decision: variant=", name, ", action=", action, ", current=", running,
                            "→target=", wanted));
    lines.info(time, joined("EmitReplicaMetrics completed - variant: ", name, ", current-replicas: ", running,
                            ", desired-replicas: ", wanted, ", accelerator: ", logged->sample.accelerator));
    lines.info(time, joined("Successfully emitted metrics for external autoscalers: variant=", name,
                            ", targetReplicas=", wanted, ", accelerator=", logged->sample.accelerator,
                            ", SaturationOnly=", words.saturation_only));
    lines.info(time, joined("Applied Saturation decision: variant=", name, ", action=", action,
                            ", current=", running, ", target=", wanted, ", reason=", words.reason, suffix));
  }
}

}  // namespace wvagate::synth
