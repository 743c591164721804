#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "analysis/core/result.hpp"

namespace wvagate::history {

/// What a statement is given for one of its parameters; no value is NULL.
using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string_view>;

/// A row of an answer, while it is shown. Columns count from 0.
class SqlRow {
 public:
  virtual ~SqlRow() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
};

using RowVisitor = std::function<void(const SqlRow&)>;

/// How one kind of database spells what a schema needs.
struct Spelling {
  std::string_view id;         ///< a key that the database counts up
  std::string_view integer;    ///< 64 bits
  std::string_view real;       ///< a double
  std::string_view table;      ///< behind a table's columns
  std::string_view clustered;  ///< behind the columns of a table that lies in the order of its key
};

/// A connection to a database of SQL. Statements are those that SQLite and PostgreSQL both know, with
/// parameters $1, $2, … that come first in this order. An operation that fails leaves nothing of its
/// transaction, once that is rolled back or the connection ends.
class Database {
 public:
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  virtual ~Database() = default;

  /// Runs one statement and shows each row of its answer.
  virtual Status run(const std::string& sql, std::span<const SqlValue> values, const RowVisitor& visit) = 0;
  Status run(const std::string& sql, std::initializer_list<SqlValue> values = {},
             const RowVisitor& visit = {}) {
    return run(sql, std::span(values.begin(), values.size()), visit);
  }
  /// Runs statements that are separated by semicolons and give no rows.
  virtual Status run_script(const std::string& sql) = 0;

  /// Waits until nobody else writes, and keeps it so until the transaction ends. Fails after kPatience.
  virtual Status begin_writing() = 0;
  /// All reads until the transaction ends see one state.
  virtual Status begin_reading() = 0;
  virtual Status commit() = 0;
  virtual void roll_back() = 0;

  /// The version of the tables; 0 where there are none.
  virtual Result<int> schema_version() = 0;
  virtual Status set_schema_version(int version) = 0;

  virtual const Spelling& spelling() const = 0;
  /// What errors call it: the file, or the server without any password.
  virtual const std::string& name() const = 0;
};

/// How long a connection waits for others to finish, in seconds.
inline constexpr int kPatience_s = 10;

/// What a connection is for.
enum class Access {
  read,   ///< nothing is changed
  write,  ///< the database is made where it is not there
};

/// Opens the SQLite file at `path`. Fails where it cannot be read, is damaged or another program's.
Result<std::unique_ptr<Database>> open_sqlite(const std::string& path, Access access);

/// Connects to the server that `url` ("postgresql://…") names. The tables are those of its schema "wvagate".
Result<std::unique_ptr<Database>> open_postgresql(const std::string& url, Access access);

/// A transaction that ends with its scope: rolled back, unless it was committed.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (open_) database_.roll_back();
  }

  Status begin(Access access) {
    auto status = access == Access::write ? database_.begin_writing() : database_.begin_reading();
    open_ = status.ok();
    return status;
  }
  Status commit() {
    auto status = database_.commit();
    open_ = !status.ok();
    return status;
  }

 private:
  Database& database_;
  bool open_ = false;
};

}  // namespace wvagate::history
