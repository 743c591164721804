#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"
#include "tests/unit/harness/ingest/one_record.hpp"

namespace wvagate::ingest {
namespace {

using testing::Entry;
using testing::Form;
using testing::json_text;
using testing::line_of;
using testing::OneRecord;

Entry parameters(std::string_view message, std::string_view nis = {}) {
  Entry entry{.message = std::string(message),
              .members = {{"variant", json_text("tulip-a")},
                          {"namespace", json_text("garden")},
                          {"alpha", "6.5"},
                          {"beta", "0.042"},
                          {"gamma", "0.0015"}},
              .verbosity = 1};
  if (!nis.empty()) entry.members.push_back({"NIS", std::string(nis)});
  return entry;
}

TEST_CASE("Queueing parameters are read, with the tuner's outcome") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord tuned(line_of(form, parameters("Parameters tuned successfully", "0.75")));
  CHECK(tuned.kind() == "queueing parameters");
  const auto& of = tuned.only<QueueingTuned>();
  CHECK(of.variant.name == "tulip-a");
  CHECK(of.variant.name_space == "garden");
  CHECK(of.parameters[0].digits == "6.5");
  CHECK(of.parameters[1].digits == "0.042");
  CHECK(of.parameters[2].digits == "0.0015");
  REQUIRE(of.outcome);
  CHECK(of.outcome->accepted);
  CHECK(of.outcome->nis == 0.75);
}

TEST_CASE("A rejected update has an outcome, a restored state has none") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord rejected(line_of(
      form,
      {.message = "Tuner validation failed, using previous state",
       .members = {{"variant", json_text("tulip-a")}, {"namespace", json_text("garden")}, {"NIS", "12.5"}}}));
  REQUIRE(rejected.only<QueueingTuned>().outcome);
  CHECK_FALSE(rejected.only<QueueingTuned>().outcome->accepted);
  CHECK(rejected.only<QueueingTuned>().outcome->nis == 12.5);
  CHECK_FALSE(rejected.only<QueueingTuned>().parameters[0].logged());
  // −1: no NIS to be had
  const OneRecord none(line_of(form, parameters("Tuner validation failed, using previous state", "-1")));
  REQUIRE(none.only<QueueingTuned>().outcome);
  CHECK_FALSE(none.only<QueueingTuned>().outcome->nis);
  for (const std::string_view message :
       {"Restoring tuner state from parameter store", "Using guessed initial state"}) {
    const OneRecord restored(line_of(form, parameters(message)));
    CHECK(restored.only<QueueingTuned>().parameters[0].value == 6.5);
    CHECK_FALSE(restored.only<QueueingTuned>().outcome);
  }
  CHECK(OneRecord(line_of(form, {.message = "Parameters tuned successfully"})).is_unknown_version());
}

TEST_CASE("Inferred targets are read in milliseconds") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord inferred(line_of(form, {.message = "Inferred SLO from queueing model",
                                          .members = {{"variant", json_text("tulip-a")},
                                                      {"k", "3"},
                                                      {"alpha", "6.5"},
                                                      {"avgInputTokens", "200"},
                                                      {"TargetTTFT_ms", "28.25"},
                                                      {"TargetITL_ms", "19.75"}},
                                          .verbosity = 1}));
  CHECK(inferred.kind() == "inferred targets");
  CHECK(inferred.only<TargetsInferred>().variant.name == "tulip-a");
  CHECK(inferred.only<TargetsInferred>().itl_ms.digits == "19.75");
  CHECK(inferred.only<TargetsInferred>().ttft_ms.value == 28.25);
  const OneRecord fallback(line_of(form, {.message = "Using fallback SLO from observations",
                                          .members = {{"observedTTFT_s", "0.5"},
                                                      {"observedITL_s", "0.01"},
                                                      {"TargetTTFT_ms", "750"},
                                                      {"TargetITL_ms", "15"}},
                                          .verbosity = 1}));
  CHECK(fallback.only<TargetsInferred>().variant.name.empty());
  CHECK(fallback.only<TargetsInferred>().itl_ms.value == 15.0);
}

TEST_CASE("Inferred targets without figures are of an unknown version or damaged") {
  CHECK(OneRecord(line_of(Form::console, {.message = "Inferred SLO from queueing model",
                                          .members = {{"variant", json_text("tulip-a")}}}))
            .is_unknown_version());
  CHECK(OneRecord(line_of(Form::console, {.message = "Inferred SLO from queueing model",
                                          .members = {{"TargetITL_ms", json_text("soon")}}}))
            .is_malformed(Malformed::bad_number));
}

}  // namespace
}  // namespace wvagate::ingest
