#include "analysis/model/sizing.hpp"

#include <cmath>
#include <limits>

#include "tests/support/catch.hpp"

namespace wvagate {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

LatencyPair slo_of(std::optional<double> itl, std::optional<double> ttft) {
  LatencyPair slo;
  slo.itl = itl;
  slo.ttft = ttft;
  return slo;
}

/// A batch of one: ITL is 8 ms at any load; service takes 100 ms, prefill 20.
SizingRequest request_of_one(double rate_rpm, LatencyPair slo) {
  return {{{4, 4, 10, 0.1}, 100, 11, 1}, rate_rpm, slo, 1};
}

TEST_CASE("TTFT limits a replica where its SLO is reached") {
  // At λ = μ/2 the wait is 99.4626 ms and 300·4094/4095 requests are served (M/M/1/11).
  const double slo_ttft = 20 + 4083.0 / 4094 / 0.005 - 100;
  const auto sizing = size_variant(request_of_one(1000, slo_of(std::nullopt, slo_ttft)));
  REQUIRE(sizing);
  CHECK(sizing->bound_by == Latency::ttft);
  CHECK(sizing->max_rpm == Approx(300 * 4094.0 / 4095).epsilon(2e-6));
  CHECK(sizing->replicas == 4);
  CHECK(sizing->predicted.throughput_rpm == Approx(250).epsilon(1e-3));
  CHECK(sizing->predicted.ttft_ms < slo_ttft);
}

TEST_CASE("A target that is never reached leaves saturation as the limit") {
  const LatencyPair targets[] = {slo_of(8.5, 1e9), slo_of(std::nullopt, std::nullopt), slo_of(0, 0)};
  for (const LatencyPair& slo : targets) {
    const auto capacity = find_capacity(QueueModel(request_of_one(0, slo).queue), slo);
    REQUIRE(capacity);
    CHECK_FALSE(capacity->bound_by);
    CHECK(capacity->arrival_rpm == Approx(0.999 * 600));
    CHECK(capacity->max_rpm == Approx(550).epsilon(1e-2));
    CHECK(capacity->max_rpm < capacity->arrival_rpm);
  }
}

TEST_CASE("A target that the lowest load misses is infeasible, and says which") {
  CHECK(size_variant(request_of_one(60, slo_of(7.9, 1000))).reason == Infeasible::itl_slo);
  CHECK(size_variant(request_of_one(60, slo_of(10, 19))).reason == Infeasible::ttft_slo);
  CHECK(size_variant(request_of_one(60, slo_of(7.9, 19))).reason == Infeasible::itl_slo);
  CHECK(size_variant(request_of_one(60, slo_of(8, 1000))));
}

TEST_CASE("The smaller of the two limits counts") {
  const QueueSpec queue{{7.5, 0.045, 15, 0.0003}, 600, 1000, 512};
  const QueueModel model(queue);
  const auto itl_limit = find_capacity(model, slo_of(10, std::nullopt));
  const auto ttft_limit = find_capacity(model, slo_of(std::nullopt, 30));
  const auto both = find_capacity(model, slo_of(10, 30));
  REQUIRE(itl_limit);
  REQUIRE(ttft_limit);
  REQUIRE(both);
  CHECK(itl_limit->bound_by == Latency::itl);
  CHECK(ttft_limit->bound_by == Latency::ttft);
  CHECK(itl_limit->at_limit.itl_ms == Approx(10).epsilon(1.01e-6));
  CHECK(ttft_limit->at_limit.ttft_ms == Approx(30).epsilon(1.01e-6));
  CHECK(itl_limit->max_rpm < ttft_limit->max_rpm);
  CHECK(both->max_rpm == itl_limit->max_rpm);
  // ITL 10 is n* = 2.5/0.045 requests in service, each 15 + 0.18·n* + 999·10 ms.
  const double concurrency = 2.5 / 0.045;
  CHECK(itl_limit->at_limit.concurrency == Approx(concurrency).epsilon(1e-5));
  CHECK(itl_limit->at_limit.service_ms == Approx(15 + 0.18 * concurrency + 9990).epsilon(1e-5));
}

TEST_CASE("Replicas are the load over what one takes, rounded up") {
  CHECK(replicas_for(1000, 300, 1) == 4);
  CHECK(replicas_for(900, 300, 1) == 3);
  CHECK(replicas_for(900.001, 300, 1) == 4);
  CHECK(replicas_for(1000, 300, 7) == 7);
  CHECK(replicas_for(1e-320, 300, 0) == 1);
  CHECK(replicas_for(0, 300, 0) == 0);
  CHECK(replicas_for(0, 300, 2) == 2);
}

TEST_CASE("Without load the least number of replicas idles, whatever the SLOs") {
  SizingRequest request = request_of_one(0, slo_of(1, 1));
  request.min_replicas = 3;
  const auto sizing = size_variant(request);
  REQUIRE(sizing);
  CHECK(sizing->replicas == 3);
  CHECK(sizing->predicted.itl_ms == 8);
  CHECK(sizing->predicted.ttft_ms == Approx(10.1));
  CHECK(sizing->max_rpm == Approx(60000 / 18.1));
  CHECK_FALSE(sizing->bound_by);

  request.rate_rpm = 50;
  request.queue.out_tokens = 0;
  CHECK(size_variant(request)->replicas == 3);
}

TEST_CASE("Requests that make no sense are infeasible") {
  const SizingRequest good = request_of_one(60, slo_of(10, 1000));
  REQUIRE(size_variant(good));
  for (const double bad : {-1.0, kNan, kInf}) {
    SizingRequest request = good;
    request.rate_rpm = bad;
    CHECK(size_variant(request).reason == Infeasible::rate);
    request = good;
    request.min_replicas = bad;
    CHECK(size_variant(request).reason == Infeasible::min_replicas);
    request = good;
    request.slo.ttft = bad;
    CHECK(size_variant(request).reason == Infeasible::slo);
    request = good;
    request.queue.parameters.beta = bad;
    CHECK(size_variant(request).reason == Infeasible::parameters);
    request = good;
    request.queue.max_batch = bad;
    CHECK(size_variant(request).reason == Infeasible::max_batch);
  }
  SizingRequest endless = good;
  endless.rate_rpm = std::numeric_limits<double>::max();
  endless.queue.parameters.gamma = 1e90;
  endless.slo = {};
  CHECK(size_variant(endless).reason == Infeasible::rate);
}

}  // namespace
}  // namespace wvagate
