#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "analysis/model/series_replay.hpp"
#include "analysis/sample/series.hpp"
#include "harness/ingest/log_reader.hpp"
#include "tests/support/catch.hpp"

using namespace wvagate;

namespace {

std::vector<std::string> recordings() {
  std::set<std::string> paths;
  for (const char* folder : {"text", "json"}) {
    const auto directory = std::filesystem::path(WVAGATE_RECORDINGS_DIR) / folder;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
      paths.insert(entry.path().string());
  }
  return {paths.begin(), paths.end()};
}

bool logs_parameters(const std::string& path) {
  return path.find("capacity-based") == std::string::npos && path.find("20251128") == std::string::npos;
}

}  // namespace

TEST_CASE("Every logged prediction and decision is reproduced") {
  std::size_t with_parameters = 0;
  for (const std::string& path : recordings()) {
    CAPTURE(path);
    Recording recording;
    const auto facts = ingest::read_log(path, recording.names, [&](const LoggedSample& logged) {
      recording.samples.push_back(logged.sample);
      return true;
    });
    REQUIRE(facts);
    const auto series = make_series(recording, SampleFilter{}, LatencyPair{});
    REQUIRE(series.size() == 1);
    const ReplaySummary summary = replay_series(series.front(), Policy{}, std::nullopt).summary;
    if (!logs_parameters(path)) {
      CHECK(summary.predictions_checked + summary.decisions_checked == 0);
      continue;
    }
    ++with_parameters;
    std::size_t solved = 0;
    std::size_t unsolved = 0;
    for (const Sample& sample : recording.samples)
      ++(sample.forecast ? solved : unsolved);
    CHECK(summary.predictions_checked == solved);
    CHECK(summary.predictions_reproduced == solved);
    CHECK(summary.decisions_checked == solved + unsolved);
    CHECK(summary.decisions_reproduced == solved + unsolved);
    CHECK(summary.decisions_equal == solved + unsolved);  // without using any tolerance
    CHECK(summary.unsolved_checked == unsolved);
    const bool text = path.find("/text/") != std::string::npos;
    CHECK(*summary.itl_max_relative_error < (text ? 4e-7 : 2e-4));
    CHECK(*summary.ttft_max_relative_error < (text ? 4e-6 : 2e-3));
    CHECK(*summary.max_rpm_max_relative_error < 4e-5);
  }
  CHECK(with_parameters == 12);
}
