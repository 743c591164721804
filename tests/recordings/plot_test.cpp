#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/metric/series_analysis.hpp"
#include "analysis/sample/series.hpp"
#include "harness/ingest/log_reader.hpp"
#include "harness/plot/chart.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate {
namespace {

namespace fs = std::filesystem;
using testing::read_file;

const fs::path kRoot = WVAGATE_RECORDINGS_DIR;

using Rows = std::vector<std::vector<double>>;

std::vector<std::string> cut(const std::string& line, char separator) {
  std::vector<std::string> fields;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, separator);)
    fields.push_back(field);
  return fields;
}

/// The rows of a published table; what is no number (a time stamp) is NaN.
Rows read_table(const fs::path& path) {
  Rows rows;
  std::istringstream in(read_file(path));
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    auto& row = rows.emplace_back();
    for (const std::string& field : cut(line, ','))
      row.push_back(parse_number(field).value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return rows;
}

/// The blocks of a chart's data file.
std::map<std::string, Rows> blocks_of(const std::string& data) {
  std::map<std::string, Rows> blocks;
  Rows* block = nullptr;
  std::istringstream in(data);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("# [")) {
      block = &blocks[line.substr(3, line.find(']') - 3)];
    } else if (!line.empty()) {
      auto& row = block->emplace_back();
      for (const std::string& field : cut(line, ' '))
        row.push_back(parse_number(field).value());
    }
  }
  return blocks;
}

struct Published {
  const char* log;
  const char* folder;
};
constexpr Published kPublished[] = {
    {"text/ttft_queuescorer_SLO_10_10_24.txt", "SLO_10_ttft_queuescorer"},
    {"text/ttft_queuescorer_logs.txt", "ttft_queuescorer_logs"},
};

std::map<std::string, plot::Chart> charts_of(const fs::path& log) {
  Recording recording;
  auto facts = ingest::read_log(log.string(), recording.names, [&](const LoggedSample& logged) {
    recording.samples.push_back(logged.sample);
    return true;
  });
  if (!facts) FAIL(describe(facts.error()));
  recording.facts = std::move(facts).value();
  const auto series = make_series(recording, {}, {});
  std::vector<metric::SeriesAnalysis> analyses;
  for (const Series& one : series)
    analyses.push_back(metric::analyze(one, {}));
  std::map<std::string, plot::Chart> charts;
  for (plot::Chart& chart :
       plot::make_charts(plot::chart_input(recording.facts, analyses), plot::Format::svg))
    charts.emplace(chart.name, std::move(chart));
  return charts;
}

/// The published values of `column` by minute, without the zeros of cycles that measured nothing.
Rows measured(const Rows& table, std::size_t column) {
  Rows rows;
  for (const auto& row : table) {
    if (row[column] != 0) rows.push_back({row[15], row[column]});
  }
  return rows;
}

void check_points(const Rows& drawn, const Rows& published) {
  REQUIRE(drawn.size() == published.size());
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    CAPTURE(i);
    CHECK(drawn[i][0] == Approx(published[i][0]).epsilon(1e-12).margin(1e-12));
    CHECK(drawn[i][1] == published[i][1]);
  }
}

TEST_CASE("The charts draw the points that were published") {
  for (const Published& published : kPublished) {
    CAPTURE(published.folder);
    const auto charts = charts_of(kRoot / published.log);
    const Rows table = read_table(kRoot / "published" / published.folder / "processed_metrics.csv");
    const auto itl = blocks_of(charts.at("itl_analysis").data);
    check_points(itl.at("observed itl 1"), measured(table, 1));
    const auto ttft = blocks_of(charts.at("ttft_analysis").data);
    check_points(ttft.at("observed ttft 1"), measured(table, 2));
    Rows rates;
    Rows predictions;
    for (const auto& row : table) {
      rates.push_back({row[15], row[3]});
      if (row[3] != 0) predictions.push_back({row[15], row[7]});
    }
    check_points(blocks_of(charts.at("load_pattern").data).at("rate 1"), rates);
    check_points(itl.at("predicted itl 1"), predictions);
    for (const auto& step : itl.at("slo itl 1"))
      CHECK(step[1] == table.front()[9]);
  }
}

TEST_CASE("The charts draw the bands and the marks that were published") {
  for (const Published& published : kPublished) {
    CAPTURE(published.folder);
    const auto charts = charts_of(kRoot / published.log);
    const auto itl = blocks_of(charts.at("itl_analysis").data);
    const Rows events = read_table(kRoot / "published" / published.folder / "scaling_events.csv");
    const Rows& marks = itl.at("scaling 1");
    REQUIRE(marks.size() == events.size());
    CHECK(itl.at("scaling labels 1").size() == events.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
      CHECK(marks[i][0] == Approx(events[i][0]).epsilon(1e-14));
      CHECK(marks[i][1] == events[i][1]);
      CHECK(marks[i][2] == events[i][2]);
    }
    const Rows gaps = read_table(kRoot / "published" / published.folder / "warmup_gaps.csv");
    const Rows& bands = itl.at("gaps itl 1");
    REQUIRE(bands.size() == gaps.size());
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      CHECK(bands[i][0] == Approx(gaps[i][0]).epsilon(1e-14));
      // Until the first compliant sample, one cycle later than the notebook's last violation.
      CHECK(bands[i][1] == Approx(gaps[i][1] + 1).margin(0.05));
      CHECK(bands[i][2] == 0);
    }
  }
}

TEST_CASE("Of every recording all charts are made, and those of the latencies have something to show") {
  std::size_t logs = 0;
  for (const char* folder : {"text", "json"}) {
    for (const auto& entry : fs::directory_iterator(kRoot / folder)) {
      CAPTURE(entry.path().string());
      const auto charts = charts_of(entry.path());
      CHECK(charts.size() == std::size(plot::kCharts));
      CHECK_FALSE(blocks_of(charts.at("combined_itl_ttft").data).at("observed itl 1").empty());
      ++logs;
    }
  }
  CHECK(logs == 16);
}

}  // namespace
}  // namespace wvagate
