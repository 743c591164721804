#include "harness/gate/gate.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "analysis/verdict/verdict.hpp"
#include "harness/gate/candidate.hpp"
#include "harness/run/measured_run.hpp"
#include "tests/support/catch.hpp"

using namespace wvagate;
using namespace std::chrono_literals;

namespace {

const std::string kRecordings = WVAGATE_RECORDINGS_DIR;
const std::string kHigh = kRecordings + "/json/model-based-high-parallel-20251209-224705.jsonl";
const std::string kHighNextDay = kRecordings + "/json/model-based-high-parallel-20251210-105831.jsonl";
const std::string kModerate = kRecordings + "/json/model-based-moderate-parallel-20251128-182839.jsonl";
const std::string kModerateLater = kRecordings + "/json/model-based-moderate-parallel-20251203-154659.jsonl";
const std::string kModerateExtended =
    kRecordings + "/json/model-based-moderate-parallel-extended-20251205-181954.jsonl";
const std::string kMultiModel = kRecordings + "/json/model-based-multi-model-parallel-20251208-220210.jsonl";

verdict::Measure measure_for(const std::string& path) {
  verdict::Measure measure;
  if (path.find("capacity-based") != std::string::npos) {
    measure.slo_itl_ms = 10;
    measure.slo_ttft_ms = 1000;
  }
  return measure;
}

/// The verdict on `now` against a baseline recorded of `before`, as `baseline record` makes it.
verdict::Verdict gate_against(const std::string& before, const std::string& now) {
  const auto run = run::measure_run(before, measure_for(before), std::nullopt);
  REQUIRE(run);
  const verdict::Contender runs = {run::to_run(*run.value(), gate::figures_asked_of({}))};
  store::BaselineFile file;
  file.path = "baselines/s.json";
  file.baseline = gate::make_candidate({.scenario = "s"}, runs, std::nullopt);
  // As it is after having been written and read.
  file = store::parse_baseline(file.path, store::baseline_text(file.baseline));
  REQUIRE(file.faults.empty());
  gate::Request request;
  request.baselines = {file};
  request.of_scenario["s"] = {now};
  request.today = 2025y / 12 / 31;
  return gate::run_gate(request);
}

const verdict::Finding& finding(const verdict::Verdict& verdict, std::string_view metric) {
  const auto& findings = verdict.scenarios.front().findings;
  const auto found =
      std::find_if(findings.begin(), findings.end(), [&](const auto& each) { return each.metric == metric; });
  REQUIRE(found != findings.end());
  return *found;
}

/// Every finding is that the two are not the same thing, because of the load.
void check_other_load(const verdict::Verdict& verdict) {
  CHECK(verdict.outcome() == verdict::Outcome::inconclusive);
  CHECK(verdict.gated() == 0);
  for (const auto& each : verdict.scenarios.front().findings) {
    CHECK(each.kind == verdict::Kind::incomparable);
    CHECK(each.note.find("the mean load was ") == 0);
  }
}

}  // namespace

TEST_CASE("A recording against a baseline of itself is exactly as recorded") {
  std::size_t gated = 0;
  for (const char* folder : {"text", "json"}) {
    for (const auto& entry : std::filesystem::directory_iterator(kRecordings + "/" + folder)) {
      const std::string path = entry.path().string();
      CAPTURE(path);
      const auto verdict = gate_against(path, path);
      CHECK(verdict.outcome() == verdict::Outcome::pass);
      CHECK(verdict.gated() == verdict.declared());
      for (const auto& each : verdict.scenarios.front().findings) {
        CHECK(each.evidence == verdict::Evidence::exact);
        CHECK(each.kind == verdict::Kind::unchanged);
      }
      gated += verdict.gated();
    }
  }
  CHECK(gated > 16 * 10);
}

