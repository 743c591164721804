#include "harness/history/run_set_rows.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

namespace wvagate::history {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kRowsAtOnce = 100;  // of one INSERT: a server is asked a few times, not hundreds

constexpr const char* kOriginColumns =
    "origin.controller, origin.tool, origin.definitions, origin.policy, origin.dedup_window_s, "
    "origin.slo_itl_ms, origin.slo_ttft_ms, origin.accelerator, origin.model";

SqlValue or_null(const std::optional<double>& value) {
  return value ? SqlValue(*value) : SqlValue();
}

std::optional<double> real_or_nothing(const SqlRow& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.real(column));
}

std::int64_t to_ms(TimePoint time) {
  return std::chrono::floor<milliseconds>(time.time_since_epoch()).count();
}

/// What the statement gives in its only column, of its only row; absent without a row.
Result<std::optional<Id>> find_id(Database& database, const std::string& sql,
                                  std::initializer_list<SqlValue> values) {
  std::optional<Id> found;
  const auto status = database.run(sql, values, [&](const SqlRow& row) { found = row.integer(0); });
  if (!status) return status.error();
  return found;
}

/// The id of a row that is looked for, and inserted where it is not there.
Result<Id> find_or_insert(Database& database, const std::string& find, const std::string& insert,
                          std::initializer_list<SqlValue> values) {
  auto found = find_id(database, find, values);
  if (found && !found.value()) found = find_id(database, insert, values);
  if (!found) return found.error();
  return found.value().value();
}

/// What the columns from `first` on tell, which are those of kOriginColumns.
Provenance provenance_of(const SqlRow& row, int first) {
  const auto text = [&](int column) { return std::string(row.text(first + column)); };
  return {.controller = text(0),
          .tool = text(1),
          .definitions = static_cast<std::size_t>(row.integer(first + 2)),
          .policy = text(3),
          .dedup_window_s = row.real(first + 4),
          .slo_itl_ms = real_or_nothing(row, first + 5),
          .slo_ttft_ms = real_or_nothing(row, first + 6),
          .accelerator = text(7),
          .model = text(8)};
}

Result<Id> origin_id(Database& database, const Provenance& from) {
  return find_or_insert(
      database,
      "SELECT id FROM origin WHERE controller = $1 AND tool = $2 AND definitions = $3 AND policy = $4 "
      "AND dedup_window_s = $5 AND slo_itl_ms IS NOT DISTINCT FROM $6 AND slo_ttft_ms IS NOT DISTINCT FROM "
      "$7 "
      "AND accelerator = $8 AND model = $9",
      "INSERT INTO origin (controller, tool, definitions, policy, dedup_window_s, slo_itl_ms, slo_ttft_ms, "
      "accelerator, model) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
      {std::string_view(from.controller), std::string_view(from.tool),
       static_cast<std::int64_t>(from.definitions), std::string_view(from.policy), from.dedup_window_s,
       or_null(from.slo_itl_ms), or_null(from.slo_ttft_ms), std::string_view(from.accelerator),
       std::string_view(from.model)});
}

/// Inserts rows of `columns` values each, several at once.
Status insert_rows(Database& database, const std::string& table, std::size_t columns,
                   const std::vector<SqlValue>& values) {
  std::string sql;
  std::size_t rows_of_sql = 0;
  for (std::size_t at = 0; at < values.size();) {
    const std::size_t rows = std::min(kRowsAtOnce, (values.size() - at) / columns);
    if (rows != rows_of_sql) {
      sql = "INSERT INTO " + table + " VALUES ";
      for (std::size_t i = 0; i < rows * columns; ++i) {
        sql += i % columns != 0 ? ", $" : i == 0 ? "($" : "), ($";
        sql += std::to_string(i + 1);
      }
      sql += ')';
      rows_of_sql = rows;
    }
    if (auto status = database.run(sql, std::span(values).subspan(at, rows * columns), {}); !status)
      return status;
    at += rows * columns;
  }
  return {};
}

