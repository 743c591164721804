#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"
#include "tests/unit/harness/ingest/one_record.hpp"

namespace wvagate::ingest {
namespace {

using testing::Form;
using testing::json_text;
using testing::line_of;
using testing::OneRecord;
using testing::read_lines;
using testing::ReadBack;
using testing::restarted;
using testing::solution;
using testing::stamp_at;
using testing::text_models;
using testing::text_servers;
using testing::Variant;

TEST_CASE("A restart separates an observation from a later solution") {
  const Variant v;
  const ReadBack log = read_lines({text_models(stamp_at(0), {v}), text_servers(stamp_at(0), {v}),
                                   restarted(stamp_at(1)), solution(stamp_at(2), {v})});
  REQUIRE(log.samples.size() == 2);
  CHECK_FALSE(log.samples[0].sample.forecast);
  CHECK_FALSE(log.samples[1].sample.observation);
  CHECK_FALSE(log.samples[1].sample.parameters);
  CHECK(log.samples[0].sample.segment < log.samples[1].sample.segment);
  CHECK(log->restarts == 1);
}

TEST_CASE("A leader election restarts, prose that quotes it does not") {
  const Variant v;
  const std::string elected =
      "I1101 10:00:30.000000       1 leaderelection.go:271] successfully acquired lease a/72dd1cf1.llm-d.ai";
  const ReadBack log = read_lines({text_servers(stamp_at(0), {v}), elected, text_servers(stamp_at(60), {v}),
                                   "someone successfully acquired lease", text_servers(stamp_at(120), {v})});
  REQUIRE(log.samples.size() == 3);
  CHECK(log.samples[0].sample.segment != log.samples[1].sample.segment);
  CHECK(log.samples[1].sample.segment == log.samples[2].sample.segment);
  CHECK(log->restarts == 1);
}

TEST_CASE("Begin and end of a cycle are read from every form") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord begin(line_of(
      form, {.message = "Grouped VAs by model", .members = {{"modelCount", "1"}, {"totalVAs", "2"}}}));
  CHECK(begin.kind() == "cycle begin");
  begin.only<CycleBegan>();
  OneRecord(line_of(form, {.message = "Grouped VAs by model: modelCount=1, totalVAs=2"})).only<CycleBegan>();
  for (const std::string message :
       {"Optimization completed successfully", "Reconciliation completed successfully: mode=CAPACITY-ONLY",
        "Optimization error"}) {
    const OneRecord end(line_of(form, {.message = message, .members = {{"mode", json_text("saturation")}}}));
    CHECK(end.only<CycleEnded>().whole);
  }
  const OneRecord infeasible(line_of(
      form,
      {.message = "Model-based optimization failed: no feasible allocations found for all variants: "}));
  CHECK_FALSE(infeasible.only<CycleEnded>().whole);
}

TEST_CASE("A model's begin is read from members and sentences") {
  const Form form = GENERATE(Form::console, Form::json);
  for (const std::string message : {"Processing model", "Processing model (V1)", "Processing model (V2)",
                                    "Processing model (queueing-model)"}) {
    const OneRecord record(line_of(form, {.message = message,
                                          .members = {{"modelID", json_text("acme/tulip-7b")},
                                                      {"namespace", json_text("garden")},
                                                      {"variantCount", "2"},
                                                      {"groupKey", json_text("acme/tulip-7b|garden")}}}));
    CHECK(record.only<ModelBegan>().model == "acme/tulip-7b");
    CHECK(record.only<ModelBegan>().name_space == "garden");
  }
  const OneRecord sentence(
      line_of(form, {.message = "Processing model: modelID=acme/tulip-7b, variantCount=1"}));
  CHECK(sentence.only<ModelBegan>().model == "acme/tulip-7b");
  CHECK(OneRecord(line_of(form, {.message = "Processing model (V3)", .members = {{"id", "7"}}}))
            .is_unknown_version());
}

TEST_CASE("A controller's start is read from every form") {
  const Form form = GENERATE(Form::console, Form::json);
  OneRecord(line_of(form, {.message = "Logger initialized", .caller = "cmd/main.go:159", .logger = "setup"}))
      .only<ControllerStarted>();
  OneRecord(line_of(form, {.message = "Zap logger initialized"})).only<ControllerStarted>();
  OneRecord(
      "I0807 20:18:51.000000       1 leaderelection.go:271] successfully acquired lease a/72dd1cf1.llm-d.ai")
      .only<ControllerStarted>();
  // Another program's line that quotes the words of an election.
  CHECK(OneRecord(line_of(form, {.message = "successfully acquired lease a/72dd1cf1.llm-d.ai"}))
            .events()
            .empty());
}

}  // namespace
}  // namespace wvagate::ingest
