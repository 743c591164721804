#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>

namespace wvagate::testing {

/// Random numbers that are the same on every platform.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  /// In [0, 1).
  double share() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  double between(double low, double high) { return low + (high - low) * share(); }
  double log_between(double low, double high) { return low * std::pow(high / low, share()); }
  double exponential(double rate) { return -std::log1p(-share()) / rate; }
  /// Mean 0, standard deviation 1.
  double normal() { return std::sqrt(-2 * std::log1p(-share())) * std::cos(2 * std::numbers::pi * share()); }
  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(share() * static_cast<double>(count));
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace wvagate::testing
