#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <rapidjson/document.h>

#include "analysis/core/format.hpp"
#include "analysis/metric/series_analysis.hpp"
#include "analysis/sample/series.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/report/extract_csv.hpp"
#include "tests/support/catch.hpp"

namespace wvagate {
namespace {

namespace fs = std::filesystem;
using metric::analyze;
using metric::find_scaling_events;
using metric::Gap;
using metric::metric_name;
using metric::ScalingEvent;
using metric::SeriesAnalysis;

const fs::path kRoot = WVAGATE_RECORDINGS_DIR;

/// A recording, and what grep counts in it: lines, observation records and solution records.
struct Expected {
  const char* path;
  std::size_t lines, observations, solutions;
};
constexpr Expected kRecordings[] = {
    {"text/granite_logs.txt", 826, 34, 34},
    {"text/granite_notuner.txt", 834, 36, 36},
    {"text/llama_tuner.txt", 915, 35, 35},
    {"text/ttft_queuescorer_SLO_10_10_24.txt", 1535, 84, 84},
    {"text/ttft_queuescorer_logs.txt", 1246, 68, 68},
    {"json/capacity-based-high-parallel-20251209-200028.jsonl", 1038, 35, 0},
    {"json/capacity-based-moderate-parallel-20251126-182520.jsonl", 351, 32, 0},
    {"json/capacity-based-smooth-gradual-20251207-165405.jsonl", 972, 60, 0},
    {"json/model-based-high-parallel-20251209-224705.jsonl", 815, 22, 22},
    {"json/model-based-high-parallel-20251210-105831.jsonl", 974, 28, 28},
    {"json/model-based-moderate-parallel-20251128-182839.jsonl", 1545, 58, 58},
    {"json/model-based-moderate-parallel-20251203-154659.jsonl", 564, 17, 15},
    {"json/model-based-moderate-parallel-extended-20251205-181954.jsonl", 1615, 44, 44},
    {"json/model-based-multi-model-parallel-20251208-220210.jsonl", 1218, 37, 36},
    {"json/model-based-multi-model-parallel-20251210-003455.jsonl", 1220, 38, 38},
    {"json/model-based-smooth-gradual-20251206-144853.jsonl", 1757, 52, 52},
};

bool is_capacity(const Expected& recording) {
  return std::string_view(recording.path).find("capacity-based") != std::string_view::npos;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) FAIL("no recording at " << path.string() << ": set WVAGATE_RECORDINGS_DIR to a directory of them");
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A recording that was read. `rows` are its samples in log order, with their digits.
struct Log {
  Recording recording;
  std::vector<LoggedSample> rows;

  explicit Log(const fs::path& relative) {
    const fs::path path = kRoot / relative;
    auto facts = ingest::read_log(path.string(), recording.names, [&](const LoggedSample& logged) {
      recording.samples.push_back(logged.sample);
      rows.push_back(logged);
      return true;
    });
    if (!facts) FAIL(describe(facts.error()));
    recording.facts = std::move(facts).value();
  }

