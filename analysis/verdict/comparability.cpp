#include "analysis/verdict/comparability.hpp"

#include <algorithm>

#include "analysis/core/format.hpp"

namespace wvagate::verdict {
namespace {

std::string in_words(const std::vector<double>& targets) {
  std::string words;
  for (const double target : targets)
    words += (words.empty() ? "" : ", then ") + format_shortest(target) + " ms";
  return words.empty() ? "none" : words;
}

std::string in_words(const Measure& measure) {
  std::string words = measure.policy + ", " + format_shortest(measure.dedup_window_s) + " s";
  if (measure.slo_itl_ms) words += ", ITL target " + format_shortest(*measure.slo_itl_ms) + " ms";
  if (measure.slo_ttft_ms) words += ", TTFT target " + format_shortest(*measure.slo_ttft_ms) + " ms";
  return words;
}

std::optional<std::string> differs(const std::string& what, const std::string& recorded,
                                   const std::string& now, const std::string& log) {
  if (recorded.empty() || recorded == now) return std::nullopt;
  return what + " was " + recorded + " when it was recorded; in " + log + " it is " +
         (now.empty() ? "not told" : now);
}

std::optional<std::string> differs(const std::string& what, const std::vector<double>& recorded,
                                   const std::vector<double>& now, const std::string& log) {
  if (recorded.empty() || recorded == now) return std::nullopt;
  return differs(what, in_words(recorded), in_words(now), log);
}

std::optional<std::string> load_differs(const Identity& recorded, const Run& run) {
  if (!recorded.mean_rpm) return std::nullopt;
  const std::string was = "the mean load was " + format_significant(*recorded.mean_rpm, 4) +
                          " rpm when it was recorded; in " + run.log + " it is ";
  if (!run.identity.mean_rpm) return was + "not told";
  const auto [less, more] = std::minmax(*recorded.mean_rpm, *run.identity.mean_rpm);
  if (more <= kLargestLoadRatio * less) return std::nullopt;
  return was + format_significant(*run.identity.mean_rpm, 4) + " rpm: another scenario";
}

std::optional<std::string> duration_differs(const Identity& recorded, const Run& run) {
  if (!recorded.duration_min) return std::nullopt;
  const std::string was = "the samples spanned " + format_significant(*recorded.duration_min, 4) +
                          " min when it was recorded; in " + run.log + " they span ";
  if (!run.identity.duration_min) return was + "no time that is told";
  if (*run.identity.duration_min >= kLeastDurationShare * *recorded.duration_min) return std::nullopt;
  return was + format_significant(*run.identity.duration_min, 4) + " min: a part is missing";
}

}  // namespace

std::optional<std::string> incomparable_because(const Baseline& baseline, const Contender& contender) {
  const Identity& recorded = baseline.provenance.identity;
  for (const Run& run : contender) {
    if (run.measure != baseline.measure) {
      return "the baseline's figures are of policy " + in_words(baseline.measure) + ", those of " + run.log +
             " of policy " + in_words(run.measure);
    }
    const Identity& now = run.identity;
    if (recorded.definitions != 0 && recorded.definitions != now.definitions) {
      return "metrics were computed by edition " + std::to_string(recorded.definitions) +
             " of their formulas, and are by edition " + std::to_string(now.definitions) +
             " now: record the baseline anew";
    }
    for (const auto& reason : {differs("the accelerator", recorded.accelerator, now.accelerator, run.log),
                               differs("the model", recorded.model, now.model, run.log),
                               differs("the ITL target", recorded.slo_itl_ms, now.slo_itl_ms, run.log),
                               differs("the TTFT target", recorded.slo_ttft_ms, now.slo_ttft_ms, run.log),
                               load_differs(recorded, run), duration_differs(recorded, run)}) {
      if (reason) return reason;
    }
  }
  return std::nullopt;
}

}  // namespace wvagate::verdict
