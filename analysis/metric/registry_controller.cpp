#include "analysis/metric/registry_controller.hpp"

#include <string>
#include <string_view>

#include "analysis/metric/analyzers.hpp"

namespace wvagate::metric {
namespace {

using enum Better;

struct Row {
  std::string_view name, unit;
  Better better;
  std::string_view meaning, formula;
};

// The rows of one analyzer, named below "capacity.<analyzer>.". In a text "{A}" is the analyzer's name; the
// unit "{U}" is that of its capacities.
constexpr Row kClaimRows[] = {
    {"util_mean", "", lower, "mean utilization of the model by the {A} analyzer, 1 being all of the supply",
     "mean of demand / supply, as logged, over cycles with data"},
    {"util_p90", "", lower, "90th percentile of the utilization by the {A} analyzer",
     "quantile 0.9 of demand / supply, interpolated"},
    {"util_max", "", lower, "highest utilization by the {A} analyzer", "max of demand / supply"},
    {"over_pct", "%", lower, "share of cycles whose utilization by the {A} analyzer exceeds its threshold",
     "100 · (util > scaleUpThreshold) / cycles that log both and in which it may vote"},
    {"required_mean", "{U}", neither, "mean capacity that the {A} analyzer requires in addition",
     "mean of the model's required capacity over cycles with data"},
    {"spare_mean", "{U}", neither, "mean capacity that the {A} analyzer would give up",
     "mean of the model's spare capacity over cycles with data"},
    {"prc_min", "{U}", neither, "lowest capacity of one replica by the {A} analyzer",
     "min over cycles in which it is known (not 0)"},
    {"prc_median", "{U}", neither, "median capacity of one replica by the {A} analyzer",
     "quantile 0.5 over cycles in which it is known (not 0)"},
    {"prc_max", "{U}", neither, "highest capacity of one replica by the {A} analyzer", "max over cycles"},
    {"prc_jumps", "", lower, "cycles in which the capacity of one replica by the {A} analyzer jumps",
     "it is at least twice, or at most half of that of the cycle before, in one segment"},
};
constexpr Row kClaimGapRows[] = {
    {"gaps.count", "", lower, "stretches of cycles in which the {A} analyzer votes for more capacity",
     "maximal runs of required > 0; where that is not logged, of util > scaleUpThreshold"},
    {"gaps.total_min", "min", lower, "time in gaps of the {A} analyzer's capacity",
     "Σ of first cycle with the need until first cycle without"},
    {"gaps.longest_min", "min", lower, "longest gap of the {A} analyzer's capacity", "max of duration"},
    {"gaps.open", "", lower,
     "gaps of the {A} analyzer's capacity that had not ended when the log or a segment did",
     "count; their durations are lower bounds"},
};

constexpr Row kDecisionRows[] = {
    {"decision.cycles", "", neither, "cycles with a known outcome: a decision, or held",
     "up + down + none + held"},
    {"decision.up", "", neither, "decisions to scale up", "final target > replicas before"},
    {"decision.down", "", neither, "decisions to scale down", "final target < replicas before"},
    {"decision.none", "", neither, "decisions to change nothing", "final target = replicas before"},
    {"decision.held", "", lower,
     "cycles held: analyzers claimed, or a hold was logged, but nothing was decided",
     "count of cycles logged to their end"},
    {"decision.vetoed", "", lower,
     "cycles in which one analyzer could give up a replica and another kept all of them",
     "no change above the minimum; a voter's spare ≥ its replica's capacity, another's spare and required 0"},
    {"decision.clamped", "", neither,
     "cycles in which minReplicas or maxReplicas cut what the analyzers want",
     "target = max and a voter requires more than is added, or current > target = min and all voters' spare "
     "≥ that of one replica more"},
    {"decision.opposed", "", lower,
     "cycles in which one analyzer requires capacity and another could give up a replica",
     "a voter's required > 0, another's spare ≥ its replica's capacity"},
    {"decision.need_to_decision_min", "min", lower, "mean time from a need of capacity to a scale-up",
     "mean over capacity gaps of first cycle in it with target > current − first cycle; gaps without one "
     "left out"},
    {"decision.decision_to_replicas_min", "min", lower,
     "mean time from a scale-up until the scale target has its replicas, serving or not",
     "mean over scale-ups of first cycle with current ≥ target − decision; those never reached left out"},
    {"decision.decision_to_serving_min", "min", lower,
     "mean time from a scale-up until its replicas serve, for the only variant of a model",
     "mean over scale-ups of first cycle with supply / capacity of one replica ≥ target − decision; those "
     "never reached left out"},
};

constexpr Row kOtherRows[] = {
    {"model.throughput.mismatches", "", lower,
     "decode rates of pods that the throughput analyzer's model misses by more than 15 %",
     "count of pods and cycles"},
    {"model.throughput.mismatch_cycles_pct", "%", lower, "share of cycles with such a mismatch",
     "100 · cycles with a mismatch / cycles; absent if the log has no line of the analyzer"},
    {"model.throughput.error_median_pct", "%", lower,
     "median error of these rates; errors up to 15 % are not logged and not in it",
     "quantile 0.5 of |predicted − observed| / observed, as logged"},
    {"model.throughput.error_max_pct", "%", lower, "largest error of these rates",
     "max of |predicted − observed| / observed, as logged"},
    {"model.throughput.error_signed_mean_pct", "%", zero,
     "bias of these rates, negative if they are underestimated; errors up to 15 % are not logged and not in "
     "it",
     "mean of 100 · (predicted − observed) / observed"},
    {"model.throughput.cleared", "", neither, "cycles in which the analyzer discarded its observations",
     "count of observation windows cleared"},

    {"observed.kv_mean", "", neither, "mean share of the KV cache in use", "mean over pods and cycles"},
    {"observed.kv_p90", "", neither, "90th percentile of the share of the KV cache in use",
     "quantile 0.9 over pods and cycles, interpolated"},
    {"observed.waiting_mean", "", neither, "mean number of requests that wait in the engines",
     "mean over cycles of Σ over pods"},
    {"observed.waiting_max", "", neither, "most requests that wait in the engines",
     "max over cycles of Σ over pods"},
};

std::string expand(std::string_view text, const Analyzer& analyzer) {
  std::string result(text);
  const auto replace = [&](std::string_view mark, std::string_view by) {
    const std::size_t at = result.find(mark);
    if (at != std::string::npos) result.replace(at, mark.size(), by);
  };
  replace("{A}", analyzer.name);
  replace("{U}", analyzer.unit);
  return result;
}

void add_row(std::vector<MetricInfo>& metrics, const Row& row) {
  metrics.push_back({std::string(row.name), std::string(row.unit), row.better, std::string(row.meaning),
                     std::string(row.formula)});
}

void add_analyzer(std::vector<MetricInfo>& metrics, const Analyzer& analyzer) {
  const auto add = [&](const Row& row) {
    metrics.push_back({capacity_metric(analyzer.name, row.name), expand(row.unit, analyzer), row.better,
                       expand(row.meaning, analyzer), std::string(row.formula)});
  };
  for (const Row& row : kClaimRows)
    add(row);
  for (const CapacitySource& source : analyzer.sources) {
    const std::string name = "source_pct." + std::string(source.name);
    const std::string meaning =
        "share of cycles whose capacity of one replica is from " + std::string(source.meaning);
    const std::string formula =
        "100 · (reason = " + std::string(source.name) + ") / cycles that log a reason";
    add({name, "%", neither, meaning, formula});
  }
  for (const Row& row : kClaimGapRows)
    add(row);
}

}  // namespace

void add_controller_metrics(std::vector<MetricInfo>& metrics) {
  for (const Analyzer& analyzer : kAnalyzers)
    add_analyzer(metrics, analyzer);
  for (const Row& row : kDecisionRows)
    add_row(metrics, row);
  for (const Analyzer& analyzer : kAnalyzers) {
    const std::string name(analyzer.name);
    add_row(metrics, {"decision.by." + name, "", neither, "scale-ups decided by the " + name + " analyzer",
                      "scale-ups in which it votes for the largest required / capacity of one replica"});
  }
  for (const Row& row : kOtherRows)
    add_row(metrics, row);
}

}  // namespace wvagate::metric
