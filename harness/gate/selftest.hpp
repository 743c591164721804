#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "analysis/verdict/baseline.hpp"
#include "analysis/verdict/contender.hpp"
#include "analysis/verdict/judge.hpp"
#include "analysis/verdict/selftest.hpp"
#include "harness/gate/entrants.hpp"
#include "harness/gate/gate.hpp"

namespace wvagate::gate {

/// What is put to the test: verdict::judge(), or what a test takes for it.
using Judge = std::function<std::vector<verdict::Finding>(const verdict::Baseline&, const verdict::Contender&,
                                                          std::chrono::year_month_day)>;

/// How many tolerances worse the metrics are made. Where a metric has a tolerance of 0, any worsening stands
/// for 1, and there are no others.
inline constexpr double kTolerancesAsked[] = {0.5, 1, 2};

/// The regressions that can be injected into each metric of level error, and what the judge finds. All runs
/// are changed alike, by the smallest magnitude that makes each of them more than that many tolerances worse
/// than the baseline's value. "More than", because one run that is worse by just the tolerance is as good;
/// with all runs so much worse, Hodges and Lehmann's shift is, too. `runs` has one at least.
std::vector<verdict::InjectedRegression> inject_regressions(const verdict::Baseline& baseline,
                                                            const Runs& runs,
                                                            std::chrono::year_month_day today,
                                                            const Judge& judge);

/// Reads the logs of each scenario in `request`, as run_gate() does, and tests its gate.
verdict::Selftest run_selftest(const Request& request, const Judge& judge = verdict::judge);

}  // namespace wvagate::gate