TEST_CASE("Runs of one scenario do not fail against each other") {
  CHECK(gate_against(kHigh, kHighNextDay).outcome() == verdict::Outcome::pass);
  CHECK(gate_against(kHighNextDay, kHigh).outcome() == verdict::Outcome::pass);
  CHECK(gate_against(kModerate, kModerateLater).outcome() == verdict::Outcome::pass);
  CHECK(gate_against(kModerateLater, kModerateExtended).outcome() == verdict::Outcome::pass);
}

TEST_CASE("A controller that logs no parameters any more has lost its metrics") {
  const auto verdict = gate_against(kModerateLater, kModerate);
  CHECK(verdict.outcome() == verdict::Outcome::fail);
  CHECK(finding(verdict, "replay.decisions_pct").kind == verdict::Kind::missing);
  CHECK(finding(verdict, "itl.gaps.total_min").kind == verdict::Kind::regressed);
}

TEST_CASE("Another load is another scenario") {
  check_other_load(gate_against(kHigh, kMultiModel));
  check_other_load(gate_against(kMultiModel, kHigh));
}

TEST_CASE("Another target is incomparable") {
  const auto verdict =
      gate_against(kRecordings + "/text/llama_tuner.txt", kRecordings + "/text/ttft_queuescorer_logs.txt");
  CHECK(finding(verdict, "itl.compliance_pct").note ==
        "the ITL target was 10 ms when it was recorded; in ttft_queuescorer_logs.txt it is 9 ms");
}

TEST_CASE("The online tuner halves the error of the logged ITL predictions") {
  // By the independent reading in `expected/`, where idle cycles count as errors, 2.5439 and 1.6856 ms.
  const auto mae = [](const char* name) {
    const auto run = run::measure_run(kRecordings + name, {.policy = "notebook"}, std::nullopt);
    REQUIRE(run);
    return run.value()->analysis->figures.get("itl.error.mae_ms").value();
  };
  CHECK(mae("/text/granite_notuner.txt") == Approx(2.5439413).epsilon(1e-6));
  CHECK(mae("/text/granite_logs.txt") == Approx(1.6856355).epsilon(1e-6));
  const auto verdict =
      gate_against(kRecordings + "/text/granite_notuner.txt", kRecordings + "/text/granite_logs.txt");
  const auto& itl = finding(verdict, "itl.error.mae_ms");
  CHECK(itl.kind == verdict::Kind::improved);
  CHECK(*itl.baseline == Approx(1.739).margin(0.001));
  CHECK(*itl.value == Approx(0.939).margin(0.001));
  CHECK(finding(verdict, "ttft.error.mae_ms").kind == verdict::Kind::improved);
  CHECK(finding(verdict, "itl.error_model.mae_ms").kind == verdict::Kind::unchanged);
  // … and yet its parameters, on the replicas that ran, foretell queues that never were.
  const auto& ttft = finding(verdict, "ttft.error_model.mae_ms");
  // One cycle of 1619 rpm on one replica, which serves 1365 at the most: the model's queue fills, the
  // controller's did not.
  CHECK(ttft.note.find("without 1 cycle in which the model has the batch full it is ") == 0);
  CHECK(ttft.kind == verdict::Kind::regressed);
  REQUIRE(ttft.where.size() == 3);
  CHECK(ttft.where[0].what == "prediction");
  CHECK(ttft.where[0].first_line == 245);
}

TEST_CASE("A recording cut in the middle of a line is not gated") {
  const auto path = std::filesystem::temp_directory_path() / "wvagate_cut_recording.jsonl";
  std::filesystem::copy_file(kHigh, path, std::filesystem::copy_options::overwrite_existing);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 10);
  const auto verdict = gate_against(kHigh, path.string());
  std::filesystem::remove(path);
  CHECK(verdict.outcome() == verdict::Outcome::broken);
  REQUIRE(verdict.scenarios.front().faults.size() == 1);
  CHECK(verdict.scenarios.front().faults[0].what.find("ends in the middle of a line") == 0);
}
