#include "analysis/model/calibration_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/model/calibration_solver.hpp"
#include "analysis/statistics/summary.hpp"

namespace wvagate {
namespace {

constexpr int kMostOverloadRounds = 4;
constexpr int kMostOutlierRounds = 20;

/// Observations that are enough to find out where the search should start.
constexpr std::size_t kEnoughToStart = 100;

/// Least standard deviation of a residual, in mean latencies.
constexpr double kLeastDeviation = 0.005;

/// Keeping a parameter is too costly where the loss rises by more than this in units of what one parameter
/// would on average: about the 99 % quantile of F with 1 and 12 to 60 degrees of freedom.
constexpr double kClearlyWorse = 8;

/// A Jacobian with a larger condition number is taken for rank-deficient.
constexpr double kWorstCondition = 1e6;

using Indices = std::vector<std::size_t>;

std::vector<FitPoint> pick(std::span<const FitPoint> observations, const Indices& indices) {
  std::vector<FitPoint> picked;
  picked.reserve(indices.size());
  for (const std::size_t i : indices)
    picked.push_back(observations[i]);
  return picked;
}

std::size_t index_of(Parameter parameter) {
  return static_cast<std::size_t>(parameter);
}

/// One calibration in the making.
class Fitter {
 public:
  Fitter(std::span<const FitPoint> observations, const std::optional<PerfParameters>& in_force,
         const CalibrationOptions& options)
      : all_(observations), in_force_(in_force), options_(options), left_out_(observations.size()) {}

  FitOutcome run();

 private:
  bool few(const Indices& indices) const { return indices.size() < options_.min_samples; }
  Indices without_overload(const PerfParameters& parameters) const;
  void use(const Indices& indices);
  void keep(Parameter parameter, ParameterStatus status);
  void keep_unmeasured();
  void keep_constant();
  void search();
  void polish() { parameters_ = minimize(data_, options_.loss_scale, free_, parameters_).parameters; }
  void settle_overload();
  void drop_outliers();
  Indices find_outliers() const;
  void keep_uncertain();
  bool clearly_worse_without(Parameter parameter) const;
  CalibrationFit describe_fit() const;

  std::span<const FitPoint> all_;
  std::optional<PerfParameters> in_force_;
  const CalibrationOptions& options_;
  std::vector<std::optional<LeftOut>> left_out_;

