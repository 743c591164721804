#include "analysis/verdict/verdict.hpp"

#include <algorithm>
#include <limits>

namespace wvagate::verdict {
namespace {

/// Whether a finding had to be decided and was not.
bool undecided(const Finding& finding, Strictness strictness) {
  if (finding.consequence != Consequence::inconclusive) return false;
  return strictness.strict || (strictness.ci && finding.kind == Kind::incomparable);
}

/// How much worse, in margins.
double gravity(const Finding& finding) {
  if (!finding.delta) return -std::numeric_limits<double>::infinity();
  return *finding.delta / std::max(finding.margin, std::numeric_limits<double>::min());
}

template <typename Each>
void for_each_finding(const Verdict& verdict, Each each) {
  for (const ScenarioVerdict& scenario : verdict.scenarios) {
    for (const Finding& finding : scenario.findings)
      each(finding);
    for (const Finding& finding : scenario.since_release)
      each(finding);
  }
}

}  // namespace

std::size_t ScenarioVerdict::gated() const {
  return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.evidence != Evidence::none;
  }));
}

Outcome Verdict::outcome() const {
  const bool broken =
      scenarios.empty() || std::any_of(scenarios.begin(), scenarios.end(), [](const auto& scenario) {
        return !scenario.faults.empty() || scenario.findings.empty();
      });
  if (broken) return Outcome::broken;
  if (count(Consequence::fail) > 0) return Outcome::fail;
  return count(Consequence::inconclusive) > 0 ? Outcome::inconclusive : Outcome::pass;
}

bool Verdict::left_undecided() const {
  bool found = false;
  for_each_finding(*this, [&](const Finding& finding) { found = found || undecided(finding, strictness); });
  return found;
}

std::size_t Verdict::declared() const {
  std::size_t count = 0;
  for (const ScenarioVerdict& scenario : scenarios)
    count += scenario.declared;
  return count;
}

std::size_t Verdict::gated() const {
  std::size_t count = 0;
  for (const ScenarioVerdict& scenario : scenarios)
    count += scenario.gated();
  return count;
}

std::size_t Verdict::count(Consequence consequence) const {
  std::size_t count = 0;
  for_each_finding(*this,
                   [&](const Finding& finding) { count += finding.consequence == consequence ? 1u : 0u; });
  return count;
}

std::string_view outcome_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
      return "pass";
    case Outcome::inconclusive:
      return "inconclusive";
    default:
      return "fail";
  }
}

std::vector<const Finding*> gravest_first(const std::vector<Finding>& findings) {
  std::vector<const Finding*> order;
  for (const Finding& finding : findings)
    order.push_back(&finding);
  std::stable_sort(order.begin(), order.end(), [](const Finding* a, const Finding* b) {
    if (a->consequence != b->consequence) return a->consequence > b->consequence;
    if (gravity(*a) != gravity(*b)) return gravity(*a) > gravity(*b);
    return a->metric < b->metric;
  });
  return order;
}

}  // namespace wvagate::verdict
