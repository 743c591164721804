// Run against SQLite, and against PostgreSQL where WVAGATE_TEST_POSTGRESQL names a server
// (tests/cli/track_postgresql.sh starts one).
#include "harness/history/history_store.hpp"

#include <array>
#include <cstdlib>
#include <optional>
#include <thread>

#include "harness/history/schema.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate::history {
namespace {

/// A place for a store, empty at first; gone with its test.
class Place {
 public:
  Place() {
    if (const char* const url = std::getenv("WVAGATE_TEST_POSTGRESQL")) {
      where_ = url;
      REQUIRE(database()->run_script("DROP SCHEMA wvagate CASCADE"));
      return;
    }
    directory_.emplace();
    where_ = directory_->path() / "test.db";
  }

  const std::string& where() const { return where_; }
  bool is_file() const { return directory_.has_value(); }

  std::unique_ptr<Database> database(Access access = Access::write) const {
    auto opened = is_file() ? open_sqlite(where_, access) : open_postgresql(where_, access);
    if (!opened) FAIL(describe(opened.error()));
    return std::move(opened).value();
  }
  HistoryStore store(Access access = Access::write) const {
    auto opened = HistoryStore::open(where_, access);
    if (!opened) FAIL(describe(opened.error()));
    return std::move(opened).value();
  }

 private:
  std::optional<testing::TemporaryDirectory> directory_;
  std::string where_;
};

constexpr const char* kHostile = "'; DROP TABLE run; -- \"\\ \xE2\x80\xAE";

RunSet run_set(const std::string& scenario, const std::string& release, const std::string& date) {
  RunSet made{
      .scenario = scenario,
      .release = release,
      .commit = "abc",
      .date = parse_time(date).value(),
      .provenance = {.controller = "v0.5.1",
                     .tool = "0.1.0",
                     .definitions = 1,
                     .policy = "cycle",
                     .dedup_window_s = 5,
                     .slo_itl_ms = 9.25,
                     .slo_ttft_ms = {},
                     .accelerator = "H100",
                     .model = kHostile},
      .runs = {{.log = "a.log", .sha256 = std::string(64, 'a'), .figures = {{"m", 1}, {"n", 1.0 / 3}}},
               {.log = "b.log", .sha256 = "", .figures = {{"m", -2.5e-300}}}}};
  return made;
}

Added added(HistoryStore& store, const RunSet& run_set, bool replace = false) {
  const auto outcome = store.add(run_set, replace);
  if (!outcome) FAIL(describe(outcome.error()));
  return outcome.value();
}

std::vector<RunSet> all(HistoryStore& store) {
  std::vector<RunSet> found;
  const auto status = store.each_run_set([&](const RunSet& each) {
    found.push_back(each);
    return Status();
  });
  if (!status) FAIL(describe(status.error()));
  return found;
}

TEST_CASE("A run-set comes back as it was stored", "[history_store]") {
  const Place place;
  RunSet given = run_set(kHostile, kHostile, "2025-11-18T10:00:00.123Z");
  given.commit = kHostile;
  given.runs[0].log = kHostile;
  {
    auto store = place.store();
    CHECK(added(store, given) == Added::fresh);
  }
  auto store = place.store(Access::read);
  CHECK(all(store) == std::vector<RunSet>{given});
  CHECK(store.latest().value() == std::vector<RunSet>{given});
  CHECK(store.scenarios().value() == std::vector<std::string>{kHostile});
  CHECK(store.metrics().value() == std::vector<std::string>{"m", "n"});
}

TEST_CASE("A run-set of many runs and figures is stored whole", "[history_store]") {
  const Place place;
  auto store = place.store();
  RunSet given = run_set("s", "v1", "2025-11-18T10:00:00Z");
  given.runs.clear();
  for (int i = 0; i < 37; ++i) {
    Run run{.log = "run-" + std::to_string(100 + i), .sha256 = "", .figures = {}};
    for (int j = 0; j < 11; ++j)
      run.figures.push_back({.metric = "m" + std::to_string(10 + j), .value = i / 7.0 + j});
    given.runs.push_back(run);
  }
  added(store, given);
  CHECK(all(store) == std::vector<RunSet>{given});
}

TEST_CASE("The same run-set changes nothing, another one is refused unless it replaces", "[history_store]") {
  const Place place;
  auto store = place.store();
  const RunSet first = run_set("s", "v1", "2025-11-18T10:00:00Z");
  RunSet other = first;
  other.runs.pop_back();
  other.runs[0].figures = {{"m", 4}, {"o", 5}};
  other.provenance.slo_itl_ms = {};
  added(store, first);
  CHECK(added(store, first) == Added::unchanged);
  CHECK(added(store, first, true) == Added::unchanged);
  const auto refused = store.add(other, false);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().what ==
        "has another run-set of s for release v1, commit abc: ITL SLO, ms: 9.25 is stored, - given; "
        "runs: 2 is stored, 1 given; m of a.log: 1 is stored, 4 given; "
        "n of a.log: 0.3333333333333333 is stored, - given; o of a.log: - is stored, 5 given");
  CHECK(all(store) == std::vector<RunSet>{first});
  CHECK(added(store, other, true) == Added::replaced);
  CHECK(all(store) == std::vector<RunSet>{other});
}

