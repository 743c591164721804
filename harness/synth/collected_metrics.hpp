#pragma once

#include <string>
#include <vector>

#include "harness/synth/log_lines.hpp"
#include "harness/synth/logged_cycle.hpp"

/// Lines that the model-based and the reactive controller of one release share.
namespace wvagate::synth {

/// "Metrics collected for VA: variant=…, replicas=…, …", with the fields that the sample has.
std::string printed_collected_metrics(const LoggedSample& logged);

/// "KV cache metric" and "Queue metric" of each of a variant's pods, `use` of its cache in use.
void write_pod_metrics(const LoggedSample& logged, double use, TimePoint time, LogLines& lines);

/// What a mode says when it applies decisions.
struct DecisionWords {
  std::string_view reason;           ///< the action follows where it ends in ": "
  std::string_view saturation_only;  ///< "true" or "false"
};

/// "Applying scaling decisions", and what follows of each.
void write_decisions(const std::vector<const LoggedSample*>& decided, const DecisionWords& words,
                     TimePoint time, LogLines& lines);

}  // namespace wvagate::synth
