#include "analysis/metric/registry.hpp"

#include <array>
#include <cctype>
#include <unordered_map>
#include <vector>

#include "analysis/metric/registry_controller.hpp"

namespace wvagate::metric {
namespace {

struct Row {
  std::string_view name, unit;
  Better better;
  std::string_view meaning, formula;
};

using enum Better;

// A name that starts with "s." stands for two figures, "itl." and "ttft."; "{S}" in a text is the latency's
// name. "error" rows are the same for each alignment of predictions with observations.
constexpr Row kRows[] = {
    {"samples.total", "", neither, "samples in the log", "rows before any policy"},
    {"samples.used", "", neither, "samples that the figures count",
     "total − duplicates; under notebook all solved rows"},
    {"samples.idle", "", neither, "used samples without traffic", "rate is 0 and nothing was measured"},
    {"samples.duplicate", "", neither, "cycles logged twice",
     "the next sample comes within the dedup window"},
    {"samples.unsolved", "", lower, "cycles in which the optimizer found no allocation",
     "observation without solution, in a log that has solutions"},
    {"s.unmeasured", "", neither, "used samples whose {S} was not measured", "observed {S} is 0 or absent"},
    {"segments", "", neither, "stretches between controller restarts",
     "restarts with samples after them, plus one"},
    {"duration_min", "min", neither, "time that the samples span", "Σ over segments of last − first sample"},

    {"load.mean_rpm", "rpm", neither, "mean arrival rate", "mean of rate"},
    {"load.peak_rpm", "rpm", neither, "highest arrival rate", "max of rate"},

    {"s.observed.mean_ms", "ms", lower, "mean observed {S}", "mean"},
    {"s.observed.median_ms", "ms", lower, "median observed {S}", "quantile 0.5, interpolated"},
    {"s.observed.min_ms", "ms", lower, "lowest observed {S}", "min"},
    {"s.observed.max_ms", "ms", lower, "highest observed {S}", "max"},
    {"s.observed.stddev_ms", "ms", lower, "spread of observed {S}", "standard deviation, n−1"},
    {"s.observed.p90_ms", "ms", lower, "90th percentile of observed {S}", "quantile 0.9, interpolated"},
    {"s.observed.p95_ms", "ms", lower, "95th percentile of observed {S}", "quantile 0.95, interpolated"},
    {"s.observed.p99_ms", "ms", lower, "99th percentile of observed {S}", "quantile 0.99, interpolated"},

    {"s.compliance_pct", "%", higher, "share of measured samples within the {S} SLO",
     "100 · (observed ≤ SLO) / measured"},
    {"s.violations", "", lower, "measured samples over the {S} SLO", "count of observed > SLO"},
    {"s.compliance_time_pct", "%", higher, "share of measured time within the {S} SLO",
     "as compliance, each sample weighted by the time until the next"},
    {"s.excess_ms", "ms", lower, "how far violations exceed the {S} SLO",
     "mean of observed − SLO over violations"},
    {"slo.compliance_pct", "%", higher, "share of samples within both SLOs",
     "100 · (both observed ≤ their SLO) / both measured"},

    {"s.gaps.count", "", lower, "stretches of {S} violations", "maximal runs of observed > SLO"},
    {"s.gaps.total_min", "min", lower, "time in {S} gaps", "Σ duration"},
    {"s.gaps.mean_min", "min", lower, "mean duration of {S} gaps", "mean of duration"},
    {"s.gaps.longest_min", "min", lower, "longest {S} gap", "max of duration"},
    {"s.gaps.open", "", lower, "{S} gaps that had not ended when the log or a segment did",
     "count; their durations are lower bounds"},

    {"scaling.events", "", neither, "changes of the replicas wanted",
     "consecutive samples whose replicas differ"},
    {"scaling.ups", "", neither, "changes upwards", "events with to > from"},
    {"scaling.downs", "", neither, "changes downwards", "events with to < from"},
    {"scaling.reversals", "", lower, "changes against the one before, soon after it",
     "events whose direction differs from the event before, at most 5 cycles ago"},
    {"replicas.min", "", neither, "fewest replicas wanted", "min"},
    {"replicas.max", "", neither, "most replicas wanted", "max"},
    {"replicas.mean", "", neither, "mean of the replicas wanted", "mean over samples"},
    {"replicas.stddev", "", neither, "spread of the replicas wanted", "standard deviation, n−1"},
    {"replicas.minutes", "min", lower, "replica-minutes that ran",
     "Σ replicas that ran (wanted, where that was not logged) · time until the next sample"},
    {"cost.total", "cost", lower, "cost of what ran, the accelerators' cost being per hour",
     "Σ cost of what runs, or replicas · cost of one · hours until the next sample"},

    {"s.error.mean_ms", "ms", zero, "bias of the {S} prediction; positive is optimistic",
     "mean of observed − predicted"},
    {"s.error.median_ms", "ms", zero, "median {S} prediction error", "quantile 0.5 of observed − predicted"},
    {"s.error.stddev_ms", "ms", lower, "spread of the {S} prediction error", "standard deviation, n−1"},
    {"s.error.mae_ms", "ms", lower, "mean absolute {S} prediction error", "mean of |observed − predicted|"},
    {"s.error.rmse_ms", "ms", lower, "root mean square {S} prediction error",
     "√ mean (observed − predicted)²"},
    {"s.error.p95_abs_ms", "ms", lower, "95th percentile of the absolute {S} prediction error",
     "quantile 0.95 of |observed − predicted|"},
    {"s.error.max_under_ms", "ms", lower, "worst underestimate of {S}", "max of observed − predicted"},
    {"s.error.max_over_ms", "ms", higher, "worst overestimate of {S}: negative, where there is one",
     "min of observed − predicted"},
    {"s.error.mean_pct", "%", zero, "bias of the {S} prediction, of the prediction",
     "mean of 100 · error / predicted"},
    {"s.error.mape_pct", "%", lower, "mean absolute {S} prediction error, of the observation",
     "mean of 100 · |error| / observed"},
    {"s.error.under_pct", "%", neither, "share of {S} predictions that were too low",
     "100 · (error > 0) / n"},
    {"s.error.over_pct", "%", neither, "share of {S} predictions that were too high",
     "100 · (error < 0) / n"},
    {"s.error.corr_rate", "", zero, "how the {S} error goes with the arrival rate", "Pearson(error, rate)"},
    {"s.error.corr_replicas", "", zero, "how the {S} error goes with the replicas that were predicted for",
     "Pearson(error, replicas)"},
    {"s.error.corr_rate_per_replica", "", zero,
     "how the {S} error goes with the load of each of these replicas", "Pearson(error, rate / replicas)"},

    {"s.actuation.mean_ms", "ms", zero, "{S} error that comes from replicas wanted but not running yet",
     "mean of error − error of the model on what ran"},
    {"s.actuation.mae_ms", "ms", lower,
     "mean absolute {S} error that comes from replicas wanted but not running yet",
     "mean of |error − error of the model on what ran|"},

    {"replay.predictions_checked", "", neither, "logged predictions that the model could recompute", "count"},
    {"replay.predictions_pct", "%", higher, "of these, those it gives back", "100 · reproduced / checked"},
    {"replay.decisions_checked", "", neither, "logged decisions that the model could recompute", "count"},
    {"replay.decisions_pct", "%", higher, "of these, those it gives back", "100 · reproduced / checked"},
    {"replay.itl_max_rel", "", lower, "largest relative difference of a recomputed ITL",
     "max |logged − recomputed| / larger"},
    {"replay.ttft_max_rel", "", lower, "largest relative difference of a recomputed TTFT",
     "max |logged − recomputed| / larger"},
    {"replay.max_rpm_max_rel", "", lower, "largest relative difference of a recomputed maxRPM",
     "max |logged − recomputed| / larger"},

    {"calibration.itl_in_force_mae_ms", "ms", lower,
     "mean absolute ITL error of the parameters in force, second half",
     "model on what ran, over the second half of the samples"},
    {"calibration.itl_fitted_mae_ms", "ms", lower, "the same of parameters fitted on the first half",
     "model on what ran, over the second half of the samples"},
    {"calibration.ttft_in_force_mae_ms", "ms", lower,
     "mean absolute TTFT error of the parameters in force, second half",
     "model on what ran, over the second half of the samples"},
    {"calibration.ttft_fitted_mae_ms", "ms", lower, "the same of parameters fitted on the first half",
     "model on what ran, over the second half of the samples"},

    {"tuner.accepted", "", neither, "parameter updates that the online tuner accepted", "count"},
    {"tuner.rejected", "", lower, "updates that it rejected as outliers", "count"},
    {"tuner.nis_mean", "", lower, "mean normalised innovation squared of its updates", "mean of NIS"},
};

struct ParameterRow {
  std::string_view name, unit, meaning;
};
constexpr ParameterRow kParameters[] = {
    {"alpha", "ms", "decode time without load"},
    {"beta", "ms", "decode time a request in service"},
    {"gamma", "ms", "prefill time without load"},
    {"delta", "ms", "prefill time a prompt token and request in service"},
};

/// How a figure's group of alignment is told in words.
struct Alignment {
  std::string_view group, note;
};
constexpr Alignment kAlignments[] = {
    {"error", ""},
    {"error_settled", "; only cycles whose running replicas were those wanted, before and now"},
    {"error_model", "; the queueing model on the replicas that ran: calibration alone"},
};

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return result;
}

std::string expand(std::string_view text, Latency latency) {
  std::string result(text);
  const std::string name = upper(latency_text(latency));
  for (std::size_t at = result.find("{S}"); at != std::string::npos; at = result.find("{S}")) {
    result.replace(at, 3, name);
  }
  return result;
}

void add_row(std::vector<MetricInfo>& metrics, const Row& row) {
  if (!row.name.starts_with("s.")) {
    metrics.push_back({std::string(row.name), std::string(row.unit), row.better, std::string(row.meaning),
                       std::string(row.formula)});
    return;
  }
  for (const Latency latency : kLatencies) {
    metrics.push_back({metric_name(latency, row.name.substr(2)), std::string(row.unit), row.better,
                       expand(row.meaning, latency), expand(row.formula, latency)});
  }
}

void add_errors(std::vector<MetricInfo>& metrics, const Alignment& alignment) {
  constexpr std::string_view kPrefix = "s.error.";
  for (const Row& row : kRows) {
    if (!row.name.starts_with(kPrefix)) continue;
    const std::string name =
        "s." + std::string(alignment.group) + "." + std::string(row.name.substr(kPrefix.size()));
    const std::string meaning = std::string(row.meaning) + std::string(alignment.note);
    add_row(metrics, {name, row.unit, row.better, meaning, row.formula});
  }
}

void add_parameters(std::vector<MetricInfo>& metrics) {
  for (const ParameterRow& row : kParameters) {
    const auto add = [&](std::string_view suffix, std::string_view unit, std::string_view what,
                         std::string_view formula) {
      metrics.push_back({"params." + std::string(row.name) + "." + std::string(suffix), std::string(unit),
                         neither,
                         std::string(row.name) + " (" + std::string(row.meaning) + "), " + std::string(what),
                         std::string(formula)});
    };
    add("first", row.unit, "first in force", "first sample with parameters");
    add("last", row.unit, "last in force", "last sample with parameters");
    add("mean", row.unit, "mean over samples", "mean");
    add("stddev", row.unit, "spread over samples", "standard deviation, n−1");
    add("drift_pct", "%", "how far it drifted", "100 · (last − first) / first");
  }
}

std::vector<MetricInfo> make_metrics() {
  std::vector<MetricInfo> metrics;
  bool errors_done = false;
  for (const Row& row : kRows) {
    if (!row.name.starts_with("s.error.")) {
      add_row(metrics, row);
    } else if (!errors_done) {
      for (const Alignment& alignment : kAlignments)
        add_errors(metrics, alignment);
      errors_done = true;
    }
  }
  add_parameters(metrics);
  add_controller_metrics(metrics);
  return metrics;
}

}  // namespace

