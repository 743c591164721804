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

const Member kPod = {"pod", json_text("tulip-a-5f6-x2")};
const Member kInstance = {"instanceKey", json_text("10.1.2.3:8000")};

PodObserved read(const Entry& entry, Form form) {
  const OneRecord record(line_of(form, entry));
  CHECK(record.kind() == "pod");
  PodObserved observed = record.only<PodObserved>();
  CHECK(observed.what.pod == "tulip-a-5f6-x2");
  observed.instance = observed.instance == "10.1.2.3:8000" ? "key" : "other";
  observed.what.pod = {};  // a view into the record
  return observed;
}

TEST_CASE("Each figure of a pod is read from its own line (-v=4)") {
  const Form form = GENERATE(Form::console, Form::json);
  const auto of = [&](std::string_view message, std::vector<Member> members) {
    members.insert(members.begin(), {kInstance, kPod});
    const PodObserved observed =
        read({.message = std::string(message), .members = members, .verbosity = 4}, form);
    CHECK(observed.instance == "key");
    return observed.what;
  };
  CHECK(of("KV cache metric", {{"usage", "0.625"}, {"usagePercent", "62.5"}}).kv_usage == 0.625);
  CHECK(of("Queue metric", {{"queueLength", "4"}}).queue_length == 4.0);
  CHECK(of("Cache config info metric", {{"numGpuBlocks", "1000"}, {"blockSize", "16"}}).capacity_tokens ==
        16000.0);
  CHECK(of("SGLang cache config metric", {{"totalKvCapacityTokens", "64000"}}).capacity_tokens == 64000.0);
  CHECK(of("Avg TTFT metric", {{"avgTTFTSeconds", "0.25"}}).ttft_ms == 250.0);
  CHECK(of("Avg ITL metric", {{"avgITLSeconds", "0.0125"}}).itl_ms == 12.5);
  CHECK_FALSE(of("Queue metric", {{"queueLength", "4"}}).kv_usage);
}

TEST_CASE("A pod's instance is its key, its instance or its name") {
  const Form form = GENERATE(Form::console, Form::json);
  const OneRecord dispatch(line_of(form, {.message = "Scheduler dispatch rate metric",
                                          .members = {{"instance", json_text("10.1.2.3")},
                                                      kPod,
                                                      {"port", json_text("8000")},
                                                      {"arrivalRate", "1.5"}},
                                          .verbosity = 4}));
  CHECK(dispatch.only<PodObserved>().instance == "10.1.2.3");
  CHECK(dispatch.only<PodObserved>().what.dispatch_rps == 1.5);
  const OneRecord bare(line_of(form, {.message = "Queue metric", .members = {kPod, {"queueLength", "4"}}}));
  CHECK(bare.only<PodObserved>().instance == "tulip-a-5f6-x2");
}

TEST_CASE("Pods of 0.4 are sentences") {
  const OneRecord kv(
      line_of(Form::json, {.message = "KV cache metric: pod=tulip-a-5f6-x2, usage=0.625 (62.5%)"}));
  CHECK(kv.only<PodObserved>().what.kv_usage == 0.625);
  CHECK(kv.only<PodObserved>().what.pod == "tulip-a-5f6-x2");
  const OneRecord queue(line_of(Form::json, {.message = "Queue metric: pod=tulip-a-5f6-x2, queueLength=4"}));
  CHECK(queue.only<PodObserved>().what.queue_length == 4.0);
}

TEST_CASE("A pod's line without pod is of an unknown version, one of other metrics is none") {
  CHECK(
      OneRecord(line_of(Form::console, {.message = "Queue metric", .members = {{"replica", json_text("x")}}}))
          .is_unknown_version());
  CHECK(OneRecord(line_of(Form::console, {.message = "Queue metrics were collected"})).kind().empty());
}

}  // namespace
}  // namespace wvagate::ingest
