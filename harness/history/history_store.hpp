#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analysis/core/result.hpp"
#include "analysis/history/run_set.hpp"
#include "analysis/history/trend.hpp"
#include "harness/history/database.hpp"

namespace wvagate::history {

/// What adding a run-set came to.
enum class Added {
  fresh,      ///< it was not there
  unchanged,  ///< the very same was there
  replaced,   ///< another one was
};

/// Run-sets by scenario, release and commit, in a database that many processes may share.
class HistoryStore {
 public:
  /// Opens the store at `where`: the URL of a PostgreSQL server ("postgresql://…", "postgres://…"), or the
  /// path of an SQLite file. For writing it is made where it is not there, and brought to the current version
  /// of its tables.
  static Result<HistoryStore> open(const std::string& where, Access access);

  /// Adds `run_set` in a transaction of its own. Where another one has its key, that is replaced or, without
  /// `replace`, nothing changed and an error tells what differs.
  Result<Added> add(const RunSet& run_set, bool replace);
  /// Adds all of `run_sets` or, where one fails, none: in one transaction, since each waits for the disk at
  /// its end.
  Result<std::vector<Added>> add_all(std::span<const RunSet> run_sets, bool replace);

  /// By name.
  Result<std::vector<std::string>> scenarios();
  /// Those that any run has a value of, by name.
  Result<std::vector<std::string>> metrics();

  /// The trend of each metric in each scenario, metric by metric in the order given. Names that are not in
  /// the store give trends without points, or points without values.
  Result<std::vector<Trend>> trends(const std::vector<std::string>& scenarios,
                                    const std::vector<std::string>& metrics);

  /// Shows each run-set, by scenario, date and entry, until `visit` fails; its error comes out of here.
  Status each_run_set(const std::function<Status(const RunSet&)>& visit);

  /// The last run-set of each scenario by date, then by entry; by scenario.
  Result<std::vector<RunSet>> latest();

 private:
  explicit HistoryStore(std::unique_ptr<Database> database) : database_(std::move(database)) {}
  Result<Added> add_within_transaction(const RunSet& run_set, bool replace);

  std::unique_ptr<Database> database_;
};

}  // namespace wvagate::history