/// The scenario's trends by metric, those of the run-set's metrics made where they are not there.
Result<std::map<std::string, Id, std::less<>>> trend_ids(Database& database, Id scenario,
                                                         const RunSet& run_set) {
  std::map<std::string, Id, std::less<>> trends;
  const auto status = database.run(
      "SELECT metric.name, trend.id FROM trend JOIN metric ON metric.id = trend.metric_id "
      "WHERE trend.scenario_id = $1",
      {scenario}, [&](const SqlRow& row) { trends.emplace(row.text(0), row.integer(1)); });
  if (!status) return status.error();
  for (const Run& run : run_set.runs) {
    for (const Figure& figure : run.figures) {
      if (trends.contains(figure.metric)) continue;
      const auto metric = find_or_insert(database, "SELECT id FROM metric WHERE name = $1",
                                         "INSERT INTO metric (name) VALUES ($1) RETURNING id",
                                         {std::string_view(figure.metric)});
      if (!metric) return metric.error();
      const auto trend =
          find_id(database, "INSERT INTO trend (scenario_id, metric_id) VALUES ($1, $2) RETURNING id",
                  {scenario, metric.value()});
      if (!trend) return trend.error();
      trends.emplace(figure.metric, trend.value().value());
    }
  }
  return trends;
}

Status insert_runs(Database& database, Id scenario, Id run_set_id, const RunSet& run_set) {
  const auto trends = trend_ids(database, scenario, run_set);
  if (!trends) return trends.error();
  struct Cell {
    Id trend;
    std::int64_t run;
    double value;
    auto key() const { return std::pair(trend, run); }
  };
  std::vector<Cell> cells;
  std::vector<SqlValue> rows;
  for (std::size_t i = 0; i < run_set.runs.size(); ++i) {
    const Run& run = run_set.runs[i];
    const auto number = static_cast<std::int64_t>(i);
    rows.insert(rows.end(), {run_set_id, number, std::string_view(run.log), std::string_view(run.sha256)});
    for (const Figure& figure : run.figures)
      cells.push_back({trends.value().find(figure.metric)->second, number, figure.value});
  }
  if (auto status = insert_rows(database, "run (run_set_id, number, log, sha256)", 4, rows); !status)
    return status;
  // In the order in which they lie.
  std::sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return a.key() < b.key(); });
  rows.clear();
  for (const Cell& cell : cells)
    rows.insert(rows.end(), {cell.trend, run_set_id, cell.run, cell.value});
  return insert_rows(database, "figure (trend_id, run_set_id, run_number, value)", 4, rows);
}

Status read_runs(Database& database, Id scenario, Id id, RunSet& run_set) {
  auto status = database.run(
      "SELECT log, sha256 FROM run WHERE run_set_id = $1 ORDER BY number", {id}, [&](const SqlRow& row) {
        run_set.runs.push_back(
            {.log = std::string(row.text(0)), .sha256 = std::string(row.text(1)), .figures = {}});
      });
  if (!status) return status;
  status = database.run(
      "SELECT metric.name, figure.run_number, figure.value FROM trend "
      "JOIN metric ON metric.id = trend.metric_id "
      "JOIN figure ON figure.trend_id = trend.id AND figure.run_set_id = $1 WHERE trend.scenario_id = $2",
      {id, scenario}, [&](const SqlRow& row) {
        const auto run = static_cast<std::size_t>(row.integer(1));
        if (run < run_set.runs.size())
          run_set.runs[run].figures.push_back({.metric = std::string(row.text(0)), .value = row.real(2)});
      });
  return status;
}

}  // namespace

Result<std::unordered_map<Id, Provenance>> read_origins(Database& database) {
  std::unordered_map<Id, Provenance> origins;
  const auto status =
      database.run("SELECT id, " + std::string(kOriginColumns) + " FROM origin", {},
                   [&](const SqlRow& row) { origins.emplace(row.integer(0), provenance_of(row, 1)); });
  if (!status) return status.error();
  return origins;
}

