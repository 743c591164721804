#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analysis/sample/sample.hpp"

namespace wvagate::metric {

/// In which direction a figure gets better.
enum class Better {
  higher,
  lower,
  zero,     ///< the nearer to 0 the better
  neither,  ///< describes, does not judge
};

std::string_view better_text(Better better);

/// A figure, as `wvagate metrics` prints it.
struct MetricInfo {
  /// Dotted, lower case, with the unit as suffix; names of analyzers and of their sources as they are logged.
  std::string name;
  std::string unit;  ///< "ms", "%", "min", …; empty for counts
  Better better = Better::neither;
  std::string meaning;
  std::string formula;
};

/// Edition of the figures' formulas. It grows when one changes, so that values from before are not compared
/// with values from after.
inline constexpr std::size_t kDefinitions = 1;

/// Every figure of a log, in the order in which they are shown.
std::span<const MetricInfo> all_metrics();

/// Figures of a benchmark's results, which no log has.
std::span<const MetricInfo> benchmark_metrics();

/// The figure called `name`, of logs or of benchmarks; nullptr for a name that is none.
const MetricInfo* find_metric(std::string_view name);

/// Index of `name` in all_metrics(); absent for a name that is none.
std::optional<std::size_t> metric_index(std::string_view name);

/// "itl" or "ttft".
std::string_view latency_text(Latency latency);

/// "itl.observed.mean_ms" of (itl, "observed.mean_ms").
std::string metric_name(Latency latency, std::string_view rest);

}  // namespace wvagate::metric
