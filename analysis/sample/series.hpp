#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analysis/sample/recording.hpp"
#include "analysis/sample/sample.hpp"

namespace wvagate {

/// All samples of one variant in one recording, by time.
struct Series {
  std::string_view variant;
  std::string_view model;          ///< of the first sample that names one
  std::string_view service_class;  ///< likewise
  std::string_view accelerator;    ///< likewise
  std::vector<Sample> samples;
};

/// A bound on sample times: a moment, or a span from the recording's first sample.
using TimeBound = std::variant<TimePoint, std::chrono::nanoseconds>;

/// Reads RFC 3339, or a span as "90s", "12.5m", "2h".
std::optional<TimeBound> parse_time_bound(std::string_view text);

/// Which samples a command looks at.
struct SampleFilter {
  std::optional<std::string>
      variant_glob;                ///< shell pattern on the variant's name, with or without namespace
  std::optional<TimeBound> since;  ///< from here on, itself included
  std::optional<TimeBound> until;  ///< up to here, itself left out

  /// `full_name` may be empty; `first` is the time of the recording's first sample.
  bool passes(std::string_view variant, std::string_view full_name, TimePoint time, TimePoint first) const;
  bool passes(const Sample& sample, TimePoint first) const {
    return passes(sample.variant, sample.full_name, sample.time, first);
  }
};

/// Shell-style match: "*" any characters, "?" one, all others themselves.
bool matches_glob(std::string_view pattern, std::string_view text);

/// The recording's samples that pass `filter`, by variant in order of first appearance. A name without
/// namespace is the same variant as the only one that has it with a namespace; variants of one name in
/// several namespaces are called NAME:NAMESPACE. `fallback_slo` is used if the log names none. Bounds, which
/// are configuration, are carried from the cycles that log them to the others of their segment.
std::vector<Series> make_series(const Recording& recording, const SampleFilter& filter,
                                const LatencyPair& fallback_slo);

}  // namespace wvagate
