#include "analysis/verdict/finding.hpp"

#include <array>

namespace wvagate::verdict {

std::string_view kind_text(Kind kind) {
  constexpr std::array<std::string_view, 8> kTexts = {
      "limit-violated",      "regressed", "improved", "unchanged",
      "not-enough-evidence", "missing",   "new",      "incomparable"};
  return kTexts[static_cast<std::size_t>(kind)];
}

std::string_view evidence_text(Evidence evidence) {
  constexpr std::array<std::string_view, 4> kTexts = {"none", "exact", "limit", "runs"};
  return kTexts[static_cast<std::size_t>(evidence)];
}

std::string_view consequence_text(Consequence consequence) {
  constexpr std::array<std::string_view, 4> kTexts = {"pass", "warn", "inconclusive", "fail"};
  return kTexts[static_cast<std::size_t>(consequence)];
}

}  // namespace wvagate::verdict
