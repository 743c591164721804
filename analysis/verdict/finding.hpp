#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/statistics/interval.hpp"
#include "analysis/verdict/baseline.hpp"

namespace wvagate::verdict {

/// What is said of a metric. The first five are asked in this order, and the first that holds is said.
enum class Kind {
  limit_violated,       ///< a hard limit is breached
  regressed,            ///< worse, by the margin at least
  improved,             ///< better, by the margin at least
  unchanged,            ///< shown not to be worse by the margin
  not_enough_evidence,  ///< none of these could be shown
  missing,              ///< in the baseline, and without a value now
  fresh,                ///< has a value now, and is not in the baseline
  incomparable,         ///< what was recorded is not the same thing
};

/// What a finding rests on.
enum class Evidence {
  none,
  exact,  ///< the same logs as recorded: every difference is one of extraction or analysis
  limit,  ///< a single run on either side: the difference against the margin
  runs,   ///< repeated runs on both sides, tested
};

/// What a finding does to the gate, in order of gravity.
enum class Consequence { pass, warn, inconclusive, fail };

enum class WaiverState {
  none,      ///< there is none, or nothing to waive
  used,      ///< the finding is waived
  exceeded,  ///< it is worse than the waiver covers
  expired,   ///< its last day has passed: an error, whatever the metric does
};

/// One-sided bounds of the shift, oriented so that positive is worse.
struct ShiftBounds {
  double lower = 0;             ///< −∞ where the runs are too few to bound it
  double upper = 0;             ///< +∞ likewise
  double lower_confidence = 0;  ///< of `lower`, raised by Holm's procedure
  double upper_confidence = 0;
};

/// What the runs could have told.
struct Detectable {
  std::optional<double> smallest_effect;  ///< found with 80 % power; absent where no effect is large enough
  std::optional<std::size_t> runs;  ///< a side, to find the margin so; absent where no reasonable number does
};

/// Where in a log the damage is.
struct Place {
  std::string log;
  std::string what;  ///< "gap", "prediction", …
  double start_min = 0;
  double end_min = 0;
  std::uint64_t first_line = 0;
  std::uint64_t last_line = 0;
};

/// What is found of one metric.
struct Finding {
  std::string metric;
  Kind kind = Kind::unchanged;
  Evidence evidence = Evidence::none;
  Consequence consequence = Consequence::pass;
  std::optional<double> value;     ///< median of the contender's runs
  std::optional<double> baseline;  ///< the baseline's value
  std::optional<double> delta;     ///< positive is worse; of repeated runs Hodges and Lehmann's shift
  double margin = 0;               ///< M
  std::optional<ShiftBounds> bounds;
  Limit limit;
  std::size_t baseline_runs = 0;
  std::size_t contender_runs = 0;
  std::optional<statistics::Interval> within_run;  ///< of a single run's value; a description, not a test
  std::optional<Detectable> detectable;            ///< of not_enough_evidence
  WaiverState waiver = WaiverState::none;
  std::optional<std::size_t> changed_run;  ///< the contender's, whose log was recorded and gave another value
  std::string note;                        ///< what the numbers do not tell; may hold names out of logs
  std::uint64_t baseline_line = 0;  ///< of the metric in the baseline's file; 0 where it is in none. Filled
                                    ///< by whoever has the file
  std::vector<Place> where;         ///< filled by whoever has the logs
};

std::string_view kind_text(Kind kind);
std::string_view evidence_text(Evidence evidence);
std::string_view consequence_text(Consequence consequence);

}  // namespace wvagate::verdict
