#include "analysis/verdict/verdict.hpp"

#include "tests/support/catch.hpp"

namespace wvagate::verdict {
namespace {

Finding finding(std::string metric, Kind kind, Consequence consequence, double delta = 0) {
  Finding made;
  made.metric = std::move(metric);
  made.kind = kind;
  made.consequence = consequence;
  made.delta = delta;
  made.margin = 1;
  made.evidence = kind == Kind::missing || kind == Kind::incomparable ? Evidence::none : Evidence::limit;
  return made;
}

Verdict of(std::vector<Finding> findings) {
  ScenarioVerdict scenario{.scenario = "s", .declared = findings.size()};
  scenario.findings = std::move(findings);
  return {.scenarios = {scenario}};
}

TEST_CASE("The gravest finding decides") {
  const auto pass = finding("a", Kind::unchanged, Consequence::pass);
  const auto warn = finding("b", Kind::regressed, Consequence::warn);
  const auto doubt = finding("c", Kind::not_enough_evidence, Consequence::inconclusive);
  const auto fail = finding("d", Kind::regressed, Consequence::fail);
  CHECK(of({pass, warn}).outcome() == Outcome::pass);
  CHECK(of({pass, doubt, warn}).outcome() == Outcome::inconclusive);
  CHECK(of({doubt, fail, pass}).outcome() == Outcome::fail);
  CHECK(of({doubt, fail, pass}).count(Consequence::inconclusive) == 1);
}

TEST_CASE("What was not gated is never a pass") {
  CHECK(Verdict{}.outcome() == Outcome::broken);
  CHECK(of({}).outcome() == Outcome::broken);
  Verdict verdict = of({finding("a", Kind::unchanged, Consequence::pass)});
  verdict.scenarios[0].faults.push_back({.kind = ErrorKind::log, .where = "x.log", .what = "no samples"});
  CHECK(verdict.outcome() == Outcome::broken);
  CHECK(outcome_text(Outcome::broken) == "fail");
}

TEST_CASE("A finding against the last release counts as much") {
  Verdict verdict = of({finding("a", Kind::unchanged, Consequence::pass)});
  verdict.scenarios[0].since_release = {finding("a", Kind::regressed, Consequence::fail)};
  CHECK(verdict.outcome() == Outcome::fail);
}

TEST_CASE("Strictness decides which doubts have to be settled") {
  const auto undecided = [](Kind kind, Strictness strictness) {
    Verdict verdict = of({finding("a", kind, Consequence::inconclusive)});
    verdict.strictness = strictness;
    return verdict.left_undecided();
  };
  CHECK_FALSE(undecided(Kind::not_enough_evidence, {}));
  CHECK_FALSE(undecided(Kind::incomparable, {}));
  CHECK_FALSE(undecided(Kind::not_enough_evidence, {.ci = true}));
  CHECK(undecided(Kind::incomparable, {.ci = true}));
  CHECK(undecided(Kind::not_enough_evidence, {.strict = true}));
  CHECK(undecided(Kind::incomparable, {.strict = true}));
  Verdict waived = of({finding("a", Kind::incomparable, Consequence::warn)});
  waived.strictness.strict = true;
  CHECK_FALSE(waived.left_undecided());
}

TEST_CASE("What was compared is counted beside what was declared") {
  const Verdict verdict =
      of({finding("a", Kind::unchanged, Consequence::pass), finding("b", Kind::missing, Consequence::fail)});
  CHECK(verdict.declared() == 2);
  CHECK(verdict.gated() == 1);
}

TEST_CASE("Findings are ordered by consequence, then by how much worse, then by name") {
  const std::vector<Finding> findings = {
      finding("better", Kind::improved, Consequence::pass, -3),
      finding("b", Kind::regressed, Consequence::fail, 2),
      finding("a", Kind::regressed, Consequence::fail, 2),
      finding("worst", Kind::regressed, Consequence::fail, 9),
      finding("doubt", Kind::not_enough_evidence, Consequence::inconclusive, 1)};
  std::string order;
  for (const Finding* it : gravest_first(findings))
    order += it->metric + " ";
  CHECK(order == "worst a b doubt better ");
}

}  // namespace
}  // namespace wvagate::verdict