std::string_view better_text(Better better) {
  constexpr std::array<std::string_view, 4> kTexts = {"higher", "lower", "zero", "neither"};
  return kTexts[static_cast<std::size_t>(better)];
}

std::span<const MetricInfo> all_metrics() {
  static const std::vector<MetricInfo> metrics = make_metrics();
  return metrics;
}

std::span<const MetricInfo> benchmark_metrics() {
  static const std::vector<MetricInfo> metrics = {
      {.name = "extractor.ratio_to_memchr",
       .unit = "",
       .better = Better::higher,
       .meaning = "throughput of the extraction of a text log, as a share of looking for its line ends alone",
       .formula = "bytes/s of extract/text over bytes/s of reference/memchr, medians of the same run"},
      {.name = "extractor.text.ratio_to_read",
       .unit = "",
       .better = Better::higher,
       .meaning = "throughput of the extraction of a text log, as a share of reading and adding up its bytes",
       .formula = "bytes/s of extract/text over bytes/s of reference/read, medians of the same run"},
      {.name = "extractor.json.ratio_to_read",
       .unit = "",
       .better = Better::higher,
       .meaning = "the same of a json log",
       .formula = "bytes/s of extract/json over bytes/s of reference/read"},
      {.name = "extractor.sparse.ratio_to_read",
       .unit = "",
       .better = Better::higher,
       .meaning = "the same of a text log that has 5 % of its bytes in lines with samples",
       .formula = "bytes/s of extract/text/markers:5% over bytes/s of reference/read"},
      {.name = "extractor.dense.ratio_to_read",
       .unit = "",
       .better = Better::higher,
       .meaning = "the same of a text log that has 90 % of its bytes in such lines",
       .formula = "bytes/s of extract/text/markers:90% over bytes/s of reference/read"},
      {.name = "extractor.gzip.ratio_to_inflate",
       .unit = "",
       .better = Better::higher,
       .meaning = "throughput of the extraction of a gzipped text log, as a share of ISA-L's alone",
       .formula = "bytes/s of extract/text/gzip over bytes/s of reference/gzip"},
      {.name = "extractor.zstd.ratio_to_inflate",
       .unit = "",
       .better = Better::higher,
       .meaning = "the same of a log packed by zstd, as a share of libzstd's alone",
       .formula = "bytes/s of extract/text/zstd over bytes/s of reference/zstd"},
      {.name = "extractor.allocations_per_sample",
       .unit = "",
       .better = Better::lower,
       .meaning = "allocations of memory for each sample of a text log, whatever the machine",
       .formula = "calls of operator new in extract/text over its samples, median of the same run"},
  };
  return metrics;
}

const MetricInfo* find_metric(std::string_view name) {
  if (const auto index = metric_index(name)) return &all_metrics()[*index];
  for (const MetricInfo& metric : benchmark_metrics()) {
    if (metric.name == name) return &metric;
  }
  return nullptr;
}

std::optional<std::size_t> metric_index(std::string_view name) {
  static const std::unordered_map<std::string_view, std::size_t> index = [] {
    std::unordered_map<std::string_view, std::size_t> made;
    for (std::size_t i = 0; i < all_metrics().size(); ++i)
      made.emplace(all_metrics()[i].name, i);
    return made;
  }();
  const auto found = index.find(name);
  if (found == index.end()) return std::nullopt;
  return found->second;
}

std::string_view latency_text(Latency latency) {
  return latency == Latency::itl ? "itl" : "ttft";
}

std::string metric_name(Latency latency, std::string_view rest) {
  return std::string(latency_text(latency)) + "." + std::string(rest);
}

}  // namespace wvagate::metric
