#include "harness/report/gate_junit.hpp"

#include "harness/report/gate_words.hpp"
#include "harness/report/xml.hpp"

namespace wvagate::report {
namespace {

using verdict::Consequence;
using verdict::Finding;
using verdict::Kind;
using verdict::ScenarioVerdict;

/// The cases of one suite, and how many there are of each kind.
struct Suite {
  std::string cases;
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;

  void add(const ScenarioVerdict& scenario, const std::string& name, const std::string& body) {
    ++tests;
    cases +=
        "    <testcase classname=\"" + escape_xml(scenario.scenario) + "\" name=\"" + escape_xml(name) + "\"";
    cases += body.empty() ? "/>\n" : ">" + body + "</testcase>\n";
  }
  std::string attributes() const {
    return " tests=\"" + std::to_string(tests) + "\" failures=\"" + std::to_string(failures) +
           "\" errors=\"" + std::to_string(errors) + "\" skipped=\"" + std::to_string(skipped) + "\"";
  }
};

std::string details(const Finding& finding) {
  std::string text = finding_words(finding);
  if (const std::string remark = remark_words(finding); !remark.empty()) text += "\n" + remark;
  for (const verdict::Place& place : finding.where)
    text += "\n" + place_words(place);
  return text;
}

std::string element(std::string_view name, const Finding& finding) {
  return "<" + std::string(name) + " type=\"" + std::string(kind_text(finding.kind)) + "\" message=\"" +
         escape_xml(finding_words(finding)) + "\">" + escape_xml(details(finding)) + "</" +
         std::string(name) + ">";
}

std::string result(Suite& suite, const Finding& finding, verdict::Strictness strictness) {
  const bool incomparable = finding.kind == Kind::incomparable;
  switch (finding.consequence) {
    case Consequence::fail:
      if (finding.kind == Kind::missing) {
        ++suite.errors;
        return element("error", finding);
      }
      ++suite.failures;
      return element("failure", finding);
    case Consequence::inconclusive:
      if (incomparable && (strictness.strict || strictness.ci)) {
        ++suite.errors;
        return element("error", finding);
      }
      ++suite.skipped;
      return "<skipped message=\"" + escape_xml(details(finding)) + "\"/>";
    case Consequence::warn:
      return "<system-out>" + escape_xml(details(finding)) + "</system-out>";
    case Consequence::pass:
      break;
  }
  return {};
}

Suite make_suite(const ScenarioVerdict& scenario, verdict::Strictness strictness) {
  Suite suite;
  for (const Error& fault : scenario.faults) {
    ++suite.errors;
    suite.add(scenario, "logs", "<error type=\"fault\" message=\"" + escape_xml(describe(fault)) + "\"/>");
  }
  for (const Finding& finding : scenario.findings)
    suite.add(scenario, finding.metric, result(suite, finding, strictness));
  for (const Finding& finding : scenario.since_release)
    suite.add(scenario, finding.metric + " since the last release", result(suite, finding, strictness));
  return suite;
}

}  // namespace

std::string gate_junit(const verdict::Verdict& verdict) {
  std::string suites;
  Suite all;
  for (const ScenarioVerdict& scenario : verdict.scenarios) {
    const Suite suite = make_suite(scenario, verdict.strictness);
    all.tests += suite.tests;
    all.failures += suite.failures;
    all.errors += suite.errors;
    all.skipped += suite.skipped;
    suites += "  <testsuite name=\"" + escape_xml(scenario.scenario) + "\"" + suite.attributes() + ">\n" +
              suite.cases + "  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"wvagate\" tests=\"" +
         std::to_string(all.tests) + "\" failures=\"" + std::to_string(all.failures) + "\" errors=\"" +
         std::to_string(all.errors) + "\">\n" + suites + "</testsuites>\n";
}

}  // namespace wvagate::report
