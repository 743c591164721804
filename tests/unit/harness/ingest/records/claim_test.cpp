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

Entry analyzer_result() {
  return {.message = "analyzer-result",
          .members = {{"modelID", json_text("acme/tulip-7b")},
                      {"namespace", json_text("garden")},
                      {"analyzer", json_text("throughput")},
                      {"supply", "2450.5"},
                      {"demand", "1200"},
                      {"util", "0.4896959804121608"},
                      {"rc", "0"},
                      {"sc", "736.2142857142857"},
                      {"scaleUpThreshold", "0.85"},
                      {"scaleDownBoundary", "0.7"},
                      {"variants", R"([{"name":"tulip-a","prc":1225.25,"role":"decode","reason":"T1-ols"},)"
                                   R"({"name":"tulip-b","prc":0,"reason":"no-data"}])"}}};
}

Entry old_result(std::string_view required, std::string_view spare, std::string_view demand = "100",
                 std::string_view caller = "saturation/engine_v2.go:1") {
  return {.message = "V2 saturation analysis completed",
          .members = {{"modelID", json_text("acme/tulip-7b")},
                      {"totalSupply", "1000"},
                      {"totalDemand", std::string(demand)},
                      {"utilization", "0.1"},
                      {"requiredCapacity", std::string(required)},
                      {"spareCapacity", std::string(spare)}},
          .caller = std::string(caller)};
}

/// `entry` with another value of `key`.
Entry with(Entry entry, std::string_view key, std::string_view value) {
  for (Member& member : entry.members) {
    if (member.key == key) member.value = value;
  }
  return entry;
}

Entry without(Entry entry, std::string_view key) {
  std::erase_if(entry.members, [&](const Member& member) { return member.key == key; });
  return entry;
}

TEST_CASE("A claim: every field is read, in the log's digits") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord record(line_of(form, analyzer_result()));
  CHECK(record.kind() == "claim");
  const auto& claim = record.only<Claimed>();
  CHECK(claim.model == "acme/tulip-7b");
  CHECK(claim.name_space == "garden");
  CHECK(claim.analyzer == "throughput");
  CHECK(claim.supply.value == 2450.5);
  CHECK(claim.demand.value == 1200.0);
  CHECK(claim.utilization.digits == "0.4896959804121608");
  CHECK(claim.required.value == 0.0);
  CHECK(claim.spare.digits == "736.2142857142857");
  CHECK(claim.scale_up_threshold.value == 0.85);
  CHECK(claim.scale_down_boundary.value == 0.7);
  CHECK(claim.may_be_silent);
  REQUIRE(claim.variants.size() == 2);
  CHECK(claim.variants[0].variant == "tulip-a");
  CHECK(claim.variants[0].per_replica.value == 1225.25);
  CHECK(claim.variants[0].role == "decode");
  CHECK(claim.variants[0].source == "T1-ols");
  CHECK(claim.variants[1].role.empty());
  CHECK(claim.variants[1].source == "no-data");
  CHECK(record.lost().empty());
}

TEST_CASE("A claim may name no variants") {
  const Form form = GENERATE(Form::console, Form::json);
  CHECK(OneRecord(line_of(form, with(analyzer_result(), "variants", "[]"))).only<Claimed>().variants.empty());
  CHECK(OneRecord(line_of(form, without(analyzer_result(), "variants"))).only<Claimed>().variants.empty());
}

TEST_CASE("A claim's numbers may be infinite, and one that cannot be read is lost alone") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord infinite(line_of(form, with(analyzer_result(), "supply", json_text("+Inf"))));
  CHECK_FALSE(infinite.only<Claimed>().supply.value);
  CHECK(infinite.only<Claimed>().supply.digits == "+Inf");
  const OneRecord lost(line_of(form, with(analyzer_result(), "demand", json_text("plenty"))));
  CHECK_FALSE(lost.only<Claimed>().demand.logged());
  CHECK(lost.only<Claimed>().supply.value == 2450.5);
  CHECK(lost.lost() == std::vector<std::string>{"demand"});
}

TEST_CASE("Claims of old name neither analyzer nor variants") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord saturation(line_of(form, old_result("0", "857.1428571428571")));
  const auto& claim = saturation.only<Claimed>();
  CHECK(claim.analyzer == "saturation");
  CHECK(claim.supply.value == 1000.0);
  CHECK(claim.demand.value == 100.0);
  CHECK(claim.utilization.value == 0.1);
  CHECK(claim.required.value == 0.0);
  CHECK(claim.spare.digits == "857.1428571428571");
  CHECK_FALSE(claim.scale_up_threshold.logged());
  CHECK_FALSE(claim.may_be_silent);
  CHECK(claim.name_space.empty());
  Entry queueing = old_result("0", "0");
  queueing.message = "Queueing model analysis completed";
  const OneRecord of_queueing(line_of(form, queueing));
  CHECK(of_queueing.only<Claimed>().analyzer == "queueing-model");
  CHECK(of_queueing.only<Claimed>().spare.logged());  // its zeros are real
}

TEST_CASE("The saturation result of 0.8 has thresholds, and its zeros are real") {
  Entry entry = old_result("0", "0");
  entry.members.push_back({"scaleUpThreshold", "0.85"});
  entry.members.push_back({"scaleDownBoundary", "0.7"});
  const OneRecord record(line_of(Form::console, entry));
  CHECK(record.only<Claimed>().required.logged());
  CHECK(record.only<Claimed>().scale_down_boundary.value == 0.7);
}

