#pragma once

#include <chrono>
#include <vector>

#include "analysis/verdict/selftest.hpp"
#include "harness/gate/selftest.hpp"

namespace wvagate::gate {

/// What comes of logs that are spoilt, all runs alike: duplicated cycles where the policy leaves such out,
/// and cuts where no log is standard input, which can be read only once.
std::vector<verdict::DamagedLogs> damage_logs(const verdict::Baseline& baseline, const Runs& runs,
                                              std::chrono::year_month_day today, const Judge& judge);

}  // namespace wvagate::gate
