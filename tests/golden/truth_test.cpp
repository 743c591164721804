// Holds the program against the hand-worked truth beside each fixture (fixtures/NAME.truth.md).
//
// A truth file is Markdown. "options: --slo-itl 10 …" sets the options for the tables below it; a table is
// told by its header, and tables with other headers are for the reader. A value "-" is absent, "< 1e-6" a
// bound, anything else a number that the program's must equal to eight digits.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/metric/registry.hpp"
#include "analysis/metric/series_analysis.hpp"
#include "analysis/sample/policy.hpp"
#include "analysis/sample/series.hpp"
#include "harness/run/loaded_log.hpp"
#include "tests/support/catch.hpp"

namespace wvagate {
namespace {

namespace fs = std::filesystem;

using Row = std::vector<std::string>;

/// A table of a truth file, with the options in force where it stands.
struct Table {
  std::size_t line = 0;
  std::vector<std::string> options;
  Row header;
  std::vector<Row> rows;
};

const Row kLogHeader = {"log", "value", "worked"};
const Row kFigureHeader = {"variant", "figure", "value", "worked"};
const Row kNameHeader = {"variant", "model", "service class", "accelerator"};
const Row kGapHeader = {"variant", "latency", "start_min", "end_min",   "duration_min",
                        "cause",   "open",    "detection", "actuation", "settling"};
const Row kEventHeader = {"variant", "minute", "from", "to", "rate_rpm", "line"};

std::vector<fs::path> truth_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(WVAGATE_SOURCE_DIR) / "fixtures")) {
    if (entry.path().string().ends_with(".truth.md")) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r");
  return begin == std::string::npos ? std::string()
                                    : text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// The cells of "| a | b |".
Row cells(const std::string& line) {
  Row row;
  std::istringstream stream(line.substr(1));
  for (std::string cell; std::getline(stream, cell, '|');)
    row.push_back(trimmed(cell));
  if (!row.empty() && row.back().empty()) row.pop_back();
  return row;
}

std::vector<Table> read_tables(const fs::path& path) {
  std::ifstream file(path);
  std::vector<Table> tables;
  std::vector<std::string> options;
  bool in_table = false;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.starts_with("options:")) {
      std::istringstream words(line.substr(8));
      options.clear();
      for (std::string word; words >> word;)
        options.push_back(word);
    }
    if (!line.starts_with('|')) {
      in_table = false;
      continue;
    }
    if (!in_table) {
      tables.push_back({.line = number, .options = options, .header = cells(line), .rows = {}});
    } else if (!line.starts_with("|-")) {
      tables.back().rows.push_back(cells(line));
    }
    in_table = true;
  }
  return tables;
}

/// What a truth's "options:" line says.
struct Options {
  Policy policy;
  SampleFilter filter;
  LatencyPair slo;
};

Options parse_options(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    const std::string& name = words[i];
    const std::string& value = words[i + 1];
    if (name == "--policy") {
      options.policy.name = parse_policy(value).value();
    } else if (name == "--slo-itl") {
      options.slo.itl = parse_number(value);
    } else if (name == "--slo-ttft") {
      options.slo.ttft = parse_number(value);
    } else if (name == "--variant") {
      options.filter.variant_glob = value;
    } else if (name == "--since") {
      options.filter.since = parse_time_bound(value).value();
    } else if (name == "--until") {
      options.filter.until = parse_time_bound(value).value();
    } else {
      FAIL("the truth has an option that its test does not know: " << name);
    }
  }
  return options;
}

/// A log read with a table's options, and all that is computed of it.
struct Measured {
  run::LoadedLog log;
  std::vector<metric::SeriesAnalysis> analyses;
};

Measured measure(const fs::path& truth, const std::vector<std::string>& words) {
  const Options options = parse_options(words);
  const std::string stem = truth.string().substr(0, truth.string().size() - std::string(".truth.md").size());
  auto log = run::load_log(stem + ".log", options.filter, options.slo);
  REQUIRE(log);
  Measured measured{.log = std::move(log).value(), .analyses = {}};
  for (const Series& series : measured.log.series)
    measured.analyses.push_back(metric::analyze(series, options.policy));
  return measured;
}