TEST_CASE("Zeros of required and spare capacity that mean 'not logged' are absent") {
  const Form form = GENERATE(Form::console, Form::json);
  const auto are_logged = [&](const Entry& entry) {
    const OneRecord record(line_of(form, entry));
    const auto& claim = record.only<Claimed>();
    CHECK(claim.required.logged() == claim.spare.logged());
    return claim.required.logged();
  };
  SECTION("by the caller: 7 to 22 June 2026") {
    CHECK_FALSE(are_logged(old_result("0", "0", "800", "saturation/engine_v2.go:66")));
    CHECK_FALSE(are_logged(old_result("0", "0", "800", "saturation/engine_v2.go:67")));
  }
  SECTION("by the caller: v0.6, whose zeros are real") {
    CHECK(are_logged(old_result("0", "0", "100", "saturation/engine_v2.go:65")));
    CHECK(are_logged(old_result("0", "0", "100", "saturation/engine_v2.go:111")));
  }
  SECTION("by the figures, without a known caller") {
    CHECK_FALSE(are_logged(old_result("0", "0", "100")));  // there would be spare capacity
    CHECK_FALSE(are_logged(old_result("0", "0", "900")));  // more would be required
    CHECK(are_logged(old_result("0", "0", "800")));
    CHECK(are_logged(old_result("0", "0", "700")));
    CHECK(are_logged(old_result("0", "0", "850")));
    CHECK(are_logged(old_result("0", "5", "100")));
  }
  SECTION("never of today's") {
    CHECK(are_logged(with(analyzer_result(), "sc", "0")));
    CHECK(are_logged(with(with(analyzer_result(), "sc", "0"), "analyzer", json_text("saturation"))));
  }
}

TEST_CASE("A claim without figures is of an unknown version or damaged") {
  const Form form = GENERATE(Form::console, Form::json);
  CHECK(OneRecord(line_of(form, {.message = "analyzer-result"})).is_unknown_version());
  CHECK(OneRecord(line_of(form, {.message = "analyzer-result",
                                 .members = {{"modelID", json_text("m")}, {"capacity", "5"}}}))
            .is_unknown_version());
  CHECK(OneRecord(line_of(form, {.message = "analyzer-result",
                                 .members = {{"modelID", json_text("m")}, {"supply", json_text("x")}}}))
            .is_malformed(Malformed::bad_number));
  CHECK(
      OneRecord(line_of(form, without(analyzer_result(), "modelID"))).is_malformed(Malformed::missing_field));
  Entry timeless = analyzer_result();
  timeless.time = "yesterday";
  CHECK(OneRecord(line_of(Form::json, timeless)).is_malformed(Malformed::bad_time));
}

TEST_CASE("That the saturation analyzer is absent is read with its model") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord record(line_of(
      form, {.message = "saturation analyzer is absent from the configured analyzer list: it will not "
                        "vote and cannot veto scale-down for this model",
             .members = {{"modelID", json_text("acme/tulip-7b")}, {"namespace", json_text("garden")}}}));
  CHECK(record.only<SaturationAbsent>().model == "acme/tulip-7b");
  CHECK(record.only<SaturationAbsent>().name_space == "garden");
}

TEST_CASE("The reactive analyzer's result is read from every form") {
  const std::vector<Member> short_form = {{"modelID", json_text("acme/tulip-7b")},
                                          {"totalReplicas", "3"},
                                          {"nonSaturated", "2"},
                                          {"shouldScaleUp", "true"},
                                          {"scaleDownSafe", "false"}};
  std::vector<Member> long_form = short_form;
  for (const Member& more :
       {Member{"role", json_text("decode")}, Member{"avgSpareKv", "0.085"}, Member{"avgSpareQueue", "2.5"},
        Member{"scaleUpReason", json_text("KV spare Saturation low (0.085 < 0.100)")}})
    long_form.push_back(more);
  std::vector<Member> debug_form = short_form;
  debug_form.push_back({"namespace", json_text("garden")});
  for (const Form form : {Form::console, Form::json}) {
    for (const Entry& entry :
         {Entry{.message = "Saturation analysis completed", .members = short_form},
          Entry{.message = "Saturation analysis completed", .members = long_form},
          Entry{.message = "saturation analysis completed", .members = debug_form, .verbosity = 4},
          Entry{.message = "Capacity analysis completed: modelID=acme/tulip-7b, totalReplicas=3, "
                           "nonSaturated=2, shouldScaleUp=true, scaleDownSafe=false"}}) {
      const std::string line = line_of(form, entry);
      CAPTURE(line);
      const OneRecord record(line);
      const auto& of = record.only<ReactivelyAnalyzed>();
      CHECK(of.model == "acme/tulip-7b");
      CHECK(of.what.replicas == 3.0);
      CHECK(of.what.non_saturated == 2.0);
      CHECK(of.what.scale_up == true);
      CHECK(of.what.scale_down_safe == false);
      const bool is_long = entry.members.size() == long_form.size();
      CHECK(of.what.spare_kv.has_value() == is_long);
      CHECK(of.what.reason == (is_long ? "KV spare Saturation low (0.085 < 0.100)" : ""));
    }
  }
  CHECK(OneRecord(line_of(Form::console, {.message = "Saturation analysis completed"})).is_unknown_version());
}

}  // namespace
}  // namespace wvagate::ingest
