#include "harness/history/schema.hpp"

#include <array>
#include <string>
#include <utility>

namespace wvagate::history {
namespace {

// A metric of a scenario is a trend. The figures of a trend lie side by side, by run-set: a trend is read
// from some dozens of pages, and a run-set adds a row to each trend's end.
constexpr std::string_view kVersion1 = R"sql(
CREATE TABLE scenario (
  id ${id},
  name TEXT NOT NULL UNIQUE
)${table};
CREATE TABLE metric (
  id ${id},
  name TEXT NOT NULL UNIQUE
)${table};
CREATE TABLE trend (
  id ${id},
  scenario_id ${integer} NOT NULL REFERENCES scenario (id),
  metric_id ${integer} NOT NULL REFERENCES metric (id),
  UNIQUE (scenario_id, metric_id)
)${table};
CREATE TABLE origin (
  id ${id},
  controller TEXT NOT NULL,
  tool TEXT NOT NULL,
  definitions ${integer} NOT NULL,
  policy TEXT NOT NULL,
  dedup_window_s ${real} NOT NULL,
  slo_itl_ms ${real},
  slo_ttft_ms ${real},
  accelerator TEXT NOT NULL,
  model TEXT NOT NULL
)${table};
CREATE TABLE run_set (
  id ${id},
  scenario_id ${integer} NOT NULL REFERENCES scenario (id),
  release_name TEXT NOT NULL,
  commit_name TEXT NOT NULL,
  date_ms ${integer} NOT NULL,
  origin_id ${integer} NOT NULL REFERENCES origin (id),
  UNIQUE (scenario_id, release_name, commit_name)
)${table};
CREATE INDEX run_set_by_date ON run_set (scenario_id, date_ms, id, release_name, commit_name, origin_id);
CREATE TABLE run (
  run_set_id ${integer} NOT NULL REFERENCES run_set (id),
  number ${integer} NOT NULL,
  log TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (run_set_id, number)
)${clustered};
CREATE TABLE figure (
  trend_id ${integer} NOT NULL REFERENCES trend (id),
  run_set_id ${integer} NOT NULL REFERENCES run_set (id),
  run_number ${integer} NOT NULL,
  value ${real} NOT NULL,
  PRIMARY KEY (trend_id, run_set_id, run_number)
)${clustered};
)sql";

constexpr std::array kMigrations = {kVersion1};

std::string spell(std::string_view script, const Spelling& spelling) {
  const std::array<std::pair<std::string_view, std::string_view>, 5> words = {{
      {"${id}", spelling.id},
      {"${integer}", spelling.integer},
      {"${real}", spelling.real},
      {"${table}", spelling.table},
      {"${clustered}", spelling.clustered},
  }};
  std::string spelt(script);
  for (const auto& [word, meaning] : words) {
    for (std::size_t at = spelt.find(word); at != std::string::npos;
         at = spelt.find(word, at + meaning.size()))
      spelt.replace(at, word.size(), meaning);
  }
  return spelt;
}

Error later_version(const Database& database, int version, int known) {
  return {.where = database.name(),
          .what = "was written by a later wvagate: its tables are of version " + std::to_string(version) +
                  ", this program knows " + std::to_string(known),
          .help = "update wvagate, or name another --store"};
}

}  // namespace

std::span<const std::string_view> all_migrations() {
  return kMigrations;
}

Status migrate(Database& database, std::span<const std::string_view> migrations) {
  const int last = static_cast<int>(migrations.size());
  const auto before = database.schema_version();
  if (!before) return before.error();
  if (before.value() == last) return {};
  Transaction transaction(database);
  if (auto status = transaction.begin(Access::write); !status) return status;
  // Another process may have been first.
  const auto version = database.schema_version();
  if (!version) return version.error();
  if (version.value() > last) return later_version(database, version.value(), last);
  for (int next = version.value(); next < last; ++next) {
    const auto script = spell(migrations[static_cast<std::size_t>(next)], database.spelling());
    if (auto status = database.run_script(script); !status) return status;
  }
  if (auto status = database.set_schema_version(last); !status) return status;
  return transaction.commit();
}

Status check_version(Database& database) {
  const auto version = database.schema_version();
  if (!version) return version.error();
  if (version.value() > current_version()) return later_version(database, version.value(), current_version());
  if (version.value() == current_version()) return {};
  if (version.value() == 0) {
    return Error{
        .where = database.name(), .what = "holds no run-sets", .help = "`wvagate track add` puts some in"};
  }
  return Error{.where = database.name(),
               .what = "was written by an earlier wvagate: its tables are of version " +
                       std::to_string(version.value()) + ", this program reads " +
                       std::to_string(current_version()),
               .help = "the next `wvagate track add` brings them up to date"};
}

}  // namespace wvagate::history
