#include <array>
#include <memory>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "harness/history/database.hpp"
#include "harness/history/libpq.hpp"

namespace wvagate::history {
namespace {

constexpr Spelling kSpelling = {.id = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
                                .integer = "BIGINT",
                                .real = "DOUBLE PRECISION",
                                .table = "",
                                .clustered = ""};
// What the writers of one database agree on; any number would do.
constexpr const char* kWritersLock = "SELECT pg_advisory_xact_lock(1465270599)";

struct Finish {
  const LibPq* pq;
  void operator()(PGconn* connection) const { pq->finish(connection); }
};
struct Clear {
  const LibPq* pq;
  void operator()(PGresult* result) const { pq->clear(result); }
};
using Connection = std::unique_ptr<PGconn, Finish>;
using Answer = std::unique_ptr<PGresult, Clear>;

class PostgresqlRow final : public SqlRow {
 public:
  PostgresqlRow(const LibPq& pq, const PGresult* answer) : pq_(pq), answer_(answer) {}

  void go_to(int row) { row_ = row; }
  bool is_null(int column) const override { return pq_.is_null(answer_, row_, column) != 0; }
  std::int64_t integer(int column) const override { return std::stoll(std::string(text(column))); }
  double real(int column) const override { return parse_number(text(column)).value(); }
  std::string_view text(int column) const override {
    return {pq_.value(answer_, row_, column), static_cast<std::size_t>(pq_.length(answer_, row_, column))};
  }

 private:
  const LibPq& pq_;
  const PGresult* answer_;
  int row_ = 0;
};

/// Placeholders' values as text, which is how the server gets them.
class Parameters {
 public:
  explicit Parameters(std::span<const SqlValue> values) {
    texts_.reserve(values.size());
    for (const SqlValue& value : values) {
      texts_.push_back(std::visit(Spell{}, value));
      pointers_.push_back(value.index() == 0 ? nullptr : texts_.back().c_str());
    }
  }
  int count() const { return static_cast<int>(pointers_.size()); }
  const char* const* data() const { return pointers_.data(); }

 private:
  struct Spell {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return format_shortest(number); }
    std::string operator()(std::string_view text) const { return std::string(text); }
  };
  std::vector<std::string> texts_;
  std::vector<const char*> pointers_;
};

/// The first line of what the library says, which repeats it for each address that it tries.
std::string first_line(std::string_view message) {
  return std::string(message.substr(0, message.find('\n')));
}

class PostgresqlDatabase final : public Database {
 public:
  PostgresqlDatabase(const LibPq& pq, Connection connection, std::string name)
      : pq_(pq), connection_(std::move(connection)), name_(std::move(name)) {}

  using Database::run;
  Status run(const std::string& sql, std::span<const SqlValue> values, const RowVisitor& visit) override {
    const Parameters parameters(values);
    const Answer answer(pq_.execute_with(connection_.get(), sql.c_str(), parameters.count(), nullptr,
                                         parameters.data(), nullptr, nullptr, 0),
                        Clear{&pq_});
    if (auto status = check(answer.get()); !status) return status;
    if (!visit) return {};
    PostgresqlRow row(pq_, answer.get());
    const int rows = pq_.rows(answer.get());
    for (int i = 0; i < rows; ++i) {
      row.go_to(i);
      visit(row);
    }
    return {};
  }

  Status run_script(const std::string& sql) override {
    const Answer answer(pq_.execute(connection_.get(), sql.c_str()), Clear{&pq_});
    return check(answer.get());
  }

  Status begin_writing() override {
    if (auto status = run_script("BEGIN"); !status) return status;
    auto status = run(kWritersLock);
    if (!status) roll_back();
    return status;
  }
  Status begin_reading() override { return run_script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }
  Status commit() override { return run_script("COMMIT"); }
  void roll_back() override { static_cast<void>(run_script("ROLLBACK")); }

  Result<int> schema_version() override {
    const auto made = exists("pg_tables WHERE schemaname = 'wvagate' AND tablename = 'store_version'");
    if (!made) return made.error();
    int version = 0;
    if (made.value()) {
      const auto status = run("SELECT version FROM wvagate.store_version", {},
                              [&](const SqlRow& row) { version = static_cast<int>(row.integer(0)); });
      if (!status) return status.error();
    }
    return version;
  }
  Status set_schema_version(int version) override {
    return run_script(
        "CREATE TABLE IF NOT EXISTS wvagate.store_version (version INTEGER NOT NULL);"
        "DELETE FROM wvagate.store_version; INSERT INTO wvagate.store_version VALUES (" +
        std::to_string(version) + ")");
  }

  const Spelling& spelling() const override { return kSpelling; }
  const std::string& name() const override { return name_; }

  /// The schema of its own in which the tables are.
  Result<bool> has_schema() { return exists("pg_namespace WHERE nspname = 'wvagate'"); }
  Status make_schema() {
    Transaction transaction(*this);
    if (auto status = transaction.begin(Access::write); !status) return status;
    const auto there = has_schema();  // another process may have been first
    if (!there) return there.error();
    if (there.value()) return {};
    if (auto status = run_script("CREATE SCHEMA wvagate"); !status) return status;
    return transaction.commit();
  }

