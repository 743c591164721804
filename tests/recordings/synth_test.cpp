// The writer of synthetic logs, held against real ones: what is read from a recording and written out again
// reads the same, in records of the recording's shape.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/ingest/lines/line_search.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/synth/log_writer.hpp"
#include "harness/synth/printed.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate {
namespace {

namespace fs = std::filesystem;
using simulation::LogDialect;

struct ReadLog {
  NamePool names;
  std::vector<LoggedSample> samples;
};

ReadLog read(const std::string& path) {
  ReadLog log;
  const auto facts = ingest::read_log(path, log.names, [&](const LoggedSample& logged) {
    log.samples.push_back(logged);
    return true;
  });
  REQUIRE(facts.ok());
  return log;
}

std::vector<fs::path> recordings() {
  std::vector<fs::path> all;
  for (const char* folder : {"text", "json"}) {
    for (const auto& entry : fs::directory_iterator(fs::path(WVAGATE_RECORDINGS_DIR) / folder))
      all.push_back(entry.path());
  }
  std::sort(all.begin(), all.end());
  return all;
}

LogDialect dialect_of(const fs::path& recording) {
  if (recording.parent_path().filename() == "text") return LogDialect::text;
  const bool reactive = recording.filename().string().find("capacity-based") != std::string::npos;
  return reactive ? LogDialect::capacity : LogDialect::json;
}

bool has_tuner(const ReadLog& log) {
  return std::any_of(log.samples.begin(), log.samples.end(),
                     [](const LoggedSample& logged) { return logged.sample.tuner.has_value(); });
}

/// The samples written out, a cycle each.
std::string written(const ReadLog& log, LogDialect dialect) {
  std::string text;
  synth::LogWriter writer({.dialect = dialect}, has_tuner(log), text);
  std::uint32_t segment = 0;
  for (const LoggedSample& logged : log.samples) {
    if (logged.sample.segment != segment) writer.start(logged.sample.time - std::chrono::seconds(20));
    segment = logged.sample.segment;
    synth::LoggedCycle cycle{.time = logged.sample.time, .samples = {logged}, .without_metrics = {}};
    writer.write(cycle);
  }
  return text;
}

void check_digits(const SampleDigits& read, const SampleDigits& written) {
  CHECK(written.timestamp == read.timestamp);
  CHECK(written.itl == read.itl);
  CHECK(written.ttft == read.ttft);
  CHECK(written.rate == read.rate);
  CHECK(written.in_tokens == read.in_tokens);
  CHECK(written.out_tokens == read.out_tokens);
  CHECK(written.replicas == read.replicas);
  CHECK(written.predicted_itl == read.predicted_itl);
  CHECK(written.predicted_ttft == read.predicted_ttft);
  CHECK(written.slo_itl == read.slo_itl);
  CHECK(written.slo_ttft == read.slo_ttft);
  CHECK(written.parameters == read.parameters);
  CHECK(written.current_replicas == read.current_replicas);
  CHECK(written.max_batch == read.max_batch);
  CHECK(written.rho == read.rho);
  CHECK(written.max_rpm == read.max_rpm);
  CHECK(written.cost == read.cost);
}

void check_sample(const LoggedSample& read, const LoggedSample& written) {
  const Sample& a = read.sample;
  const Sample& b = written.sample;
  INFO("sample of line " << a.line);
  CHECK(a.time == b.time);
  CHECK(synth::name_of(a.variant) == synth::name_of(b.variant));
  CHECK(a.model == b.model);
  CHECK(a.service_class == b.service_class);
  CHECK(a.accelerator == b.accelerator);
  CHECK(a.bounds.min_replicas == b.bounds.min_replicas);
  CHECK(observation_in(a).max_batch == observation_in(b).max_batch);
  // What was decided without a forecast, a model-based scenario does not know.
  if (a.forecast || b.decision) CHECK(wanted_replicas(a) == wanted_replicas(b));
  CHECK(a.slo == b.slo);
  CHECK(a.parameters == b.parameters);
  CHECK(a.tuner.has_value() == b.tuner.has_value());
  if (a.tuner && b.tuner) CHECK(a.tuner->accepted == b.tuner->accepted);
  REQUIRE(a.forecast.has_value() == b.forecast.has_value());
  if (a.forecast) CHECK(a.forecast->load.rate_rpm == b.forecast->load.rate_rpm);
  check_digits(read.digits, written.digits);
}

/// A line with every number as "#". Where a sentence has fixed decimals, their count is kept.
std::string shape_of(std::string line) {
  // What the recordings call their models, pods and their lease is theirs.
  for (const std::string_view before : {"model=", "lease ", "pod="}) {
    const std::size_t begin = line.find(before);
    if (begin == std::string::npos) continue;
    const std::size_t end = line.find_first_of(",\"", begin);
    line.erase(begin + before.size(), end == std::string::npos ? end : end - begin - before.size());
  }
  const bool fixed =
      line.find("System data") == std::string_view::npos && line.find("Solution") == std::string_view::npos;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::string shape;
  for (std::size_t i = 0; i < line.size();) {
    if (!is_digit(line[i])) {
      shape += line[i++];
      continue;
    }
    while (i < line.size() && is_digit(line[i]))
      ++i;
    shape += '#';
    if (i + 1 >= line.size() || line[i] != '.' || !is_digit(line[i + 1])) continue;
    std::size_t decimals = 0;
    for (++i; i < line.size() && is_digit(line[i]); ++i)
      ++decimals;
    if (fixed) shape += "." + std::to_string(decimals);
  }
  // A change of cost may be negative.
  if (const auto at = shape.find("val=-#"); at != std::string::npos) shape.erase(at + 4, 1);
  return shape;
}

std::vector<std::string> record_shapes(std::istream& log) {
  std::vector<std::string> shapes;
  for (std::string line; std::getline(log, line);) {
    const bool list =
        line.find("{ accelerators:") != std::string::npos || line.find("serviceClasses") != std::string::npos;
    // The optimizer lists what it has, which is not ours to compare.
    if (!list && ingest::has_phrase(line)) shapes.push_back(shape_of(line));
  }
  return shapes;
}

}  // namespace

TEST_CASE("A recording written out again reads the same") {
  const testing::TemporaryDirectory directory;
  std::size_t compared = 0;
  for (const fs::path& recording : recordings()) {
    INFO(recording.filename().string());
    const ReadLog log = read(recording.string());
    const ReadLog again = read(directory.write("again.log", written(log, dialect_of(recording))));
    REQUIRE(again.samples.size() == log.samples.size());
    for (std::size_t i = 0; i < log.samples.size(); ++i, ++compared)
      check_sample(log.samples[i], again.samples[i]);
  }
  CHECK(compared > 650);
}

TEST_CASE("Written records have the shape of recorded ones: keys, their order, number formats") {
  std::set<std::string> recorded;
  for (const fs::path& recording : recordings()) {
    std::ifstream log(recording);
    for (const std::string& shape : record_shapes(log))
      recorded.insert(shape);
  }
  std::set<std::string> strangers;
  std::size_t compared = 0;
  for (const fs::path& recording : recordings()) {
    std::istringstream log(written(read(recording.string()), dialect_of(recording)));
    for (const std::string& shape : record_shapes(log)) {
      ++compared;
      if (!recorded.contains(shape)) strangers.insert(shape);
    }
  }
  INFO(Catch::StringMaker<std::set<std::string>>::convert(strangers));
  CHECK(strangers.empty());
  CHECK(compared > 5000);
}

}  // namespace wvagate
