#include "analysis/metric/groups.hpp"
#include "analysis/model/replay.hpp"

namespace wvagate::metric {
namespace {

std::optional<double> share_pct(std::size_t part, std::size_t whole) {
  if (whole == 0) return std::nullopt;
  return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void set_replay_figures(const MeasuredSeries& series, Figures& figures) {
  ReplaySummary summary;
  for (std::size_t i = 0; i < series.size(); ++i)
    add_cycle(replay_cycle(series[i]), summary);
  figures.set_count("replay.predictions_checked", summary.predictions_checked);
  figures.set("replay.predictions_pct",
              share_pct(summary.predictions_reproduced, summary.predictions_checked));
  figures.set_count("replay.decisions_checked", summary.decisions_checked);
  figures.set("replay.decisions_pct", share_pct(summary.decisions_reproduced, summary.decisions_checked));
  figures.set("replay.itl_max_rel", summary.itl_max_relative_error);
  figures.set("replay.ttft_max_rel", summary.ttft_max_relative_error);
  figures.set("replay.max_rpm_max_rel", summary.max_rpm_max_relative_error);
}

}  // namespace wvagate::metric
