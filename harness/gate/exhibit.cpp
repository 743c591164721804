#include "harness/gate/exhibit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "harness/gate/candidate.hpp"
#include "harness/ingest/log_reader.hpp"

namespace wvagate::gate {
namespace {

using verdict::Baseline;
using Run = std::shared_ptr<const run::MeasuredRun>;

/// Reads each log once.
class Shelf {
 public:
  explicit Shelf(const Baseline& baseline) : baseline_(baseline) {}

  /// nullptr where it cannot be read; the gate has said so where it had to.
  Run get(const std::string& path) {
    const auto [entry, fresh] = runs_.try_emplace(path);
    if (fresh && path != "-") {
      if (auto run = run::measure_run(path, baseline_.measure, baseline_.variant))
        entry->second = std::move(run).value();
    }
    return entry->second;
  }

 private:
  const Baseline& baseline_;
  std::map<std::string, Run> runs_;
};

/// The baseline's run that comes nearest to its value of `metric`.
Run nearest_recorded(const Baseline& baseline, const std::string& metric,
                     const std::vector<std::string>& recorded, Shelf& shelf) {
  const verdict::BaselineMetric* const kept = find_metric(baseline, metric);
  if (kept == nullptr) return nullptr;
  Run nearest;
  double distance = std::numeric_limits<double>::infinity();
  for (const std::string& path : recorded) {
    const auto& logs = baseline.provenance.logs;
    const auto log = std::find_if(logs.begin(), logs.end(),
                                  [&](const auto& each) { return each.name == ingest::log_name(path); });
    if (log == logs.end()) continue;
    const Run run = shelf.get(path);
    if (!run || run->sha256 != log->sha256) continue;
    const auto value = run->analysis->figures.get(metric);
    if (!value || std::abs(*value - kept->value) >= distance) continue;
    distance = std::abs(*value - kept->value);
    nearest = run;
  }
  return nearest;
}

void add_exhibits(const Baseline& baseline, const verdict::ScenarioVerdict& scenario,
                  const std::vector<std::string>& logs, const std::vector<std::string>& recorded,
                  std::vector<Exhibit>& exhibits) {
  Shelf shelf(baseline);
  for (const verdict::Finding* finding : verdict::gravest_first(scenario.findings)) {
    if (finding->consequence != verdict::Consequence::fail || finding->where.empty()) continue;
    const auto log = std::find_if(logs.begin(), logs.end(), [&](const auto& each) {
      return ingest::log_name(each) == finding->where.front().log;
    });
    const Run run = log == logs.end() ? nullptr : shelf.get(*log);
    if (!run) continue;
    exhibits.push_back({.scenario = scenario.scenario,
                        .finding = finding,
                        .run = run,
                        .recorded = nearest_recorded(baseline, finding->metric, recorded, shelf)});
  }
}

}  // namespace

std::vector<Exhibit> gather_exhibits(const Request& request, const verdict::Verdict& verdict,
                                     const std::vector<std::string>& recorded) {
  std::vector<Exhibit> exhibits;
  for (std::size_t i = 0; i < request.baselines.size(); ++i) {
    const Baseline& baseline = request.baselines[i].baseline;
    add_exhibits(baseline, verdict.scenarios[i], logs_of(baseline, request), recorded, exhibits);
  }
  return exhibits;
}

}  // namespace wvagate::gate
