#include "harness/report/gate_tap.hpp"

#include "analysis/core/format.hpp"
#include "harness/report/gate_words.hpp"

namespace wvagate::report {
namespace {

using verdict::Consequence;
using verdict::Finding;
using verdict::ScenarioVerdict;

/// Without line breaks, and without what the protocol would take for a directive.
std::string plain(std::string_view text) {
  std::string escaped;
  for (const char c : escape_for_terminal(text))
    escaped += c == '#' ? std::string("\\#") : std::string(1, c);
  return escaped;
}

struct Points {
  std::string text;
  std::size_t count = 0;

  void add(bool ok, const std::string& description, const std::string& directive) {
    ++count;
    text += (ok ? "ok " : "not ok ") + std::to_string(count) + " - " + description + directive + "\n";
  }
  void explain(const std::string& line) { text += "# " + plain(line) + "\n"; }
};

void add_finding(Points& points, const ScenarioVerdict& scenario, const Finding& finding,
                 const std::string& suffix) {
  const std::string description = plain(scenario.scenario + ": " + finding.metric + suffix);
  const std::string words = plain(finding_words(finding));
  switch (finding.consequence) {
    case Consequence::pass:
      points.add(true, description, "");
      return;
    case Consequence::fail:
      points.add(false, description + ": " + words, "");
      break;
    case Consequence::warn:
      points.add(false, description, " # todo " + words);
      break;
    case Consequence::inconclusive:
      points.add(true, description, " # skip " + words);
      break;
  }
  if (const std::string remark = remark_words(finding); !remark.empty()) points.explain(remark);
  for (const verdict::Place& place : finding.where)
    points.explain(place_words(place));
}

}  // namespace

std::string gate_tap(const verdict::Verdict& verdict) {
  Points points;
  for (const ScenarioVerdict& scenario : verdict.scenarios) {
    for (const Error& fault : scenario.faults)
      points.add(false, plain(scenario.scenario + ": logs: " + fault.where + ": " + fault.what), "");
    for (const Finding& finding : scenario.findings)
      add_finding(points, scenario, finding, "");
    for (const Finding& finding : scenario.since_release)
      add_finding(points, scenario, finding, " since the last release");
  }
  return "TAP version 13\n1.." + std::to_string(points.count) + "\n" + points.text;
}

}  // namespace wvagate::report
