#include "analysis/model/queue_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "tests/support/catch.hpp"

namespace wvagate {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

/// service(n) = 50 + 50·n ms; ITL = 4 + 4·n, prefill = 10 + 10·n.
QueueSpec hand_spec(double max_batch) {
  return {{4, 4, 10, 0.1}, 100, 11, max_batch};
}

/// A 8B model on a large accelerator, roughly.
QueueSpec usual_spec(double max_batch) {
  return {{7.5, 0.045, 15, 0.0003}, 600, 1000, max_batch};
}

/// The published formulas, state by state in logs, as they stand.
Prediction predict_literally(const QueueSpec& spec, double rate_rpm) {
  const auto [alpha, beta, gamma, delta] = spec.parameters;
  const double arrivals = rate_rpm / 60000;
  const int batch = static_cast<int>(spec.max_batch);
  const int capacity = 11 * batch;
  const double decodes = spec.out_tokens - 1;
  const auto prefill = [&spec](double n) {
    const PerfParameters& p = spec.parameters;
    return spec.in_tokens > 0 ? p.gamma + p.delta * spec.in_tokens * n : 0;
  };
  std::vector<double> weights(static_cast<std::size_t>(capacity) + 1, 0.0);
  for (int n = 1; n <= capacity; ++n) {
    const double served = std::min(n, batch);
    const double rate = served / (prefill(served) + decodes * (alpha + beta * served));
    const auto i = static_cast<std::size_t>(n);
    weights[i] = weights[i - 1] + std::log(arrivals / rate);
  }
  const double largest = *std::max_element(weights.begin(), weights.end());
  double total = 0;
  double in_system = 0;
  double in_service = 0;
  for (int n = 0; n <= capacity; ++n) {
    double& weight = weights[static_cast<std::size_t>(n)];
    weight = std::exp(weight - largest);
    total += weight;
    in_system += n * weight;
    in_service += std::min(n, batch) * weight;
  }
  const double throughput = arrivals * (1 - weights.back() / total);
  const double service = in_service / total / throughput;
  Prediction result;
  result.wait_ms = std::max(in_system / total / throughput - service, 0.0);
  result.service_ms = service;
  const double excess = service - (gamma + alpha * decodes);
  result.concurrency = std::clamp(excess / (delta * spec.in_tokens + beta * decodes), 0.0, spec.max_batch);
  result.itl_ms = alpha + beta * result.concurrency;
  result.ttft_ms = result.wait_ms + prefill(result.concurrency);
  result.rho = in_service / total / batch;
  result.throughput_rpm = throughput * 60000;
  return result;
}

void check_sane(const Prediction& prediction, const QueueSpec& spec, double rate_rpm) {
  CAPTURE(spec.parameters.alpha, spec.parameters.beta, spec.parameters.gamma, spec.parameters.delta);
  CAPTURE(spec.in_tokens, spec.out_tokens, spec.max_batch, rate_rpm);
  for (const double value : {prediction.itl_ms, prediction.ttft_ms, prediction.wait_ms, prediction.service_ms,
                             prediction.rho, prediction.throughput_rpm, prediction.concurrency}) {
    REQUIRE(std::isfinite(value));
    REQUIRE(value >= 0);
  }
  REQUIRE(prediction.rho <= 1);
  REQUIRE(prediction.concurrency <= spec.max_batch);
  REQUIRE(prediction.throughput_rpm <= rate_rpm * (1 + 1e-12));
}

TEST_CASE("A batch of one is the textbook M/M/1/K queue") {
  // Service takes 100 ms, so μ = 600 requests a minute; K = 11.
  const QueueModel model(hand_spec(1));

  SECTION("at half load") {
    const auto prediction = model.predict(300);
    REQUIRE(prediction);
    // p(n) = 2^(11−n) / 4095: p(0) = 2048/4095, p(11) = 1/4095, L = Σ n·2^(11−n) / 4095 = 4083/4095.
    CHECK(prediction->throughput_rpm == Approx(300 * 4094.0 / 4095));
    CHECK(prediction->rho == Approx(2047.0 / 4095));
    CHECK(prediction->service_ms == Approx(100));
    CHECK(prediction->wait_ms == Approx(4083.0 / 4094 / 0.005 - 100));
    CHECK(prediction->wait_ms == Approx(99.4626).epsilon(1e-5));
    CHECK(prediction->concurrency == Approx(1));
    CHECK(prediction->itl_ms == Approx(8));
    CHECK(prediction->ttft_ms == Approx(119.4626).epsilon(1e-5));
  }
  SECTION("at full load all states are alike") {
    const auto prediction = model.predict(600);
    REQUIRE(prediction);
    CHECK(prediction->throughput_rpm == Approx(550));
    CHECK(prediction->rho == Approx(11.0 / 12));
    CHECK(prediction->wait_ms == Approx(500));
    CHECK(prediction->ttft_ms == Approx(520));
  }
  SECTION("at double load the states run the other way round") {
    const auto prediction = model.predict(1200);
    REQUIRE(prediction);
    // p(n) = 2^n / 4095: L = 11 − 4083/4095 = 40962/4095, throughput = 1200·(1 − 2048/4095).
    CHECK(prediction->throughput_rpm == Approx(1200 * 2047.0 / 4095));
    CHECK(prediction->rho == Approx(4094.0 / 4095));
    CHECK(prediction->wait_ms == Approx(40962.0 / 2047 / 0.02 - 100));
  }
  SECTION("far beyond saturation one is served and ten wait") {
    for (const double rate : {1e12, 1e100, 1e300, std::numeric_limits<double>::max()}) {
      const auto prediction = model.predict(rate);
      REQUIRE(prediction);
      CHECK(prediction->throughput_rpm == Approx(600));
      CHECK(prediction->wait_ms == Approx(1000));
      CHECK(prediction->rho == Approx(1));
    }
  }
}

TEST_CASE("A batch of two, by hand") {
  // service(1) = 100 and service(2) = 150 ms: μ(1) = 1/100, μ(2) = 1/75. λ = 1/100: the weights are 1, 1,
  // then ¾^j for j = 1…21, up to K = 22.
  const double last = std::pow(0.75, 21);
  const double full = 3 * (1 - last);
  const double accepted = 2 + full - last;
  const auto prediction = QueueModel(hand_spec(2)).predict(600);
  REQUIRE(prediction);
  CHECK(prediction->throughput_rpm == Approx(600 * accepted / (2 + full)));
  CHECK(prediction->rho == Approx((0.5 + full) / (2 + full)));
  // An accepted request finds itself alone (state 0) or one of two.
  const double concurrency = (1 + 2 * (accepted - 1)) / accepted;
  CHECK(prediction->concurrency == Approx(concurrency));
  CHECK(prediction->concurrency == Approx(1.7995).epsilon(1e-4));
  CHECK(prediction->itl_ms == Approx(4 + 4 * concurrency));
  CHECK(prediction->service_ms == Approx(50 + 50 * concurrency));
  double waiting = 0;
  for (int j = 2; j <= 21; ++j)
    waiting += (j - 1) * std::pow(0.75, j);
  CHECK(prediction->wait_ms == Approx(waiting / accepted * 100));
  CHECK(prediction->ttft_ms == Approx(10 + 10 * concurrency + waiting / accepted * 100));
}

TEST_CASE("The model agrees with the published formulas evaluated state by state") {
  for (const double batch : {1.0, 2.0, 3.0, 16.0, 256.0, 512.0, 4096.0}) {
    const QueueSpec spec = usual_spec(batch);
    const QueueModel model(spec);
    for (const double share : {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0, 1.001, 1.01, 1.5, 20.0}) {
      const double rate = share * model.highest_rpm() / 0.999;
      CAPTURE(batch, share, rate);
      const auto prediction = model.predict(rate);
      REQUIRE(prediction);
      const Prediction expected = predict_literally(spec, rate);
      CHECK(prediction->itl_ms == Approx(expected.itl_ms).epsilon(1e-9));
      CHECK(prediction->concurrency == Approx(expected.concurrency).epsilon(1e-8));
      CHECK(prediction->wait_ms == Approx(expected.wait_ms).epsilon(1e-8).margin(1e-6));
      CHECK(prediction->ttft_ms == Approx(expected.ttft_ms).epsilon(1e-8).margin(1e-6));
      CHECK(prediction->rho == Approx(expected.rho).epsilon(1e-9));
      CHECK(prediction->throughput_rpm == Approx(expected.throughput_rpm).epsilon(1e-9));
    }
  }
}

TEST_CASE("Nothing arriving has an answer of its own") {
  const PerfParameters parameters{7.5, 0.5, 15, 0.25};
  const QueueSpec idle{parameters, 0, 0, 512};
  const auto prediction = predict(idle, 0);
  REQUIRE(prediction);
  CHECK(prediction->itl_ms == 8);
  CHECK(prediction->ttft_ms == 15.25);
  CHECK(prediction->rho == 0);
  CHECK(prediction->throughput_rpm == 0);
  CHECK(prediction->wait_ms == 0);
  // 512 requests at a time, each γ + δ + α + 512·β = 278.75 ms.
  CHECK(no_load_max_rpm(idle) == Approx(60000 * 512 / 278.75));

  CHECK(is_no_load(idle, 5));
  CHECK(is_no_load({parameters, 10, 0.5, 512}, 5));
  CHECK(is_no_load({parameters, 10, 10, 512}, 0));
  CHECK_FALSE(is_no_load({parameters, 10, 1, 512}, 5));
  CHECK(predict({parameters, 10, 0, 512}, 100)->ttft_ms == 15.25);
}

TEST_CASE("The limit of small loads is one request alone") {
  for (const double rate : {0.0, 1e-300, 1e-200, 1e-9}) {
    const auto prediction = QueueModel(hand_spec(512)).predict(rate);
    REQUIRE(prediction);
    CHECK(prediction->itl_ms == Approx(8));
    CHECK(prediction->ttft_ms == Approx(20));
    CHECK(prediction->service_ms == Approx(100));
    CHECK(prediction->wait_ms == Approx(0).margin(1e-12));
    CHECK(prediction->throughput_rpm == Approx(rate));
    CHECK(prediction->rho == Approx(rate * 100 / 60000 / 512));
  }
}

TEST_CASE("Requests without a prompt") {
  SECTION("have no prefill, yet one is taken off the service time") {
    // service(1) = 10·8 = 80 ms; n* = (80 − (10 + 40)) / 40 = 0.75.
    const QueueSpec spec{{4, 4, 10, 0.1}, 0, 11, 1};
    const auto prediction = QueueModel(spec).predict(1e-6);
    REQUIRE(prediction);
    CHECK(prediction->service_ms == Approx(80));
    CHECK(prediction->concurrency == Approx(0.75));
    CHECK(prediction->itl_ms == Approx(7));
    CHECK(prediction->ttft_ms == Approx(0).margin(1e-6));
  }
  SECTION("and of one token take one decode") {
    // service(1) = 8 ms, less than γ: the published n* is −∞, cut to 0; with γ = 0 it is +∞, cut to N.
    const auto small = QueueModel({{4, 4, 10, 0.1}, 0, 1, 16}).predict(60);
    REQUIRE(small);
    CHECK(small->service_ms == Approx(8.032).epsilon(1e-3));
    CHECK(small->itl_ms == 4);
    const auto large = QueueModel({{4, 4, 0, 0.1}, 0, 1, 16}).predict(60);
    REQUIRE(large);
    CHECK(large->itl_ms == 4 + 16 * 4);
  }
  SECTION("one token after a prompt needs the prefill alone") {
    const auto prediction = QueueModel({{4, 4, 10, 0.1}, 100, 1, 1}).predict(300);
    REQUIRE(prediction);
    CHECK(prediction->service_ms == Approx(20));
  }
}

TEST_CASE("A service time that does not depend on the batch leaves the mean found in service") {
  // 0/0 in the published formula. N = 2, service 100 ms always: μ(1) = 1/100, μ(2) = 1/50.
  const auto prediction = QueueModel({{10, 0, 0, 0}, 100, 11, 2}).predict(60);
  REQUIRE(prediction);
  CHECK(prediction->service_ms == Approx(100));
  CHECK(prediction->itl_ms == 10);
  CHECK(prediction->concurrency > 1);
  CHECK(prediction->concurrency < 1.2);
}

TEST_CASE("What makes no queue is refused with its reason") {
  const QueueSpec good = hand_spec(8);
  REQUIRE_FALSE(find_fault(good));
  const auto with_parameters = [&](PerfParameters parameters) {
    QueueSpec spec = good;
    spec.parameters = parameters;
    return find_fault(spec);
  };
  CHECK(with_parameters({-1, 4, 10, 0.1}) == Infeasible::parameters);
  CHECK(with_parameters({4, -4, 10, 0.1}) == Infeasible::parameters);
  CHECK(with_parameters({4, 4, kNan, 0.1}) == Infeasible::parameters);
  CHECK(with_parameters({4, 4, 10, kInf}) == Infeasible::parameters);
  CHECK(with_parameters({1e308, 1e308, 1e308, 1e308}) == Infeasible::parameters);
  CHECK(with_parameters({0, 0, 0, 0}) == Infeasible::parameters);
  CHECK(with_parameters({1e-200, 0, 0, 0}) == Infeasible::parameters);
  CHECK_FALSE(with_parameters({0, 0, 0, 1e-9}));
  for (const double tokens : {-1.0, kNan, kInf}) {
    QueueSpec spec = good;
    spec.in_tokens = tokens;
    CHECK(find_fault(spec) == Infeasible::tokens);
    spec = good;
    spec.out_tokens = tokens;
    CHECK(find_fault(spec) == Infeasible::tokens);
  }
  for (const double batch : {0.0, -1.0, 0.5, 2.5, 65537.0, 1e18, kNan, kInf}) {
    CHECK(find_fault(hand_spec(batch)) == Infeasible::max_batch);
    CHECK_FALSE(predict(hand_spec(batch), 60));
  }
  for (const double rate : {-1.0, kNan, kInf, -kInf}) {
    CHECK_FALSE(predict(good, rate));
    CHECK_FALSE(QueueModel(good).predict(rate));
  }
  CHECK_THROWS_AS(QueueModel(hand_spec(0)), std::invalid_argument);
  CHECK_THROWS_AS(QueueModel({good.parameters, 10, 0, 8}), std::invalid_argument);
  CHECK(describe(Infeasible::parameters) == "the performance parameters give no service time");
}

TEST_CASE("Whatever comes in, what comes out is absent or a number") {
  const std::vector<double> amounts{0, 1e-300, 1e-12, 1, 1e6, 1e60, 1e100, 1e300, -1, kNan, kInf};
  const std::vector<double> token_counts{0, 0.5, 1, 1.5, 2, 4096, 1e9, 1e300, kNan};
  std::size_t answers = 0;
  for (const double alpha_gamma : amounts) {
    for (const double beta_delta : amounts) {
      for (const double in_tokens : token_counts) {
        for (const double out_tokens : token_counts) {
          for (const double batch : {1.0, 7.0, 4096.0}) {
            const QueueSpec spec{
                {alpha_gamma, beta_delta, alpha_gamma, beta_delta}, in_tokens, out_tokens, batch};
            for (const double rate : {0.0, 1e-320, 1e-9, 600.0, 1e9, 1e300, kNan, kInf}) {
              const auto prediction = predict(spec, rate);
              if (!prediction) continue;
              ++answers;
              check_sane(*prediction, spec, rate);
            }
          }
        }
      }
    }
  }
  CHECK(answers > 10000);
}

TEST_CASE("The search range of sizing is a thousandth of the slowest and nearly all of the fastest service") {
  const QueueModel model(hand_spec(2));
  CHECK(model.lowest_rpm() == Approx(0.6));
  CHECK(model.highest_rpm() == Approx(0.999 * 800));
}

}  // namespace
}  // namespace wvagate
