#include "harness/history/history_store.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <unordered_map>
#include <utility>

#include "analysis/core/format.hpp"
#include "harness/history/run_set_rows.hpp"
#include "harness/history/schema.hpp"

namespace wvagate::history {
namespace {

constexpr std::size_t kDifferencesShown = 8;

bool is_url(const std::string& where) {
  return where.starts_with("postgresql://") || where.starts_with("postgres://");
}

Error differs(const Database& database, const RunSet& kept, const RunSet& given) {
  std::string what = "has another run-set of " + escape_for_terminal(given.scenario) + " for release " +
                     escape_for_terminal(given.release);
  if (!given.commit.empty()) what += ", commit " + escape_for_terminal(given.commit);
  const char* separator = ": ";
  for (const std::string& difference : differences(kept, given, kDifferencesShown)) {
    what += separator + difference;
    separator = "; ";
  }
  return {.where = database.name(),
          .what = what,
          .help = "--replace puts the new one in its place; --commit tells run-sets of one release apart"};
}

/// A scenario's trends without values, and where each run-set's point stands in them.
struct Frame {
  std::vector<TrendPoint> points;
  std::unordered_map<Id, std::size_t> place;  ///< by run-set
};

using Bases = std::unordered_map<Id, std::string>;  // by origin

Result<Bases> read_bases(Database& database) {
  const auto origins = read_origins(database);
  if (!origins) return origins.error();
  Bases bases;
  for (const auto& [id, provenance] : origins.value())
    bases.emplace(id, basis_text(provenance));
  return bases;
}

Result<Frame> read_frame(Database& database, Id scenario, const Bases& bases) {
  Frame frame;
  const auto status = database.run(
      "SELECT id, release_name, commit_name, date_ms, origin_id FROM run_set WHERE scenario_id = $1 "
      "ORDER BY date_ms, id",
      {scenario}, [&](const SqlRow& row) {
        const auto basis = bases.find(row.integer(4));
        frame.place.emplace(row.integer(0), frame.points.size());
        frame.points.push_back({.release = std::string(row.text(1)),
                                .commit = std::string(row.text(2)),
                                .date = TimePoint(std::chrono::milliseconds(row.integer(3))),
                                .runs = {},
                                .basis = basis == bases.end() ? "" : basis->second});
      });
  if (!status) return status.error();
  return frame;
}

/// Fills `points`, which are the frame's.
Result<Trend> read_trend(Database& database, const Frame& frame, std::vector<TrendPoint> points,
                         const NamedId& scenario, const std::string& metric) {
  Trend trend{.scenario = scenario.name, .metric = metric, .points = std::move(points)};
  const auto status = database.run(
      "SELECT run_set_id, value FROM figure WHERE trend_id = (SELECT trend.id FROM trend "
      "JOIN metric ON metric.id = trend.metric_id WHERE trend.scenario_id = $1 AND metric.name = $2) "
      "ORDER BY run_set_id, run_number",
      {scenario.id, std::string_view(metric)}, [&](const SqlRow& row) {
        const auto place = frame.place.find(row.integer(0));
        if (place != frame.place.end()) trend.points[place->second].runs.push_back(row.real(1));
      });
  if (!status) return status.error();
  return trend;
}

}  // namespace

Result<HistoryStore> HistoryStore::open(const std::string& where, Access access) {
  auto database = is_url(where) ? open_postgresql(where, access) : open_sqlite(where, access);
  if (!database) return database.error();
  auto status = access == Access::write ? migrate(*database.value(), all_migrations())
                                        : check_version(*database.value());
  if (!status) return status.error();
  return HistoryStore(std::move(database).value());
}

Result<Added> HistoryStore::add_within_transaction(const RunSet& run_set, bool replace) {
  Database& database = *database_;
  const auto scenario = scenario_id(database, run_set.scenario);
  if (!scenario) return scenario.error();
  const auto found = find_run_set(database, scenario.value(), run_set);
  if (!found) return found.error();
  if (!found.value()) {
    if (auto status = insert_run_set(database, scenario.value(), run_set); !status) return status.error();
    return Added::fresh;
  }
  const Id id = *found.value();
  const auto kept = read_run_set(database, {scenario.value(), run_set.scenario}, id);
  if (!kept) return kept.error();
  if (kept.value() == run_set) return Added::unchanged;
  if (!replace) return differs(database, kept.value(), run_set);
  if (auto status = overwrite_run_set(database, scenario.value(), id, run_set); !status)
    return status.error();
  return Added::replaced;
}

Result<Added> HistoryStore::add(const RunSet& run_set, bool replace) {
  const auto added = add_all(std::span(&run_set, 1), replace);
  if (!added) return added.error();
  return added.value().front();
}

Result<std::vector<Added>> HistoryStore::add_all(std::span<const RunSet> run_sets, bool replace) {
  Transaction transaction(*database_);
  if (auto status = transaction.begin(Access::write); !status) return status.error();
  std::vector<Added> all;
  for (const RunSet& run_set : run_sets) {
    const auto added = add_within_transaction(run_set, replace);
    if (!added) return added.error();
    all.push_back(added.value());
  }
  if (auto status = transaction.commit(); !status) return status.error();
  return all;
}

Result<std::vector<std::string>> HistoryStore::scenarios() {
  const auto scenarios = read_scenarios(*database_);
  if (!scenarios) return scenarios.error();
  std::vector<std::string> names;
  for (const NamedId& scenario : scenarios.value())
    names.push_back(scenario.name);
  return names;
}

Result<std::vector<std::string>> HistoryStore::metrics() {
  std::vector<std::string> names;
  const auto status = database_->run("SELECT name FROM metric", {},
                                     [&](const SqlRow& row) { names.emplace_back(row.text(0)); });
  if (!status) return status.error();
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::vector<Trend>> HistoryStore::trends(const std::vector<std::string>& scenarios,
                                                const std::vector<std::string>& metrics) {
  Transaction transaction(*database_);
  if (auto status = transaction.begin(Access::read); !status) return status.error();
  const auto known = read_scenarios(*database_);
  if (!known) return known.error();
  const auto bases = read_bases(*database_);
  if (!bases) return bases.error();
  std::vector<std::vector<Trend>> by_metric(metrics.size());
  for (const std::string& name : scenarios) {
    const auto found = std::find_if(known.value().begin(), known.value().end(),
                                    [&](const NamedId& each) { return each.name == name; });
    const NamedId scenario = found == known.value().end() ? NamedId{.id = 0, .name = name} : *found;
    auto frame = read_frame(*database_, scenario.id, bases.value());
    if (!frame) return frame.error();
    for (std::size_t i = 0; i < metrics.size(); ++i) {
      auto& points = frame.value().points;
      const bool last = i + 1 == metrics.size();
      auto trend =
          read_trend(*database_, frame.value(), last ? std::move(points) : points, scenario, metrics[i]);
      if (!trend) return trend.error();
      by_metric[i].push_back(std::move(trend).value());
    }
  }
  std::vector<Trend> trends;
  for (auto& each : by_metric)
    std::move(each.begin(), each.end(), std::back_inserter(trends));
  return trends;
}

Status HistoryStore::each_run_set(const std::function<Status(const RunSet&)>& visit) {
  Transaction transaction(*database_);
  if (auto status = transaction.begin(Access::read); !status) return status;
  const auto scenarios = read_scenarios(*database_);
  if (!scenarios) return scenarios.error();
  for (const NamedId& scenario : scenarios.value()) {
    const auto ids = list_run_sets(*database_, scenario.id);
    if (!ids) return ids.error();
    for (const Id id : ids.value()) {
      const auto run_set = read_run_set(*database_, scenario, id);
      if (!run_set) return run_set.error();
      if (auto status = visit(run_set.value()); !status) return status;
    }
  }
  return {};
}

Result<std::vector<RunSet>> HistoryStore::latest() {
  Transaction transaction(*database_);
  if (auto status = transaction.begin(Access::read); !status) return status.error();
  const auto scenarios = read_scenarios(*database_);
  if (!scenarios) return scenarios.error();
  std::vector<RunSet> latest;
  for (const NamedId& scenario : scenarios.value()) {
    const auto ids = list_run_sets(*database_, scenario.id);
    if (!ids) return ids.error();
    if (ids.value().empty()) continue;
    auto run_set = read_run_set(*database_, scenario, ids.value().back());
    if (!run_set) return run_set.error();
    latest.push_back(std::move(run_set).value());
  }
  return latest;
}

}  // namespace wvagate::history
