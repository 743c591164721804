#include "analysis/verdict/comparison.hpp"

#include <algorithm>

#include "analysis/statistics/summary.hpp"
#include "analysis/verdict/judge.hpp"
#include "analysis/verdict/runs_test.hpp"

namespace wvagate::verdict {
namespace {

constexpr std::size_t kFewestTested = 3;

/// The values of all runs; none where one of them lacks it.
std::vector<double> values_of(const Contender& runs, const std::string& name) {
  std::vector<double> values;
  for (const Run& run : runs) {
    const Measurement* measurement = run.find(name);
    if (measurement == nullptr || !measurement->value) return {};
    values.push_back(*measurement->value);
  }
  return values;
}

}  // namespace

std::vector<ComparedFigure> compare(const Contender& first, const Contender& second) {
  std::vector<ComparedFigure> figures;
  for (const Measurement& measurement : first.front().measurements) {
    const auto a = values_of(first, measurement.name);
    const auto b = values_of(second, measurement.name);
    ComparedFigure figure{.name = measurement.name,
                          .first = statistics::quantile(a, 0.5),
                          .second = statistics::quantile(b, 0.5)};
    if (figure.first && figure.second) figure.shift = *figure.second - *figure.first;
    if (std::min(a.size(), b.size()) >= kFewestTested) {
      const RunsTest test(a, b);
      figure.shift = test.shift();
      figure.bounds = test.bounds(kAlpha);
    }
    figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace wvagate::verdict
