#include <algorithm>
#include <string>

#include "harness/report/gate_html.hpp"
#include "harness/report/gate_junit.hpp"
#include "harness/report/gate_markdown.hpp"
#include "harness/report/gate_tap.hpp"
#include "harness/report/gate_text.hpp"
#include "harness/report/gate_words.hpp"
#include "harness/report/github.hpp"
#include "harness/report/markdown.hpp"
#include "harness/report/xml.hpp"
#include "tests/support/catch.hpp"

namespace wvagate::report {
namespace {

using verdict::Consequence;
using verdict::Evidence;
using verdict::Finding;
using verdict::Kind;

Finding regressed() {
  Finding finding{.metric = "itl.compliance_pct",
                  .kind = Kind::regressed,
                  .evidence = Evidence::runs,
                  .consequence = Consequence::fail,
                  .value = 87.1,
                  .baseline = 94.8,
                  .delta = 7.7,
                  .margin = 2,
                  .bounds = verdict::ShiftBounds{5.1, 9.9, 0.995, 0.95},
                  .limit = {.min = 50}};
  finding.baseline_line = 40;
  finding.contender_runs = 5;
  finding.baseline_runs = 6;
  finding.where = {{"run.log", "itl gap", 9, 11, 278, 304}};
  return finding;
}

Finding doubtful() {
  Finding finding{.metric = "cost.total",
                  .kind = Kind::not_enough_evidence,
                  .evidence = Evidence::runs,
                  .consequence = Consequence::inconclusive,
                  .value = 5,
                  .baseline = 4,
                  .delta = 1,
                  .margin = 0.5};
  finding.detectable = verdict::Detectable{.smallest_effect = 3.25, .runs = 12};
  return finding;
}

Finding passing(std::string name) {
  return {.metric = std::move(name),
          .evidence = Evidence::limit,
          .value = 1,
          .baseline = 1,
          .delta = 0,
          .margin = 1};
}

verdict::Verdict sample() {
  verdict::ScenarioVerdict scenario{
      .scenario = "stairs", .baseline_file = "baselines/stairs.json", .runs = {"run.log"}};
  scenario.findings = {passing("a.b"), doubtful(), regressed()};
  scenario.declared = 3;
  verdict::ScenarioVerdict broken{.scenario = "gone", .baseline_file = "baselines/gone.json"};
  broken.declared = 4;
  broken.faults = {{.kind = ErrorKind::log, .where = "gone.log", .what = "no samples", .help = "look"}};
  return {.scenarios = {scenario, broken}};
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("A finding is told in one sentence, and what would settle a doubt in another") {
  CHECK(finding_words(regressed()) ==
        "regressed: 87.1 against 94.8, worse by 7.7; tolerance 2; shift 5.1 … 9.9 (99.5 %, 95 %)");
  CHECK(place_words(regressed().where[0]) == "itl gap at minute 9.0–11.0, lines 278–304 of run.log");
  CHECK(remark_words(doubtful()) == "an effect below 3.25 cannot be seen; 12 runs a side would do");
  Finding never = doubtful();
  never.detectable = verdict::Detectable{};
  CHECK(remark_words(never) ==
        "no effect could be seen, however large; no reasonable number of runs would do");
  Finding violated = regressed();
  violated.kind = Kind::limit_violated;
  CHECK(holds(finding_words(violated), "limit-violated: 87.1 against 94.8, limit min 50, worse by"));
  Finding missing{.metric = "m", .kind = Kind::missing, .baseline = 3};
  CHECK(finding_words(missing) == "missing: was 3");
  Finding better = regressed();
  better.delta = -1;
  CHECK(holds(finding_words(better), "better by 1"));
  Finding expired = regressed();
  expired.waiver = verdict::WaiverState::expired;
  CHECK(holds(remark_words(expired), "its waiver has expired"));
}

TEST_CASE("The summary counts what was declared, gated, and could not be") {
  CHECK(summary_words(sample()) ==
        "fail: 1 failed, 0 warned, 1 undecided; 1 scenario could not be gated; 3 of 7 metrics in 2 scenarios "
        "gated");
}

TEST_CASE("The text shows the worst first, where it is, and counts what is unchanged") {
  const std::string text = gate_text(sample(), Colour::off);
  CHECK(text.find("itl.compliance_pct") < text.find("cost.total"));
  CHECK(holds(text, "        itl gap at minute 9.0–11.0, lines 278–304 of run.log\n"));
  CHECK(holds(text, "5 runs against 6"));
  CHECK(holds(text, "1 metric unchanged"));
  CHECK_FALSE(holds(text, "a.b"));
  CHECK(holds(text, "not gated: gone.log: no samples"));
  CHECK_FALSE(holds(text, "\x1b["));
  CHECK(holds(gate_text(sample(), Colour::on), "\x1b[31m"));
}

TEST_CASE("What is incomparable as a whole is told once") {
  verdict::Verdict verdict = sample();
  verdict.scenarios.resize(1);
  for (Finding& finding : verdict.scenarios[0].findings) {
    finding.kind = Kind::incomparable;
    finding.note = "another model\x1b";
  }
  const std::string text = gate_text(verdict, Colour::off);
  CHECK(holds(text, "incomparable: another model\\x1b\n"));
  CHECK_FALSE(holds(text, "itl.compliance_pct"));
}

TEST_CASE("JUnit tells failures, errors and skipped cases apart, and counts them") {
  const std::string xml = gate_junit(sample());
  CHECK(holds(xml, "<testsuites name=\"wvagate\" tests=\"4\" failures=\"1\" errors=\"1\">"));
  CHECK(holds(xml, "<testsuite name=\"stairs\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\">"));
  CHECK(holds(xml, "<testcase classname=\"stairs\" name=\"a.b\"/>"));
  CHECK(holds(xml, "<failure type=\"regressed\" message=\"regressed: 87.1"));
  CHECK(holds(xml, "<skipped message=\"not-enough-evidence: 5"));
  CHECK(holds(xml, "<error type=\"fault\" message=\"gone.log: no samples"));
  verdict::Verdict missing = sample();
  missing.scenarios[0].findings[2].kind = Kind::missing;
  CHECK(holds(gate_junit(missing), "<error type=\"missing\""));
  missing.scenarios[0].findings[1].kind = Kind::incomparable;
  CHECK(holds(gate_junit(missing), "<skipped message=\"incomparable"));
  missing.strictness.ci = true;
  CHECK(holds(gate_junit(missing), "<error type=\"incomparable\""));
}

TEST_CASE("TAP numbers its points and explains those that are not ok") {
  const std::string tap = gate_tap(sample());
  CHECK(tap.find("TAP version 13\n1..4\nok 1 - stairs: a.b\n") == 0);
  CHECK(holds(tap, "\nok 2 - stairs: cost.total # skip not-enough-evidence: "));
  CHECK(holds(tap, "\nnot ok 3 - stairs: itl.compliance_pct: regressed: "));
  CHECK(holds(tap, "\n# itl gap at minute 9.0–11.0, lines 278–304 of run.log\n"));
  CHECK(holds(tap, "\nnot ok 4 - gone: logs: gone.log: no samples\n"));
}

TEST_CASE("Markdown has what does not pass first, and the rest folded") {
  const std::string text = gate_markdown(sample());
  CHECK(text.find("## wvagate: fail: ") == 0);
  CHECK(text.find("❌ | <code>itl.compliance&#95;pct</code>") < text.find("<details>"));
  CHECK(text.find("<code>a.b</code>") > text.find("<details>"));
  CHECK(holds(text, "❌ not gated: gone.log&#58; no samples") == false);
  CHECK(holds(text, "❌ not gated: gone.log: no samples"));
  CHECK(holds(text, "</details>"));
}

TEST_CASE("Markdown keeps to its room, says what it left out, and closes what it opened") {
  verdict::Verdict verdict = sample();
  auto& findings = verdict.scenarios[0].findings;
  for (int i = 0; i < 3000; ++i) {
    findings.push_back(regressed());
    findings.push_back(passing("pass" + std::to_string(i)));
  }
  CHECK(gate_markdown(verdict).size() < (std::size_t{1} << 20));
  for (const std::size_t most : {2000u, 5000u, 20000u, 700000u}) {
    const std::string text = gate_markdown(verdict, most);
    CAPTURE(most, text.size());
    CHECK(text.size() <= most);
    CHECK(holds(text, "did not fit in here"));
    CHECK(holds(text, "<details>") == holds(text, "</details>"));
  }
  CHECK_FALSE(holds(gate_markdown(sample()), "did not fit"));
}

TEST_CASE(
    "The page has what does not pass before what does, its scenario's charts, and nothing live in a name") {
  verdict::Verdict verdict = sample();
  verdict.scenarios[0].runs = {"<script>alert(1)</script>"};
  const std::vector<GateChart> charts = {
      {"stairs", "chart_1_itl", "ITL <b>", "<svg width=\"1\" height=\"1\" viewBox=\"0 0 1 1\"><g></g></svg>",
       "run & more"},
      {"gone", "chart_2_itl", "not drawn", "", "left out"}};
  const std::string page = gate_html(
      {.verdict = verdict, .charts = charts, .tool_version = "1.2.3", .without_charts = "no <gnuplot>"});
  CHECK(page.find("<!DOCTYPE html>") == 0);
  CHECK(page.find("itl.compliance_pct") < page.find("<details>"));
  CHECK(page.find(">a.b") > page.find("<details>"));
  CHECK(holds(page, "fail: 1 failed, 0 warned, 1 undecided"));
  CHECK(holds(page, "itl gap at minute 9.0–11.0, lines 278–304 of run.log"));
  CHECK(holds(page, "<b class=bad>Not gated</b>: gone.log: no samples"));
  CHECK(page.find("<figure id=chart_1_itl>") < page.find("<h2 id=scenario-2>"));
  CHECK(holds(page, "<figcaption>run &amp; more</figcaption>"));
  CHECK_FALSE(holds(page, "left out"));
  CHECK(holds(page, "no &lt;gnuplot&gt;"));
  CHECK(holds(page, "&lt;script&gt;alert"));
  CHECK_FALSE(holds(page, "<script>alert"));
}

TEST_CASE("Annotations point at the metric in its baseline, and there are nine at most") {
  const std::string all = github_annotations(sample());
  CHECK(holds(
      all, "::error file=baselines/stairs.json,line=40,title=stairs%3A itl.compliance_pct::regressed: 87.1"));
  CHECK(holds(all, "%0Aitl gap at minute 9.0–11.0"));
  CHECK(
      holds(all, "::error file=baselines/gone.json,title=gone could not be gated::gone.log: no samples%0A"));
  verdict::Verdict many = sample();
  for (int i = 0; i < 30; ++i)
    many.scenarios[0].findings.push_back(regressed());
  const std::string nine = github_annotations(many);
  CHECK(std::count(nine.begin(), nine.end(), '\n') == 9);
}

TEST_CASE("Text for GitHub's runner cannot command it") {
  CHECK(github_shielded("::error::x\n", "token") == "::stop-commands::token\n::error::x\n::token::\n");
  CHECK(holds(github_outputs(sample(), 4),
              "verdict=fail\nexit_code=4\nfailed=1\nwarned=0\nundecided=1\ngated=3\ndeclared=7\n"));
  verdict::Verdict hostile = sample();
  hostile.scenarios[1].faults[0].what = "a\r\n::set-env name=X::y %0A";
  const std::string annotations = github_annotations(hostile);
  CHECK(std::count(annotations.begin(), annotations.end(), '\n') == 2);
  CHECK(holds(annotations, "a\\x0d\\x0a::set-env name=X::y %250A"));
}

TEST_CASE("XML text holds only what XML can") {
  CHECK(escape_xml("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#39;");
  CHECK(escape_xml("\x01\x1b\x7f") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(escape_xml("\xff"
                   "é") ==
        "\xEF\xBF\xBD"
        "é");
  CHECK(escape_xml("\xEF\xBF\xBE") == "\xEF\xBF\xBD");
  CHECK(escape_xml("a\n\tb") == "a&#10;&#9;b");
}

TEST_CASE("A name in Markdown stays a name") {
  CHECK(markdown_code("a|b`c</code>\n@x #1") ==
        "<code>a&#124;b&#96;c&#60;/code&#62;&#92;x0a&#64;x &#35;1</code>");
  CHECK(markdown_text("https://x [y](z) *b* ~s~") ==
        "https&#58;//x &#91;y&#93;&#40;z&#41; &#42;b&#42; &#126;s&#126;");
}

}  // namespace
}  // namespace wvagate::report
