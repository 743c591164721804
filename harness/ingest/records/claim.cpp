#include <chrono>

#include "harness/ingest/census/build.hpp"
#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {
namespace {

/// A number under its key of today, or under the one that it had until June 2026.
LoggedNumber number_of(Fields& fields, std::string_view key, std::string_view old_key) {
  const LoggedNumber number = fields.number(key);
  return number.logged() ? number : fields.number(old_key);
}

/// Whether a result of old has its required and spare capacity logged: the controllers from 7 to 22 June 2026
/// log both as 0, before they are computed. They are recognised by the caller, else by zeros that cannot be
/// with the thresholds that controllers have by default.
bool logs_capacities(const Record& record, const Claimed& claim) {
  using namespace std::chrono;
  constexpr double kScaleUpThreshold = 0.85;
  constexpr double kScaleDownBoundary = 0.70;
  const bool of_old = claim.analyzer == "saturation" && !claim.may_be_silent;
  if (!of_old || claim.scale_up_threshold.logged() || claim.required.value != 0.0 || claim.spare.value != 0.0)
    return true;
  BuildFinder build;
  build.add(record.message(), record.entry.caller);
  if (const auto interval = build.interval())
    return interval->from < 2026y / 6 / 7 || interval->from >= 2026y / 6 / 22;
  if (!claim.supply.value || !claim.demand.value) return true;
  return *claim.demand.value >= kScaleDownBoundary * *claim.supply.value &&
         *claim.demand.value <= kScaleUpThreshold * *claim.supply.value;
}

}  // namespace

/// One analyzer's result for one model: "analyzer-result" (since 25 June 2026), "V2 saturation analysis
/// completed" and "Queueing model analysis completed" (before), which name neither analyzer nor variants.
std::optional<Fault> read_claim(Record& record) {
  Fields& fields = record.fields;
  Claimed claim;
  claim.model = fields.text("modelID");
  claim.name_space = fields.text("namespace");
  claim.analyzer = fields.text("analyzer");
  claim.supply = number_of(fields, "supply", "totalSupply");
  claim.demand = number_of(fields, "demand", "totalDemand");
  claim.utilization = number_of(fields, "util", "utilization");
  claim.required = number_of(fields, "rc", "requiredCapacity");
  claim.spare = number_of(fields, "sc", "spareCapacity");
  claim.scale_up_threshold = fields.number("scaleUpThreshold");
  claim.scale_down_boundary = fields.number("scaleDownBoundary");
  const bool any_figure = claim.supply.logged() || claim.demand.logged() || claim.utilization.logged() ||
                          claim.required.logged() || claim.spare.logged();
  if (claim.analyzer.empty()) {
    claim.analyzer = record.message().starts_with("Queueing") ? "queueing-model" : "saturation";
  } else {
    claim.may_be_silent = true;
  }
  if (!any_figure)
    return fields.unreadable().empty() ? Fault::of_unknown_version() : Fault(Malformed::bad_number);
  const bool lacks_analyzer = !claim.may_be_silent && record.kind.phrase == "analyzer-result";
  if (claim.model.empty() || lacks_analyzer) return Malformed::missing_field;
  if (!logs_capacities(record, claim)) claim.required = claim.spare = {};
  if (const auto variants = fields.array("variants")) {
    for (const Members& variant : *variants) {
      claim.variants.push_back({.variant = variant.text("name"),
                                .per_replica = variant.number("prc"),
                                .role = variant.text("role"),
                                .source = variant.text("reason")});
    }
  }
  record.events.emplace_back(std::move(claim));
  return std::nullopt;
}

/// "saturation analyzer is absent from the configured analyzer list: …".
std::optional<Fault> read_saturation_absent(Record& record) {
  const std::string_view model = record.fields.text("modelID");
  if (model.empty()) return Fault::of_unknown_version();
  record.events.emplace_back(SaturationAbsent{model, record.fields.text("namespace")});
  return std::nullopt;
}

/// The reactive analyzer's result: "Saturation analysis completed", "Capacity analysis completed: modelID=…"
/// (0.4), with the spare figures since 19 February 2026 or at debug level.
std::optional<Fault> read_reactive(Record& record) {
  Fields& fields = record.fields;
  const std::string_view model = fields.text("modelID");
  if (model.empty()) return Fault::of_unknown_version();
  record.events.emplace_back(ReactivelyAnalyzed{.model = model,
                                                .name_space = fields.text("namespace"),
                                                .what = {.replicas = fields.number("totalReplicas").value,
                                                         .non_saturated = fields.number("nonSaturated").value,
                                                         .spare_kv = fields.number("avgSpareKv").value,
                                                         .spare_queue = fields.number("avgSpareQueue").value,
                                                         .scale_up = fields.flag("shouldScaleUp"),
                                                         .scale_down_safe = fields.flag("scaleDownSafe"),
                                                         .reason = fields.text("scaleUpReason")}});
  return std::nullopt;
}

}  // namespace wvagate::ingest
