#include "harness/report/replay_text.hpp"

#include <map>

#include "analysis/core/format.hpp"
#include "harness/report/csv_row.hpp"
#include "harness/report/text_table.hpp"

namespace wvagate::report {
namespace {

using enum TextTable::Align;
constexpr std::size_t kIndent = 4;
constexpr std::size_t kShownDivergences = 20;

std::string share(std::size_t part, std::size_t whole, Colour colour) {
  const std::string words = std::to_string(part) + " of " + std::to_string(whole);
  return part == whole ? good(words, colour) : bad(words, colour);
}

std::string scientific(const std::optional<double>& value) {
  if (!value) return "-";
  std::string digits = format_shortest(*value == 0 ? 0.0 : *value);
  const std::size_t exponent = digits.find('e');
  if (exponent == std::string::npos) return digits.substr(0, 8);
  return digits.substr(0, std::min<std::size_t>(exponent, 4)) + digits.substr(exponent);
}

void add_summary(std::string& text, const SeriesReplay& replay, Colour colour) {
  const ReplaySummary& summary = replay.summary;
  if (!replay.checked()) {
    text += "    no cycle logged both parameters and what was made of them: nothing to replay\n";
    return;
  }
  text += "    predictions reproduced  " +
          share(summary.predictions_reproduced, summary.predictions_checked, colour) +
          "; largest relative error ITL " + scientific(summary.itl_max_relative_error) + ", TTFT " +
          scientific(summary.ttft_max_relative_error) + ", rho " +
          scientific(summary.rho_max_relative_error) + ", maxRPM " +
          scientific(summary.max_rpm_max_relative_error) + "\n";
  text +=
      "    decisions reproduced    " + share(summary.decisions_reproduced, summary.decisions_checked, colour);
  if (summary.unsolved_checked > 0) {
    text += " (" + std::to_string(summary.unsolved_checked) + " of them that nothing is feasible)";
  }
  text += "\n";
}

void add_divergences(std::string& text, const SeriesReplay& replay) {
  if (replay.divergences.empty()) return;
  TextTable table({"minute", "line", "quantity", "logged", "recomputed", "relative", "tolerance"},
                  {right, right, left, right, right, right, right});
  for (std::size_t i = 0; i < replay.divergences.size() && i < kShownDivergences; ++i) {
    const Divergence& divergence = replay.divergences[i];
    table.add_row({format_fixed(divergence.time_min, 1), std::to_string(divergence.line),
                   std::string(divergence.quantity),
                   divergence.logged ? format_shortest(*divergence.logged) : "infeasible",
                   divergence.recomputed ? format_shortest(*divergence.recomputed) : "infeasible",
                   scientific(divergence.relative_error), scientific(divergence.tolerance)});
  }
  text += "\n  Divergences\n" + table.text(kIndent);
  if (replay.divergences.size() > kShownDivergences) {
    text += "    and " + std::to_string(replay.divergences.size() - kShownDivergences) +
            " more: --json has them all\n";
  }
}

std::string changes_in_words(const WhatIf& what_if) {
  std::string words;
  const auto add = [&](std::string_view name, const std::optional<double>& value,
                       std::string_view unit = "") {
    if (!value) return;
    words += (words.empty() ? "" : ", ") + std::string(name) + " " + format_significant(*value, 6) +
             std::string(unit);
  };
  add("alpha", what_if.parameters.alpha);
  add("beta", what_if.parameters.beta);
  add("gamma", what_if.parameters.gamma);
  add("delta", what_if.parameters.delta);
  add("ITL SLO", what_if.slo.itl, " ms");
  add("TTFT SLO", what_if.slo.ttft, " ms");
  add("max batch", what_if.max_batch);
  add("min replicas", what_if.min_replicas);
  return words;
}

void add_totals(std::string& text, const Alternative& alternative) {
  const WhatIfOutcome& recorded = alternative.recorded;
  const WhatIfOutcome& changed = alternative.changed;
  TextTable table({"", "recorded", "what if"}, {left, right, right});
  const auto count = [](std::size_t value) { return std::to_string(value); };
  table.add_row({"replica-minutes", format_fixed(changed.recorded.replica_minutes, 1),
                 format_fixed(changed.recomputed.replica_minutes, 1)});
  table.add_row({"cost", format_fixed(changed.recorded.cost_minutes / 60, 2),
                 format_fixed(changed.recomputed.cost_minutes / 60, 2)});
  table.add_row({"scaling decisions", count(changed.recorded.changes), count(changed.recomputed.changes)});
  table.add_row(
      {"cycles without a feasible allocation", count(recorded.infeasible), count(changed.infeasible)});
  table.add_row({"cycles predicted over the ITL SLO on what ran", count(recorded.itl_misses),
                 count(changed.itl_misses)});
  table.add_row({"cycles predicted over the TTFT SLO on what ran", count(recorded.ttft_misses),
                 count(changed.ttft_misses)});
  text += table.text(kIndent);
}

/// Why cycles have no feasible allocation, with how many of them.
void add_reasons(std::string& text, const WhatIfOutcome& changed) {
  std::map<std::string_view, std::size_t> counts;
  for (const WhatIfCycle& cycle : changed.cycles) {
    if (cycle.infeasible) ++counts[describe(*cycle.infeasible)];
  }
  for (const auto& [reason, count] : counts) {
    text += "    infeasible in " + plural(count, "cycle", "cycles") + ": " + std::string(reason) + "\n";
  }
}

std::string replicas_or_reason(const WhatIfCycle& cycle) {
  if (cycle.infeasible) return "infeasible";
  return format_fixed(cycle.replicas, 0);
}

void add_cycles(std::string& text, const Alternative& alternative) {
  TextTable table({"minute", "rpm", "ran", "recorded", "what if", "", "ITL ms", "TTFT ms",
                   "on what ran: ITL ms", "TTFT ms", "", "line"},
                  {right, right, right, right, right, left, right, right, right, right, left, right});
  for (std::size_t i = 0; i < alternative.changed.cycles.size(); ++i) {
    const WhatIfCycle& cycle = alternative.changed.cycles[i];
    const std::string misses = cycle.itl_misses && cycle.ttft_misses ? "over both"
                               : cycle.itl_misses                    ? "over ITL"
                               : cycle.ttft_misses                   ? "over TTFT"
                                                                     : "";
    table.add_row({format_fixed(alternative.minutes[i], 1), format_fixed(cycle.rate_rpm, 1),
                   format_fixed(cycle.running_replicas, 0), format_fixed(cycle.recorded_replicas, 0),
                   replicas_or_reason(cycle), cycle.differs ? "≠" : "", format_fixed(cycle.predicted.itl, 2),
                   format_fixed(cycle.predicted.ttft, 2), format_fixed(cycle.running_predicted.itl, 2),
                   format_fixed(cycle.running_predicted.ttft, 2), misses, std::to_string(cycle.line)});
  }
  text += "\n" + table.text(kIndent);
}

void add_alternative(std::string& text, const Alternative& alternative, Colour colour) {
  const WhatIfOutcome& changed = alternative.changed;
  text += "\n  " + bold("What if " + changes_in_words(alternative.what_if), colour) + "\n";
  if (changed.decided == 0) {
    text += "    no cycle logged what it takes to decide again\n";
    return;
  }
  if (changed.first_difference) {
    const std::size_t at = *changed.first_difference;
    text += "    " + std::to_string(changed.differing) + " of " + std::to_string(changed.decided) +
            " decisions differ, first at minute " + format_fixed(alternative.minutes[at], 1) + " (line " +
            std::to_string(changed.cycles[at].line) + ")\n";
  } else {
    text += "    every decision stays the same\n";
  }
  add_totals(text, alternative);
  add_reasons(text, changed);
  add_cycles(text, alternative);
}

}  // namespace

std::string replay_text(const LogFacts& facts, std::span<const SeriesReplay> all, Colour colour) {
  std::string text = bold(escape_for_terminal(facts.name), colour) + "\n";
  for (const SeriesReplay& replay : all) {
    text += "  " + bold(escape_for_terminal(replay.variant), colour) + "\n";
    add_summary(text, replay, colour);
    add_divergences(text, replay);
    if (replay.alternative) add_alternative(text, *replay.alternative, colour);
  }
  return text;
}

std::string what_if_csv_header() {
  return "time,time_minutes,rate,running_replicas,recorded_replicas,replicas,infeasible,differs,itl,ttft,"
         "running_itl,"
         "running_ttft,slo_itl,slo_ttft,itl_misses,ttft_misses,variant,log,line\n";
}

std::string what_if_csv(const LogFacts& facts, std::span<const SeriesReplay> all) {
  std::string out;
  for (const SeriesReplay& replay : all) {
    if (!replay.alternative) continue;
    const Alternative& alternative = *replay.alternative;
    for (std::size_t i = 0; i < alternative.changed.cycles.size(); ++i) {
      const WhatIfCycle& cycle = alternative.changed.cycles[i];
      CsvRow(out)
          .word(format_time(cycle.time))
          .number(alternative.minutes[i])
          .number(cycle.rate_rpm)
          .number(cycle.running_replicas)
          .number(cycle.recorded_replicas)
          .number(cycle.replicas)
          .word(cycle.infeasible ? describe(*cycle.infeasible) : "")
          .word(cycle.differs ? "true" : "false")
          .number(cycle.predicted.itl)
          .number(cycle.predicted.ttft)
          .number(cycle.running_predicted.itl)
          .number(cycle.running_predicted.ttft)
          .number(cycle.slo.itl)
          .number(cycle.slo.ttft)
          .word(cycle.itl_misses ? "true" : "false")
          .word(cycle.ttft_misses ? "true" : "false")
          .text(replay.variant)
          .text(facts.name)
          .word(std::to_string(cycle.line));
    }
  }
  return out;
}

}  // namespace wvagate::report