TEST_CASE("Scenario, release and commit are the key", "[history_store]") {
  const Place place;
  auto store = place.store();
  RunSet given = run_set("s", "v1", "2025-11-18T10:00:00Z");
  added(store, given);
  given.commit = "";
  CHECK(added(store, given) == Added::fresh);
  given.release = "v2";
  CHECK(added(store, given) == Added::fresh);
  given.scenario = "S";
  CHECK(added(store, given) == Added::fresh);
  CHECK(all(store).size() == 4);
}

TEST_CASE("A trend has a point of each run-set, by date and then by entry", "[history_store]") {
  const Place place;
  auto store = place.store();
  RunSet later = run_set("s", "v2", "2025-12-01T10:00:00Z");
  later.runs[0].figures[0].value = 7;
  RunSet earlier = run_set("s", "v1", "2025-11-01T10:00:00Z");
  earlier.runs[1].figures.clear();
  RunSet without = run_set("s", "v3", "2025-12-01T10:00:00Z");
  without.runs[0].figures = {{"n", 9}};
  without.runs[1].figures.clear();
  without.provenance.definitions = 2;
  for (const RunSet& each : {later, earlier, without, run_set("t", "v1", "2025-10-01T00:00:00Z")})
    added(store, each);
  const auto trends = store.trends({"t", "s", "none"}, {"m", "none"});
  REQUIRE(trends);
  REQUIRE(trends.value().size() == 6);
  CHECK(trends.value()[0].scenario == "t");
  CHECK(trends.value()[2].points.empty());
  const Trend& trend = trends.value()[1];
  CHECK(trend.metric == "m");
  REQUIRE(trend.points.size() == 3);
  CHECK(trend.points[0].release == "v1");
  CHECK(trend.points[0].commit == "abc");
  CHECK(trend.points[0].date == earlier.date);
  CHECK(trend.points[0].runs == std::vector<double>{1});
  CHECK(trend.points[0].basis == basis_text(earlier.provenance));
  CHECK(trend.points[1].runs == std::vector<double>{7, -2.5e-300});
  CHECK(trend.points[2].release == "v3");
  CHECK(trend.points[2].runs.empty());
  CHECK(trend.points[2].basis != trend.points[1].basis);
  CHECK(trends.value()[4].metric == "none");
  CHECK(trends.value()[4].points.size() == 3);
  CHECK(store.latest().value()[0].release == "v3");
}

TEST_CASE("Writers wait for one another, and lose nothing", "[history_store]") {
  const Place place;
  constexpr std::size_t kWriters = 8;
  constexpr int kEach = 4;
  std::array<std::string, kWriters> problems;
  const auto write = [&](std::size_t writer) -> Status {
    auto store = HistoryStore::open(place.where(), Access::write);  // creates the tables, one of them
    if (!store) return store.error();
    for (int i = 0; i < kEach; ++i) {
      RunSet given = run_set("s", "v" + std::to_string(i), "2025-11-18T10:00:00Z");
      given.commit = std::to_string(writer);
      given.runs[0].figures.push_back({"w" + std::to_string(writer), 1});
      const auto outcome = store.value().add(given, false);
      if (!outcome) return outcome.error();
    }
    return {};
  };
  std::vector<std::thread> writers;
  for (std::size_t i = 0; i < kWriters; ++i) {
    writers.emplace_back([&, i] {
      if (const auto status = write(i); !status) problems.at(i) = describe(status.error());
    });
  }
  for (auto& writer : writers)
    writer.join();
  for (const std::string& problem : problems)
    CHECK(problem == "");
  auto store = place.store(Access::read);
  CHECK(all(store).size() == kWriters * kEach);
}

