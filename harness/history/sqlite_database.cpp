#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>

#include <sqlite3.h>

#include "harness/history/database.hpp"

namespace wvagate::history {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kApplicationId = 0x57564147;  // "WVAG", what file(1) would tell it by
constexpr Spelling kSpelling = {.id = "INTEGER PRIMARY KEY",
                                .integer = "INTEGER",
                                .real = "REAL",
                                .table = " STRICT",
                                .clustered = " STRICT, WITHOUT ROWID"};

struct Close {
  void operator()(sqlite3* connection) const { sqlite3_close(connection); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

/// A statement gives back its locks when it is left, however it went.
class Running {
 public:
  explicit Running(sqlite3_stmt* statement) : statement_(statement) {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_;
};

class SqliteRow final : public SqlRow {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) const override {
    const auto* const bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return bytes == nullptr ? std::string_view() : std::string_view(bytes, size);
  }

 private:
  sqlite3_stmt* statement_;
};

int bind(sqlite3_stmt* statement, int index, const SqlValue& value) {
  struct Binder {
    sqlite3_stmt* statement;
    int index;
    int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
    int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, index, number); }
    int operator()(double number) const { return sqlite3_bind_double(statement, index, number); }
    int operator()(std::string_view text) const {
      return sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
  };
  return std::visit(Binder{statement, index}, value);
}

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(Connection connection, std::string path)
      : connection_(std::move(connection)), path_(std::move(path)) {}

  using Database::run;
  Status run(const std::string& sql, std::span<const SqlValue> values, const RowVisitor& visit) override {
    const auto statement = prepare(sql);
    if (!statement) return statement.error();
    const Running running(statement.value());
    int index = 0;
    for (const SqlValue& value : values) {
      if (const int code = bind(statement.value(), ++index, value); code != SQLITE_OK) return error(code);
    }
    const SqliteRow row(statement.value());
    int code = sqlite3_step(statement.value());
    for (; code == SQLITE_ROW; code = sqlite3_step(statement.value())) {
      if (visit) visit(row);
    }
    if (code != SQLITE_DONE) return error(code);
    return {};
  }

  Status run_script(const std::string& sql) override {
    const int code = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return error(code);
    return {};
  }

  Status begin_writing() override { return run("BEGIN IMMEDIATE"); }
  Status begin_reading() override { return run("BEGIN"); }
  Status commit() override { return run("COMMIT"); }
  void roll_back() override {
    // Some errors have rolled back already.
    if (sqlite3_get_autocommit(connection_.get()) == 0) static_cast<void>(run("ROLLBACK"));
  }

  Result<int> schema_version() override {
    const auto version = number("PRAGMA user_version");
    if (!version) return version.error();
    return static_cast<int>(version.value());
  }
  Status set_schema_version(int version) override {
    return run_script("PRAGMA application_id = " + std::to_string(kApplicationId) +
                      "; PRAGMA user_version = " + std::to_string(version));
  }

  const Spelling& spelling() const override { return kSpelling; }
  const std::string& name() const override { return path_; }

  Result<std::int64_t> number(const std::string& sql) {
    std::int64_t found = 0;
    const auto status = run(sql, {}, [&](const SqlRow& row) { found = row.integer(0); });
    if (!status) return status.error();
    return found;
  }

  /// The write-ahead log lets readers and a writer work at once. Another process that switches at the same
  /// moment is not waited for by SQLite itself.
  Status use_write_ahead_log() {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(kPatience_s);
    while (true) {
      std::string mode;
      const auto status =
          run("PRAGMA journal_mode = WAL", {}, [&](const SqlRow& row) { mode = row.text(0); });
      const int code = sqlite3_errcode(connection_.get());
      if (status || code != SQLITE_BUSY || std::chrono::steady_clock::now() > give_up) return status;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }

  /// Whether the file holds nothing yet. Fails where it is no database, or another program's.
  Result<bool> is_empty() {
    Transaction transaction(*this);  // another process may be making the tables
    if (auto status = transaction.begin(Access::read); !status) return status.error();
    const auto objects = number("SELECT count(*) FROM sqlite_schema");
    if (!objects) return objects.error();
    const auto owner = number("PRAGMA application_id");
    if (!owner) return owner.error();
    const bool empty = objects.value() == 0;
    if (owner.value() == kApplicationId || (empty && owner.value() == 0)) return empty;
    return Error{
        .where = path_, .what = "is a database of another program", .help = "name another file with --store"};
  }

  Error error(int code) const {
    const auto tell = [&](std::string what, std::string help) {
      return Error{.where = path_, .what = std::move(what), .help = std::move(help)};
    };
    switch (code & 0xFF) {
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
        return tell(
            "is locked: another process has been writing for more than " + std::to_string(kPatience_s) + " s",
            "try again once it has ended");
      case SQLITE_READONLY:
      case SQLITE_PERM:
        return tell("cannot be written to: it, or its directory, is read-only", {});
      case SQLITE_NOTADB:
        return tell("is no SQLite database", "name another file with --store");
      case SQLITE_CORRUPT:
        return tell(std::string("is damaged: ") + sqlite3_errmsg(connection_.get()),
                    "nothing was written; restore it from a copy, or save what is left with `sqlite3 FILE "
                    ".recover`");
      case SQLITE_FULL:
        return tell("cannot be written to: the disk is full", "nothing of the run-set was stored");
      case SQLITE_IOERR:
        return tell(std::string("cannot be read or written: ") + sqlite3_errmsg(connection_.get()),
                    "nothing of the run-set was stored");
      case SQLITE_CANTOPEN:
        return tell("cannot be opened: " + system_reason(), {});
      default:
        return tell(std::string("cannot be used: ") + sqlite3_errmsg(connection_.get()), {});
    }
  }

  void wait_for_others() { sqlite3_busy_timeout(connection_.get(), 1000 * kPatience_s); }
  bool is_read_only() const { return sqlite3_db_readonly(connection_.get(), "main") == 1; }

 private:
  Result<sqlite3_stmt*> prepare(const std::string& sql) {
    Statement& cached = statements_[sql];
    if (cached == nullptr) {
      sqlite3_stmt* made = nullptr;
      const int code = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &made, nullptr);
      if (code != SQLITE_OK) return error(code);
      cached.reset(made);
    }
    return cached.get();
  }