  Indices candidates_;          ///< settled observations
  Indices used_;                ///< of these, those that are fitted
  std::vector<FitPoint> data_;  ///< the observations that used_ names
  FreeParameters free_{true, true, true, true};
  std::array<ParameterStatus, kParameterCount> status_{};
  PerfParameters parameters_;
  FitUncertainty uncertainty_;
};

FitOutcome Fitter::run() {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (all_[i].settled) {
      candidates_.push_back(i);
    } else {
      left_out_[i] = LeftOut::replica_change;
    }
  }
  if (few(candidates_)) return {.fit = std::nullopt, .left_out = left_out_};
  used_ = in_force_ ? without_overload(*in_force_) : candidates_;
  if (few(used_)) used_ = candidates_;
  use(used_);
  parameters_ = in_force_ ? *in_force_ : regress_parameters(data_);
  keep_unmeasured();
  search();
  settle_overload();
  drop_outliers();
  keep_constant();
  keep_uncertain();
  // used_ is an ordered part of candidates_; what neither outlier nor used is was overloaded.
  auto next_used = used_.begin();
  for (const std::size_t i : candidates_) {
    if (next_used != used_.end() && *next_used == i) {
      ++next_used;
    } else if (!left_out_[i]) {
      left_out_[i] = LeftOut::overload;
    }
  }
  return {.fit = describe_fit(), .left_out = left_out_};
}

Indices Fitter::without_overload(const PerfParameters& parameters) const {
  Indices indices;
  for (const std::size_t i : candidates_) {
    const auto prediction = all_[i].predict(parameters);
    if (prediction && prediction->rho < options_.overload_rho) indices.push_back(i);
  }
  return indices;
}

void Fitter::use(const Indices& indices) {
  used_ = indices;
  data_ = pick(all_, used_);
}

void Fitter::keep(Parameter parameter, ParameterStatus status) {
  free_[index_of(parameter)] = false;
  status_[index_of(parameter)] = status;
  if (in_force_) parameter_of(parameters_, parameter) = parameter_of(*in_force_, parameter);
}

void Fitter::keep_unmeasured() {
  const auto any = [&](auto holds) { return std::any_of(data_.begin(), data_.end(), holds); };
  if (!any([](const FitPoint& o) { return o.observed.itl.has_value(); })) {
    keep(Parameter::alpha, ParameterStatus::not_measured);
    keep(Parameter::beta, ParameterStatus::not_measured);
  }
  if (!any([](const FitPoint& o) { return o.observed.ttft && o.in_tokens > 0; })) {
    keep(Parameter::gamma, ParameterStatus::not_measured);
    keep(Parameter::delta, ParameterStatus::not_measured);
  }
}

void Fitter::keep_constant() {
  std::vector<double> concurrency;
  std::vector<double> prompt_load;
  for (const FitPoint& observation : data_) {
    const auto prediction = observation.predict(parameters_);
    if (!prediction) continue;
    if (observation.observed.itl) concurrency.push_back(prediction->concurrency);
    if (observation.observed.ttft) prompt_load.push_back(prediction->concurrency * observation.in_tokens);
  }
  const auto is_constant = [&](const std::vector<double>& loads) {
    const auto mean = statistics::mean(loads);
    const auto deviation = statistics::standard_deviation(loads);
    return !mean || !deviation || !(*deviation >= options_.least_variation * *mean) || !(*mean > 0);
  };
  const auto keep_if = [&](Parameter parameter, bool constant) {
    if (!free_[index_of(parameter)] || !constant) return;
    if (clearly_worse_without(parameter)) {
      free_[index_of(parameter)] = false;
      status_[index_of(parameter)] = ParameterStatus::contradicted;
      return;
    }
    keep(parameter, ParameterStatus::load_constant);
    polish();
  };
  const bool constant_concurrency = is_constant(concurrency);
  const bool constant_prompt_load = is_constant(prompt_load);
  keep_if(Parameter::beta, constant_concurrency);
  keep_if(Parameter::delta, constant_prompt_load);
}

/// The best of what several starts lead to; where there is much data, on as much of it as tells them apart.
void Fitter::search() {
  const std::size_t step = (data_.size() + kEnoughToStart - 1) / kEnoughToStart;
  std::vector<FitPoint> sample;
  for (std::size_t i = 0; i < data_.size(); i += step)
    sample.push_back(data_[i]);
  const PerfParameters start = parameters_;
  Minimum best = minimize(sample, options_.loss_scale, free_, start);
  PerfParameters other = regress_parameters(data_);
  PerfParameters flat = other;
  flat.beta *= 0.1;
  flat.delta *= 0.1;
  for (PerfParameters candidate : {other, flat}) {
    for (const Parameter parameter : kParameters) {
      if (!free_[index_of(parameter)]) parameter_of(candidate, parameter) = parameter_of(start, parameter);
    }
    const Minimum minimum = minimize(sample, options_.loss_scale, free_, candidate);
    if (minimum.loss < best.loss) best = minimum;
  }
  parameters_ = best.parameters;
  if (step > 1) polish();
}

void Fitter::settle_overload() {
  for (int round = 0; round < kMostOverloadRounds; ++round) {
    const Indices next = without_overload(parameters_);
    if (next == used_ || few(next)) return;
    use(next);
    search();
  }
}

/// Positions in used_ of observations beyond the allowed deviation, the furthest first.
Indices Fitter::find_outliers() const {
  std::vector<double> furthest(data_.size(), 0);
  for (const Latency latency : kLatencies) {
    std::vector<double> distances;
    std::vector<double> values;
    Indices positions;
    for (std::size_t i = 0; i < data_.size(); ++i) {
      const auto& observed = data_[i].observed[latency];
      const auto prediction = data_[i].predict(parameters_);
      if (!observed || !prediction) continue;
      values.push_back(*observed);
      distances.push_back(
          std::abs(*observed - (latency == Latency::itl ? prediction->itl_ms : prediction->ttft_ms)));
      positions.push_back(i);
    }
    if (distances.size() < 3) continue;
    const double mean = *statistics::mean(values);
    double squares = 0;
    for (double& distance : distances) {
      distance /= mean;
      squares += std::pow(std::min(distance, 1.0), 2);
    }
    // A latency is fitted by two parameters.
    const double deviation = std::sqrt(squares / static_cast<double>(distances.size() - 2));
    const double allowed = options_.outlier_deviations * std::max(deviation, kLeastDeviation);
    for (std::size_t k = 0; k < positions.size(); ++k)
      furthest[positions[k]] = std::max(furthest[positions[k]], distances[k] / allowed);
  }
  Indices outliers;
  for (std::size_t i = 0; i < furthest.size(); ++i) {
    if (furthest[i] > 1) outliers.push_back(i);
  }
  std::stable_sort(outliers.begin(), outliers.end(),
                   [&](std::size_t a, std::size_t b) { return furthest[a] > furthest[b]; });
  return outliers;
}

void Fitter::drop_outliers() {
  for (int round = 0; round < kMostOutlierRounds; ++round) {
    Indices outliers = find_outliers();
    outliers.resize(std::min(outliers.size(), used_.size() - std::min(used_.size(), options_.min_samples)));
    if (outliers.empty()) return;
    for (const std::size_t position : outliers)
      left_out_[used_[position]] = LeftOut::outlier;
    Indices kept = used_;
    std::erase_if(kept, [&](std::size_t i) { return left_out_[i].has_value(); });
    use(kept);
    polish();
  }
}

bool Fitter::clearly_worse_without(Parameter parameter) const {
  if (!in_force_) return false;
  FreeParameters fewer = free_;
  fewer[index_of(parameter)] = false;
  PerfParameters kept = parameters_;
  parameter_of(kept, parameter) = parameter_of(*in_force_, parameter);
  const Minimum free_minimum = minimize(data_, options_.loss_scale, free_, parameters_);
  const Minimum kept_minimum = minimize(data_, options_.loss_scale, fewer, kept);
  double freedom = -static_cast<double>(std::count(free_.begin(), free_.end(), true));
  for (const FitPoint& observation : data_)
    freedom += (observation.observed.itl ? 1 : 0) + (observation.observed.ttft ? 1 : 0);
  freedom = std::max(freedom, 1.0);
  return kept_minimum.loss - free_minimum.loss > kClearlyWorse * free_minimum.loss / freedom;
}

void Fitter::keep_uncertain() {
  const double widest = std::log(options_.widest_factor);
  while (true) {
    uncertainty_ = estimate_uncertainty(data_, options_.loss_scale, free_, parameters_);
    std::optional<Parameter> worst;
    double widest_found = 0;
    for (const Parameter parameter : kParameters) {
      const std::size_t i = index_of(parameter);
      if (!free_[i] || status_[i] == ParameterStatus::near_zero) continue;
      const double half_width = uncertainty_.half_width(parameter);
      if (half_width <= widest || half_width <= widest_found) continue;
      widest_found = half_width;
      worst = parameter;
    }
    if (!worst) return;
    if (uncertainty_.condition < kWorstCondition && clearly_worse_without(*worst)) {
      status_[index_of(*worst)] = ParameterStatus::near_zero;
      continue;
    }
    keep(*worst, ParameterStatus::uncertain);
    polish();
  }
}

CalibrationFit Fitter::describe_fit() const {
  CalibrationFit fit{.parameters = parameters_, .estimates = {}, .used = used_.size()};
  fit.condition = uncertainty_.condition;
  for (const Parameter parameter : kParameters) {
    ParameterEstimate& estimate = fit.estimates[index_of(parameter)];
    estimate.value = parameter_of(parameters_, parameter);
    estimate.status = status_[index_of(parameter)];
    if (is_kept(estimate.status) || estimate.status == ParameterStatus::contradicted) continue;
    const double half_width = uncertainty_.half_width(parameter);
    if (estimate.status == ParameterStatus::near_zero) {
      estimate.low = 0;
      const double high = estimate.value * (1 + half_width);
      if (std::isfinite(high)) estimate.high = high;
    } else {
      estimate.low = estimate.value * std::exp(-half_width);
      estimate.high = estimate.value * std::exp(half_width);
    }
  }
  return fit;
}

}  // namespace

FitOutcome fit_parameters(std::span<const FitPoint> observations,
                          const std::optional<PerfParameters>& in_force, const CalibrationOptions& options) {
  return Fitter(observations, in_force, options).run();
}

}  // namespace wvagate
