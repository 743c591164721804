#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a run is held against (design, product §3).
namespace wvagate::verdict {

/// In which direction a metric gets better.
enum class Better {
  higher,
  lower,
  zero,  ///< the nearer to 0 the better: absolute values are compared
};

/// What a finding may do to the gate.
enum class Level {
  error,  ///< fails it
  warn,   ///< is shown
  off,    ///< the metric is not looked at
};

/// Bounds that hold whatever the baseline's value is; a value on the bound is within.
struct Limit {
  std::optional<double> min;
  std::optional<double> max;

  bool breached_by(double value) const { return (min && value < *min) || (max && value > *max); }
};

/// How much worse is still as good, in the metric's unit and as a share of the baseline's value. Neither is
/// negative.
struct Tolerance {
  double absolute = 0;
  double relative = 0;

  /// M = max(absolute, relative · |value|).
  double margin(double value) const;
};

/// Lets a metric be worse for a while.
struct Waiver {
  std::string reason;
  std::string issue;                    ///< where the mend is tracked; may be empty
  std::chrono::year_month_day expires;  ///< the last day on which it counts
  std::optional<double> max;  ///< largest worsening that it covers, in the metric's unit; absent: any
};

struct BaselineMetric {
  std::string name;
  Better better = Better::lower;
  Level level = Level::error;
  double value = 0;          ///< median of the runs
  std::vector<double> runs;  ///< one value a recorded log, in the order of Provenance::logs
  Limit limit;
  Tolerance tolerance;
  std::string why;  ///< why value, limit and tolerance are what they are; may be empty
  std::optional<Waiver> waiver;
};

/// How figures are computed.
struct Measure {
  std::string policy = "cycle";
  double dedup_window_s = 5;
  std::optional<double> slo_itl_ms;   ///< stands in where a log names none
  std::optional<double> slo_ttft_ms;  ///< likewise

  friend bool operator==(const Measure&, const Measure&) = default;
};

/// What must be alike for values to be compared. Empty where the log tells nothing.
struct Identity {
  std::string accelerator;
  std::string model;
  std::vector<double> slo_itl_ms;      ///< the distinct targets, in order of appearance
  std::vector<double> slo_ttft_ms;     ///< likewise
  std::optional<double> mean_rpm;      ///< mean arrival rate
  std::optional<double> duration_min;  ///< time that the samples span
  std::size_t definitions = 0;         ///< edition of the metrics' formulas; 0: not told
};

struct LogDigest {
  std::string name;
  std::string sha256;  ///< of the file's bytes, 64 hexadecimal digits

  friend bool operator==(const LogDigest&, const LogDigest&) = default;
};

struct Provenance {
  std::string controller;  ///< the controller's version; empty where nobody said
  Identity identity;
  std::vector<LogDigest> logs;
};

/// Who made this the baseline, when and why.
struct Acceptance {
  std::string date;  ///< "2025-12-09"
  std::string by;
  std::string reason;
  std::string supersedes;  ///< sha256 of the file that it replaced; empty for the first one
};

/// What is done in cases that a metric does not decide by itself.
struct Defaults {
  Level missing = Level::error;      ///< a metric of the baseline has no value now
  Level fresh = Level::warn;         ///< a metric has a value now and is not in the baseline
  Level insufficient = Level::warn;  ///< the runs are too few or scatter too much to tell
  std::size_t min_runs = 3;          ///< runs a side from which they are tested together; at least 3
};

/// One scenario's baseline: what was recorded, and what may come of it.
struct Baseline {
  std::string scenario;
  std::vector<std::string> logs;       ///< shell patterns on the names of the logs that belong to it
  std::optional<std::string> variant;  ///< shell pattern; absent: the logs have one variant each
  Measure measure;
  std::optional<Acceptance> accepted;  ///< absent in a candidate
  Provenance provenance;
  Defaults defaults;
  std::vector<BaselineMetric> metrics;
};

/// Whether the metric `name` is measured by a benchmark, and not on logs.
bool is_of_benchmark(std::string_view name);

/// Whether the baseline is of benchmarks: then all its metrics are.
bool is_of_benchmark(const Baseline& baseline);

std::string_view better_text(Better better);
std::string_view level_text(Level level);
std::optional<Better> parse_better(std::string_view text);
std::optional<Level> parse_level(std::string_view text);

/// Reads "2026-03-31"; absent for anything else, and for days that are not in the calendar.
std::optional<std::chrono::year_month_day> parse_date(std::string_view text);
std::string date_text(std::chrono::year_month_day date);

/// The lesser of two.
Level weaker(Level a, Level b);

/// How far `value` is on the bad side of `reference`, in the metric's unit: negative where it is better.
double worsening(Better better, double value, double reference);

/// `value` with the digits that a baseline keeps of it: six significant ones; less than 5e-10 is 0,
/// so that the noise of summation is no difference.
double as_kept(double value);

}  // namespace wvagate::verdict
