#include "analysis/metric/decision.hpp"

#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate::metric {
namespace {

using testing::at_minute;
using testing::kCycle;
using testing::SampleBuilder;
using testing::series_of;

/// A claim of a voter by which one replica has a capacity of 100.
Claim voter(std::string_view analyzer, double required, double spare,
            std::optional<double> per_replica = 100) {
  return {
      .analyzer = analyzer, .required = required, .spare = spare, .per_replica = per_replica, .votes = true};
}

Claim saturation(double required, double spare) {
  return voter("saturation", required, spare);
}

Claim throughput(double required, double spare) {
  return voter("throughput", required, spare);
}

Claim silent(Claim claim, std::optional<bool> votes = false) {
  return claim.votes = votes, claim;
}

Figures figures_of(const Series& series) {
  const MeasuredSeries measured(series, kCycle);
  Figures figures;
  set_decision_figures(measured, find_capacity_gaps(measured), figures);
  return figures;
}

TEST_CASE("A decision's direction is that of its final target, else of its action") {
  CHECK(decided_direction(at_minute(0).decided(1, 3)) == Direction::up);
  CHECK(decided_direction(at_minute(0).decided(3, 1)) == Direction::down);
  CHECK(decided_direction(at_minute(0).decided(3, 3)) == Direction::none);
  CHECK(decided_direction(at_minute(0).decided(3, 3).optimizer_target(9)) == Direction::none);
  CHECK_FALSE(decided_direction(at_minute(0)));
  CHECK_FALSE(decided_direction(at_minute(0).target(3)));
  Sample sample = at_minute(0).target(3);
  sample.decision->action = "scale-up";
  CHECK(decided_direction(sample) == Direction::up);
  sample.decision->action = "scale-down";
  CHECK(decided_direction(sample) == Direction::down);
  sample.decision->action = "no-change";
  CHECK(decided_direction(sample) == Direction::none);
}

TEST_CASE("Cycles are counted by what was decided in them") {
  const Figures figures = figures_of(series_of(
      {at_minute(0).claim(saturation(0, 0)).decided(1, 2), at_minute(1).decided(2, 4),
       at_minute(2).claim(saturation(0, 0)), at_minute(3).held("Model in transition"),
       at_minute(4).decided(4, 1), at_minute(5).decided(1, 1), at_minute(6).decided(1, 1),
       at_minute(7).decided(1, 1), at_minute(8), at_minute(9).claim(saturation(0, 0)).interrupted()}));
  CHECK(figures.get("decision.cycles") == 8.0);
  CHECK(figures.get("decision.up") == 2.0);
  CHECK(figures.get("decision.down") == 1.0);
  CHECK(figures.get("decision.none") == 3.0);
  CHECK(figures.get("decision.held") == 2.0);
}

TEST_CASE("A reactive controller's decisions are counted, a model-based one's are not") {
  const Figures reactive = figures_of(series_of({at_minute(0).decided(1, 2), at_minute(1).decided(2, 2)}));
  CHECK(reactive.get("decision.cycles") == 2.0);
  CHECK(reactive.get("decision.up") == 1.0);
  CHECK(reactive.get("decision.held") == 0.0);
  for (const char* name : {"decision.vetoed", "decision.clamped", "decision.opposed",
                           "decision.by.saturation", "decision.need_to_decision_min"})
    CHECK_FALSE(reactive.get(name));

  const auto series =
      GENERATE(series_of({at_minute(0).wants(2).decided(1, 2)}), series_of({at_minute(0).target(2)}),
               series_of({at_minute(0).running(1).emits(1)}), series_of({}));
  const Figures none = figures_of(series);
  for (const char* name : {"decision.cycles", "decision.up", "decision.down", "decision.none",
                           "decision.held", "decision.decision_to_replicas_min"})
    CHECK_FALSE(none.get(name));
}

TEST_CASE("A variant that both kinds of controllers ran has the decisions of the one without a model") {
  Series series = series_of({at_minute(0).wants(2).decided(1, 2).segment(1), at_minute(5).segment(2)});
  series.samples[1] = at_minute(5).segment(2).decided(2, 1);
  const Figures figures = figures_of(series);
  CHECK(figures.get("decision.cycles") == 1.0);
  CHECK(figures.get("decision.up") == 0.0);
  CHECK(figures.get("decision.down") == 1.0);
}

TEST_CASE("An analyzer with nothing to spare vetoes what another can give up") {
  const auto cycle = [] { return at_minute(0).decided(2, 2).claim(saturation(0, 100)); };
  CHECK(is_vetoed(cycle().claim(throughput(0, 0))) == true);
  Claim spare_not_logged = throughput(0, 0);
  spare_not_logged.spare.reset();
  CHECK(is_vetoed(cycle().claim(spare_not_logged)) == true);
  CHECK(is_vetoed(cycle().claim(voter("throughput", 0, 0, std::nullopt))) == true);

  CHECK(is_vetoed(cycle()) == false);
  CHECK(is_vetoed(cycle().claim(throughput(0, 1))) == false);
  CHECK(is_vetoed(cycle().claim(throughput(1, 0))) == false);
  CHECK(is_vetoed(cycle().claim(silent(throughput(0, 0)))) == false);
  CHECK(is_vetoed(cycle().claim(silent(throughput(0, 0), std::nullopt))) == false);
  CHECK(is_vetoed(cycle().claim(throughput(0, 0)).decided(2, 1)) == false);
  CHECK(is_vetoed(cycle().claim(throughput(0, 0)).decided(2, 3)) == false);
  // Less than one replica to give up, or by an analyzer that does not vote.
  CHECK(is_vetoed(at_minute(0).decided(2, 2).claim(saturation(0, 99)).claim(throughput(0, 0))) == false);
  CHECK(is_vetoed(at_minute(0).decided(2, 2).claim(silent(saturation(0, 100))).claim(throughput(0, 0))) ==
        false);
}

TEST_CASE("A variant at its minimum is not vetoed") {
  const auto cycle = [](double current) {
    return at_minute(0).decided(current, current).claim(saturation(0, 500)).claim(throughput(0, 0));
  };
  CHECK(is_vetoed(cycle(1)) == false);
  CHECK(is_vetoed(cycle(2)) == true);
  CHECK(is_vetoed(cycle(2).bounds(2, 5)) == false);
  CHECK(is_vetoed(cycle(3).bounds(2, 5)) == true);
  CHECK(is_vetoed(cycle(1).bounds(0, 5)) == true);
}

TEST_CASE("A veto is not known without a decision, or without the capacity of a replica") {
  CHECK_FALSE(is_vetoed(at_minute(0).claim(saturation(0, 100)).claim(throughput(0, 0))));
  CHECK_FALSE(is_vetoed(at_minute(0).decided(2, 2)));
  CHECK_FALSE(is_vetoed(at_minute(0).decided(2, 2).claim(voter("saturation", 0, 100, std::nullopt))));
  CHECK_FALSE(is_vetoed(at_minute(0).decided(2, 2).claim(voter("saturation", 0, 100, 0))));
}

TEST_CASE("The maximum clamps if more is required than is added") {
  const auto cycle = [](double current, double target, double required) {
    return at_minute(0).decided(current, target).claim(saturation(required, 0)).bounds(1, 10);
  };
  CHECK(is_clamped(cycle(7, 10, 301)) == true);
  CHECK(is_clamped(cycle(7, 10, 300)) == false);  // three replicas are all that it takes
  CHECK(is_clamped(cycle(10, 10, 1)) == true);
  CHECK(is_clamped(cycle(10, 10, 0)) == false);
  CHECK(is_clamped(cycle(7, 9, 900)) == false);
  CHECK(is_clamped(cycle(7, 9, 900).optimizer_target(10)) == true);
  CHECK(is_clamped(cycle(7, 10, 301).bounds(1, std::nullopt)) == false);
  CHECK_FALSE(is_clamped(cycle(7, 10, 301).bounds(std::nullopt, std::nullopt)));
  // Without the capacity of a replica only a variant that is at its maximum is known to be clamped.
  const auto unknown = [](double current) {
    return at_minute(0).decided(current, 10).claim(voter("saturation", 900, 0, std::nullopt)).bounds(1, 10);
  };
  CHECK(is_clamped(unknown(7)) == false);
  CHECK(is_clamped(unknown(10)) == true);
}

TEST_CASE("The minimum clamps if all voters could give up more than is taken away") {
  const auto cycle = [](double current, double target) {
    return at_minute(0).decided(current, target).claim(saturation(0, 300)).bounds(2, 10);
  };
  CHECK(is_clamped(cycle(4, 2)) == true);
  CHECK(is_clamped(cycle(5, 2)) == false);  // three replicas are all that can be given up
  CHECK(is_clamped(cycle(4, 3)) == false);
  CHECK(is_clamped(cycle(2, 2)) == false);  // at rest
  CHECK(is_clamped(cycle(4, 2).claim(throughput(0, 300))) == true);
  CHECK(is_clamped(cycle(4, 2).claim(throughput(0, 299))) == false);
  CHECK(is_clamped(cycle(4, 2).claim(silent(throughput(0, 0)))) == true);
  CHECK(is_clamped(cycle(4, 2).claim(voter("throughput", 0, 1, std::nullopt))) == true);
  CHECK(is_clamped(cycle(4, 2).claim(voter("throughput", 0, 0, std::nullopt))) == false);
  CHECK(
      is_clamped(at_minute(0).decided(4, 2).claim(voter("saturation", 0, 900, std::nullopt)).bounds(2, 10)) ==
      false);
  CHECK_FALSE(is_clamped(at_minute(0).decided(4, 2).claim(silent(saturation(0, 900))).bounds(2, 10)));
  CHECK_FALSE(is_clamped(at_minute(0).claim(saturation(0, 900)).bounds(2, 10)));
}

TEST_CASE("Voters are opposed if one requires capacity and another can give up a replica") {
  CHECK(is_opposed(at_minute(0).claim(saturation(1, 0)).claim(throughput(0, 100))) == true);
  CHECK(is_opposed(at_minute(0).claim(saturation(0, 100)).claim(throughput(1, 0))) == true);
  CHECK(is_opposed(at_minute(0).claim(saturation(1, 0)).claim(throughput(0, 99))) == false);
  CHECK(is_opposed(at_minute(0).claim(saturation(0, 0)).claim(throughput(0, 100))) == false);
  CHECK(is_opposed(at_minute(0).claim(silent(saturation(1, 0))).claim(throughput(0, 100))) == false);
  CHECK(is_opposed(at_minute(0).claim(saturation(1, 100))) == false);  // one cannot oppose itself
  CHECK_FALSE(is_opposed(at_minute(0).claim(voter("saturation", 1, 0, std::nullopt))));
  CHECK_FALSE(is_opposed(at_minute(0)));
}

TEST_CASE("A scale-up is decided by the voter that requires most replicas") {
  const auto decided_by = [](const Sample& sample) {
    const Claim* const claim = deciding_claim(sample);
    return claim == nullptr ? std::string_view() : claim->analyzer;
  };
  const auto up = [] { return at_minute(0).decided(1, 4).claim(saturation(150, 0)); };
  CHECK(decided_by(up().claim(throughput(160, 0))) == "throughput");
  CHECK(decided_by(up().claim(throughput(150, 0))) == "saturation");  // the first of equals
  CHECK(decided_by(up().claim(voter("throughput", 20, 0, 10))) == "throughput");
  CHECK(decided_by(up().claim(silent(throughput(900, 0)))) == "saturation");
  CHECK(decided_by(up().claim(voter("throughput", 900, 0, std::nullopt))) == "saturation");
  CHECK(decided_by(at_minute(0).decided(1, 4).claim(voter("saturation", 9, 0, std::nullopt))) ==
        "saturation");
  CHECK(decided_by(at_minute(0).decided(1, 4).claim(saturation(0, 0))).empty());
  CHECK(decided_by(up().decided(4, 4)).empty());
  CHECK(decided_by(at_minute(0)
                       .decided(1, 4)
                       .claim(voter("saturation", 9, 0, std::nullopt))
                       .claim(voter("throughput", 9, 0, std::nullopt)))
            .empty());
}

TEST_CASE("Vetoes, bounds, oppositions and deciders are counted") {
  const Figures figures = figures_of(series_of(
      {at_minute(0).decided(1, 3).claim(saturation(150, 0)).claim(throughput(40, 0)),
       at_minute(1).decided(3, 4).claim(saturation(50, 0)).claim(throughput(60, 0)),
       at_minute(2).decided(4, 4).claim(saturation(50, 0)).claim(throughput(0, 200)).bounds(1, 4),
       at_minute(3).decided(4, 4).claim(saturation(0, 0)).claim(throughput(0, 200)).bounds(1, 4),
       at_minute(4).decided(4, 4).claim(saturation(0, 0)).claim(throughput(0, 200)).bounds(1, 4),
       at_minute(5).decided(4, 1).claim(saturation(0, 400)).claim(throughput(0, 400)).bounds(1, 4)}));
  CHECK(figures.get("decision.vetoed") == 2.0);
  CHECK(figures.get("decision.clamped") == 2.0);  // minutes 2 and 5
  CHECK(figures.get("decision.opposed") == 1.0);
  CHECK(figures.get("decision.by.saturation") == 1.0);
  CHECK(figures.get("decision.by.throughput") == 1.0);
  CHECK_FALSE(figures.get("decision.by.queueing-model"));
}

TEST_CASE("Where nothing can be said of vetoes and bounds, their figures are absent") {
  const Figures figures =
      figures_of(series_of({at_minute(0).decided(1, 3).claim(voter("saturation", 150, 0, std::nullopt))}));
  CHECK(figures.get("decision.up") == 1.0);
  CHECK(figures.get("decision.by.saturation") == 1.0);
  CHECK_FALSE(figures.get("decision.vetoed"));
  CHECK_FALSE(figures.get("decision.clamped"));
  CHECK_FALSE(figures.get("decision.opposed"));
}

TEST_CASE("A need is decided on by the first scale-up in its gap") {
  const auto needing = [](double minute, double required) {
    return at_minute(minute).claim(saturation(required, 0));
  };
  // At once; after 3 minutes; never; the scale-up of minute 10 is in no gap.
  const Figures figures = figures_of(
      series_of({needing(0, 50).decided(1, 2), needing(1, 0).decided(2, 2), needing(2, 50).decided(2, 2),
                 needing(5, 50).decided(2, 3), needing(6, 50).decided(3, 4), needing(7, 0).decided(4, 4),
                 needing(8, 50).decided(4, 4), needing(9, 0).decided(4, 4), needing(10, 0).decided(4, 5)}));
  CHECK(figures.get("decision.need_to_decision_min") == 1.5);
  CHECK_FALSE(figures_of(series_of({needing(0, 50).decided(1, 1)})).get("decision.need_to_decision_min"));
}

TEST_CASE("A scale-up waits until its replicas run") {
  const auto cycle = [](double minute, double running, double target) {
    return at_minute(minute).running(running).decided(running, target);
  };
  // 2 minutes to the three replicas, 3 from the decision for four.
  CHECK(figures_of(series_of({cycle(0, 1, 3), cycle(1, 2, 4), cycle(2, 3, 4), cycle(4, 5, 4)}))
            .get("decision.decision_to_replicas_min") == Approx((2 + 3 + 2) / 3.0));
  // Taken back at minute 1: what runs later was wanted later.
  CHECK(figures_of(series_of({cycle(0, 1, 3), cycle(1, 1, 1), cycle(2, 1, 3), cycle(7, 3, 3)}))
            .get("decision.decision_to_replicas_min") == 5.0);
  // Taken back as they came.
  CHECK(figures_of(series_of({cycle(0, 1, 3), cycle(1, 3, 1)})).get("decision.decision_to_replicas_min") ==
        1.0);
  // Never in the log, and not before a restart.
  CHECK_FALSE(
      figures_of(series_of({cycle(0, 1, 3), cycle(1, 2, 3)})).get("decision.decision_to_replicas_min"));
  CHECK_FALSE(figures_of(series_of({cycle(0, 1, 3).segment(1), cycle(1, 3, 3).segment(2)}))
                  .get("decision.decision_to_replicas_min"));
}

}  // namespace
}  // namespace wvagate::metric
