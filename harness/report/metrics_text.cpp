#include "harness/report/metrics_text.hpp"

#include "analysis/metric/registry.hpp"
#include "harness/report/text_table.hpp"

namespace wvagate::report {

std::string metrics_text() {
  using enum TextTable::Align;
  TextTable table({"METRIC", "UNIT", "BETTER", "MEANING, AND FORMULA"}, {left, left, left, left});
  for (const auto metrics : {metric::all_metrics(), metric::benchmark_metrics()}) {
    for (const auto& metric : metrics) {
      table.add_row(
          {metric.name, metric.unit, std::string(metric::better_text(metric.better)), metric.meaning});
      table.add_row({"", "", "", "= " + metric.formula});
    }
  }
  return table.text(0);
}

}  // namespace wvagate::report