TEST_CASE("What was not committed was not stored", "[history_store]") {
  const Place place;
  place.store();
  const auto database = place.database();
  {
    Transaction transaction(*database);
    REQUIRE(transaction.begin(Access::write));
    REQUIRE(database->run("INSERT INTO scenario (name) VALUES ($1)", {std::string_view("s")}));
  }
  auto store = place.store(Access::read);
  CHECK(store.scenarios().value().empty());
}

TEST_CASE("A figure refers to a trend and a run-set that are there", "[history_store]") {
  const Place place;
  place.store();
  const auto database = place.database();
  CHECK_FALSE(database->run("INSERT INTO figure VALUES (1, 1, 0, 0.5)"));
  CHECK_FALSE(database->run("INSERT INTO run VALUES (1, 0, 'a', 'b')"));
}

TEST_CASE("An empty place holds no run-sets", "[history_store]") {
  const Place place;
  place.database();
  const auto opened = HistoryStore::open(place.where(), Access::read);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().what == "holds no run-sets");
}

// There is one version of the tables so far: what leads from one to the next is tried on made-up ones.
TEST_CASE("Tables of each earlier version are brought to the current one, with what is in them",
          "[history_store]") {
  constexpr std::array<std::string_view, 3> kVersions = {
      "CREATE TABLE thing (id ${id}, name TEXT NOT NULL)${table};",
      "ALTER TABLE thing ADD COLUMN size ${real};",
      "CREATE TABLE other (id ${id})${table}; UPDATE thing SET size = 2 WHERE size IS NULL;"};
  const Place place;
  const auto database = place.database();
  for (std::size_t from = 0; from < kVersions.size(); ++from) {
    REQUIRE(database->run_script("DROP TABLE IF EXISTS thing; DROP TABLE IF EXISTS other"));
    REQUIRE(database->set_schema_version(0));
    REQUIRE(migrate(*database, std::span(kVersions).first(from)));
    CHECK(database->schema_version().value() == static_cast<int>(from));
    if (from > 0) REQUIRE(database->run("INSERT INTO thing (name) VALUES ('kept')"));
    REQUIRE(migrate(*database, kVersions));
    CHECK(database->schema_version().value() == 3);
    std::string kept;
    REQUIRE(database->run("SELECT name, size FROM thing", {}, [&](const SqlRow& row) {
      kept = row.text(0);
      CHECK(row.real(1) == 2);
    }));
    CHECK(kept == (from > 0 ? "kept" : ""));
    REQUIRE(migrate(*database, kVersions));  // nothing is left to do
  }
}

TEST_CASE("A migration that fails leaves the version that was there", "[history_store]") {
  constexpr std::array<std::string_view, 2> kVersions = {
      "CREATE TABLE thing (id ${id})${table};",
      "CREATE TABLE other (id ${id})${table}; CREATE TABLE thing (x TEXT);"};
  const Place place;
  const auto database = place.database();
  REQUIRE(migrate(*database, std::span(kVersions).first(1)));
  CHECK_FALSE(migrate(*database, kVersions));
  CHECK(database->schema_version().value() == 1);
  CHECK_FALSE(database->run("SELECT * FROM other"));
}

TEST_CASE("Tables of a later version are left alone", "[history_store]") {
  const Place place;
  place.store();
  REQUIRE(place.database()->set_schema_version(current_version() + 1));
  for (const Access access : {Access::read, Access::write}) {
    const auto opened = HistoryStore::open(place.where(), access);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().what ==
          "was written by a later wvagate: its tables are of version 2, this program knows 1");
  }
  REQUIRE(place.database()->set_schema_version(current_version()));
  place.store(Access::read);
}

}  // namespace
}  // namespace wvagate::history
