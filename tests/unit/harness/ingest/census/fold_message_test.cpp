#include "harness/ingest/census/fold_message.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

TEST_CASE("Values are folded away") {
  CHECK(fold_message("Plan chosen: variant=a-decode, cost=10.00, map=map[a:1, b:2]") ==
        "Plan chosen: variant=*, cost=*, map=*");
  CHECK(fold_message("Plan chosen - variant: a-decode, replicas: 3") ==
        "Plan chosen - variant: *, replicas: *");
  CHECK(fold_message("a=1 b=two c=\"x, y\" d=") == "a=* b=* c=* d=*");
  CHECK(fold_message("error=pods \"a\" not found, retries=3") == "error=*, retries=*");
  CHECK(fold_message("rate=1→2 | bound=[1, 3] | done") == "rate=* | bound=* | done");
  CHECK(fold_message("state (NIS=1.5 of 7) kept") == "state (NIS=*) kept");
}

TEST_CASE("Numbers, quoted text and names are folded away") {
  CHECK(fold_message("Waited 12.5s for 3 replicas") == "Waited * for * replicas");
  CHECK(fold_message("Engine 'vLLM' of \"a b\" uses `c`") == "Engine * of * uses *");
  CHECK(fold_message("Pod vllm-7f9c of team/model is late") == "Pod * of * is late");
  CHECK(fold_message("Pool ms-inference-scheduling-decode is late") == "Pool * is late");
  CHECK(fold_message("Target is {H100 1 256}.") == "Target is *.");
  CHECK(fold_message("Pods a-1, b-2, c-3 are late") == "Pods * are late");
  CHECK(fold_message("Pods a-1 are late") == "Pods * are late");
}

TEST_CASE("The words of a message stay") {
  CHECK(fold_message("Scale-from-zero doesn't apply") == "Scale-from-zero doesn't apply");
  CHECK(fold_message("throughput analyzer: fit rejected, keeping the last one") ==
        "throughput analyzer: fit rejected, keeping the last one");
  CHECK(fold_message("V3 optimizer produced decisions (V3)") == "V3 optimizer produced decisions (V3)");
  CHECK(fold_message("[Forecast] skipped") == "[Forecast] skipped");
  CHECK(fold_message("  a \t b\r\n") == "a b");
  CHECK(fold_message("").empty());
}

TEST_CASE("Unclosed brackets and quotation marks end with the message") {
  CHECK(fold_message("a={b, c") == "a=*");
  CHECK(fold_message("a=\"b, c") == "a=*");
  CHECK(fold_message("the model's (") == "the model's (");
  CHECK(fold_message("say \"so") == "say \"so");
  CHECK(fold_message("{a") == "*");
  CHECK(fold_message("a=b) c") == "a=*) c");
}

TEST_CASE("A folded message has at most 120 bytes and whole UTF-8 sequences") {
  const auto words = [](std::size_t count, const std::string& word) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
      text += word;
    return text;
  };
  CHECK(fold_message(words(60, "a ")) == words(59, "a ") + "a");
  CHECK(fold_message(words(61, "a ")) == words(58, "a ") + "a…");
  for (std::size_t shift = 0; shift < 4; ++shift) {
    const std::string folded = fold_message(words(shift, "x") + words(100, " — "));
    CHECK(folded.size() <= 120);
    CHECK(folded.size() >= 114);
    CHECK(folded.ends_with("…"));
    CHECK(folded.find("\xE2\x80\xE2") == std::string::npos);
    CHECK(folded.find("\xE2\xE2") == std::string::npos);
  }
  CHECK(fold_message(words(200, "\x80,")).size() == 120);
}

}  // namespace
}  // namespace wvagate::ingest