  /// What the operating system said last, where it did.
  std::string system_reason() const {
    const int number = sqlite3_system_errno(connection_.get());
    return number != 0 ? std::strerror(number) : sqlite3_errmsg(connection_.get());
  }

  Connection connection_;
  std::string path_;
  std::unordered_map<std::string, Statement> statements_;  // finalized before the connection closes
};

/// `path` as a URI of SQLite, of a file that nobody changes meanwhile.
std::string immutable_uri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    if (c == '?' || c == '#' || c == '%') {
      const auto byte = static_cast<unsigned char>(c);
      uri += '%';
      uri += kHex[byte >> 4];
      uri += kHex[byte & 0x0F];
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

Result<std::unique_ptr<SqliteDatabase>> connect(const std::string& path, const std::string& location,
                                                int flags) {
  sqlite3* made = nullptr;
  const int code = sqlite3_open_v2(location.c_str(), &made, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Connection connection(made);
  if (connection == nullptr) throw std::bad_alloc();
  auto database = std::make_unique<SqliteDatabase>(std::move(connection), path);
  if (code != SQLITE_OK) return database->error(code);
  database->wait_for_others();
  return database;
}

/// What stands in the way of a database at `path`, if anything does.
std::optional<Error> obstacle(const std::string& path, Access access) {
  std::error_code ignored;
  const auto status = fs::status(path, ignored);
  if (!fs::exists(status)) {
    if (access == Access::write) return std::nullopt;
    return Error{.where = path,
                 .what = std::string("cannot be opened: ") + std::strerror(ENOENT),
                 .help = "`wvagate track add` makes one, --store names another"};
  }
  if (fs::is_regular_file(status)) return std::nullopt;
  return Error{.where = path, .what = "is no regular file", .help = "name a file with --store"};
}

/// A database of a directory that may not be written to cannot be opened in the ordinary way, which keeps
/// files beside it. Then nobody else can write either, unless their log is there.
Result<std::unique_ptr<SqliteDatabase>> reopen_unwritable(const std::string& path,
                                                          const std::string& location,
                                                          std::unique_ptr<SqliteDatabase> opened) {
  if (opened->number("SELECT count(*) FROM sqlite_schema")) return opened;
  std::error_code ignored;
  if (!opened->is_read_only() || fs::exists(location + "-wal", ignored)) return opened;
  return connect(path, immutable_uri(location), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

Status prepare_for_writing(SqliteDatabase& database, bool empty) {
  if (database.is_read_only()) return database.error(SQLITE_READONLY);
  if (empty) {  // later it stays as it is
    if (auto status = database.use_write_ahead_log(); !status) return status;
  }
  return database.run_script("PRAGMA foreign_keys = ON");
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path, Access access) {
  if (auto error = obstacle(path, access)) return std::move(*error);
  // Names like ":memory:" have a meaning of their own unless a directory stands before them.
  const std::string location = path.starts_with('/') ? path : "./" + path;
  const bool writes = access == Access::write;
  auto opened = connect(path, location, SQLITE_OPEN_READWRITE | (writes ? SQLITE_OPEN_CREATE : 0));
  if (opened && !writes) opened = reopen_unwritable(path, location, std::move(opened).value());
  if (!opened) return opened.error();
  auto database = std::move(opened).value();
  // What a file says is not run: views and triggers may only use harmless functions. The run-sets of ten
  // years fit into 32 MiB, and are read once a scenario.
  auto status = database->run_script("PRAGMA trusted_schema = OFF; PRAGMA cache_size = -32768");
  if (!status) return status.error();
  const auto empty = database->is_empty();
  if (!empty) return empty.error();
  if (writes) {
    if (status = prepare_for_writing(*database, empty.value()); !status) return status.error();
  }
  return std::unique_ptr<Database>(std::move(database));
}

}  // namespace wvagate::history
