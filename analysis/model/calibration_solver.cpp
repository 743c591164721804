#include "analysis/model/calibration_solver.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <unsupported/Eigen/LevenbergMarquardt>
#include <utility>

#include <boost/math/distributions/students_t.hpp>

namespace wvagate {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kMsPerMinute = 60000;
constexpr double kFloorShare = 1e-6;
constexpr double kCeilingShare = 1e3;

/// Of a logarithm, for differences.
constexpr double kStep = 1e-6;

constexpr double kConfidence = 0.95;

/// Variance of a normal distribution cut off at 2.5 standard deviations.
constexpr double kCutVariance = 0.911;

/// An observation can hardly be moved where it alone holds the fit: its leverage counts for this at most.
constexpr double kLargestLeverage = 0.9;

/// Means over the observations; 1 where there is nothing to take the mean of.
struct Scales {
  double itl_ms = 1;
  double ttft_ms = 1;
  double concurrency = 1;
  double prompt_load = 1;  ///< concurrency times prompt tokens
};

/// Mean number in service by Little's law.
double observed_concurrency(const FitPoint& observation) {
  const double itl_ms = observation.observed.itl.value_or(0);
  const double service_ms = observation.observed.ttft.value_or(0) + (observation.out_tokens - 1) * itl_ms;
  return std::min(observation.rate_rpm / kMsPerMinute * service_ms, observation.max_batch);
}

template <typename Value>
double mean_of(std::span<const FitPoint> observations, const Value& value_of) {
  double sum = 0;
  double count = 0;
  for (const FitPoint& observation : observations) {
    const std::optional<double> value = value_of(observation);
    if (!value) continue;
    sum += *value;
    count += 1;
  }
  return sum > 0 ? sum / count : 1;
}

Scales scales_of(std::span<const FitPoint> observations) {
  using O = const FitPoint&;
  return {.itl_ms = mean_of(observations, [](O o) { return o.observed.itl; }),
          .ttft_ms = mean_of(observations, [](O o) { return o.observed.ttft; }),
          .concurrency = mean_of(observations, [](O o) { return std::optional(observed_concurrency(o)); }),
          .prompt_load = mean_of(observations, [](O o) {
            return o.in_tokens > 0 ? std::optional(observed_concurrency(o) * o.in_tokens) : std::nullopt;
          })};
}

/// What would explain a parameter's latency alone.
PerfParameters whole_latency(const Scales& scales) {
  return {scales.itl_ms, scales.itl_ms / scales.concurrency, scales.ttft_ms,
          scales.ttft_ms / scales.prompt_load};
}

/// Soft-L1 of a residual is the square of this: 2·s²·(√(1 + (r/s)²) − 1).
double soften(double residual, double loss_scale) {
  const double ratio = residual / loss_scale;
  // The same as above without cancellation.
  const double softened = std::abs(residual) * std::sqrt(2 / (std::sqrt(1 + ratio * ratio) + 1));
  return residual < 0 ? -softened : softened;
}

/// Residuals as a function of the logarithms of the free parameters.
struct Residuals : Eigen::DenseFunctor<double> {
  Residuals(std::span<const FitPoint> data, double scale, const FreeParameters& which,
            const PerfParameters& start)
      : DenseFunctor(static_cast<int>(std::count(which.begin(), which.end(), true)),
                     2 * static_cast<int>(data.size())),
        observations(data),
        scales(scales_of(data)),
        loss_scale(scale),
        fixed(start) {
    const PerfParameters whole = whole_latency(scales);
    for (const Parameter parameter : kParameters) {
      if (!which[static_cast<std::size_t>(parameter)]) continue;
      moved[count] = parameter;
      lowest[count] = std::log(kFloorShare * parameter_of(whole, parameter));
      highest[count] = std::log(kCeilingShare * parameter_of(whole, parameter));
      ++count;
    }
  }

  VectorXd logarithms(const PerfParameters& parameters) const {
    VectorXd x(static_cast<Index>(count));
    for (std::size_t j = 0; j < count; ++j) {
      const double value = parameter_of(parameters, moved[j]);
      x[static_cast<Index>(j)] = value > 0 ? std::clamp(std::log(value), lowest[j], highest[j]) : lowest[j];
    }
    return x;
  }

  PerfParameters at(const VectorXd& x) const {
    PerfParameters parameters = fixed;
    for (std::size_t j = 0; j < count; ++j) {
      parameter_of(parameters, moved[j]) =
          std::exp(std::clamp(x[static_cast<Index>(j)], lowest[j], highest[j]));
    }
    return parameters;
  }

