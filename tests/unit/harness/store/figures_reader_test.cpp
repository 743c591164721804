#include "harness/store/figures_reader.hpp"

#include "tests/support/catch.hpp"

namespace wvagate::store {
namespace {

const std::string kSeries = R"({"variant": "v1", "model": "org/m", "accelerator": "H100",
 "first_sample": "2025-11-18T10:00:00.000Z", "figures": {"m": 1.5, "n": null}, "gaps": []})";

std::string document(const std::string& more = "", const std::string& series = kSeries) {
  return R"({"schema": "wvagate.figures/1", "tool": {"name": "wvagate", "version": "0.3.0"}, "recordings": [
 {"log": "a.log", "sha256": null, "definitions": 2, "policy": "notebook", "dedup_window_s": 3,
  "slo_itl_ms": 10, "slo_ttft_ms": null, "since": null, "until": null, )" +
         more + R"("series": [)" + series + "]}]}";
}

std::string refusal(const std::string& text, const std::optional<std::string>& variant = {}) {
  const auto parsed = parse_figures("f.json", text, variant);
  REQUIRE_FALSE(parsed);
  return describe(parsed.error());
}

TEST_CASE("Figures that were computed elsewhere keep their provenance") {
  const auto parsed = parse_figures("f.json", document(), {});
  REQUIRE(parsed);
  REQUIRE(parsed.value().size() == 1);
  const history::MeasuredRun& run = parsed.value().front();
  CHECK(run.source == "f.json");
  CHECK(run.run == history::Run{.log = "a.log", .sha256 = "", .figures = {{"m", 1.5}}});
  CHECK(run.provenance == history::Provenance{.controller = "",
                                              .tool = "0.3.0",
                                              .definitions = 2,
                                              .policy = "notebook",
                                              .dedup_window_s = 3,
                                              .slo_itl_ms = 10,
                                              .slo_ttft_ms = {},
                                              .accelerator = "H100",
                                              .model = "org/m"});
  CHECK(format_time(run.first_sample) == "2025-11-18T10:00:00.000Z");
}

TEST_CASE("Of several variants one is chosen by name") {
  std::string other = kSeries;
  other.replace(other.find("v1"), 2, "v2");
  const std::string both = document("", kSeries + ", " + other);
  CHECK(
      refusal(both).starts_with("f.json:2: a log has several variants, and a scenario is one: v1, v2\n  "
                                "help: name one with --variant"));
  CHECK(refusal(both, "x*").starts_with("f.json:2: a log has no variant that is asked for"));
  CHECK(parse_figures("f.json", both, "*2"));
}

TEST_CASE("Figures of a part of a log are refused, and what is no result of analyze") {
  CHECK(refusal(document(R"("truncated": true, )")) ==
        "f.json:2: the log ends in the middle of a line: what comes after it is not known");
  for (const std::string bound : {"since", "until"}) {
    std::string part = document();
    part.replace(part.find("\"" + bound + "\": null"), 13, "\"" + bound + "\": \"2h\"");
    CHECK(refusal(part).starts_with("f.json:2: only a part of the log was analyzed"));
  }
  CHECK(refusal(R"({"schema": "wvagate.figures/2"})")
            .starts_with("f.json:1: \"schema\" is not wvagate.figures/1"));
  std::string without = document();
  without.replace(without.find("\"definitions\": 2, "), 18, "");
  CHECK(refusal(without) == "f.json:2: recordings[0]: \"definitions\" is not there");
}

}  // namespace
}  // namespace wvagate::store