  Series only_series(const LatencyPair& fallback_slo = {}) const {
    auto all = make_series(recording, {}, fallback_slo);
    REQUIRE(all.size() == 1);
    return all.front();
  }
};

// ---------------------------------------------------------------------------------------------------------------------
// An independent reading's figures, in expected/*.json.

struct Tolerance {
  double relative = 1e-9;
  double absolute = 0;
};
/// The reference computed times in float seconds since 1970, good to about 2e-9 minutes.
constexpr Tolerance kTime{1e-9, 1e-8};
constexpr Tolerance kCorrelation{1e-7, 0};

void check_close(const std::string& what, std::optional<double> ours, const rapidjson::Value& theirs,
                 Tolerance tolerance = {}) {
  CAPTURE(what);
  if (theirs.IsNull()) {
    CHECK_FALSE(ours.has_value());
    return;
  }
  REQUIRE(ours.has_value());
  CAPTURE(*ours, theirs.GetDouble());
  const double expected = theirs.GetDouble();
  CHECK(std::abs(*ours - expected) <= std::max(tolerance.relative * std::abs(expected), tolerance.absolute));
}

std::vector<fs::path> expected_files() {
  std::vector<fs::path> files;
  if (fs::exists(kRoot / "expected")) {
    for (const auto& entry : fs::directory_iterator(kRoot / "expected"))
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.size() != 13) FAIL("there must be 13 files in " << (kRoot / "expected").string());
  return files;
}

rapidjson::Document parse_expected(const fs::path& path) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseFullPrecisionFlag>(read_file(path).c_str());
  REQUIRE_FALSE(document.HasParseError());
  return document;
}

void check_range(const SeriesAnalysis& analysis, const rapidjson::Value& expected) {
  const auto& figures = analysis.figures;
  check_close("duration", figures.get("duration_min"), expected["duration"], kTime);
  check_close("rep_min", figures.get("replicas.min"), expected["rep_min"]);
  check_close("rep_max", figures.get("replicas.max"), expected["rep_max"]);
  check_close("peak", figures.get("load.peak_rpm"), expected["peak"]);
}

void check_events(const std::vector<ScalingEvent>& events, const rapidjson::Value& expected) {
  REQUIRE(events.size() == expected.Size());
  for (rapidjson::SizeType i = 0; i < expected.Size(); ++i) {
    const auto event = expected[i].GetArray();
    check_close("event time", events[i].time_min, event[0], kTime);
    check_close("event from", events[i].from, event[1]);
    check_close("event to", events[i].to, event[2]);
    check_close("event rate", events[i].rate_rpm, event[3]);
  }
}

std::vector<Gap> itl_gaps(const SeriesAnalysis& analysis) {
  std::vector<Gap> gaps;
  std::copy_if(analysis.gaps.begin(), analysis.gaps.end(), std::back_inserter(gaps),
               [](const Gap& gap) { return gap.latency == Latency::itl; });
  return gaps;
}

void check_gaps(const SeriesAnalysis& analysis, const rapidjson::Value& expected) {
  const auto gaps = itl_gaps(analysis);
  REQUIRE(gaps.size() == expected.Size());
  for (rapidjson::SizeType i = 0; i < expected.Size(); ++i) {
    const Gap& gap = gaps[i];
    const auto& theirs = expected[i];
    check_close("gap start", gap.start_min, theirs["start"], kTime);
    check_close("gap end", gap.end_min, theirs["end"], kTime);
    check_close("gap duration", gap.duration.policy_min, theirs["duration"], kTime);
    check_close("gap peak", gap.peak_ms, theirs["peak"]);
    check_close("gap mean", gap.mean_ms, theirs["avg"]);
    check_close("gap load", gap.mean_rate_rpm, theirs["load"]);
  }
}

void check_latency(const SeriesAnalysis& analysis, Latency latency, const rapidjson::Value& expected) {
  const std::string name(metric::latency_text(latency));
  const auto get = [&](const char* suffix) { return analysis.figures.get(metric_name(latency, suffix)); };
  check_close(name + " violations", get("violations"), expected[(name + "_violations").c_str()]);
  check_close(name + " compliance", get("compliance_pct"), expected[(name + "_compliance").c_str()]);

  const auto& observed = expected[name.c_str()];
  check_close(name + " mean", get("observed.mean_ms"), observed["mean"]);
  check_close(name + " median", get("observed.median_ms"), observed["median"]);
  check_close(name + " max", get("observed.max_ms"), observed["max"]);
  check_close(name + " min", get("observed.min_ms"), observed["min"]);
  check_close(name + " std", get("observed.stddev_ms"), observed["std"]);

  const auto& error = expected[(name + "_error").c_str()];
  check_close(name + " error mean", get("error.mean_ms"), error["mean"]);
  check_close(name + " error median", get("error.median_ms"), error["median"]);
  check_close(name + " error std", get("error.stddev_ms"), error["std"]);
  check_close(name + " error mean_pct", get("error.mean_pct"), error["mean_pct"]);
  check_close(name + " error max", get("error.max_under_ms"), error["max"]);
  check_close(name + " error min", get("error.max_over_ms"), error["min"]);
  check_close(name + " error mae", get("error.mae_ms"), error["mae"]);
  check_close(name + " error rmse", get("error.rmse_ms"), error["rmse"]);
  check_close(name + " corr_rate", get("error.corr_rate"), error["corr_rate"], kCorrelation);
  check_close(name + " corr_rep", get("error.corr_replicas"), error["corr_rep"], kCorrelation);
  check_close(name + " corr_rpr", get("error.corr_rate_per_replica"), error["corr_rpr"], kCorrelation);

  const auto& errors = analysis.predictions(latency).errors;
  CHECK(errors.size() == expected["n"].GetUint64());
  const auto count = [&](bool (*counts)(double)) {
    return static_cast<std::uint64_t>(
        std::count_if(errors.begin(), errors.end(), [&](const auto& e) { return counts(e.error_ms); }));
  };
  CHECK(count([](double e) { return e > 0; }) == error["under"].GetUint64());
  CHECK(count([](double e) { return e < 0; }) == error["over"].GetUint64());
  CHECK(get("error.under_pct") == 100.0 * error["under"].GetDouble() / expected["n"].GetDouble());
}

TEST_CASE("Under notebook every figure is that of the independent reading") {
  for (const fs::path& file : expected_files()) {
    const auto document = parse_expected(file);
    const std::string name = document["recording"].GetString();
    CAPTURE(name);
    const Log log(name);
    const Series series = log.only_series();
    const SeriesAnalysis analysis = analyze(series, {.name = PolicyName::notebook});
    const auto& expected = document["notebook_all_rows"];
    CHECK(analysis.measured.size() == expected["n"].GetUint64());
    CHECK(analysis.measured.size() == document["rows"].GetUint64());
    check_range(analysis, expected);
    check_events(analysis.events, expected["events"]);
    check_gaps(analysis, expected["gaps"]);
    CHECK_FALSE(expected["open_gap"].GetBool());
    for (const Latency latency : kLatencies)
      check_latency(analysis, latency, expected);
  }
}

/// Samples without a solution that violate their SLO, which the independent reading leaves out.
std::size_t unsolved_violations(const MeasuredSeries& measured, Latency latency) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    const auto observed = measured.observed(i, latency);
    const auto& target = measured[i].slo[latency];
    if (!measured[i].forecast && observed && target && *observed > *target) ++count;
  }
  return count;
}

