#include "harness/report/controller_text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "analysis/metric/analyzers.hpp"
#include "analysis/metric/capacity_gap.hpp"

namespace wvagate::report {
namespace {

using metric::capacity_metric;
using enum TextTable::Align;

bool has_claims(const AnalysisPage& page, const metric::Analyzer& analyzer) {
  return page.figure(capacity_metric(analyzer.name, "util_mean")).has_value();
}

/// The analyzer is not known to be without a vote in every cycle.
bool may_vote(const AnalysisPage& page, const metric::Analyzer& analyzer) {
  const auto& samples = page.analysis.measured.series().samples;
  return std::any_of(samples.begin(), samples.end(), [&](const Sample& sample) {
    const Claim* const claim = claim_of(sample, analyzer.name);
    return claim != nullptr && claim->votes != false;
  });
}

/// "P3-k2 50.6 %, P2-hist 23.0 %": the sources of per-replica capacity that occur, most frequent first.
std::string source_words(const AnalysisPage& page, const metric::Analyzer& analyzer) {
  std::vector<std::pair<double, std::string_view>> shares;
  for (const metric::CapacitySource& source : analyzer.sources) {
    const auto share = page.figure(capacity_metric(analyzer.name, "source_pct." + std::string(source.name)));
    if (share.value_or(0) > 0) shares.emplace_back(*share, source.name);
  }
  std::stable_sort(shares.begin(), shares.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string words;
  for (const auto& [share, name] : shares)
    words += (words.empty() ? "" : ", ") + std::string(name) + " " + format_fixed(share, 1) + " %";
  return words;
}

}  // namespace

void add_capacity(AnalysisPage& page) {
  TextTable table(
      {"", "util mean", "p90", "max", "over threshold", "required", "spare", "per replica", "jumps", "unit"},
      {left, right, right, right, right, right, right, right, right, left});
  std::string sources;
  bool any = false;
  for (const metric::Analyzer& analyzer : metric::kAnalyzers) {
    if (!has_claims(page, analyzer)) continue;
    any = true;
    const auto name = [&](std::string_view rest) { return capacity_metric(analyzer.name, rest); };
    const bool known = page.figure(name("prc_median")).has_value();
    table.add_row({std::string(analyzer.name) + (may_vote(page, analyzer) ? "" : ", no vote"),
                   page.fixed(name("util_mean"), 3), page.fixed(name("util_p90"), 3),
                   page.fixed(name("util_max"), 3),
                   page.fixed(name("over_pct"), 1) + (page.figure(name("over_pct")) ? " %" : ""),
                   page.significant(name("required_mean")), page.significant(name("spare_mean")),
                   known ? page.significant(name("prc_min")) + " / " + page.significant(name("prc_median")) +
                               " / " + page.significant(name("prc_max"))
                         : "-",
                   page.fixed(name("prc_jumps"), 0), std::string(analyzer.unit)});
    const std::string words = source_words(page, analyzer);
    if (!words.empty())
      sources += "    " + std::string(analyzer.name) + ": capacity of a replica from " + words + "\n";
  }
  if (!any) return;
  page.heading(
      "Capacity of the model by analyzer (means over cycles; per replica of the variant: min / median / max)");
  page.table(table);
  page.text += sources;
}

void add_capacity_gaps(AnalysisPage& page) {
  bool any = false;
  for (const metric::Analyzer& analyzer : metric::kAnalyzers)
    any = any || page.figure(capacity_metric(analyzer.name, "gaps.count"));
  if (!any) return;
  page.heading("Stretches over capacity (an analyzer requires more; minutes)");
  if (page.analysis.capacity_gaps.empty()) return page.line("none");
  TextTable table({"", "from", "to", "duration", "peak util", "mean required", "cause", "lines"},
                  {left, right, right, right, right, right, left, left});
  for (const metric::CapacityGap& gap : page.analysis.capacity_gaps) {
    table.add_row({std::string(gap.analyzer), format_fixed(gap.start_min, 1), format_fixed(gap.end_min, 1),
                   format_fixed(gap.duration_min, 1) + (gap.open ? "+" : ""),
                   format_fixed(gap.peak_utilization, 2),
                   gap.mean_required ? format_significant(*gap.mean_required, 6) : "-",
                   std::string(metric::cause_text(gap.cause)),
                   std::to_string(gap.first_line) + "–" + std::to_string(gap.last_line)});
  }
  page.table(table);
}

void add_decisions(AnalysisPage& page) {
  if (!page.figure("decision.cycles")) return;
  page.heading("Decisions");
  const auto count = [&](std::string_view name) { return page.fixed("decision." + std::string(name), 0); };
  page.line(count("up") + " up, " + count("down") + " down, " + count("none") + " no change, " +
            count("held") + " held in " + count("cycles") + " cycles");
  std::string hindered;
  for (const auto& [name, words] :
       {std::pair{"vetoed", " scale-downs vetoed"}, std::pair{"clamped", " clamped by a bound"},
        std::pair{"opposed", " with analyzers opposed"}}) {
    if (page.figure("decision." + std::string(name)))
      hindered += (hindered.empty() ? "" : ", ") + count(name) + words;
  }
  if (!hindered.empty()) page.line(hindered);
  std::string by;
  for (const metric::Analyzer& analyzer : metric::kAnalyzers) {
    const std::string name = "decision.by." + std::string(analyzer.name);
    if (page.figure(name))
      by += (by.empty() ? "" : ", ") + page.fixed(name, 0) + " by " + std::string(analyzer.name);
  }
  if (!by.empty() && page.figure("decision.up").value_or(0) > 0) page.line("scale-ups: " + by);
  if (page.figure("decision.need_to_decision_min"))
    page.line("from first need to decision: " + page.fixed("decision.need_to_decision_min", 1) +
              " min on average");
  if (page.figure("decision.decision_to_replicas_min"))
    page.line("from decision to as many replicas: " + page.fixed("decision.decision_to_replicas_min", 1) +
              " min on average" +
              (page.figure("decision.decision_to_serving_min")
                   ? ", until they serve " + page.fixed("decision.decision_to_serving_min", 1) + " min"
                   : ""));
}

void add_throughput_model(AnalysisPage& page) {
  if (page.figure("model.throughput.mismatches").value_or(0) == 0) return;
  page.heading("Throughput model (only errors beyond 15 % are logged)");
  page.line(page.fixed("model.throughput.mismatches", 0) + " mismatches in " +
            page.fixed("model.throughput.mismatch_cycles_pct", 1) + " % of the cycles, median " +
            page.fixed("model.throughput.error_median_pct", 1) + " %, largest " +
            page.fixed("model.throughput.error_max_pct", 1) + " %, mean of predicted − observed " +
            page.fixed("model.throughput.error_signed_mean_pct", 1) + " %; observations discarded " +
            page.fixed("model.throughput.cleared", 0) + " times");
}

}  // namespace wvagate::report
