#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "analysis/core/time.hpp"
#include "analysis/sample/sample.hpp"

/// A controller, its load and its cluster, made up. Minutes count from the scenario's start.
namespace wvagate::simulation {

/// From `from_min` on, up to and without `to_min`.
struct Span {
  double from_min = 0;
  double to_min = 0;

  bool holds(double minute) const { return from_min <= minute && minute < to_min; }
};

/// A constant rate over a span.
struct Step {
  Span span;
  double rpm = 0;
};

/// A rate that goes evenly from one value to another over a span; nothing before and after it.
struct Ramp {
  Span span;
  double from_rpm = 0;
  double to_rpm = 0;
};

/// mean + amplitude · sin(2π · minute / period).
struct Sine {
  double mean_rpm = 0;
  double amplitude_rpm = 0;
  double period_min = 60;
};

/// Bursts of a fixed length and height whose starts are a Poisson process.
struct Bursts {
  double every_min = 60;  ///< mean time from one start to the next
  double lasts_min = 1;
  double rpm = 0;
};

/// A rate as it was recorded: each value holds until the next one's minute, the last one to the end.
struct RecordedLoad {
  std::vector<std::pair<double, double>> points;  ///< minute, rpm; minutes ascend
};

using LoadPart = std::variant<Step, Ramp, Sine, Bursts, RecordedLoad>;

/// A value that changes: each one is from its minute on; the first one before its minute too.
template <typename T>
struct Timeline {
  struct Entry {
    double at_min = 0;
    T value{};
  };
  std::vector<Entry> entries;  ///< at least one, minutes ascend

  /// The entry in force at `minute`.
  std::size_t index_at(double minute) const {
    std::size_t index = 0;
    while (index + 1 < entries.size() && entries[index + 1].at_min <= minute)
      ++index;
    return index;
  }
  const T& at(double minute) const { return entries[index_at(minute)].value; }
};

/// One model on one accelerator behind one deployment.
struct VariantScenario {
  std::string name;
  std::string name_space;
  std::string model;
  std::string service_class = "Premium";
  std::string accelerator = "H100";
  double unit_cost = 100;                    ///< cost rate of one replica
  double max_batch = 256;                    ///< batch limit of what runs
  double planned_batch = 256;                ///< batch limit that the optimizer assumes
  double replicas = 1;                       ///< running at the start
  double min_replicas = 1;                   ///< the optimizer's lower bound
  double max_replicas = 64;                  ///< more than these the cluster never runs, whatever is wanted
  Timeline<PerfParameters> true_parameters;  ///< drift evenly from one entry to the next
  Timeline<PerfParameters> believed_parameters;  ///< what the controller is configured with, in steps
  Timeline<LatencyPair> slo;                     ///< targets, in steps
  double in_tokens = 0;                          ///< mean prompt tokens a request
  double out_tokens = 1;                         ///< mean output tokens a request
  std::vector<LoadPart> load;                    ///< the parts add up; never below 0
  std::vector<Span> idle;                        ///< no requests, whatever `load` says
  std::vector<Span> without_metrics;             ///< the controller collects nothing of it

  /// "NAME:NAMESPACE", as solutions and server records have it.
  std::string full_name() const { return name + ":" + name_space; }
};

/// How the cluster follows what is wanted.
struct Actuation {
  double delay_s = 60;             ///< from the decision until as many replicas run
  double jitter_s = 0;             ///< the delay lies evenly within ± this; never below 0
  double failure_probability = 0;  ///< of one order being lost; the next cycle orders again
};

/// What stands between the truth and an observation. Relative standard deviations.
struct ObservationNoise {
  double itl = 0;
  double ttft = 0;
  double rate = 0;
  double tokens = 0;
  double ar1 = 0;  ///< correlation of a cycle's latency noise with the cycle's before, [0, 1)
};

/// Each cycle logged twice, some milliseconds apart.
struct Duplicates {
  double probability = 0;
  double after_ms = 15;  ///< from the first record to the second
};

/// The controller's process ends, and a new one starts.
struct Restart {
  double at_min = 0;
  double down_min = 0.5;   ///< until the new process logs its first line
  bool mid_cycle = false;  ///< the last cycle logs its observations and nothing after them
};

/// The online tuner. Ours only stands in for the controller's Kalman filter: its estimate moves by `gain` of
/// the way to the true parameters, and is kept where the observation lies too far from the prediction.
struct TunerScenario {
  double gain = 0.3;  ///< (0, 1]
};

struct Scenario {
  std::string name;
  std::uint64_t seed = 1;
  TimePoint start;
  double duration_min = 30;
  double interval_s = 60;              ///< from one cycle to the next
  std::optional<TunerScenario> tuner;  ///< absent: switched off
  bool reactive = false;               ///< scales by what is in use, without a model
  std::vector<Restart> restarts;       ///< minutes ascend
  Duplicates duplicates;
  Actuation actuation;
  ObservationNoise noise;
  std::vector<VariantScenario> variants;  ///< at least one
};

/// Parameters at `minute`, drifting evenly between entries.
PerfParameters drifted(const Timeline<PerfParameters>& timeline, double minute);

}  // namespace wvagate::simulation
