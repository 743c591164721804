#pragma once

#include <cstddef>
#include <span>

namespace wvagate::statistics {

/// The coefficient ρ of an AR(1) process, from the residuals about a fit of `fitted` means or other
/// parameters. Residuals understate it: of the lag-1 autocorrelation r, (fitted·(1 + r) + 3r)/n is put back,
/// which is Kendall's (1 + 4r)/n (Biometrika 41, 1954) where one mean was fitted. In [−0.97, 0.97]; 0 where
/// all residuals are 0.
double ar1_coefficient(std::span<const double> residuals, std::size_t fitted);

/// Turns an AR(1) process of mean 0 into what is new in each of its values: e(t) = r(t) − ρ·r(t−1), and for
/// the first √(1 − ρ²)·r(0), which has the variance of the others (Prais and Winsten, Cowles Commission
/// Discussion Paper 383, 1954).
void whiten(std::span<double> residuals, double rho);

/// The inverse of whiten().
void colour(std::span<double> innovations, double rho);

}  // namespace wvagate::statistics
