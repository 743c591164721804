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
using testing::Member;
using testing::OneRecord;

/// A line of the throughput analyzer about a variant.
Entry about(std::string_view message, std::vector<Member> members, int verbosity = 0) {
  members.insert(members.begin(), {{"namespace", json_text("garden")},
                                   {"modelID", json_text("acme/tulip-7b")},
                                   {"variant", json_text("tulip-a")}});
  return {
      .message = "throughput analyzer: " + std::string(message), .members = members, .verbosity = verbosity};
}

TEST_CASE("A mismatch is read in the log's digits") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord record(line_of(form, about("GPS mismatch detected", {{"pod", json_text("tulip-a-1")},
                                                                       {"k", "0.5012345678901234"},
                                                                       {"GPSObs", "1000.5"},
                                                                       {"muDecModel", "800.25"},
                                                                       {"gpsErrPct", "20.01499250374813"}})));
  CHECK(record.kind() == "mismatch");
  const auto& mismatch = record.only<Mismatched>();
  CHECK(mismatch.variant.name == "tulip-a");
  CHECK(mismatch.variant.name_space == "garden");
  CHECK(mismatch.model == "acme/tulip-7b");
  CHECK(mismatch.pod == "tulip-a-1");
  CHECK(mismatch.kv_usage.digits == "0.5012345678901234");
  CHECK(mismatch.observed_tps.value == 1000.5);
  CHECK(mismatch.predicted_tps.value == 800.25);
  CHECK(mismatch.error_pct.digits == "20.01499250374813");
}

TEST_CASE("A mismatch without figures is of an unknown version or damaged") {
  const Form form = GENERATE(Form::console, Form::json);
  CHECK(OneRecord(line_of(form, about("GPS mismatch detected", {}))).is_unknown_version());
  CHECK(OneRecord(line_of(form, {.message = "throughput analyzer: GPS mismatch detected",
                                 .members = {{"GPSObs", "5"}}}))
            .is_unknown_version());
  CHECK(OneRecord(line_of(form, about("GPS mismatch detected", {{"GPSObs", json_text("many")}})))
            .is_malformed(Malformed::bad_number));
}

TEST_CASE("A cleared window is read, whatever cleared it") {
  const Form form = GENERATE(Form::console, Form::json);
  for (const Entry& entry :
       {about("GPS mismatch persisted, clearing observation window for recalibration", {{"threshold", "3"}}),
        about("workload shape changed, clearing observation window", {{"newKVreq", "2303.5"}}, 4)}) {
    const OneRecord record(line_of(form, entry));
    CHECK(record.kind() == "window cleared");
    CHECK(record.only<WindowCleared>().variant.name == "tulip-a");
    CHECK(record.only<WindowCleared>().model == "acme/tulip-7b");
  }
}

TEST_CASE("A fit of the throughput model is read (-v=4), a failed one carries nothing") {
  const Form form = GENERATE(Form::console, Form::json);
  for (const std::string_view message : {"tier-1 OLS fit", "tier-2 constrained OLS fit"}) {
    const OneRecord record(
        line_of(form, about(message, {{"A", "0.041"}, {"B", "0.006"}, {"samples", "12"}}, 4)));
    CHECK(record.kind() == "throughput fit");
    CHECK(record.only<ThroughputFitted>().a_s == 0.041);
    CHECK(record.only<ThroughputFitted>().b_s == 0.006);
  }
  const OneRecord failed(line_of(form, about("tier-1 OLS fit failed, trying tier-2", {{"samples", "2"}}, 4)));
  CHECK_FALSE(failed.fault());
  CHECK(failed.events().empty());
}

}  // namespace
}  // namespace wvagate::ingest
