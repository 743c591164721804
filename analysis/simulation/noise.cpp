#include "analysis/simulation/noise.hpp"

#include <cmath>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/seed_seq.hpp>
#include <boost/random/uniform_real_distribution.hpp>

namespace wvagate::simulation {

Chance::Chance(std::uint64_t seed, std::uint64_t stream) {
  boost::random::seed_seq sequence{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                                   static_cast<std::uint32_t>(stream),
                                   static_cast<std::uint32_t>(stream >> 32)};
  engine_.seed(sequence);
}

double Chance::uniform(double least, double most) {
  if (least >= most) return least;
  return boost::random::uniform_real_distribution<double>(least, most)(engine_);
}

double Chance::normal() {
  return boost::random::normal_distribution<double>()(engine_);
}

double Chance::exponential(double mean) {
  return boost::random::exponential_distribution<double>(1 / mean)(engine_);
}

bool Chance::happens(double probability) {
  return probability > 0 && uniform(0, 1) < probability;
}

double Chance::factor(double relative) {
  return relative > 0 ? log_normal_factor(normal(), relative) : 1.0;
}

double log_normal_factor(double z, double relative) {
  const double sigma = std::sqrt(std::log1p(relative * relative));
  return std::exp(sigma * z - sigma * sigma / 2);
}

}  // namespace wvagate::simulation