TEST_CASE("Under cycle the figures agree with the independent reading where the definitions do") {
  for (const fs::path& file : expected_files()) {
    const auto document = parse_expected(file);
    const std::string name = document["recording"].GetString();
    CAPTURE(name);
    const Log log(name);
    const Series series = log.only_series();
    const SeriesAnalysis analysis = analyze(series, {});
    const MeasuredSeries& measured = analysis.measured;
    const auto& expected = document["notebook_deduplicated"];
    CHECK(measured.size() - measured.unsolved() == expected["n"].GetUint64());
    CHECK(measured.size() - measured.unsolved() == document["cycles"].GetUint64());
    check_range(analysis, expected);
    check_events(analysis.events, expected["events"]);
    for (const Latency latency : kLatencies) {
      const std::string field = std::string(metric::latency_text(latency)) + "_violations";
      const auto violations = analysis.figures.get(metric_name(latency, "violations"));
      REQUIRE(violations);
      CHECK(*violations - static_cast<double>(unsolved_violations(measured, latency)) ==
            expected[field.c_str()].GetDouble());
      // What the notebook calls compliant is so, or was not measured.
      const auto& compliance = analysis.figures.get(metric_name(latency, "compliance_pct"));
      if (unsolved_violations(measured, latency) == 0)
        CHECK(*compliance <=
              expected[(std::string(metric::latency_text(latency)) + "_compliance").c_str()].GetDouble());
    }
    if (measured.unsolved() > 0) continue;
    // The same runs of violations; only their ends are told differently.
    std::vector<Gap> gaps = itl_gaps(analysis);
    std::erase_if(gaps, [](const Gap& gap) { return gap.open; });
    const auto& theirs = expected["gaps"];
    REQUIRE(gaps.size() == theirs.Size());
    for (rapidjson::SizeType i = 0; i < theirs.Size(); ++i) {
      check_close("gap start", gaps[i].start_min, theirs[i]["start"], kTime);
      check_close("gap last violation", gaps[i].last_violation_min, theirs[i]["end"], kTime);
      check_close("gap violations", gaps[i].duration.violations_min, theirs[i]["duration"], kTime);
      check_close("gap peak", gaps[i].peak_ms, theirs[i]["peak"]);
      check_close("gap mean", gaps[i].mean_ms, theirs[i]["avg"]);
      CHECK(*gaps[i].end_min > gaps[i].last_violation_min);
      CHECK(gaps[i].duration.policy_min > gaps[i].duration.violations_min);
    }
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// What the author's own notebook wrote.

struct Published {
  const char* folder;
  const char* log;
  const char* compliance;  ///< as summary.txt has it
};
constexpr Published kPublished[] = {
    {"SLO_10_ttft_queuescorer", "text/ttft_queuescorer_SLO_10_10_24.txt", "90.5"},
    {"ttft_queuescorer_logs", "text/ttft_queuescorer_logs.txt", "14.7"},
};

using Row = std::vector<std::string>;

/// A table without quoted fields, its header left out.
std::vector<Row> read_table(const fs::path& path) {
  std::istringstream lines(read_file(path));
  std::vector<Row> rows;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::istringstream fields(line);
    Row row;
    for (std::string field; std::getline(fields, field, ',');)
      row.push_back(field);
    rows.push_back(row);
  }
  return rows;
}

/// The first `count` fields of a line, none of which is quoted.
std::string first_fields(std::string_view line, std::size_t count) {
  std::size_t end = 0;
  for (; count > 0; --count)
    end = line.find(',', end) + 1;
  return std::string(line.substr(0, end - 1));
}

TEST_CASE("The first columns of extract are the published files, byte for byte") {
  constexpr std::size_t kColumns = 15;
  for (const Published& published : kPublished) {
    CAPTURE(published.log);
    const Log log(published.log);
    std::string ours = first_fields(report::extract_csv_header(), kColumns) + "\n";
    for (const LoggedSample& row : log.rows) {
      std::string line;
      report::append_extract_csv(line, row, "name");
      ours += first_fields(line, kColumns) + "\n";
    }
    const std::string theirs = read_file(kRoot / "published" / published.folder / "extracted_metrics.csv");
    CHECK((ours == theirs));
  }
}

/// Of each wall-clock minute the last solved sample, as the author dropped duplicates.
std::vector<TimePoint> last_of_each_minute(const Series& series) {
  std::vector<TimePoint> times;
  for (const Sample& sample : series.samples) {
    if (!sample.forecast) continue;
    const auto minute = std::chrono::floor<std::chrono::minutes>(sample.time);
    if (!times.empty() && std::chrono::floor<std::chrono::minutes>(times.back()) == minute) times.pop_back();
    times.push_back(sample.time);
  }
  return times;
}

std::vector<TimePoint> times_of(const MeasuredSeries& measured) {
  std::vector<TimePoint> times;
  for (std::size_t i = 0; i < measured.size(); ++i)
    times.push_back(measured[i].time);
  return times;
}

TEST_CASE("Under cycle the samples are those that the author kept") {
  for (const Published& published : kPublished) {
    CAPTURE(published.log);
    const Log log(published.log);
    const Series series = log.only_series();
    const MeasuredSeries measured(series, {});
    // Cycles start some 60 s apart and seconds into a minute, so that both ways to tell duplicates agree.
    CHECK((times_of(measured) == last_of_each_minute(series)));
    const auto rows = read_table(kRoot / "published" / published.folder / "processed_metrics.csv");
    REQUIRE(rows.size() == measured.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      CAPTURE(i);
      std::string stamp = rows[i][0];  // "2025-10-24 13:41:38.705000+00:00"
      CHECK(parse_time(stamp) == measured[i].time);
      CHECK(std::stod(rows[i][1]) == measured[i].observation->latency.itl);
      CHECK(std::stod(rows[i][2]) == measured[i].observation->latency.ttft);
      CHECK(std::stod(rows[i][3]) == measured[i].observation->load.rate_rpm);
      CHECK(std::stod(rows[i][6]) == measured.replicas(i));
      CHECK(std::stod(rows[i][7]) == measured[i].forecast->predicted.itl);
      CHECK(std::stod(rows[i][14]) == measured[i].parameters->delta);
      CHECK(std::stod(rows[i][15]) == Approx(measured.minute(i)).epsilon(1e-12).margin(1e-12));
    }
  }
}

TEST_CASE("Minutes of the clock would drop cycles where a controller reconciles every half minute") {
  const Log log("json/model-based-moderate-parallel-20251128-182839.jsonl");
  const Series series = log.only_series();
  CHECK(MeasuredSeries(series, {}).size() == 29);
  CHECK(last_of_each_minute(series).size() < 29);
}

TEST_CASE("Under cycle scaling events are the published ones") {
  for (const Published& published : kPublished) {
    CAPTURE(published.log);
    const Log log(published.log);
    const Series series = log.only_series();
    const auto events = find_scaling_events(MeasuredSeries(series, {}));
    const auto rows = read_table(kRoot / "published" / published.folder / "scaling_events.csv");
    REQUIRE(events.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      CAPTURE(i);
      CHECK(events[i].time_min == Approx(std::stod(rows[i][0])).epsilon(1e-14));
      CHECK(events[i].from == std::stod(rows[i][1]));
      CHECK(events[i].to == std::stod(rows[i][2]));
      CHECK(events[i].rate_rpm == std::stod(rows[i][3]));
    }
  }
}

TEST_CASE("Under cycle the gaps are the published ones, each longer by the time to its recovery") {
  for (const Published& published : kPublished) {
    CAPTURE(published.log);
    const Log log(published.log);
    const Series series = log.only_series();
    const SeriesAnalysis analysis = analyze(series, {});
    auto gaps = itl_gaps(analysis);
    const auto rows = read_table(kRoot / "published" / published.folder / "warmup_gaps.csv");
    REQUIRE(gaps.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      CAPTURE(i);
      CHECK_FALSE(gaps[i].open);
      CHECK(gaps[i].start_min == Approx(std::stod(rows[i][0])).epsilon(1e-14));
      CHECK(gaps[i].last_violation_min == Approx(std::stod(rows[i][1])).epsilon(1e-14));
      CHECK(gaps[i].duration.violations_min == Approx(std::stod(rows[i][2])).epsilon(1e-13).margin(1e-13));
      CHECK(gaps[i].peak_ms == std::stod(rows[i][3]));
      CHECK(gaps[i].mean_ms == Approx(std::stod(rows[i][4])).epsilon(1e-14));
      CHECK(*gaps[i].mean_rate_rpm == Approx(std::stod(rows[i][5])).epsilon(1e-14));
      // Until the first compliant sample, one cycle later.
      CHECK(gaps[i].duration.policy_min == Approx(gaps[i].duration.violations_min + 1).margin(0.05));
    }
  }
}

TEST_CASE("Under cycle compliance is the published one without the samples that measured nothing") {
  for (const Published& published : kPublished) {
    CAPTURE(published.log);
    const Log log(published.log);
    const Series series = log.only_series();
    const SeriesAnalysis analysis = analyze(series, {});
    const double used = *analysis.figures.get("samples.used");
    const double violations = *analysis.figures.get("itl.violations");
    const double unmeasured = *analysis.figures.get("itl.unmeasured");
    CHECK(unmeasured > 0);
    CHECK(format_fixed(100 * (used - violations) / used, 1) == published.compliance);
    CHECK(analysis.figures.get("itl.compliance_pct") ==
          Approx(100 * (used - unmeasured - violations) / (used - unmeasured)).epsilon(1e-14));

    const std::string summary = read_file(kRoot / "published" / published.folder / "summary.txt");
    const auto has = [&](const std::string& text) { return summary.find(text) != std::string::npos; };
    CHECK(has("ITL Compliance: " + std::string(published.compliance) + "%"));
    CHECK(has("Duration: " + format_fixed(analysis.figures.get("duration_min"), 1) + " minutes"));
    CHECK(has("TTFT Compliance: " + format_fixed(analysis.figures.get("ttft.compliance_pct"), 1) + "%"));
    CHECK(has("Scaling Pattern: " + format_fixed(analysis.figures.get("replicas.min"), 0) + " → " +
              format_fixed(analysis.figures.get("replicas.max"), 0) + " replicas"));
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Every recording.

TEST_CASE("Every line and every record of a recording is accounted for") {
  for (const Expected& expected : kRecordings) {
    CAPTURE(expected.path);
    const Log log(expected.path);
    const LogFacts& facts = log.recording.facts;
    const LineCounts& lines = facts.lines;
    CHECK(lines.total == expected.lines);
    CHECK(lines.total == lines.used + lines.ignored + lines.unknown_version + lines.malformed_total());
    CHECK(lines.malformed_total() == 0);
    CHECK(facts.bytes == fs::file_size(kRoot / expected.path));
    CHECK_FALSE(facts.truncated);

    CHECK(log.rows.size() == expected.observations);
    CHECK(facts.forecasts == expected.solutions);
    CHECK(facts.unobserved == 0);
    CHECK(facts.ambiguous == 0);
    const auto solved = std::count_if(log.rows.begin(), log.rows.end(), [](const LoggedSample& row) {
      return row.sample.forecast.has_value();
    });
    CHECK(static_cast<std::size_t>(solved) == expected.solutions);
    const std::string kind =
        std::string_view(expected.path).starts_with("text/") ? "system data" : "observation";
    CHECK(facts.observations == std::map<std::string, std::uint64_t>{{kind, expected.observations}});
    const auto leases = facts.encodings.find("klog");
    CHECK(facts.encodings.size() == (leases == facts.encodings.end() ? 1U : 2U));
    CHECK(lines.unknown_version == 0);
    CHECK(facts.lost_fields == 0);
    CHECK(log.only_series().samples.size() == expected.observations);
  }
}

/// The record's time in a line of zap.
TimePoint stamp_of(const std::string& line) {
  constexpr std::string_view kKey = R"("ts":")";
  const std::size_t begin = line.find(kKey) + kKey.size();
  const auto time = parse_time(std::string_view(line).substr(begin, line.find('"', begin) - begin));
  REQUIRE(time);
  return *time;
}

TEST_CASE("Each observation is used once, by the solution of its own cycle") {
  for (const Expected& expected : kRecordings) {
    if (is_capacity(expected)) continue;
    CAPTURE(expected.path);
    const Log log(expected.path);
    std::istringstream text(read_file(kRoot / expected.path));
    std::vector<std::string> lines(1);  // counted from 1
    for (std::string line; std::getline(text, line);)
      lines.push_back(line);

    std::set<std::uint64_t> observations;
    std::set<std::size_t> solutions;
    for (const LoggedSample& row : log.rows) {
      CAPTURE(row.sample.line);
      CHECK(row.sample.observation);
      CHECK(observations.insert(row.sample.line).second);
      REQUIRE(row.sample.line < lines.size());
      const std::string& observation = lines[row.sample.line];
      CHECK((observation.find("Metrics collected for VA:") != std::string::npos ||
             observation.find("{ servers: [ ") != std::string::npos));
      CHECK(stamp_of(observation) == row.sample.time);
      if (!row.sample.forecast) continue;
      std::size_t at = row.sample.line;
      while (at < lines.size() && lines[at].find("Optimization solution") == std::string::npos)
        ++at;
      REQUIRE(at < lines.size());
      CHECK(solutions.insert(at).second);
      CHECK(lines[at].find("numRep=" + std::string(row.digits.replicas) + ";") != std::string::npos);
      CHECK(lines[at].find("itl=" + std::string(row.digits.predicted_itl) + ",") != std::string::npos);
      const auto waited = stamp_of(lines[at]) - row.sample.time;
      CHECK(waited >= std::chrono::seconds(0));
      CHECK(waited < std::chrono::seconds(5));
    }
    CHECK(solutions.size() == expected.solutions);
  }
}

TEST_CASE("Reactive recordings give series of latencies alone") {
  for (const Expected& expected : kRecordings) {
    if (!is_capacity(expected)) continue;
    CAPTURE(expected.path);
    const Log log(expected.path);
    for (const LoggedSample& row : log.rows) {
      CHECK_FALSE(row.sample.forecast);
      CHECK_FALSE(row.sample.parameters);
      CHECK(row.sample.observation->replicas);
    }
    const Series series = log.only_series({.itl = 10, .ttft = 1000});
    const SeriesAnalysis analysis = analyze(series, {});
    CHECK_FALSE(analysis.measured.model_based());
    CHECK(analysis.measured.unsolved() == 0);
    for (const Latency latency : kLatencies) {
      CHECK(analysis.predictions(latency).errors.empty());
      CHECK(analysis.figures.get(metric_name(latency, "observed.mean_ms")));
      CHECK(analysis.figures.get(metric_name(latency, "compliance_pct")));
    }
    for (const auto& info : metric::all_metrics()) {
      CAPTURE(info.name);
      if (info.name.find(".error") != std::string::npos || info.name.find(".actuation") != std::string::npos)
        CHECK_FALSE(analysis.figures.get(info.name));
    }
    CHECK(*analysis.figures.get("itl.gaps.count") > 0);
    CHECK(*analysis.figures.get("replicas.max") > 1);
    CHECK_FALSE(analysis.events.empty());
  }
}

TEST_CASE("Unsolved cycles come when latencies are worst") {
  for (const char* path : {"json/model-based-moderate-parallel-20251203-154659.jsonl",
                           "json/model-based-multi-model-parallel-20251208-220210.jsonl"}) {
    CAPTURE(path);
    const Log log(path);
    const Series series = log.only_series();
    const SeriesAnalysis cycle = analyze(series, {});
    const SeriesAnalysis notebook = analyze(series, {.name = PolicyName::notebook});
    CHECK(cycle.measured.unsolved() > 0);
    CHECK(*cycle.figures.get("itl.violations") > *notebook.figures.get("itl.violations"));
    for (const Sample& sample : series.samples) {
      CHECK(sample.slo.itl == 10.0);
      CHECK(sample.slo.ttft == 1000.0);
    }
  }
}

}  // namespace
}  // namespace wvagate
