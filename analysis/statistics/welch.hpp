#pragma once

#include <optional>
#include <span>

namespace wvagate::statistics {

/// The difference of two means whose groups need not vary alike (Welch, Biometrika 34, 1947), with
/// Satterthwaite's degrees of freedom (Biometrics Bulletin 2, 1946).
class WelchShift {
 public:
  /// second − first. Absent where either group has fewer than two values.
  static std::optional<WelchShift> between(std::span<const double> first, std::span<const double> second);

  double difference() const { return difference_; }
  double standard_error() const { return standard_error_; }
  /// Absent where neither group varies: then the difference is taken at its word.
  std::optional<double> degrees_of_freedom() const { return degrees_of_freedom_; }

  /// One-sided bounds: the true difference is above lower(α), and below upper(α), with confidence 1−α.
  double lower(double alpha) const;
  double upper(double alpha) const;

  /// The p-value of "the true difference is not above 0": lower(α) > 0 exactly where this is below α.
  double p_not_greater() const;

 private:
  WelchShift() = default;
  double half_width(double alpha) const;

  double difference_ = 0;
  double standard_error_ = 0;
  std::optional<double> degrees_of_freedom_;
};

}  // namespace wvagate::statistics
