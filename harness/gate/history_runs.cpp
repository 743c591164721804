#include "harness/gate/history_runs.hpp"

#include <utility>

#include "analysis/core/format.hpp"
#include "analysis/metric/registry.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/run/measured_run.hpp"
#include "harness/store/figures_reader.hpp"
#include "harness/store/json_reader.hpp"
#include "harness/store/run_set_file.hpp"

namespace wvagate::gate {
namespace {

history::MeasuredRun to_history(const run::MeasuredRun& measured, const std::string& tool) {
  const metric::SeriesAnalysis& analysis = *measured.analysis;
  history::MeasuredRun run{.source = measured.path,
                           .run = {.log = escape_for_terminal(ingest::log_name(measured.path)),
                                   .sha256 = measured.sha256,
                                   .figures = {}},
                           .provenance = {.controller = "",
                                          .tool = tool,
                                          .definitions = metric::kDefinitions,
                                          .policy = measured.measure.policy,
                                          .dedup_window_s = measured.measure.dedup_window_s,
                                          .slo_itl_ms = measured.measure.slo_itl_ms,
                                          .slo_ttft_ms = measured.measure.slo_ttft_ms,
                                          .accelerator = escape_for_terminal(measured.series.accelerator),
                                          .model = escape_for_terminal(measured.series.model)},
                           .first_sample = analysis.measured.size() > 0
                                               ? analysis.measured[0].time
                                               : measured.series.samples.front().time};
  const auto metrics = metric::all_metrics();
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    if (const auto value = analysis.figures.at(i))
      run.run.figures.push_back({.metric = metrics[i].name, .value = *value});
  }
  return run;
}

}  // namespace

Result<std::vector<history::MeasuredRun>> history_runs(const std::string& path,
                                                       const verdict::Measure& measure,
                                                       const std::optional<std::string>& variant,
                                                       const std::string& tool) {
  if (store::input_kind(path) == store::HistoryInput::figures) {
    const auto text = store::read_document(path);
    if (!text) return text.error();
    return store::parse_figures(path, text.value(), variant);
  }
  const auto measured = run::measure_run(path, measure, variant);
  if (!measured) return measured.error();
  return std::vector{to_history(*measured.value(), tool)};
}

}  // namespace wvagate::gate
