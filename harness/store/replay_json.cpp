#include "harness/store/replay_json.hpp"

#include <algorithm>

#include "harness/store/json_document.hpp"

namespace wvagate::store {
namespace {

/// Absent while nothing was compared.
std::optional<double> larger(const std::optional<double>& a, const std::optional<double>& b) {
  return a && b ? std::optional(std::max(*a, *b)) : a ? a : b;
}

void write_summary(JsonWriter& json, const ReplaySummary& summary) {
  json.member_count("cycles", summary.cycles);
  json.key("predictions");
  json.begin_object();
  json.member_count("checked", summary.predictions_checked);
  json.member_count("reproduced", summary.predictions_reproduced);
  json.member("max_relative_error", larger(summary.itl_max_relative_error, summary.ttft_max_relative_error));
  json.member("itl_max_relative_error", summary.itl_max_relative_error);
  json.member("ttft_max_relative_error", summary.ttft_max_relative_error);
  json.member("rho_max_relative_error", summary.rho_max_relative_error);
  json.member("max_rpm_max_relative_error", summary.max_rpm_max_relative_error);
  json.end_object();
  json.key("decisions");
  json.begin_object();
  json.member_count("checked", summary.decisions_checked);
  json.member_count("reproduced", summary.decisions_reproduced);
  json.member_count("unsolved", summary.unsolved_checked);
  json.end_object();
}

void write_divergence(JsonWriter& json, const Divergence& divergence) {
  json.begin_object();
  json.key("time");
  json.time(divergence.time);
  json.member("time_min", divergence.time_min);
  json.member_count("line", divergence.line);
  json.member("quantity", divergence.quantity);
  json.member("logged", divergence.logged);
  json.member("recomputed", divergence.recomputed);
  json.member("relative_error", divergence.relative_error);
  json.member("tolerance", std::optional(divergence.tolerance));
  json.end_object();
}

void write_totals(JsonWriter& json, std::string_view name, const DecisionTotals& totals,
                  const WhatIfOutcome& outcome) {
  json.key(name);
  json.begin_object();
  json.member("replica_minutes", std::optional(totals.replica_minutes));
  json.member("cost", std::optional(totals.cost_minutes / 60));
  json.member_count("decisions", totals.changes);
  json.member_count("infeasible", outcome.infeasible);
  json.member_count("itl_misses", outcome.itl_misses);
  json.member_count("ttft_misses", outcome.ttft_misses);
  json.end_object();
}

void write_cycle(JsonWriter& json, const WhatIfCycle& cycle, double minute) {
  json.begin_object();
  json.key("time");
  json.time(cycle.time);
  json.member("time_min", std::optional(minute));
  json.member_count("line", cycle.line);
  json.member("rate_rpm", cycle.rate_rpm);
  json.member("running_replicas", cycle.running_replicas);
  json.member("recorded_replicas", cycle.recorded_replicas);
  json.member("replicas", cycle.replicas);
  json.member_name("infeasible", cycle.infeasible ? describe(*cycle.infeasible) : std::string_view());
  json.member_bool("differs", cycle.differs);
  json.member("itl_ms", cycle.predicted.itl);
  json.member("ttft_ms", cycle.predicted.ttft);
  json.member("running_itl_ms", cycle.running_predicted.itl);
  json.member("running_ttft_ms", cycle.running_predicted.ttft);
  json.member_bool("itl_misses", cycle.itl_misses);
  json.member_bool("ttft_misses", cycle.ttft_misses);
  json.end_object();
}

void write_alternative(JsonWriter& json, const Alternative& alternative) {
  json.begin_object();
  json.key("changes");
  json.begin_object();
  json.member("alpha", alternative.what_if.parameters.alpha);
  json.member("beta", alternative.what_if.parameters.beta);
  json.member("gamma", alternative.what_if.parameters.gamma);
  json.member("delta", alternative.what_if.parameters.delta);
  json.member("slo_itl_ms", alternative.what_if.slo.itl);
  json.member("slo_ttft_ms", alternative.what_if.slo.ttft);
  json.member("max_batch", alternative.what_if.max_batch);
  json.member("min_replicas", alternative.what_if.min_replicas);
  json.end_object();
  const WhatIfOutcome& changed = alternative.changed;
  json.member_count("decided", changed.decided);
  json.member_count("differing", changed.differing);
  json.key("first_difference_line");
  json.number(changed.first_difference
                  ? std::optional(static_cast<double>(changed.cycles[*changed.first_difference].line))
                  : std::nullopt);
  write_totals(json, "recorded", changed.recorded, alternative.recorded);
  write_totals(json, "changed", changed.recomputed, changed);
  json.key("cycles");
  json.begin_array();
  for (std::size_t i = 0; i < changed.cycles.size(); ++i)
    write_cycle(json, changed.cycles[i], alternative.minutes[i]);
  json.end_array();
  json.end_object();
}

}  // namespace

std::string replay_document(const Tool& tool, std::span<const ReplayedRecording> recordings) {
  JsonWriter json;
  begin_document(json, "wvagate.replay/1", tool);
  json.key("recordings");
  json.begin_array();
  for (const auto& recording : recordings) {
    json.begin_object();
    write_log(json, recording.facts);
    json.key("series");
    json.begin_array();
    for (const SeriesReplay& replay : recording.series) {
      json.begin_object();
      json.member("variant", replay.variant);
      json.member_name("model", replay.model);
      json.member_name("accelerator", replay.accelerator);
      write_summary(json, replay.summary);
      json.key("divergences");
      json.begin_array();
      for (const Divergence& divergence : replay.divergences)
        write_divergence(json, divergence);
      json.end_array();
      json.key("what_if");
      if (replay.alternative) {
        write_alternative(json, *replay.alternative);
      } else {
        json.number(std::nullopt);
      }
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace wvagate::store
