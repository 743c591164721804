#pragma once

#include <cstdint>

#include <boost/random/mersenne_twister.hpp>

namespace wvagate::simulation {

/// Seeded chance. Boost's generators and distributions give the same numbers everywhere; those of the
/// standard library may not.
class Chance {
 public:
  /// Streams of one seed are independent of each other, so that what draws from one does not move another.
  Chance(std::uint64_t seed, std::uint64_t stream);

  double uniform(double least, double most);
  double normal();                  ///< mean 0, standard deviation 1
  double exponential(double mean);  ///< > 0
  bool happens(double probability);

  /// A factor with mean 1 and relative standard deviation near `relative`, log-normal; 1 where that is 0.
  double factor(double relative);

 private:
  boost::random::mt19937_64 engine_;
};

/// The factor of `relative` spread that belongs to the standard normal `z`.
double log_normal_factor(double z, double relative);

}  // namespace wvagate::simulation
