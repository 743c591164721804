#include "analysis/model/queue_model.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace wvagate {

namespace {

constexpr double kMsPerMinute = 60000;
constexpr double kShortestServiceMs = 1e-100;
constexpr double kLongestServiceMs = 1e100;

/// Arrivals beyond this multiple of the top service rate change no digit of the answer.
constexpr double kFarBeyondSaturation = 1e100;

/// A state that adds less than this share to the sums adds nothing, and nor do those further from the
/// likeliest one.
constexpr double kNegligible = 1e-25;

bool is_amount(double value) {
  return std::isfinite(value) && value >= 0;
}

/// Service time of a request among n: base + slope·n.
struct ServiceTime {
  double base_ms;
  double slope_ms;
};

/// A request of no prompt and one token still takes one decode.
ServiceTime service_time(const QueueSpec& spec) {
  const auto& [alpha, beta, gamma, delta] = spec.parameters;
  const bool has_prompt = spec.in_tokens > 0;
  const double decodes = !has_prompt && spec.out_tokens == 1 ? 1 : spec.out_tokens - 1;
  return {(has_prompt ? gamma : 0) + alpha * decodes, delta * spec.in_tokens + beta * decodes};
}

struct GeometricSums {
  double terms = 0;    ///< Σ ratio^i over 0 ≤ i < count
  double indices = 0;  ///< Σ i·ratio^i over the same
  double next = 1;     ///< ratio^count
};

/// Sums by doubling the count, so that all terms are positive and a ratio of 1 is nothing special. 0 ≤ ratio
/// ≤ 1.
GeometricSums sum_geometric(double ratio, unsigned count) {
  GeometricSums sums;
  double done = 0;
  unsigned bit = 1;
  while (bit <= count / 2)
    bit *= 2;
  for (; bit > 0; bit /= 2) {
    sums.indices += sums.next * (sums.indices + done * sums.terms);
    sums.terms += sums.next * sums.terms;
    sums.next *= sums.next;
    done *= 2;
    if ((count & bit) == 0) continue;
    sums.indices += done * sums.next;
    sums.terms += sums.next;
    sums.next *= ratio;
    done += 1;
  }
  return sums;
}

}  // namespace

/// Sums of unnormalised state weights.
struct QueueModel::StateSums {
  double below = 0;         ///< Σ w(n) over n < N
  double below_moment = 0;  ///< Σ n·w(n) over n < N
  double full = 0;          ///< Σ w(n) over N ≤ n < K
  double last = 0;          ///< w(K)
  double waiting = 0;       ///< Σ (n − N)·w(n) over n > N
};

std::string_view describe(Infeasible reason) {
  switch (reason) {
    case Infeasible::parameters:
      return "the performance parameters give no service time";
    case Infeasible::tokens:
      return "the token counts are not numbers from 0 up";
    case Infeasible::max_batch:
      return "the batch limit is not a whole number from 1 to 65536";
    case Infeasible::rate:
      return "the arrival rate is not a number from 0 up";
    case Infeasible::min_replicas:
      return "the least number of replicas is not a number from 0 up";
    case Infeasible::slo:
      return "an SLO is not a number from 0 up";
    case Infeasible::itl_slo:
      return "ITL misses its SLO at the lowest load already";
    case Infeasible::ttft_slo:
      return "TTFT misses its SLO at the lowest load already";
  }
  return "unknown";
}

std::optional<Infeasible> find_fault(const QueueSpec& spec) {
  const auto& [alpha, beta, gamma, delta] = spec.parameters;
  for (const double parameter : {alpha, beta, gamma, delta}) {
    if (!is_amount(parameter) || parameter > kLongestServiceMs) return Infeasible::parameters;
  }
  if (!is_amount(spec.in_tokens) || !is_amount(spec.out_tokens)) return Infeasible::tokens;
  if (!(spec.max_batch >= 1 && spec.max_batch <= kLargestBatch) ||
      spec.max_batch != std::floor(spec.max_batch)) {
    return Infeasible::max_batch;
  }
  if (spec.out_tokens < 1) return std::nullopt;
  const auto [base, slope] = service_time(spec);
  if (!(base + slope >= kShortestServiceMs)) return Infeasible::parameters;
  if (!(base + slope * spec.max_batch <= kLongestServiceMs)) return Infeasible::parameters;
  return std::nullopt;
}

QueueModel::QueueModel(const QueueSpec& spec) : spec_(spec) {
  if (find_fault(spec) || spec.out_tokens < 1) throw std::invalid_argument("QueueModel: infeasible spec");
  const ServiceTime service = service_time(spec);
  base_ms_ = service.base_ms;
  slope_ms_ = service.slope_ms;
}

double QueueModel::lowest_rpm() const {
  return 0.001 * kMsPerMinute / service_ms(1);
}

double QueueModel::highest_rpm() const {
  return 0.999 * kMsPerMinute * spec_.max_batch / service_ms(spec_.max_batch);
}

/// Adds the states from `first` down to 0, where w(first) = `weight`.
void QueueModel::sum_below(double first, double weight, double arrivals_per_ms, StateSums& sums) const {
  const double gap_ms = 1 / arrivals_per_ms;
  double n = first;
  while (n >= 0) {
    sums.below += weight;
    sums.below_moment += n * weight;
    if (weight < kNegligible * sums.below) break;
    weight *= n / service_ms(n) * gap_ms;
    n -= 1;
  }
}

