#include "analysis/metric/live.hpp"

#include <deque>
#include <random>
#include <string>
#include <vector>

#include "analysis/core/format.hpp"
#include "analysis/metric/series_analysis.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate::metric {
namespace {

using testing::at_minute;
using testing::at_second;
using testing::kCycle;
using testing::kNotebook;
using testing::series_of;
using testing::series_of_itl;

/// Series on their way into events; what was told so far is in `told`.
struct Watcher {
  LiveEvents events;
  std::vector<std::string> told;

  void look(const std::deque<Series>& all, const Policy& policy = kCycle) {
    std::vector<LiveAnalysis> lives;
    for (const Series& series : all)
      lives.push_back(analyze_live(series, policy));
    for (const LiveEvent& event : events.update(lives))
      told.push_back(words(event));
  }
  std::vector<std::string> take() { return std::exchange(told, {}); }

  static std::string words(const LiveEvent& event) {
    using Kind = LiveEvent::Kind;
    std::string text(event.sample.variant);
    text += " " + std::to_string(event.sample.line);
    if (event.latency) text += *event.latency == Latency::itl ? " itl" : " ttft";
    switch (event.kind) {
      case Kind::variant_seen:
        return text + " seen";
      case Kind::restarted:
        return text + " restarted";
      case Kind::scaled:
        return text + " " + format_fixed(event.scaling->from, 0) + "→" + format_fixed(event.scaling->to, 0);
      case Kind::gap_opened:
        return text + " opened";
      case Kind::gap_closed:
        return text + " closed after " + format_fixed(event.gap->duration.policy_min, 1);
      case Kind::gap_cut:
        return text + " cut";
      case Kind::gap_withdrawn:
        return text + " withdrawn";
    }
    return text;
  }
};

using Words = std::vector<std::string>;

TEST_CASE("Each event is told once, when its sample comes") {
  Watcher watcher;
  std::deque<Series> all{series_of({at_minute(0).itl(9).wants(1)})};
  const auto add = [&](const Sample& sample) {
    all[0].samples.push_back(sample);
    watcher.look(all);
    return watcher.take();
  };
  watcher.look(all);
  CHECK(watcher.take() == Words{"v 1 seen"});
  CHECK(add(at_minute(1).itl(12).wants(2)) == Words{"v 2 1→2", "v 2 itl opened"});
  CHECK(add(at_minute(2).itl(13).ttft(2000).wants(2)) == Words{"v 3 ttft opened"});
  CHECK(add(at_minute(3).itl(14).ttft(2000).wants(2)).empty());
  CHECK(add(at_minute(4).itl(10).ttft(2000).wants(1)) == Words{"v 5 2→1", "v 5 itl closed after 3.0"});
  CHECK(add(at_minute(5).itl(9).ttft(0).wants(1)) == Words{"v 6 ttft closed after 3.0"});
  CHECK(add(at_minute(6).itl(11).wants(1)) == Words{"v 7 itl opened"});
  watcher.look(all);
  CHECK(watcher.take().empty());
}

TEST_CASE("What a log held already is told by time") {
  Watcher watcher;
  std::deque<Series> all{series_of_itl({9, 12, 9, 12}), series_of_itl({12, 9, 9, 9})};
  for (auto& sample : all[1].samples)
    sample.variant = "w", sample.time += std::chrono::seconds(1);
  all[1].variant = "w";
  watcher.look(all);
  CHECK(watcher.take() == Words{"v 1 seen", "w 1 seen", "w 1 itl opened", "v 2 itl opened",
                                "w 2 itl closed after 1.0", "v 3 itl closed after 1.0", "v 4 itl opened"});
}

TEST_CASE("A restart is told once of all variants, and cuts their gaps") {
  Watcher watcher;
  std::deque<Series> all{
      series_of({at_minute(0).itl(12).segment(1), at_minute(1).itl(12).segment(2)}),
      series_of({at_minute(0).itl(9).segment(1).variant("w"), at_minute(1).itl(9).segment(2).variant("w")})};
  all[1].variant = "w";
  watcher.look(all);
  CHECK(watcher.take() ==
        Words{"v 1 seen", "v 1 itl opened", "w 1 seen", "v 2 restarted", "v 2 itl cut", "v 2 itl opened"});
  // Another controller's restart has a number of its own, which may be a lower one.
  all.push_back(
      series_of({at_minute(2).itl(9).segment(0).variant("x"), at_minute(3).itl(9).segment(1).variant("x")}));
  all[2].variant = "x";
  watcher.look(all);
  CHECK(watcher.take() == Words{"x 3 seen", "x 4 restarted"});
}

TEST_CASE("A gap whose sample is logged again without it is withdrawn") {
  Watcher watcher;
  std::deque<Series> all{series_of({at_minute(0).itl(9), at_minute(1).itl(12)})};
  watcher.look(all);
  CHECK(watcher.take() == Words{"v 1 seen", "v 2 itl opened"});
  all[0].samples.push_back(at_minute(1.01).itl(9).line(77));
  watcher.look(all);
  CHECK(watcher.take() == Words{"v 77 itl withdrawn"});
  all[0].samples.push_back(at_minute(2).itl(12));
  watcher.look(all);
  CHECK(watcher.take() == Words{"v 3 itl opened"});
}

TEST_CASE("A variant is not seen anew when its namespace becomes known") {
  Watcher watcher;
  std::deque<Series> all{series_of_itl({12})};
  watcher.look(all);
  CHECK(watcher.take().size() == 2);
  all[0] = series_of_itl({12, 12});
  all[0].variant = "v:n";
  for (auto& sample : all[0].samples)
    sample.variant = "v:n";
  watcher.look(all);
  CHECK(watcher.take().empty());
  // But a second namespace of the name is another variant.
  all.push_back(all[0]);
  all[1].variant = "v:other";
  watcher.look(all);
  CHECK(watcher.take().size() == 2);
}

TEST_CASE("A gap is open until it ends, and a restart ends it") {
  const Series open = series_of_itl({9, 12, 13});
  const auto live = analyze_live(open, kCycle);
  REQUIRE(live.open_gap(Latency::itl) != nullptr);
  CHECK(live.open_gap(Latency::itl)->start_min == 1.0);
  CHECK(live.open_gap(Latency::ttft) == nullptr);
  const Series ended = series_of_itl({9, 12, 13, 9});
  CHECK(analyze_live(ended, kCycle).open_gap(Latency::itl) == nullptr);
  const Series cut = series_of({at_minute(0).itl(12).segment(1), at_minute(1).itl(9).segment(2)});
  CHECK(analyze_live(cut, kCycle).open_gap(Latency::itl) == nullptr);
}

/// A series of `count` samples a minute apart: any latency, replicas, restarts and idle cycles.
Series random_series(std::mt19937_64& random, std::size_t count) {
  std::vector<Sample> samples;
  std::uint32_t segment = 1;
  for (std::size_t i = 0; i < count; ++i) {
    if (random() % 20 == 0) ++segment;
    auto sample = at_minute(static_cast<double>(i)).segment(segment).rate(100).running(1 + random() % 3);
    sample.itl(static_cast<double>(7 + random() % 6)).ttft(static_cast<double>(random() % 3 * 600));
    if (random() % 8 != 0) sample.wants(1 + static_cast<double>(random() % 3)).predicts(9.0, 600.0);
    samples.push_back(sample);
  }
  return series_of(std::move(samples));
}

TEST_CASE(
    "What is shown of a series is what its analysis gives, and events do not depend on when one looks") {
  const auto seed = GENERATE(range(1U, 30U));
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  const Series series = random_series(random, 60);
  for (const Policy& policy : {kCycle, kNotebook}) {
    const auto live = analyze_live(series, policy);
    const auto whole = analyze(series, policy);
    std::size_t compared = 0;
    for (std::size_t i = 0; i < all_metrics().size(); ++i) {
      if (!live.figures.at(i)) continue;
      CAPTURE(all_metrics()[i].name);
      CHECK(live.figures.at(i) == whole.figures.at(i));
      ++compared;
    }
    CHECK(compared > 30);
    CHECK(live.gaps.size() == whole.gaps.size());
    CHECK(live.scalings.size() == whole.events.size());
  }

  Watcher at_once;
  at_once.look({series});
  Watcher bit_by_bit;
  std::deque<Series> part{series};
  part[0].samples.clear();
  for (const Sample& sample : series.samples) {
    part[0].samples.push_back(sample);
    if (random() % 3 == 0) bit_by_bit.look(part);
  }
  bit_by_bit.look(part);
  CHECK(bit_by_bit.told == at_once.told);
  CHECK(at_once.told.size() > 20);
}

}  // namespace
}  // namespace wvagate::metric