 private:
  /// Whether a catalogue has such a row. The server's own shortcuts (to_regclass(), IF NOT EXISTS) may answer
  /// from what they knew before a lock was waited for.
  Result<bool> exists(const std::string& catalogue_row) {
    bool there = false;
    const auto status = run("SELECT EXISTS (SELECT FROM pg_catalog." + catalogue_row + ")", {},
                            [&](const SqlRow& row) { there = row.text(0) == "t"; });
    if (!status) return status.error();
    return there;
  }

  Status check(const PGresult* answer) const {
    const ExecStatusType status = pq_.result_status(answer);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return {};
    const auto tell = [&](std::string what, std::string help) {
      return Error{.where = name_, .what = std::move(what), .help = std::move(help)};
    };
    if (pq_.status(connection_.get()) == CONNECTION_BAD) {
      return tell("the connection was lost: " + first_line(pq_.error_message(connection_.get())),
                  "a run-set is stored whole or not at all: adding it again does no harm");
    }
    const char* const field = pq_.error_field(answer, PG_DIAG_SQLSTATE);
    const std::string_view code = field == nullptr ? "" : field;
    const char* const primary = pq_.error_field(answer, PG_DIAG_MESSAGE_PRIMARY);
    const std::string message =
        primary == nullptr ? first_line(pq_.error_message(connection_.get())) : primary;
    if (code == "55P03") {  // lock_not_available
      return tell(
          "is locked: another process has been writing for more than " + std::to_string(kPatience_s) + " s",
          "try again once it has ended");
    }
    if (code == "42501" || code == "25006") {  // insufficient_privilege, read_only_sql_transaction
      return tell("cannot be written to: " + message, "its user needs rights on the schema wvagate");
    }
    return tell("cannot be used: " + message, {});
  }

  const LibPq& pq_;
  Connection connection_;
  std::string name_;
};

void ignore_notice(void*, const char*) {}

/// "postgresql://HOST:PORT/DATABASE" of a URL that may hold a password.
Result<std::string> shown_name(const LibPq& pq, const std::string& url) {
  char* message = nullptr;
  PQconninfoOption* const options = pq.parse_url(url.c_str(), &message);
  if (options == nullptr) {
    // The library's message may quote the URL, password and all.
    if (message != nullptr) pq.free_memory(message);
    return Error{.where = "--store",
                 .what = "is no URL of PostgreSQL",
                 .help = "write postgresql://USER@HOST:PORT/DATABASE"};
  }
  std::array<std::string, 3> parts;
  constexpr std::array<std::string_view, 3> kKeywords = {"host", "port", "dbname"};
  for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (option->keyword == kKeywords[i] && option->val != nullptr) parts[i] = option->val;
    }
  }
  pq.free_url(options);
  const auto& [host, port, database] = parts;
  return "postgresql://" + host + (port.empty() ? "" : ":" + port) + "/" + database;
}

Result<std::unique_ptr<PostgresqlDatabase>> connect(const LibPq& pq, const std::string& url) {
  auto name = shown_name(pq, url);
  if (!name) return name.error();
  // What stands before "dbname" is a default that the URL may overrule; what stands behind it is not.
  const std::string patience = std::to_string(kPatience_s);
  const std::array<const char*, 5> keywords = {"connect_timeout", "fallback_application_name", "dbname",
                                               "client_encoding", nullptr};
  const std::array<const char*, 5> values = {patience.c_str(), "wvagate", url.c_str(), "UTF8", nullptr};
  Connection connection(pq.connect(keywords.data(), values.data(), 1), Finish{&pq});
  if (connection == nullptr) throw std::bad_alloc();
  if (pq.status(connection.get()) != CONNECTION_OK) {
    return Error{.where = name.value(),
                 .what = "cannot be reached: " + first_line(pq.error_message(connection.get())),
                 .help =
                     "check host, port, database and user of --store; PGPASSWORD and ~/.pgpass give a "
                     "password"};
  }
  pq.set_notice_processor(connection.get(), ignore_notice, nullptr);
  return std::make_unique<PostgresqlDatabase>(pq, std::move(connection), std::move(name).value());
}

}  // namespace

Result<std::unique_ptr<Database>> open_postgresql(const std::string& url, Access access) {
  const auto pq = load_libpq();
  if (!pq) return pq.error();
  auto connected = connect(*pq.value(), url);
  if (!connected) return connected.error();
  auto database = std::move(connected).value();
  auto status = database->run_script("SET search_path = wvagate; SET lock_timeout = '" +
                                     std::to_string(kPatience_s) + "s'");
  if (!status) return status.error();
  const auto there = database->has_schema();
  if (!there) return there.error();
  if (access == Access::write && !there.value()) {
    if (status = database->make_schema(); !status) return status.error();
  }
  return std::unique_ptr<Database>(std::move(database));
}

}  // namespace wvagate::history