QueueModel::StateSums QueueModel::sum_states(double arrivals_per_ms) const {
  StateSums sums;
  const double batch = spec_.max_batch;
  const auto room = static_cast<unsigned>(batch) * kQueueRoomBatches;
  const double full_ratio = arrivals_per_ms * (service_ms(batch) / batch);
  if (full_ratio > 1) {
    // The likeliest state is K; w(K) = 1.
    const GeometricSums tail = sum_geometric(1 / full_ratio, room);
    sums.last = 1;
    sums.full = tail.terms / full_ratio;
    sums.waiting = room * tail.terms - tail.indices;
    const double weight = tail.next * (batch / service_ms(batch)) / arrivals_per_ms;
    if (weight > 0) sum_below(batch - 1, weight, arrivals_per_ms, sums);
    return sums;
  }
  // The likeliest state is the last n with λ ≥ μ(n), as μ does not fall; w(mode) = 1.
  const double idle_share = 1 - arrivals_per_ms * slope_ms_;
  const double mode =
      idle_share > 0 ? std::min(std::floor(arrivals_per_ms * base_ms_ / idle_share), batch) : batch;
  if (mode >= 1) sum_below(mode - 1, mode / service_ms(mode) / arrivals_per_ms, arrivals_per_ms, sums);
  double weight = 1;
  double n = mode;
  while (n < batch) {
    sums.below += weight;
    sums.below_moment += n * weight;
    if (n * weight < kNegligible * sums.below_moment) return sums;
    n += 1;
    weight *= arrivals_per_ms * (service_ms(n) / n);
  }
  const GeometricSums tail = sum_geometric(full_ratio, room);
  sums.full = weight * tail.terms;
  sums.last = weight * tail.next;
  sums.waiting = weight * (tail.indices + room * tail.next);
  return sums;
}

/// n* of the published formula, which takes a prefill off the service time even where there is no prompt;
/// what a request finds on average where that formula divides 0 by 0.
double QueueModel::effective_concurrency(double mean_in_service) const {
  if (spec_.in_tokens > 0) return mean_in_service;
  const auto& [alpha, beta, gamma, delta] = spec_.parameters;
  const double slope_ms = beta * (spec_.out_tokens - 1);
  const double excess_ms = service_ms(mean_in_service) - (gamma + alpha * (spec_.out_tokens - 1));
  if (slope_ms > 0) return std::clamp(excess_ms / slope_ms, 0.0, spec_.max_batch);
  if (spec_.out_tokens > 1) return gamma > 0 ? 0 : mean_in_service;
  if (excess_ms == 0) return mean_in_service;
  return excess_ms > 0 ? spec_.max_batch : 0;
}

std::optional<Prediction> QueueModel::predict(double rate_rpm) const {
  if (!is_amount(rate_rpm)) return std::nullopt;
  const double batch = spec_.max_batch;
  const double arrivals_per_ms =
      std::min(rate_rpm / kMsPerMinute, kFarBeyondSaturation * (batch / service_ms(batch)));
  const StateSums sums = sum_states(arrivals_per_ms);
  const double accepted = sums.below + sums.full;
  const double total = accepted + sums.last;
  const double mean_in_service =
      std::min((sums.below_moment + sums.below + batch * sums.full) / accepted, batch);

  Prediction prediction;
  prediction.concurrency = effective_concurrency(mean_in_service);
  prediction.service_ms = service_ms(mean_in_service);
  prediction.wait_ms = sums.waiting > 0 ? sums.waiting / accepted / arrivals_per_ms : 0;
  prediction.rho = std::min((sums.below_moment / batch + sums.full + sums.last) / total, 1.0);
  prediction.throughput_rpm = kMsPerMinute * arrivals_per_ms * (accepted / total);
  const auto& [alpha, beta, gamma, delta] = spec_.parameters;
  prediction.itl_ms = alpha + beta * prediction.concurrency;
  prediction.ttft_ms = prediction.wait_ms;
  if (spec_.in_tokens > 0) prediction.ttft_ms += gamma + delta * spec_.in_tokens * prediction.concurrency;
  return prediction;
}

Prediction predict_no_load(const PerfParameters& parameters) {
  Prediction prediction;
  prediction.itl_ms = parameters.alpha + parameters.beta;
  prediction.ttft_ms = parameters.gamma + parameters.delta;
  return prediction;
}

double no_load_max_rpm(const QueueSpec& spec) {
  const auto& [alpha, beta, gamma, delta] = spec.parameters;
  const double request_ms = gamma + delta + alpha + beta * spec.max_batch;
  return request_ms > 0 ? kMsPerMinute * spec.max_batch / request_ms : 0;
}

bool is_no_load(const QueueSpec& spec, double rate_rpm) {
  return rate_rpm == 0 || spec.out_tokens < 1;
}

std::optional<Prediction> predict(const QueueSpec& spec, double rate_rpm) {
  if (!is_amount(rate_rpm) || find_fault(spec)) return std::nullopt;
  if (is_no_load(spec, rate_rpm)) return predict_no_load(spec.parameters);
  return QueueModel(spec).predict(rate_rpm);
}

}  // namespace wvagate