  /// Scaled residuals, ITL and TTFT of each observation; 0 where not measured.
  void plain(const PerfParameters& parameters, VectorXd& residuals) const {
    for (std::size_t i = 0; i < observations.size(); ++i) {
      const FitPoint& observation = observations[i];
      const Prediction prediction = observation.predict(parameters).value_or(Prediction{});
      const auto row = static_cast<Index>(2 * i);
      const auto& [itl, ttft] = observation.observed;
      residuals[row] = itl ? (*itl - prediction.itl_ms) / scales.itl_ms : 0;
      residuals[row + 1] = ttft ? (*ttft - prediction.ttft_ms) / scales.ttft_ms : 0;
    }
  }

  int operator()(const VectorXd& x, VectorXd& softened) const {
    plain(at(x), softened);
    for (double& residual : softened)
      residual = soften(residual, loss_scale);
    return 0;
  }

  /// By forward differences: good enough to find the way.
  int df(const VectorXd& x, MatrixXd& jacobian) const {
    VectorXd here(values());
    VectorXd there(values());
    (*this)(x, here);
    VectorXd moved_x = x;
    for (Index j = 0; j < x.size(); ++j) {
      const double step = x[j] < highest[static_cast<std::size_t>(j)] ? kStep : -kStep;
      moved_x[j] = x[j] + step;
      (*this)(moved_x, there);
      moved_x[j] = x[j];
      jacobian.col(j) = (there - here) / step;
    }
    return 0;
  }

  /// Of the plain residuals, by central differences.
  void differentiate(const VectorXd& x, MatrixXd& jacobian) const {
    VectorXd above(values());
    VectorXd below(values());
    VectorXd moved_x = x;
    for (Index j = 0; j < x.size(); ++j) {
      // A step within the bounds, so that a parameter on one still has a slope.
      const auto k = static_cast<std::size_t>(j);
      const double up = std::min(x[j] + kStep, highest[k]);
      const double down = std::max(x[j] - kStep, lowest[k]);
      moved_x[j] = up;
      plain(at(moved_x), above);
      moved_x[j] = down;
      plain(at(moved_x), below);
      moved_x[j] = x[j];
      jacobian.col(j) = (above - below) / (up > down ? up - down : 1);
    }
  }

  std::span<const FitPoint> observations;
  Scales scales;
  double loss_scale;
  PerfParameters fixed;
  std::size_t count = 0;
  std::array<Parameter, kParameterCount> moved{};
  std::array<double, kParameterCount> lowest{};
  std::array<double, kParameterCount> highest{};
};

/// Σ of the clusters' scores and their products, each score being what the fit without the cluster would
/// miss.
MatrixXd clustered_scores(const MatrixXd& jacobian, const VectorXd& residuals, const VectorXd& weights,
                          double loss_scale, const MatrixXd& inverse) {
  MatrixXd sum = MatrixXd::Zero(jacobian.cols(), jacobian.cols());
  for (Index row = 0; row < residuals.size(); row += 2) {
    const Eigen::Vector2d roots = weights.segment<2>(row).cwiseSqrt();
    const Eigen::Vector2d ratios = residuals.segment<2>(row) / loss_scale;
    const Eigen::Vector2d slopes =
        residuals.segment<2>(row).array() / (1 + ratios.array().square()).sqrt();  // half the loss's
    const MatrixXd block = roots.asDiagonal() * jacobian.middleRows<2>(row);
    const Eigen::Matrix2d leverage = block * inverse * block.transpose();
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> eigen(leverage);
    const Eigen::Vector2d left = (1 - eigen.eigenvalues().array().min(kLargestLeverage)).inverse();
    const Eigen::Vector2d corrected = eigen.eigenvectors() * left.asDiagonal() *
                                      eigen.eigenvectors().transpose() * slopes.cwiseQuotient(roots);
    const VectorXd score = block.transpose() * corrected;
    sum += score * score.transpose();
  }
  return sum;
}

/// The same where every observation errs alike: from the covariance of the two residuals over all of them.
MatrixXd pooled_scores(const MatrixXd& jacobian, const VectorXd& residuals, const VectorXd& weights) {
  const VectorXd weighted = weights.cwiseSqrt().cwiseProduct(residuals);
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();
  for (Index row = 0; row < residuals.size(); row += 2)
    covariance += weighted.segment<2>(row) * weighted.segment<2>(row).transpose();
  // Each latency is fitted by two parameters.
  covariance /= static_cast<double>(std::max<Index>(residuals.size() / 2 - 2, 1));
  MatrixXd sum = MatrixXd::Zero(jacobian.cols(), jacobian.cols());
  for (Index row = 0; row < residuals.size(); row += 2) {
    const MatrixXd block = jacobian.middleRows<2>(row);
    sum += block.transpose() * covariance * block;
  }
  return sum;
}

}  // namespace

