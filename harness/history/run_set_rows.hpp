#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/core/result.hpp"
#include "analysis/history/run_set.hpp"
#include "harness/history/database.hpp"

/// A run-set as rows of the tables (schema.cpp), within a transaction of the caller's.
namespace wvagate::history {

using Id = std::int64_t;

/// A name with the number by which other tables know it.
struct NamedId {
  Id id = 0;
  std::string name;
};

/// How and on what run-sets were measured, by id.
Result<std::unordered_map<Id, Provenance>> read_origins(Database& database);

/// All scenarios, by name.
Result<std::vector<NamedId>> read_scenarios(Database& database);

/// The scenario's id, made where it has none.
Result<Id> scenario_id(Database& database, const std::string& scenario);

/// The run-set of that key; absent where there is none.
Result<std::optional<Id>> find_run_set(Database& database, Id scenario, const RunSet& key);

/// The ids of the scenario's run-sets, by date, then in the order of entry.
Result<std::vector<Id>> list_run_sets(Database& database, Id scenario);

/// The run-set `id` of `scenario`, in order.
Result<RunSet> read_run_set(Database& database, const NamedId& scenario, Id id);

Status insert_run_set(Database& database, Id scenario, const RunSet& run_set);

/// Gives the run-set `id` the content of `run_set`, in the same place.
Status overwrite_run_set(Database& database, Id scenario, Id id, const RunSet& run_set);

}  // namespace wvagate::history