Result<std::vector<NamedId>> read_scenarios(Database& database) {
  std::vector<NamedId> scenarios;
  const auto status = database.run("SELECT id, name FROM scenario", {}, [&](const SqlRow& row) {
    scenarios.push_back({.id = row.integer(0), .name = std::string(row.text(1))});
  });
  if (!status) return status.error();
  // Not by the database, whose order of texts may be its country's.
  std::sort(scenarios.begin(), scenarios.end(),
            [](const NamedId& a, const NamedId& b) { return a.name < b.name; });
  return scenarios;
}

Result<Id> scenario_id(Database& database, const std::string& scenario) {
  return find_or_insert(database, "SELECT id FROM scenario WHERE name = $1",
                        "INSERT INTO scenario (name) VALUES ($1) RETURNING id", {std::string_view(scenario)});
}

Result<std::optional<Id>> find_run_set(Database& database, Id scenario, const RunSet& key) {
  return find_id(database,
                 "SELECT id FROM run_set WHERE scenario_id = $1 AND release_name = $2 AND commit_name = $3",
                 {scenario, std::string_view(key.release), std::string_view(key.commit)});
}

Result<std::vector<Id>> list_run_sets(Database& database, Id scenario) {
  std::vector<Id> ids;
  const auto status = database.run("SELECT id FROM run_set WHERE scenario_id = $1 ORDER BY date_ms, id",
                                   {scenario}, [&](const SqlRow& row) { ids.push_back(row.integer(0)); });
  if (!status) return status.error();
  return ids;
}

Result<RunSet> read_run_set(Database& database, const NamedId& scenario, Id id) {
  RunSet run_set{.scenario = scenario.name};
  auto status = database.run("SELECT release_name, commit_name, date_ms, " + std::string(kOriginColumns) +
                                 " FROM run_set JOIN origin ON origin.id = origin_id WHERE run_set.id = $1",
                             {id}, [&](const SqlRow& row) {
                               run_set.release = row.text(0);
                               run_set.commit = row.text(1);
                               run_set.date = TimePoint(milliseconds(row.integer(2)));
                               run_set.provenance = provenance_of(row, 3);
                             });
  if (status) status = read_runs(database, scenario.id, id, run_set);
  if (!status) return status.error();
  put_in_order(run_set);
  return run_set;
}

Status insert_run_set(Database& database, Id scenario, const RunSet& run_set) {
  const auto origin = origin_id(database, run_set.provenance);
  if (!origin) return origin.error();
  const auto id = find_id(database,
                          "INSERT INTO run_set (scenario_id, release_name, commit_name, date_ms, origin_id) "
                          "VALUES ($1, $2, $3, $4, $5) RETURNING id",
                          {scenario, std::string_view(run_set.release), std::string_view(run_set.commit),
                           to_ms(run_set.date), origin.value()});
  if (!id) return id.error();
  return insert_runs(database, scenario, id.value().value(), run_set);
}

Status overwrite_run_set(Database& database, Id scenario, Id id, const RunSet& run_set) {
  const auto origin = origin_id(database, run_set.provenance);
  if (!origin) return origin.error();
  auto status = database.run("UPDATE run_set SET date_ms = $1, origin_id = $2 WHERE id = $3",
                             {to_ms(run_set.date), origin.value(), id});
  if (!status) return status;
  status = database.run(
      "DELETE FROM figure WHERE run_set_id = $1 AND trend_id IN (SELECT id FROM trend WHERE scenario_id = "
      "$2)",
      {id, scenario});
  if (status) status = database.run("DELETE FROM run WHERE run_set_id = $1", {id});
  if (!status) return status;
  return insert_runs(database, scenario, id, run_set);
}

}  // namespace wvagate::history
