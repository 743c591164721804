#include "analysis/model/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "analysis/sample/series.hpp"
#include "harness/ingest/log_reader.hpp"
#include "tests/support/catch.hpp"

using namespace wvagate;

namespace {

/// Calibrates on `paths` below the recordings, together.
Calibration calibrate_logs(const std::vector<std::string>& paths) {
  std::vector<Recording> recordings(paths.size());
  std::vector<Series> series;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto path = std::filesystem::path(WVAGATE_RECORDINGS_DIR) / paths[i];
    const auto facts = ingest::read_log(path.string(), recordings[i].names, [&](const LoggedSample& logged) {
      recordings[i].samples.push_back(logged.sample);
      return true;
    });
    REQUIRE(facts);
    for (Series& one : make_series(recordings[i], SampleFilter{}, LatencyPair{}))
      series.push_back(std::move(one));
  }
  std::vector<MeasuredSeries> measured;
  measured.reserve(series.size());
  for (const Series& one : series)
    measured.emplace_back(one, Policy{});
  return calibrate(measured);
}

double hundredths(double value) {
  return std::round(100 * value) / 100;
}

}  // namespace

TEST_CASE("A fit on the first half lowers the second half's ITL error at least as much as the design tells") {
  struct Expected {
    const char* path;
    double in_force_ms;
    double fitted_ms;
  };
  for (const auto& [path, in_force_ms, fitted_ms] :
       {Expected{"text/ttft_queuescorer_logs.txt", 1.09, 0.26}, {"text/granite_notuner.txt", 1.86, 0.87}}) {
    CAPTURE(path);
    const Calibration calibration = calibrate_logs({path});
    REQUIRE(calibration.second_half);
    const CandidateScores& scores = calibration.second_half->all;
    CHECK(scores.in_force.itl->samples == 16);
    CHECK(hundredths(scores.in_force.itl->mae_ms) == in_force_ms);
    CHECK(hundredths(scores.fitted.itl->mae_ms) <= fitted_ms);
    CHECK(scores.fitted.ttft->mae_ms < scores.in_force.ttft->mae_ms);
    CHECK(calibration.verdict.recommended);
    CHECK_FALSE(calibration.verdict.online_tuner);
    for (const Parameter parameter : kParameters)
      CHECK((*calibration.fit)[parameter].status == ParameterStatus::fitted);
  }
}

TEST_CASE("Nothing is recommended where the parameters in force predict well") {
  const Calibration calibration = calibrate_logs({"text/ttft_queuescorer_SLO_10_10_24.txt"});
  REQUIRE(calibration.fit);
  CHECK_FALSE(calibration.verdict.recommended);
  CHECK(calibration.verdict.reason == VerdictReason::gain_too_small);
  CHECK_FALSE(calibration.verdict.online_tuner);
  // They were set by hand in an idle cycle, before any that count.
  CHECK_FALSE(calibration.verdict.parameters_changed);
}

TEST_CASE("Nothing is recommended where the online tuner was on") {
  std::size_t tuned = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(WVAGATE_RECORDINGS_DIR) / "json")) {
    CAPTURE(entry.path());
    const Calibration calibration = calibrate_logs({"json/" + entry.path().filename().string()});
    if (!calibration.verdict.online_tuner) continue;
    CHECK_FALSE(calibration.verdict.recommended);
    ++tuned;
  }
  for (const char* path : {"text/llama_tuner.txt", "text/granite_logs.txt"}) {
    CAPTURE(path);
    const Calibration calibration = calibrate_logs({path});
    CHECK_FALSE(calibration.verdict.recommended);
    CHECK(calibration.verdict.online_tuner);
    ++tuned;
  }
  CHECK(tuned >= 9);
  CHECK(calibrate_logs({"text/llama_tuner.txt"}).verdict.reason == VerdictReason::does_not_beat_in_force);
}

TEST_CASE("Two recordings are calibrated together") {
  const std::vector<std::string> paths = {"text/ttft_queuescorer_logs.txt",
                                          "text/ttft_queuescorer_SLO_10_10_24.txt"};
  const Calibration first = calibrate_logs({paths[0]});
  const Calibration second = calibrate_logs({paths[1]});
  const Calibration both = calibrate_logs(paths);
  CHECK(both.samples.size() == first.samples.size() + second.samples.size());
  CHECK(both.scored == first.scored + second.scored);
  REQUIRE(both.fit);
  const double alpha = both.fit->parameters.alpha;
  CHECK(alpha > std::min(first.fit->parameters.alpha, second.fit->parameters.alpha) * 0.9);
  CHECK(alpha < std::max(first.fit->parameters.alpha, second.fit->parameters.alpha) * 1.1);
}
