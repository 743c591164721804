#include "analysis/sample/recording.hpp"

#include <set>
#include <string_view>

#include "analysis/sample/sample.hpp"
#include "tests/support/catch.hpp"

namespace wvagate {
namespace {

TEST_CASE("Every reason has a name of its own, a meaning and an advice") {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kMalformedCount; ++i) {
    const MalformedText& text = malformed_text(static_cast<Malformed>(i));
    CHECK(names.insert(text.name).second);
    CHECK_FALSE(text.meaning.empty());
    CHECK_FALSE(text.advice.empty());
  }
  CHECK(malformed_text(Malformed::cut_line).name == "cut_line");
  CHECK(malformed_text(Malformed::cut_record).name == "cut_record");
}

TEST_CASE("Malformed lines of all reasons add up") {
  LineCounts counts;
  CHECK(counts.malformed_total() == 0);
  counts.malformed.fill(2);
  CHECK(counts.malformed_total() == 2 * kMalformedCount);
}

TEST_CASE("The replicas wanted are the optimizer's, else reactive mode's") {
  Sample sample;
  CHECK_FALSE(wanted_replicas(sample));
  sample.decision.emplace().target = 3;
  CHECK(wanted_replicas(sample) == 3.0);
  sample.forecast.emplace().replicas = 2;
  CHECK(wanted_replicas(sample) == 2.0);
}

TEST_CASE("A pair of latencies is told apart by name") {
  LatencyPair pair;
  pair[Latency::itl] = 9;
  pair[Latency::ttft] = 900;
  CHECK(pair.itl == 9.0);
  CHECK(pair.ttft == 900.0);
  const LatencyPair& same = pair;
  CHECK(same[Latency::ttft] == 900.0);
}

}  // namespace
}  // namespace wvagate