const metric::SeriesAnalysis& analysis_of(const Measured& measured, const std::string& variant) {
  for (const auto& analysis : measured.analyses) {
    if (analysis.measured.series().variant == variant) return analysis;
  }
  FAIL("no series of variant " << variant);
  throw std::logic_error("unreachable");
}

/// `got` is what `expected` says.
void check_value(const std::string& expected, std::optional<double> got) {
  CAPTURE(expected, got.has_value(), got.value_or(0));
  if (expected == "-") {
    CHECK_FALSE(got.has_value());
    return;
  }
  CHECK(got.has_value());
  if (!got) return;
  if (expected.starts_with("< ")) {
    CHECK(*got < parse_number(expected.substr(2)).value());
    return;
  }
  const double value = parse_number(expected).value();
  CHECK(std::abs(*got - value) <= 1e-8 * std::abs(value) + 1e-12);
}

std::optional<double> log_value(const Measured& measured, const std::string& name) {
  const LogFacts& facts = measured.log.recording.facts;
  const auto number = [](auto count) { return std::optional(static_cast<double>(count)); };
  if (name == "lines.total") return number(facts.lines.total);
  if (name == "lines.used") return number(facts.lines.used);
  if (name == "lines.ignored") return number(facts.lines.ignored);
  if (name == "lines.malformed") return number(facts.lines.malformed_total());
  if (name == "samples") return number(measured.log.recording.samples.size());
  if (name == "solutions") return number(facts.forecasts);
  if (name == "unobserved") return number(facts.unobserved);
  if (name == "restarts") return number(facts.restarts);
  FAIL("the truth names something that its test does not know: " << name);
  return std::nullopt;
}

void check_log(const Table& table, const Measured& measured) {
  for (const Row& row : table.rows) {
    CAPTURE(row[0], row[2]);
    check_value(row[1], log_value(measured, row[0]));
  }
}

void check_figures(const Table& table, const Measured& measured) {
  for (const Row& row : table.rows) {
    CAPTURE(row[0], row[1], row[3]);
    REQUIRE(metric::metric_index(row[1]).has_value());
    check_value(row[2], analysis_of(measured, row[0]).figures.get(row[1]));
  }
}

void check_names(const Table& table, const Measured& measured) {
  const auto text = [](std::string_view name) { return name.empty() ? std::string("-") : std::string(name); };
  CHECK(table.rows.size() == measured.analyses.size());
  for (const Row& row : table.rows) {
    const auto& measured_series = analysis_of(measured, row[0]).measured;
    CHECK(text(measured_series.series().model) == row[1]);
    CHECK(text(measured_series.series().service_class) == row[2]);
    CHECK(text(measured_series.series().accelerator) == row[3]);
    for (std::size_t i = 0; i < measured_series.size(); ++i)
      CHECK(text(measured_series[i].model) == row[1]);
  }
}

/// The variants that a table, or the truth as a whole, speaks of.
std::set<std::string> variants_of(const std::vector<Table>& tables, const std::vector<std::string>& options) {
  std::set<std::string> variants;
  for (const Table& table : tables) {
    if (table.options != options || (table.header != kFigureHeader && table.header != kGapHeader)) continue;
    for (const Row& row : table.rows)
      variants.insert(row[0]);
  }
  return variants;
}

void check_gaps(const Table& table, const Measured& measured, const std::set<std::string>& variants) {
  std::map<std::string, std::vector<Row>> expected;
  for (const std::string& variant : variants)
    expected[variant];
  for (const Row& row : table.rows)
    expected[row[0]].push_back(row);
  for (const auto& [variant, rows] : expected) {
    const auto& gaps = analysis_of(measured, variant).gaps;
    CAPTURE(variant);
    REQUIRE(gaps.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Row& row = rows[i];
      const metric::Gap& gap = gaps[i];
      CAPTURE(i, row[1], row[2]);
      CHECK(metric::latency_text(gap.latency) == row[1]);
      check_value(row[2], gap.start_min);
      check_value(row[3], gap.end_min);
      check_value(row[4], gap.duration.policy_min);
      CHECK(metric::cause_text(gap.cause) == row[5]);
      CHECK((gap.open ? "yes" : "no") == row[6]);
      check_value(row[7], gap.lags.detection_min);
      check_value(row[8], gap.lags.actuation_min);
      check_value(row[9], gap.lags.settling_min);
    }
  }
}

