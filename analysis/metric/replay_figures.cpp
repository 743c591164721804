#include <string>

#include "analysis/metric/groups.hpp"
#include "analysis/model/replay.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {

void set_replay_figures(const MeasuredSeries& series, Figures& figures) {
  ReplaySummary summary;
  for (std::size_t i = 0; i < series.size(); ++i)
    add_cycle(replay_cycle(series[i]), summary);
  const auto set_share = [&](const std::string& group, std::size_t reproduced, std::size_t checked) {
    figures.set_count("replay." + group + "_checked", checked);
    figures.set("replay." + group + "_pct",
                statistics::percentage(static_cast<double>(reproduced), static_cast<double>(checked)));
  };
  set_share("predictions", summary.predictions_reproduced, summary.predictions_checked);
  set_share("decisions", summary.decisions_reproduced, summary.decisions_checked);
  figures.set("replay.itl_max_rel", summary.itl_max_relative_error);
  figures.set("replay.ttft_max_rel", summary.ttft_max_relative_error);
  figures.set("replay.max_rpm_max_rel", summary.max_rpm_max_relative_error);
}

}  // namespace wvagate::metric
