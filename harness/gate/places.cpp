#include "harness/gate/places.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>

#include "analysis/core/format.hpp"
#include "analysis/metric/analyzers.hpp"
#include "analysis/statistics/summary.hpp"
#include "harness/ingest/log_reader.hpp"

namespace wvagate::gate {
namespace {

using metric::Gap;
using metric::PredictionError;
using metric::SeriesAnalysis;
using verdict::Place;

constexpr std::size_t kMostPlaces = 3;

/// Collects places of one run.
struct Places {
  const run::MeasuredRun& run;
  std::vector<Place> found;

  const SeriesAnalysis& analysis() const { return *run.analysis; }
  void add(std::string what, double start_min, double end_min, std::uint64_t first_line,
           std::uint64_t last_line) {
    if (found.size() < kMostPlaces) {
      found.push_back({.log = ingest::log_name(run.path),
                       .what = std::move(what),
                       .start_min = start_min,
                       .end_min = end_min,
                       .first_line = first_line,
                       .last_line = last_line});
    }
  }
};

bool belongs_to(std::string_view metric, Latency latency) {
  return metric.starts_with(metric::metric_name(latency, ""));
}

void add_gaps(Places& places, std::string_view metric) {
  std::vector<Gap> gaps;
  for (const Gap& gap : places.analysis().gaps) {
    if (metric.starts_with("slo.") || belongs_to(metric, gap.latency)) gaps.push_back(gap);
  }
  std::stable_sort(gaps.begin(), gaps.end(),
                   [](const Gap& a, const Gap& b) { return a.duration.policy_min > b.duration.policy_min; });
  for (const Gap& gap : gaps) {
    places.add(std::string(metric::latency_text(gap.latency)) + " gap", gap.start_min,
               gap.end_min.value_or(gap.last_violation_min), gap.first_line, gap.last_line);
  }
}

void add_predictions(Places& places, std::string_view metric, Latency latency) {
  const metric::LatencyPredictions& predictions = places.analysis().predictions(latency);
  std::vector<PredictionError> errors = predictions.errors;
  if (metric.starts_with(metric::metric_name(latency, "error_model."))) errors = predictions.model;
  if (metric.starts_with(metric::metric_name(latency, "error_settled."))) errors = predictions.settled;
  std::stable_sort(errors.begin(), errors.end(), [](const PredictionError& a, const PredictionError& b) {
    return std::abs(a.error_ms) > std::abs(b.error_ms);
  });
  for (const PredictionError& error : errors)
    places.add("prediction", error.time_min, error.time_min, error.line, error.line);
}

/// Whether a divergence of `quantity` is one that the metric tells of.
bool tells_of(std::string_view metric, std::string_view quantity) {
  if (metric.starts_with("replay.decisions")) return quantity == "replicas";
  if (metric.starts_with("replay.predictions")) return quantity != "replicas";
  return metric == "replay." + std::string(quantity.substr(0, quantity.rfind("_ms"))) + "_max_rel";
}

void add_divergences(Places& places, std::string_view metric) {
  if (!places.analysis().replay) return;
  std::vector<Divergence> divergences = places.analysis().replay->divergences;
  std::erase_if(divergences, [&](const Divergence& each) { return !tells_of(metric, each.quantity); });
  std::stable_sort(divergences.begin(), divergences.end(), [](const Divergence& a, const Divergence& b) {
    return a.relative_error.value_or(0) > b.relative_error.value_or(0);
  });
  std::set<std::uint64_t> lines;  // one place for each
  for (const Divergence& each : divergences) {
    if (lines.insert(each.line).second)
      places.add("divergence", each.time_min, each.time_min, each.line, each.line);
  }
}

void add_capacity_gaps(Places& places, std::string_view metric) {
  for (const metric::CapacityGap& gap : places.analysis().capacity_gaps) {
    if (!metric.starts_with(metric::capacity_metric(gap.analyzer, ""))) continue;
    places.add(std::string(gap.analyzer) + " over capacity", gap.start_min,
               gap.end_min.value_or(gap.last_min), gap.first_line, gap.last_line);
  }
}

void add_unsolved(Places& places) {
  const MeasuredSeries& series = places.analysis().measured;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (!series[i].forecast) {
      places.add("unsolved cycle", series.minute(i), series.minute(i), series[i].line, series[i].line);
    }
  }
}

void add_events(Places& places) {
  for (const metric::ScalingEvent& event : places.analysis().events)
    places.add("scaling", event.time_min, event.time_min, event.line, event.line);
}

void add_whole_run(Places& places) {
  const MeasuredSeries& series = places.analysis().measured;
  const std::size_t last = series.size() - 1;
  places.add("whole run", 0, series.minute(last), series[0].line, series[last].line);
}

}  // namespace

std::vector<Place> places_of(const run::MeasuredRun& run, std::string_view metric) {
  Places places{.run = run, .found = {}};
  const auto holds = [&](std::string_view part) { return metric.find(part) != std::string_view::npos; };
  if (metric.starts_with("scaling.")) add_events(places);
  if (metric.starts_with("replay.")) add_divergences(places, metric);
  if (metric == "samples.unsolved") add_unsolved(places);
  if (metric.starts_with("capacity.")) add_capacity_gaps(places, metric);
  if (metric.starts_with("slo.")) add_gaps(places, metric);
  for (const Latency latency : kLatencies) {
    if (!belongs_to(metric, latency)) continue;
    if (holds(".error") || holds(".actuation")) {
      add_predictions(places, metric, latency);
    } else {
      add_gaps(places, metric);
    }
  }
  if (places.found.empty() && places.analysis().measured.size() > 0) add_whole_run(places);
  return places.found;
}

std::string caveat_of(const run::MeasuredRun& run, std::string_view metric) {
  for (const Latency latency : kLatencies) {
    if (metric != metric::metric_name(latency, "error_model.mae_ms")) continue;
    std::size_t overloaded = 0;
    std::vector<double> sizes;
    for (const PredictionError& error : run.analysis->predictions(latency).model) {
      if (error.overloaded) {
        ++overloaded;
      } else {
        sizes.push_back(std::abs(error.error_ms));
      }
    }
    if (overloaded == 0) return {};
    const std::string cycles =
        plural(overloaded, "cycle", "cycles") + " in which the model has the batch full";
    const auto rest = statistics::mean(sizes);
    return rest ? "without " + cycles + " it is " + format_significant(*rest, 4) : "of nothing but " + cycles;
  }
  return {};
}

}  // namespace wvagate::gate
