#include "analysis/metric/prediction_error.hpp"

#include <cmath>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/analysis/sample/sample_builder.hpp"

namespace wvagate::metric {
namespace {

using testing::at_minute;
using testing::kCycle;
using testing::kNotebook;
using testing::series_of;

std::vector<std::size_t> indexes_of(const std::vector<PredictionError>& errors) {
  std::vector<std::size_t> indexes;
  for (const auto& error : errors)
    indexes.push_back(error.index);
  return indexes;
}

using Indexes = std::vector<std::size_t>;

PredictionError error_of(std::size_t index, double observed, double predicted) {
  return {
      .index = index, .observed_ms = observed, .predicted_ms = predicted, .error_ms = observed - predicted};
}

TEST_CASE("An error is what was observed less what was predicted in the same cycle") {
  const Series series = series_of({at_minute(0).itl(9).ttft(100).rate(30).wants(2).predicts(8, 120).line(5),
                                   at_minute(1).itl(7).ttft(100).rate(40).wants(0).predicts(8, 90)});
  const MeasuredSeries measured(series, kCycle);
  const auto itl = same_cycle_errors(measured, Latency::itl);
  REQUIRE(itl.size() == 2);
  CHECK(itl[0].error_ms == 1.0);
  CHECK(itl[0].observed_ms == 9.0);
  CHECK(itl[0].predicted_ms == 8.0);
  CHECK(itl[0].rate_rpm == 30.0);
  CHECK(itl[0].replicas == 2.0);
  CHECK(itl[0].rate_per_replica() == 15.0);
  CHECK(itl[0].line == 5);
  CHECK(itl[1].error_ms == -1.0);
  CHECK(itl[1].time_min == 1.0);
  CHECK_FALSE(itl[1].rate_per_replica());  // no replica to divide by
  CHECK(same_cycle_errors(measured, Latency::ttft)[0].error_ms == -20.0);
}

TEST_CASE("Under cycle only what was measured and predicted for a load is compared") {
  const Series series = series_of({at_minute(0).itl(0).wants(1, 0).predicts(7),     // idle
                                   at_minute(1).itl(9).wants(1, 0).predicts(7),     // predicted for no load
                                   at_minute(2).itl(0).wants(1, 50).predicts(7),    // unmeasured
                                   at_minute(3).itl(9),                             // unsolved
                                   at_minute(4).itl(9).wants(1, 50),                // no ITL predicted
                                   at_minute(5).itl(9).wants(1, 50).predicts(7)});  // compared
  CHECK(indexes_of(same_cycle_errors(MeasuredSeries(series, kCycle), Latency::itl)) == Indexes{5});
  // Of the five solved rows, those with a prediction.
  CHECK(indexes_of(same_cycle_errors(MeasuredSeries(series, kNotebook), Latency::itl)) ==
        Indexes{0, 1, 2, 4});
}

TEST_CASE("A cycle is settled where what runs was wanted before and is wanted now") {
  const auto cycle = [](double minute, double running, double wanted) {
    return at_minute(minute).itl(9).running(running).wants(wanted).predicts(8);
  };
  const Series series = series_of({cycle(0, 1, 1),    // nothing before it
                                   cycle(1, 1, 1),    // settled
                                   cycle(2, 1, 2),    // wants another number now
                                   cycle(3, 2, 2),    // settled: two were wanted before, too
                                   cycle(4, 1, 1),    // two were wanted before
                                   cycle(5, 1, 1),    // settled
                                   cycle(6, 3, 1)});  // other replicas run
  const MeasuredSeries measured(series, kCycle);
  CHECK(same_cycle_errors(measured, Latency::itl).size() == 7);
  CHECK(indexes_of(settled_errors(measured, Latency::itl)) == Indexes{1, 3, 5});
}

TEST_CASE("A cycle behind a restart or an unsolved one is not settled") {
  const auto cycle = [](double minute) { return at_minute(minute).itl(9).running(1).wants(1).predicts(8); };
  const Series restarted = series_of({cycle(0).segment(1), cycle(1).segment(2), cycle(2).segment(2)});
  CHECK(indexes_of(settled_errors(MeasuredSeries(restarted, kCycle), Latency::itl)) == Indexes{2});
  const Series unsolved = series_of({cycle(0), at_minute(1).itl(9).running(1), cycle(2), cycle(3)});
  CHECK(indexes_of(settled_errors(MeasuredSeries(unsolved, kCycle), Latency::itl)) == Indexes{3});
  const Series unknown = series_of({cycle(0), cycle(1).running(std::nullopt)});
  CHECK(settled_errors(MeasuredSeries(unknown, kCycle), Latency::itl).empty());
}

TEST_CASE("Error figures by hand") {
  // Errors 1, −2, 3, 0 of predictions 10, 10, 5, 8 and observations 11, 8, 8, 8.
  std::vector<PredictionError> errors = {error_of(0, 11, 10), error_of(1, 8, 10), error_of(2, 8, 5),
                                         error_of(3, 8, 8)};
  Figures figures;
  set_error_figures(errors, Latency::ttft, "error", figures);
  const auto get = [&](const char* name) { return figures.get(std::string("ttft.error.") + name); };
  CHECK(get("mean_ms") == 0.5);
  CHECK(get("median_ms") == 0.5);
  // Deviations 0.5, −2.5, 2.5, −0.5: squares add up to 13; over 3.
  CHECK(get("stddev_ms") == Approx(std::sqrt(13.0 / 3)).epsilon(1e-15));
  CHECK(get("mae_ms") == 1.5);
  CHECK(get("rmse_ms") == Approx(std::sqrt(14.0 / 4)).epsilon(1e-15));
  // Sorted 0, 1, 2, 3 at position 2.85.
  CHECK(get("p95_abs_ms") == Approx(2.85).epsilon(1e-14));
  CHECK(get("max_under_ms") == 3.0);
  CHECK(get("max_over_ms") == -2.0);
  // Of the predictions: 10 − 20 + 60 + 0 %.
  CHECK(get("mean_pct") == Approx(12.5).epsilon(1e-15));
  // Of the observations: 100/11 + 25 + 37.5 + 0 %.
  CHECK(get("mape_pct") == Approx((100.0 / 11 + 25 + 37.5) / 4).epsilon(1e-15));
  CHECK(get("under_pct") == 50.0);
  CHECK(get("over_pct") == 25.0);
  CHECK_FALSE(get("corr_rate"));
  CHECK_FALSE(figures.get("itl.error.mean_ms"));
}

TEST_CASE("A percentage of zero is left out") {
  Figures figures;
  set_error_figures({error_of(0, 0, 4), error_of(1, 5, 0), error_of(2, 6, 4)}, Latency::itl, "error",
                    figures);
  CHECK(figures.get("itl.error.mean_pct") == (-100.0 + 50.0) / 2);
  CHECK(figures.get("itl.error.mape_pct") == Approx((100.0 + 100.0 / 3) / 2).epsilon(1e-15));
}

TEST_CASE("Correlations are over the errors that have the other value") {
  std::vector<PredictionError> errors = {error_of(0, 1, 0), error_of(1, 2, 0), error_of(2, 3, 0),
                                         error_of(3, 90, 0)};
  for (std::size_t i = 0; i < 3; ++i) {
    errors[i].rate_rpm = 100.0 * static_cast<double>(i + 1);
    errors[i].replicas = 3.0 - static_cast<double>(i);
  }
  Figures figures;
  set_error_figures(errors, Latency::itl, "error_settled", figures);
  CHECK(figures.get("itl.error_settled.corr_rate") == Approx(1).epsilon(1e-14));
  CHECK(figures.get("itl.error_settled.corr_replicas") == Approx(-1).epsilon(1e-14));
  // 100/3, 100, 300 against 1, 2, 3: covariance 800/3 over √2·√(341600/9 …) by hand below.
  const double mean = (100.0 / 3 + 100 + 300) / 3;
  const double squares =
      (100.0 / 3 - mean) * (100.0 / 3 - mean) + (100 - mean) * (100 - mean) + (300 - mean) * (300 - mean);
  CHECK(figures.get("itl.error_settled.corr_rate_per_replica") ==
        Approx((300 - 100.0 / 3) / std::sqrt(2 * squares)).epsilon(1e-14));
}

TEST_CASE("Without errors every error figure is absent") {
  Figures figures;
  set_error_figures({}, Latency::itl, "error", figures);
  for (const MetricInfo& metric : all_metrics())
    CHECK_FALSE(figures.get(metric.name));
}

TEST_CASE("The worst underestimates come first, ties in log order") {
  const auto worst =
      worst_underestimates({error_of(0, 1, 0), error_of(1, 5, 0), error_of(2, 0, 9), error_of(3, 5, 0),
                            error_of(4, 2, 2), error_of(5, 7, 0), error_of(6, 1, 0)},
                           4);
  CHECK(indexes_of(worst) == Indexes{5, 1, 3, 0});
  CHECK(indexes_of(worst_underestimates({error_of(0, 0, 9), error_of(1, 3, 3)}, 5)).empty());
  CHECK(worst_underestimates({error_of(0, 2, 1)}, 0).empty());
}

TEST_CASE("Calibration hints by hand") {
  std::vector<PredictionError> errors;
  // Observed 10 + 0.5 · load of a replica; predicted 9 always.
  for (const double load : {10.0, 20.0, 30.0, 40.0}) {
    PredictionError error = error_of(errors.size(), 10 + 0.5 * load, 9);
    error.rate_rpm = 2 * load;
    error.replicas = 2;
    errors.push_back(error);
  }
  const CalibrationHints hints = calibration_hints(errors);
  REQUIRE(hints.slope_ms);
  CHECK(*hints.slope_ms == Approx(0.5).epsilon(1e-12));
  CHECK(*hints.intercept_ms == Approx(10).epsilon(1e-12));
  // Errors 6, 11, 16, 21 around 13.5.
  CHECK(*hints.unbiased_mae_ms == 5.0);
  CHECK(hints.outliers == 0);
}

TEST_CASE("An outlier lies beyond two and a half standard deviations") {
  std::vector<PredictionError> errors;
  for (std::size_t i = 0; i < 20; ++i)
    errors.push_back(error_of(i, i % 2 == 0 ? 1 : -1, 0));
  CHECK(calibration_hints(errors).outliers == 0);
  errors.push_back(error_of(20, 10, 0));
  errors.push_back(error_of(21, -10, 0));
  CHECK(calibration_hints(errors).outliers == 2);
}

TEST_CASE("Hints of few or constant loads are absent") {
  const CalibrationHints none = calibration_hints({});
  CHECK_FALSE(none.slope_ms);
  CHECK_FALSE(none.unbiased_mae_ms);
  PredictionError error = error_of(0, 9, 8);
  error.rate_rpm = 10;
  error.replicas = 1;
  const CalibrationHints constant = calibration_hints({error, error});
  CHECK_FALSE(constant.slope_ms);
  CHECK_FALSE(constant.intercept_ms);
  CHECK(constant.unbiased_mae_ms == 0.0);
}

}  // namespace
}  // namespace wvagate::metric
