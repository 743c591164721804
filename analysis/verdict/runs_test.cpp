#include "analysis/verdict/runs_test.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/detectable_shift.hpp"
#include "analysis/statistics/summary.hpp"
#include "analysis/verdict/judge.hpp"

namespace wvagate::verdict {

RunsTest::RunsTest(std::span<const double> baseline, std::span<const double> contender)
    : ranks_(statistics::MannWhitneyShift::between(baseline, contender).value()),
      welch_(statistics::WelchShift::between(baseline, contender).value()),
      exact_(std::min(baseline.size(), contender.size()) >= kExactRuns) {
  const double before = *statistics::standard_deviation(baseline);
  const double now = *statistics::standard_deviation(contender);
  deviation_ = std::sqrt((before * before + now * now) / 2);
}

double RunsTest::p_not_worse() const {
  return exact_ ? ranks_.p_not_greater() : welch_.p_not_greater();
}

ShiftBounds RunsTest::bounds(double alpha) const {
  return {.lower = exact_ ? ranks_.lower(alpha) : welch_.lower(alpha),
          .upper = exact_ ? ranks_.upper(kAlpha) : welch_.upper(kAlpha),
          .lower_confidence = 1 - alpha,
          .upper_confidence = 1 - kAlpha};
}

Detectable RunsTest::detectable(double alpha, double margin, std::size_t fewest_runs) const {
  Detectable detectable;
  if (std::isfinite(bounds(alpha).lower)) {
    detectable.smallest_effect = statistics::detectable_shift(
        welch_.standard_error(), welch_.degrees_of_freedom().value_or(1), alpha, kPower);
  }
  detectable.runs = statistics::runs_to_detect(margin, deviation_, alpha, kPower, fewest_runs, kMostRuns);
  return detectable;
}

}  // namespace wvagate::verdict
