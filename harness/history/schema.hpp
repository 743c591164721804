#pragma once

#include <span>
#include <string_view>

#include "analysis/core/result.hpp"
#include "harness/history/database.hpp"

namespace wvagate::history {

/// What leads from each version of the tables to the next, the first from nothing to version 1: scripts of
/// SQL, in which ${id}, ${integer}, ${real}, ${table} and ${clustered} stand for the database's Spelling. One
/// that was released is never changed: what is new goes into a new one.
std::span<const std::string_view> all_migrations();

/// The version that this program reads and writes.
inline int current_version() {
  return static_cast<int>(all_migrations().size());
}

/// Brings the tables to the last of `migrations`, in one transaction. Fails, and changes nothing, where they
/// are of a later version.
Status migrate(Database& database, std::span<const std::string_view> migrations);

/// Fails where the tables are not of the current version.
Status check_version(Database& database);

}  // namespace wvagate::history
