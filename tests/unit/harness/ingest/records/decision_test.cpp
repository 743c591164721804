#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/ingest/log_lines.hpp"
#include "tests/unit/harness/ingest/one_record.hpp"

namespace wvagate::ingest {
namespace {

using testing::collected;
using testing::Entry;
using testing::Form;
using testing::json_text;
using testing::line_of;
using testing::OneRecord;
using testing::read_lines;
using testing::ReadBack;
using testing::stamp_at;
using testing::target_in;
using testing::zap;

TEST_CASE("A reactive controller's decision may be in members") {
  const ReadBack log = read_lines({zap(stamp_at(0), "Metrics collected for VA",
                                       R"(,"variant":"decode","replicas":1,"ttft":35.2,"itl":9.8)"),
                                   zap(stamp_at(1), "Processing decision",
                                       R"(,"variant":"decode","action":"scale-up","current":1,"target":3)")});
  CHECK(log->lines.used == 2);
  REQUIRE(log.samples.size() == 1);
  CHECK(target_in(log.samples[0].sample) == 3.0);
}

TEST_CASE("The optimizer's decisions are read, a variant an event") {
  const Form form = GENERATE(Form::console, Form::json);
  const Entry entry{
      .message = "scaling-decision",
      .members = {{"modelID", json_text("acme/tulip-7b")},
                  {"namespace", json_text("garden")},
                  {"decisions", R"([{"name":"tulip-a","curr":1,"tgt":4,"action":"scale-up"},)"
                                R"({"name":"tulip-b","curr":2,"tgt":"x","action":"no-change"}])"}}};
  const OneRecord record(line_of(form, entry));
  CHECK(record.kind() == "optimizer decision");
  REQUIRE(record.events().size() == 2);
  const auto& first = std::get<OptimizerDecided>(record.events()[0]);
  CHECK(first.model == "acme/tulip-7b");
  CHECK(first.variant.name == "tulip-a");
  CHECK(first.variant.name_space == "garden");
  CHECK(first.current == 1.0);
  CHECK(first.target == 4.0);
  CHECK_FALSE(std::get<OptimizerDecided>(record.events()[1]).target);
  CHECK(record.lost() == std::vector<std::string>{"tgt"});
  CHECK(OneRecord(line_of(form, {.message = "scaling-decision", .members = {{"decisions", "[]"}}}))
            .events()
            .empty());
  CHECK(OneRecord(line_of(form, {.message = "scaling-decision", .members = {{"decisions", "3"}}}))
            .is_unknown_version());
}

TEST_CASE("The optimizer's name is read") {
  const Form form = GENERATE(Form::console, Form::json);
  for (const std::string message :
       {"V2 optimizer produced decisions", "Queueing model optimizer produced decisions"}) {
    const OneRecord record(line_of(
        form,
        {.message = message, .members = {{"optimizer", json_text("cost-aware")}, {"decisionCount", "1"}}}));
    CHECK(record.only<OptimizerNamed>().optimizer == "cost-aware");
  }
}

TEST_CASE("The final decision is read from members, and from the sentence of 0.4") {
  for (const std::string& line :
       {line_of(Form::console, {.message = "Processing decision for VA",
                               .members = {{"variant", json_text("garden/tulip-a")},
                                           {"action", json_text("scale-up")},
                                           {"current", "1"},
                                           {"target", "2"}}}),
        line_of(Form::json, {.message = "Processing decision for VA",
                            .members = {{"variant", json_text("garden/tulip-a")},
                                        {"action", json_text("scale-up")},
                                        {"current", "1"},
                                        {"target", "2"}}}),
        line_of(Form::json,
                {.message =
                     "Processing decision: variant=garden/tulip-a, action=scale-up, current=1→target=2"})}) {
    CAPTURE(line);
    const OneRecord record(line);
    CHECK(record.kind() == "decision");
    const auto& decided = record.only<Decided>();
    CHECK(decided.variant.name == "tulip-a");
    CHECK(decided.variant.name_space == "garden");
    CHECK(decided.action == "scale-up");
    CHECK(decided.current == 1.0);
    CHECK(decided.target == 2.0);
  }
}

TEST_CASE("A final decision without target is damaged") {
  const Form form = GENERATE(Form::console, Form::json);
  const auto of = [&](std::vector<testing::Member> members) {
    return line_of(form, {.message = "Processing decision for VA", .members = std::move(members)});
  };
  CHECK(OneRecord(of({{"variant", json_text("g/a")}})).is_malformed(Malformed::missing_field));
  CHECK(OneRecord(of({{"target", "2"}})).is_malformed(Malformed::missing_field));
  CHECK(OneRecord(of({{"variant", json_text("g/a")}, {"target", json_text("two")}}))
            .is_malformed(Malformed::bad_number));
  CHECK(OneRecord(of({{"variant", json_text("g/a")}, {"target", json_text("NaN")}}))
            .is_malformed(Malformed::bad_number));
  CHECK(OneRecord(of({{"wish", "2"}})).is_unknown_version());
  const OneRecord lost(of({{"variant", json_text("g/a")}, {"current", json_text("one")}, {"target", "2"}}));
  CHECK(lost.only<Decided>().target == 2.0);
  CHECK(lost.lost() == std::vector<std::string>{"current"});
}

TEST_CASE("The reason is read from every form") {
  for (const std::string& line :
       {line_of(Form::console, {.message = "Applied saturation decision via shared cache",
                               .members = {{"variant", json_text("garden/tulip-a")},
                                           {"namespace", json_text("garden")},
                                           {"action", json_text("scale-up")},
                                           {"target", "2"},
                                           {"reason", json_text("V2 (optimizer: cost-aware)")}}}),
        line_of(Form::json, {.message = "Applied saturation decision via shared cache",
                            .members = {{"variant", json_text("garden/tulip-a")},
                                        {"action", json_text("scale-up")},
                                        {"target", "2"},
                                        {"reason", json_text("V2 (optimizer: cost-aware)")}}}),
        line_of(Form::json, {.message = "Applied capacity decision: variant=garden/tulip-a, action=scale-up, "
                                        "current=1, target=2, reason=V2 (optimizer: cost-aware)"})}) {
    CAPTURE(line);
    const OneRecord record(line);
    CHECK(record.kind() == "reason");
    const auto& named = record.only<ReasonNamed>();
    CHECK(named.variant.name == "tulip-a");
    CHECK(named.action == "scale-up");
    CHECK(named.target == 2.0);
    CHECK(named.reason == "V2 (optimizer: cost-aware)");
  }
}

TEST_CASE("What changed the optimizer's target is read: limiter, scale to zero, minimum") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord limited(line_of(form, {.message = "Decision was limited by GPU availability",
                                         .members = {{"variant", json_text("tulip-a")},
                                                     {"originalTarget", "4"},
                                                     {"limitedTarget", "2"},
                                                     {"limitedBy", json_text("gpu-limiter")}}}));
  CHECK(limited.only<Overridden>().variant.name == "tulip-a");
  CHECK(limited.only<Overridden>().by == "gpu-limiter");
  const OneRecord zero(line_of(
      form, {.message = "Scale-to-zero enforcement applied",
             .members = {{"modelID", json_text("acme/tulip-7b")}, {"optimizer", json_text("cost-aware")}}}));
  CHECK(zero.only<Overridden>().variant.name.empty());
  CHECK(zero.only<Overridden>().model == "acme/tulip-7b");
  CHECK(zero.only<Overridden>().by == "Scale-to-zero enforcement applied");
  const OneRecord idle(
      line_of(form, {.message = "No requests in retention period, scaling decisions to zero",
                     .members = {{"modelID", json_text("acme/tulip-7b")},
                                 {"namespace", json_text("garden")},
                                 {"retentionPeriod", form == Form::console ? json_text("10m0s") : "600"}}}));
  CHECK(idle.only<Overridden>().name_space == "garden");
  CHECK(idle.only<Overridden>().by == "No requests in retention period, scaling decisions to zero");
  const OneRecord kept(line_of(
      form,
      {.message = "Preserving minimum replica on cheapest variant (scale-to-zero disabled)",
       .members = {
           {"modelID", json_text("acme/tulip-7b")}, {"variant", json_text("tulip-a")}, {"cost", "10"}}}));
  CHECK(kept.only<Overridden>().variant.name == "tulip-a");
  CHECK(kept.only<Overridden>().model == "acme/tulip-7b");
  CHECK(OneRecord(line_of(form, {.message = "Scale-to-zero enforcement applied"})).is_unknown_version());
}

TEST_CASE("A scale-up from zero is read") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord record(
      line_of(form, {.message = "Scale-from-zero decision written to cache",
                     .members = {{"va", json_text("tulip-a")},
                                 {"namespace", json_text("garden")},
                                 {"targetReplicas", "1"},
                                 {"reason", json_text("scale-from-zero: pending request - scale-up")}},
                     .caller = "scalefromzero/engine.go:300"}));
  CHECK(record.only<ScaledFromZero>().variant.name == "tulip-a");
  CHECK(record.only<ScaledFromZero>().variant.name_space == "garden");
  CHECK(record.only<ScaledFromZero>().target == 1.0);
}

TEST_CASE("The variants of a model are read from its map of targets") {
  const OneRecord record(line_of(
      Form::json, {.message = "Model-based optimization completed for model: acme/tulip-7b - model-based "
                              "targets: map[tulip-a:8 tulip-b:2]"}));
  REQUIRE(record.events().size() == 2);
  CHECK(std::get<VariantOfModel>(record.events()[1]).variant == "tulip-b");
  CHECK(std::get<VariantOfModel>(record.events()[1]).model == "acme/tulip-7b");
  CHECK(OneRecord(line_of(Form::json, {.message = "Model-based optimization completed for model"}))
            .is_unknown_version());
}

}  // namespace
}  // namespace wvagate::ingest
