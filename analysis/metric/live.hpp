#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/metric/figures.hpp"
#include "analysis/metric/gap.hpp"
#include "analysis/metric/scaling.hpp"
#include "analysis/sample/policy.hpp"

/// What is said of a log while it is still being written.
namespace wvagate::metric {

/// The part of a SeriesAnalysis that does not evaluate the model: cheap enough to be computed anew again and
/// again. Of the figures it sets samples.*, *.compliance_pct and what belongs to it, *.gaps.* and *.error.*.
struct LiveAnalysis {
  MeasuredSeries measured;
  Figures figures;
  std::vector<Gap> gaps;  ///< ITL's, then TTFT's
  std::vector<ScalingEvent> scalings;

  /// The gap of `latency` that has not ended; null where there is none.
  const Gap* open_gap(Latency latency) const;
};

/// Analyses `series`, which must outlive the result.
LiveAnalysis analyze_live(const Series& series, const Policy& policy);

/// Something that whoever watches a controller wants to be told at once.
struct LiveEvent {
  enum class Kind {
    variant_seen,   ///< a variant's first sample
    restarted,      ///< the first sample after a controller restart
    scaled,         ///< `scaling`
    gap_opened,     ///< the first violation of `gap`
    gap_closed,     ///< the sample that ended `gap`
    gap_cut,        ///< `gap` was open when the controller restarted
    gap_withdrawn,  ///< a gap of `latency` is none: its sample was logged again, with another latency
  };
  Kind kind{};
  TimePoint time;
  Sample sample;  ///< of that time
  std::optional<Latency> latency;
  std::optional<Gap> gap;
  std::optional<ScalingEvent> scaling;
};

/// Tells what is new since it was last asked, so that each event is told once.
class LiveEvents {
 public:
  /// New events of a recording, by time. `all` are its series, complete from its start.
  std::vector<LiveEvent> update(std::span<const LiveAnalysis> all);

 private:
  /// What was told of a series.
  struct Told {
    std::size_t samples = 0;  // that restarts were looked for in
    std::size_t scalings = 0;
    std::array<std::size_t, 2> opened{};  // gaps of each latency
    std::array<std::size_t, 2> ended{};
    bool seen = false;
  };
  using ToldByVariant = std::map<std::string, Told, std::less<>>;

  Told& told_of(std::string_view variant, std::span<const LiveAnalysis> all);
  void add_restarts(const LiveAnalysis& live, Told& told, std::vector<LiveEvent>& events);

  ToldByVariant told_;
  std::set<std::uint32_t> segments_;  // whose start was told, once for all variants of a controller
};

}  // namespace wvagate::metric