PerfParameters regress_parameters(std::span<const FitPoint> observations) {
  const PerfParameters whole = whole_latency(scales_of(observations));
  struct Line {
    double count = 0, x = 0, y = 0, xx = 0, xy = 0;

    void add(double at, double value) {
      count += 1;
      x += at;
      y += value;
      xx += at * at;
      xy += at * value;
    }
    /// Intercept and slope, each at least a tenth of the whole.
    std::pair<double, double> solve(double whole_intercept, double whole_slope) const {
      const double spread = count * xx - x * x;
      const double slope = std::max(spread > 0 ? (count * xy - x * y) / spread : 0, 0.1 * whole_slope);
      const double intercept = count > 0 ? (y - slope * x) / count : 0;
      return {std::max(intercept, 0.1 * whole_intercept), std::min(slope, whole_slope)};
    }
  };
  Line itl;
  Line ttft;
  for (const FitPoint& observation : observations) {
    const double concurrency = observed_concurrency(observation);
    if (observation.observed.itl) itl.add(concurrency, *observation.observed.itl);
    if (observation.observed.ttft && observation.in_tokens > 0)
      ttft.add(concurrency * observation.in_tokens, *observation.observed.ttft);
  }
  PerfParameters parameters;
  std::tie(parameters.alpha, parameters.beta) = itl.solve(whole.alpha, whole.beta);
  std::tie(parameters.gamma, parameters.delta) = ttft.solve(whole.gamma, whole.delta);
  return parameters;
}

Minimum minimize(std::span<const FitPoint> observations, double loss_scale, const FreeParameters& free,
                 const PerfParameters& start) {
  Residuals residuals(observations, loss_scale, free, start);
  VectorXd x = residuals.logarithms(start);
  if (residuals.count > 0) {
    Eigen::LevenbergMarquardt<Residuals> search(residuals);
    search.setFtol(1e-9);
    search.setXtol(1e-7);
    search.setMaxfev(200);
    search.minimize(x);
  }
  VectorXd softened(residuals.values());
  residuals(x, softened);
  return {.parameters = residuals.at(x), .loss = softened.squaredNorm()};
}

FitUncertainty estimate_uncertainty(std::span<const FitPoint> observations, double loss_scale,
                                    const FreeParameters& free, const PerfParameters& minimum) {
  constexpr double kUnbounded = std::numeric_limits<double>::infinity();
  const Residuals residuals(observations, loss_scale, free, minimum);
  FitUncertainty uncertainty;
  uncertainty.half_widths.fill(kUnbounded);
  double measured = 0;
  for (const FitPoint& observation : observations)
    measured += (observation.observed.itl ? 1.0 : 0.0) + (observation.observed.ttft ? 1.0 : 0.0);
  const double freedom = measured - static_cast<double>(residuals.count);
  if (residuals.count == 0 || !(freedom > 0)) return uncertainty;

  const VectorXd x = residuals.logarithms(minimum);
  VectorXd plain(residuals.values());
  residuals.plain(residuals.at(x), plain);
  MatrixXd jacobian(residuals.values(), x.size());
  residuals.differentiate(x, jacobian);

  const VectorXd lengths = jacobian.colwise().norm();
  if (!jacobian.allFinite() || !lengths.allFinite() || !(lengths.minCoeff() > 0)) {
    uncertainty.condition = std::numeric_limits<double>::max();
    return uncertainty;
  }
  const MatrixXd scaled = jacobian * lengths.cwiseInverse().asDiagonal();
  const VectorXd singular = Eigen::JacobiSVD<MatrixXd>(scaled).singularValues();
  const double least = singular.minCoeff();
  uncertainty.condition = least > 0
                              ? std::min(singular.maxCoeff() / least, std::numeric_limits<double>::max())
                              : std::numeric_limits<double>::max();
  if (!(uncertainty.condition < 1e12)) return uncertainty;

  // Half the loss's second derivative at each residual.
  const VectorXd weights = (1 + (plain / loss_scale).array().square()).pow(-1.5);
  const MatrixXd bread = (scaled.transpose() * weights.asDiagonal() * scaled).inverse();
  const MatrixXd clustered = bread * clustered_scores(scaled, plain, weights, loss_scale, bread) * bread;
  const MatrixXd pooled = bread * pooled_scores(scaled, plain, weights) * bread;
  const VectorXd variances = clustered.diagonal().cwiseMax(pooled.diagonal()) / kCutVariance;
  const double per_observation = measured / static_cast<double>(observations.size());
  const boost::math::students_t distribution(std::max(freedom / per_observation, 1.0));
  const double quantile = boost::math::quantile(distribution, (1 + kConfidence) / 2);
  for (std::size_t j = 0; j < residuals.count; ++j) {
    const auto k = static_cast<Index>(j);
    const double half_width = quantile * std::sqrt(variances[k]) / lengths[k];
    if (std::isfinite(half_width))
      uncertainty.half_widths[static_cast<std::size_t>(residuals.moved[j])] = half_width;
  }
  return uncertainty;
}

}  // namespace wvagate