void check_events(const Table& table, const Measured& measured) {
  std::map<std::string, std::vector<Row>> expected;
  for (const auto& analysis : measured.analyses)
    expected[std::string(analysis.measured.series().variant)];
  for (const Row& row : table.rows)
    expected[row[0]].push_back(row);
  for (const auto& [variant, rows] : expected) {
    const auto& events = analysis_of(measured, variant).events;
    CAPTURE(variant);
    REQUIRE(events.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      check_value(rows[i][1], events[i].time_min);
      check_value(rows[i][2], events[i].from);
      check_value(rows[i][3], events[i].to);
      check_value(rows[i][4], events[i].rate_rpm);
      check_value(rows[i][5], static_cast<double>(events[i].line));
    }
  }
}

TEST_CASE("each fixture's figures are those worked by hand") {
  const auto files = truth_files();
  REQUIRE(files.size() >= 12);
  for (const fs::path& file : files) {
    const auto tables = read_tables(file);
    std::size_t checked = 0;
    for (const Table& table : tables) {
      INFO(file.filename().string() << ":" << table.line);
      if (table.header != kLogHeader && table.header != kFigureHeader && table.header != kNameHeader &&
          table.header != kGapHeader && table.header != kEventHeader)
        continue;
      REQUIRE(std::all_of(table.rows.begin(), table.rows.end(),
                          [&](const Row& row) { return row.size() == table.header.size(); }));
      const Measured measured = measure(file, table.options);
      if (table.header == kLogHeader) check_log(table, measured);
      if (table.header == kFigureHeader) check_figures(table, measured);
      if (table.header == kNameHeader) check_names(table, measured);
      if (table.header == kGapHeader) check_gaps(table, measured, variants_of(tables, table.options));
      if (table.header == kEventHeader) check_events(table, measured);
      ++checked;
    }
    INFO(file.filename().string());
    CHECK(checked >= 3);
  }
}

/// "s.gaps.count" of "ttft.gaps.count": the two latencies' figures are computed alike.
std::string folded(const std::string& name) {
  for (const std::string_view latency : {"itl.", "ttft."}) {
    if (name.starts_with(latency)) return "s." + name.substr(latency.size());
  }
  return name;
}

/// What a nonlinear fit gives, which is no work for a hand; tests of the calibration hold it.
bool is_fitted(const std::string& name) {
  return name.starts_with("calibration.");
}

/// What the controller of analyzers logs, which no fixture is a log of: tests of the metrics work them by
/// hand.
bool is_of_analyzers(const std::string& name) {
  return name.starts_with("capacity.") || name.starts_with("decision.") ||
         name.starts_with("model.throughput.") || name.starts_with("observed.");
}

TEST_CASE("every figure that is registered has a value in some fixture's truth") {
  std::set<std::string> worked;
  for (const fs::path& file : truth_files()) {
    for (const Table& table : read_tables(file)) {
      if (table.header != kFigureHeader) continue;
      for (const Row& row : table.rows) {
        if (row[2] != "-") worked.insert(folded(row[1]));
      }
    }
  }
  for (const auto& metric : metric::all_metrics()) {
    if (is_fitted(metric.name) || is_of_analyzers(metric.name)) continue;
    INFO("add " << metric.name << " to the truth of a fixture that has it");
    CHECK(worked.count(folded(metric.name)) == 1);
  }
}

TEST_CASE("every fixture has its truth") {
  for (const auto& entry : fs::directory_iterator(fs::path(WVAGATE_SOURCE_DIR) / "fixtures")) {
    if (entry.path().extension() != ".log") continue;
    fs::path truth = entry.path();
    truth.replace_extension(".truth.md");
    INFO(truth.string());
    CHECK(fs::exists(truth));
  }
}

}  // namespace
}  // namespace wvagate
