#include <string>

#include "analysis/metric/groups.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate::metric {

void set_replay_figures(const ReplaySummary& replay, Figures& figures) {
  const auto set_share = [&](const std::string& group, std::size_t reproduced, std::size_t checked) {
    figures.set_count("replay." + group + "_checked", checked);
    figures.set("replay." + group + "_pct",
                statistics::percentage(static_cast<double>(reproduced), static_cast<double>(checked)));
  };
  set_share("predictions", replay.predictions_reproduced, replay.predictions_checked);
  set_share("decisions", replay.decisions_reproduced, replay.decisions_checked);
  figures.set("replay.itl_max_rel", replay.itl_max_relative_error);
  figures.set("replay.ttft_max_rel", replay.ttft_max_relative_error);
  figures.set("replay.max_rpm_max_rel", replay.max_rpm_max_relative_error);
}

}  // namespace wvagate::metric
