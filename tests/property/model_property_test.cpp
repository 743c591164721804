#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <deque>
#include <string>

#include "analysis/model/sizing.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/dice.hpp"

namespace wvagate {
namespace {

using testing::Dice;

constexpr std::uint64_t kSeed = 20251120;

QueueSpec any_spec(Dice& dice) {
  QueueSpec spec;
  spec.parameters = {dice.log_between(0.1, 100), dice.log_between(1e-3, 1), dice.log_between(0.1, 500),
                     dice.log_between(1e-6, 0.1)};
  spec.in_tokens = std::floor(dice.log_between(1, 20000));
  spec.out_tokens = std::floor(dice.log_between(2, 4000));
  spec.max_batch = std::floor(dice.log_between(1, 4097));
  return spec;
}

std::string text_of(const QueueSpec& spec) {
  std::string text = "seed " + std::to_string(kSeed);
  for (const double value : {spec.parameters.alpha, spec.parameters.beta, spec.parameters.gamma,
                             spec.parameters.delta, spec.in_tokens, spec.out_tokens, spec.max_batch}) {
    text += " " + std::to_string(value);
  }
  return text;
}

/// A little less than `value`, for comparisons of sums that were rounded differently.
double just_below(double value) {
  return value * (1 - 1e-10);
}

TEST_CASE("ITL and TTFT do not fall as the load grows", "[property]") {
  Dice dice(kSeed);
  for (int trial = 0; trial < 300; ++trial) {
    const QueueSpec spec = any_spec(dice);
    INFO(text_of(spec));
    const QueueModel model(spec);
    double rate = model.highest_rpm() * 1e-6;
    Prediction before = model.predict(rate).value();
    while (rate < model.highest_rpm() * 20) {
      rate *= dice.between(1, 1.3);
      const Prediction now = model.predict(rate).value();
      CAPTURE(rate);
      REQUIRE(now.itl_ms >= just_below(before.itl_ms));
      REQUIRE(now.ttft_ms >= just_below(before.ttft_ms));
      REQUIRE(now.wait_ms >= just_below(before.wait_ms));
      REQUIRE(now.rho >= just_below(before.rho));
      REQUIRE(now.throughput_rpm >= just_below(before.throughput_rpm));
      before = now;
    }
  }
}

/// SLOs that a random load of the queue just meets, so that either may bind.
LatencyPair any_slo(Dice& dice, const QueueModel& model) {
  const auto at_some_load = [&] {
    return model.predict(model.highest_rpm() * dice.between(0.05, 0.98)).value();
  };
  LatencyPair slo;
  slo.itl = at_some_load().itl_ms;
  slo.ttft = at_some_load().ttft_ms;
  return slo;
}

TEST_CASE("Replicas do not fall as the rate grows", "[property]") {
  Dice dice(kSeed + 1);
  for (int trial = 0; trial < 200; ++trial) {
    SizingRequest request;
    request.queue = any_spec(dice);
    INFO(text_of(request.queue));
    const QueueModel model(request.queue);
    request.slo = any_slo(dice, model);
    request.min_replicas = std::floor(dice.between(0, 4));
    double before = 0;
    request.rate_rpm = model.highest_rpm() * 0.01;
    while (request.rate_rpm < model.highest_rpm() * 50) {
      CAPTURE(request.rate_rpm);
      const auto sizing = size_variant(request);
      REQUIRE(sizing);
      REQUIRE(sizing->replicas >= before);
      before = sizing->replicas;
      request.rate_rpm *= dice.between(1, 1.6);
    }
    REQUIRE(before > 1);
  }
}

TEST_CASE("Replicas do not fall as an SLO tightens", "[property]") {
  Dice dice(kSeed + 2);
  for (int trial = 0; trial < 200; ++trial) {
    SizingRequest request;
    request.queue = any_spec(dice);
    INFO(text_of(request.queue));
    const QueueModel model(request.queue);
    request.slo = any_slo(dice, model);
    request.rate_rpm = model.highest_rpm() * dice.between(0.5, 100);
    const Latency tightened = trial % 2 == 0 ? Latency::itl : Latency::ttft;
    double before = 0;
    while (const auto sizing = size_variant(request)) {
      CAPTURE(*request.slo[tightened]);
      REQUIRE(sizing->replicas >= before);
      before = sizing->replicas;
      *request.slo[tightened] *= 0.99;
    }
    // Once infeasible, tightening further stays so.
    *request.slo[tightened] *= 0.9;
    REQUIRE_FALSE(size_variant(request));
  }
}

TEST_CASE("A replica at maxRPM meets both SLOs, and 0.1 % above misses one", "[property]") {
  Dice dice(kSeed + 3);
  int bound = 0;
  int missed = 0;
  for (int trial = 0; trial < 500; ++trial) {
    const QueueSpec spec = any_spec(dice);
    INFO(text_of(spec));
    const QueueModel model(spec);
    const LatencyPair slo = any_slo(dice, model);
    const auto capacity = find_capacity(model, slo);
    REQUIRE(capacity);
    const Prediction at = model.predict(capacity->max_rpm).value();
    CHECK(at.itl_ms <= *slo.itl * (1 + 1e-6));
    CHECK(at.ttft_ms <= *slo.ttft * (1 + 1e-6));
    if (!capacity->bound_by) continue;
    ++bound;
    const Prediction above = model.predict(capacity->arrival_rpm * 1.001).value();
    const bool misses = above.itl_ms > *slo.itl || above.ttft_ms > *slo.ttft;
    if (misses) ++missed;
    // Where a latency hardly moves with the load, the bisection's millionth of it is more than 0.1 % of the
    // load.
    const double moved_itl = above.itl_ms / capacity->at_limit.itl_ms - 1;
    const double moved_ttft = above.ttft_ms / capacity->at_limit.ttft_ms - 1;
    CHECK((misses || (*capacity->bound_by == Latency::itl ? moved_itl : moved_ttft) <= 1e-6));
  }
  CHECK(bound > 300);
  CHECK(missed > bound * 9 / 10);
}

/// What a simulation of the queue saw, in batches of equal numbers of accepted requests.
struct Observed {
  static constexpr std::size_t kBatches = 30;
  std::array<double, kBatches> wait_ms{};
  std::array<double, kBatches> concurrency{};
  std::array<double, kBatches> busy{};
  std::array<double, kBatches> gap_ms{};
};

/// Serves `requests` a batch, first come first served, each a random one of those in service leaving at rate
/// μ(n).
Observed simulate(const QueueSpec& spec, double arrivals_per_ms, int requests, Dice& dice) {
  const auto& [alpha, beta, gamma, delta] = spec.parameters;
  const auto batch = static_cast<std::size_t>(spec.max_batch);
  std::size_t in_service = 0;
  std::deque<double> waiting;
  double now = 0;
  Observed observed;
  for (std::size_t part = 0; part <= Observed::kBatches; ++part) {
    double wait = 0;
    double concurrency = 0;
    double busy = 0;
    const double start = now;
    for (int accepted = 0; accepted < requests;) {
      const auto n = static_cast<double>(in_service);
      const double service = gamma + delta * spec.in_tokens * n + (spec.out_tokens - 1) * (alpha + beta * n);
      const double departures = n / service;
      const double step = dice.exponential(arrivals_per_ms + departures);
      now += step;
      busy += n * step;
      if (dice.share() * (arrivals_per_ms + departures) < departures) {
        --in_service;
        if (waiting.empty()) continue;
        wait += now - waiting.front();
        waiting.pop_front();
        ++in_service;
      } else if (in_service < batch) {
        ++in_service;
        ++accepted;
        concurrency += static_cast<double>(in_service);
      } else if (waiting.size() < batch * static_cast<std::size_t>(kQueueRoomBatches)) {
        waiting.push_back(now);
        ++accepted;
        concurrency += spec.max_batch;
      }
    }
    if (part == 0) continue;  // warms up
    observed.wait_ms[part - 1] = wait / requests;
    observed.concurrency[part - 1] = concurrency / requests;
    observed.busy[part - 1] = busy / (now - start);
    observed.gap_ms[part - 1] = (now - start) / requests;
  }
  return observed;
}

/// Whether `expected` lies within four standard errors of the batches' mean, and these tell anything.
void check_mean(const std::array<double, Observed::kBatches>& batches, double expected) {
  const auto count = static_cast<double>(batches.size());
  double mean = 0;
  for (const double value : batches)
    mean += value / count;
  double variance = 0;
  for (const double value : batches)
    variance += (value - mean) * (value - mean) / (count - 1);
  const double standard_error = std::sqrt(variance / count);
  CAPTURE(mean, standard_error, expected);
  CHECK(std::abs(mean - expected) <= 4 * standard_error + 1e-9 * expected);
  CHECK(4 * standard_error <= 0.5 * mean);
}

TEST_CASE("The model agrees with a simulation of the queue", "[property]") {
  struct Setting {
    double batch;
    double load;  ///< share of the top service rate
  };
  // Where waiting, or not waiting, is so rare that most batches never see it, they tell no confidence
  // interval.
  const Setting settings[] = {{1, 0.3}, {1, 0.95},  {2, 0.7},   {4, 1},
                              {8, 0.9}, {32, 0.85}, {32, 0.95}, {64, 0.9}};
  Dice dice(kSeed + 4);
  for (const auto& [batch, load] : settings) {
    const QueueSpec spec{{7.5, 0.3, 15, 0.002}, 500, 60, batch};
    const QueueModel model(spec);
    const double rate = load * model.highest_rpm() / 0.999;
    const Prediction expected = model.predict(rate).value();
    INFO("seed " << kSeed + 4 << ", batch " << batch << ", load " << load);
    const Observed observed = simulate(spec, rate / 60000, 50000, dice);
    check_mean(observed.wait_ms, expected.wait_ms);
    check_mean(observed.concurrency, expected.concurrency);
    check_mean(observed.busy, expected.rho * batch);
    check_mean(observed.gap_ms, 60000 / expected.throughput_rpm);
  }
}

}  // namespace
}  // namespace wvagate
