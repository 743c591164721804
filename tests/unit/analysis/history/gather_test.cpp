#include "analysis/history/gather.hpp"

#include <cmath>

#include "tests/support/catch.hpp"

namespace wvagate::history {
namespace {

MeasuredRun measured(const std::string& log, const std::string& first_sample) {
  return {.source = "dir/" + log,
          .run = {.log = log, .sha256 = "", .figures = {{"m", 1}}},
          .provenance = {.controller = "",
                         .tool = "0.1.0",
                         .definitions = 1,
                         .policy = "cycle",
                         .dedup_window_s = 5,
                         .slo_itl_ms = {},
                         .slo_ttft_ms = {},
                         .accelerator = "H100",
                         .model = "m"},
          .first_sample = parse_time(first_sample).value()};
}

RunSetLabel label() {
  return {.scenario = "s", .release = "v1", .commit = "", .controller = "c", .date = {}};
}

TEST_CASE("A run-set is dated by its earliest sample, to the millisecond, unless it is told") {
  const std::vector runs = {measured("b.log", "2025-11-18T11:00:00.5Z"),
                            measured("a.log", "2025-11-18T10:00:00.123456Z")};
  const auto gathered = gather(label(), runs);
  REQUIRE(gathered);
  CHECK(format_time(gathered.value().date) == "2025-11-18T10:00:00.123Z");
  CHECK(gathered.value().date == parse_time("2025-11-18T10:00:00.123Z"));
  CHECK(gathered.value().runs.front().log == "a.log");
  CHECK(gathered.value().provenance.controller == "c");
  RunSetLabel dated = label();
  dated.date = parse_time("2025-12-01T00:00:00Z");
  CHECK(gather(dated, runs).value().date == dated.date);
}

TEST_CASE("Runs that were not measured alike are no run-set") {
  auto other = measured("b.log", "2025-11-18T11:00:00Z");
  other.provenance.accelerator = "A100";
  const auto refused = gather(label(), {measured("a.log", "2025-11-18T10:00:00Z"), other});
  REQUIRE_FALSE(refused);
  CHECK(describe(refused.error()) ==
        "dir/b.log: was not measured as dir/a.log was: by wvagate 0.1.0 (cycle, dedup 5 s, definitions 1, "
        "A100, "
        "m); the other by wvagate 0.1.0 (cycle, dedup 5 s, definitions 1, H100, m)");
}

TEST_CASE("A log's content counts once") {
  auto first = measured("a.log", "2025-11-18T10:00:00Z");
  auto second = measured("b.log", "2025-11-18T10:00:00Z");
  CHECK(gather(label(), {first, second}));  // what is not known is not the same
  first.run.sha256 = second.run.sha256 = std::string(64, 'a');
  const auto refused = gather(label(), {first, second});
  REQUIRE_FALSE(refused);
  CHECK(describe(refused.error()) == "dir/b.log: has the same content as dir/a.log: a run counts once");
}

TEST_CASE("What cannot be stored is told") {
  const RunSet good = gather(label(), {measured("a.log", "2025-11-18T10:00:00Z")}).value();
  CHECK_FALSE(fault_of(good));
  const auto told = [&](const auto& change) {
    RunSet bad = good;
    change(bad);
    return fault_of(bad).value_or("");
  };
  CHECK(told([](RunSet& bad) { bad.release = ""; }) == "the release has no name");
  CHECK(told([](RunSet& bad) { bad.provenance.tool = ""; }) ==
        "it is not told how the figures were computed");
  CHECK(told([](RunSet& bad) { bad.commit = "a\nb"; }) ==
        "\"a\\x0ab\" is too long, no UTF-8 or has control characters");
  CHECK(told([](RunSet& bad) { bad.release = "\xFF"; }) ==
        "\"\\xff\" is too long, no UTF-8 or has control characters");
  CHECK(told([](RunSet& bad) { bad.provenance.model = std::string("a\0b", 3); }) != "");
  CHECK(told([](RunSet& bad) { bad.provenance.model = std::string(1001, 'x'); }) != "");
  CHECK(told([](RunSet& bad) { bad.runs.clear(); }) == "there is no run");
  CHECK(told([](RunSet& bad) { bad.runs[0].figures.clear(); }) == "the run of a.log has no figures");
  CHECK(told([](RunSet& bad) { bad.runs[0].sha256 = "abc"; }) == "the SHA-256 of a.log is none");
  CHECK(told([](RunSet& bad) { bad.runs[0].figures[0].metric = "m/n"; }) == "\"m/n\" is no name of a metric");
  CHECK(told([](RunSet& bad) {
          bad.runs[0].figures.push_back({"m", 2});
        }) == "m is there twice in the run of a.log");
  CHECK(told([](RunSet& bad) { bad.runs[0].figures[0].value = HUGE_VAL; }) ==
        "m of a.log is no finite number");
}

}  // namespace
}  // namespace wvagate::history
