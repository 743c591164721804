#include "analysis/verdict/comparability.hpp"

#include "analysis/core/format.hpp"

namespace wvagate::verdict {
namespace {

std::string in_words(const std::vector<double>& targets) {
  std::string words;
  for (const double target : targets)
    words += (words.empty() ? "" : ", then ") + format_shortest(target) + " ms";
  return words.empty() ? "none" : words;
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

}  // namespace

std::optional<std::string> incomparable_because(const Identity& recorded, const Contender& contender) {
  for (const Run& run : contender) {
    const Identity& now = run.identity;
    if (recorded.definitions != 0 && recorded.definitions != now.definitions) {
      return "metrics were computed by edition " + std::to_string(recorded.definitions) +
             " of their formulas, and are by edition " + std::to_string(now.definitions) +
             " now: record the baseline anew";
    }
    for (const auto& reason : {differs("the accelerator", recorded.accelerator, now.accelerator, run.log),
                               differs("the model", recorded.model, now.model, run.log),
                               differs("the ITL target", recorded.slo_itl_ms, now.slo_itl_ms, run.log),
                               differs("the TTFT target", recorded.slo_ttft_ms, now.slo_ttft_ms, run.log)}) {
      if (reason) return reason;
    }
  }
  return std::nullopt;
}

}  // namespace wvagate::verdict
