#include <string>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"
#include "tests/unit/harness/ingest/one_record.hpp"

namespace wvagate::ingest {
namespace {

using testing::Form;
using testing::json_text;
using testing::line_of;
using testing::OneRecord;

TEST_CASE("A hold names its model and why") {
  const Form form = GENERATE(Form::console, Form::json);
  const auto [message, why] = GENERATE(table<std::string, std::string>(
      {{"Model in transition, blocking scaling decisions", "Model in transition, blocking scaling decisions"},
       {"No saturation metrics available for model, skipping analysis",
        "No saturation metrics available for model"},
       {"Skipping model: no metrics available", "Skipping model: no metrics available"},
       {"Model data preparation failed", "Model data preparation failed"}}));
  CAPTURE(message);
  const OneRecord record(line_of(form, {.message = message,
                                        .members = {{"modelID", json_text("acme/tulip-7b")},
                                                    {"namespace", json_text("garden")},
                                                    {"reasons", R"x(["tulip-a: pending(1)"])x"}}}));
  CHECK(record.kind() == "hold");
  CHECK(record.only<Held>().model == "acme/tulip-7b");
  CHECK(record.only<Held>().name_space == "garden");
  CHECK(record.only<Held>().why == why);
}

TEST_CASE("A hold in a sentence names its model, too") {
  const OneRecord record(
      line_of(Form::json, {.message = "Skipping model: no metrics available, modelID=acme/tulip-7b"}));
  CHECK(record.only<Held>().model == "acme/tulip-7b");
}

TEST_CASE("A hold without model is of an unknown version") {
  CHECK(OneRecord(line_of(Form::console, {.message = "Model in transition, blocking scaling decisions"}))
            .is_unknown_version());
}

}  // namespace
}  // namespace wvagate::ingest
