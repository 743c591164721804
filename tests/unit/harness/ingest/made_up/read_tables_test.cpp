// An encoding and a kind of record that the program does not have are added through ReadTables.

#include <string>
#include <vector>

#include "harness/ingest/log_reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"
#include "tests/unit/harness/ingest/made_up/harvest.hpp"
#include "tests/unit/harness/ingest/made_up/pipe_lines.hpp"
#include "tests/unit/harness/ingest/memory_source.hpp"

namespace wvagate::made_up {
namespace {

using testing::Form;
using testing::line_of;
using testing::log_of;
using testing::ReadBack;

/// The program's tables, with the made-up encoding and kind at their ends.
struct Extended {
  std::vector<ingest::Decoder> decoders{std::begin(ingest::kDecoders), std::end(ingest::kDecoders)};
  std::vector<ingest::RecordKind> kinds{std::begin(ingest::kRecordKinds), std::end(ingest::kRecordKinds)};

  Extended() {
    decoders.push_back(kPipeLines);
    kinds.push_back(kHarvest);
  }
  ingest::ReadTables tables() const { return {.decoders = decoders, .kinds = kinds}; }
};

ReadBack read(const std::vector<std::string>& lines, const ingest::ReadTables& tables, bool census = false) {
  testing::MemorySource source(log_of(lines));
  ReadBack back;
  auto facts = ingest::read_log(source, "garden.log", back.names, testing::keep_in(back),
                                {.limits = {}, .census = census, .tables = tables});
  REQUIRE(facts);
  back.facts = std::move(facts).value();
  testing::check_counts(back);
  return back;
}

const std::string kHarvestLine =
    R"(2026-08-08T02:00:00Z|INFO|garden/bed.go:7|Harvest counted|{"bed":"north/roses","pots":3,"wanted":5})";

TEST_CASE("A made-up kind in a made-up encoding is read") {
  const Extended extended;
  const ReadBack log = read({kHarvestLine, "prose|with|one|pipe|more", "nothing"}, extended.tables());
  REQUIRE(log.samples.size() == 1);
  const Sample& sample = log.samples[0].sample;
  CHECK(sample.variant == "roses");
  CHECK(sample.name_space == "north");
  CHECK(sample.time == parse_time("2026-08-08T02:00:00Z"));
  CHECK(sample.line == 1);
  CHECK(sample.decision->current == 3.0);
  CHECK(sample.decision->target == 5.0);
  CHECK(log->lines.used == 1);
  CHECK(log->lines.ignored == 2);
  CHECK(log->encodings.at("pipes") == 1);
  CHECK(log->records.at("Harvest counted") == 1);
}

TEST_CASE("A made-up encoding carries the program's kinds, and a made-up kind is in its encodings") {
  const Extended extended;
  const auto harvest = [](Form form) {
    return line_of(form, {.message = "Harvest counted",
                          .members = {{"bed", R"("tulips")"}, {"pots", "1"}, {"wanted", "2"}}});
  };
  const ReadBack log = read(
      {"2026-08-08T02:00:00Z|INFO|a.go:1|Grouped VAs by model|",
       R"(2026-08-08T02:00:01Z|INFO|a.go:1|Processing decision for VA|{"variant":"north/roses","action":)"
       R"("scale-up","current":1,"target":2})",
       harvest(Form::console), "2026-08-08T02:00:02Z|INFO|a.go:1|Optimization completed successfully|",
       "2026-08-08T02:01:00Z|INFO|a.go:1|Grouped VAs by model|", harvest(Form::json)},
      extended.tables());
  CHECK(log->cycles == 2);
  REQUIRE(log.samples.size() == 3);
  CHECK(log.samples[0].sample.variant == "roses");
  CHECK(log.samples[0].sample.decision->action == "scale-up");
  CHECK(log.samples[1].sample.variant == "tulips");
  CHECK(log.samples[2].sample.cycle == 2);
  CHECK(log->encodings.size() == 3);
  CHECK(log->lines.used == 6);
}

TEST_CASE("Lines of a made-up encoding may be collected in any way") {
  const Extended extended;
  const ReadBack log =
      read({"[pod/a/b] " + kHarvestLine, "2026-08-08T02:00:00.5Z " + kHarvestLine,
            "pod container " + kHarvestLine, "2026-08-08T02:00:00.5Z stdout F " + kHarvestLine},
           extended.tables());
  CHECK(log->lines.used == 4);
  CHECK(log->collectors ==
        std::map<std::string, std::uint64_t>{
            {"kubectl --prefix", 1}, {"kubectl --timestamps", 1}, {"stern", 1}, {"CRI", 1}});
}

TEST_CASE("Damaged records of a made-up kind and encoding are counted") {
  const Extended extended;
  const ReadBack log =
      read({"2026-08-08T02:00:00Z|INFO|a.go:1|Harvest counted|{\"rows\":3}",
            "2026-08-08T02:00:00Z|INFO|a.go:1|Harvest counted|{\"pots\":3}",
            "2026-08-08T02:00:00Z|INFO|a.go:1|Harvest counted|{\"bed\":\"roses\" 3}",
            "2026-08-08T02:00:00Z|INFO|a.go:1|Harvest counted|{\"bed\":\"roses\",\"pots\":\"x\"}"},
           extended.tables());
  CHECK(log->lines.unknown_version == 1);
  CHECK(log.malformed(Malformed::missing_field) == 1);
  CHECK(log.malformed(Malformed::broken_json) == 1);
  CHECK(log->lines.used == 1);
  REQUIRE(log->lost.size() == 1);
  CHECK(log->lost[0].key == "pots");
}

TEST_CASE("A census counts made-up records, too") {
  const Extended extended;
  const ReadBack log = read({kHarvestLine, kHarvestLine}, extended.tables(), true);
  REQUIRE(log->census.read.size() == 1);
  CHECK(log->census.read[0].message == "Harvest counted");
  CHECK(log->census.read[0].lines == 2);
}

TEST_CASE("The program's own tables know neither") {
  CHECK_FALSE(ingest::ReadTables{}.are_others());
  CHECK(Extended().tables().are_others());
  const ReadBack log = read({kHarvestLine}, {});
  CHECK(log->lines.ignored == 1);
  CHECK(log.samples.empty());
}

}  // namespace
}  // namespace wvagate::made_up
