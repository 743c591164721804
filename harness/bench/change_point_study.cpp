// Prints, as Markdown, how often changes and drifts are seen where there are none, and how often changes are
// found.
//   wvagate_change_point_study [SERIES]   of each kind; 1000 by default

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>

#include "analysis/core/format.hpp"
#include "analysis/statistics/autoregression.hpp"
#include "analysis/statistics/change_points.hpp"
#include "analysis/statistics/energy_split.hpp"
#include "analysis/statistics/summary.hpp"
#include "analysis/statistics/trend_test.hpp"

namespace {

using namespace wvagate;
using Values = std::vector<double>;
using Places = std::vector<std::size_t>;

/// An AR(1) process of standard deviation 1.
Values stationary(std::size_t count, double phi, std::uint32_t seed) {
  boost::random::mt19937_64 engine(seed);
  boost::random::normal_distribution<double> normal;
  Values values = {normal(engine)};
  while (values.size() < count)
    values.push_back(phi * values.back() + std::sqrt(1 - phi * phi) * normal(engine));
  return values;
}

Values raised(Values values, std::size_t from, std::size_t to, double by) {
  for (std::size_t i = from; i < to; ++i)
    values[i] += by;
  return values;
}

/// Where a permutation test at 5 % cuts a series once, taking the order of values for chance.
Places plain_cut(const Values& values) {
  constexpr int kPermutations = 199;
  statistics::EnergySplitter splitter(statistics::kShortestLevel);
  const auto observed = splitter.best(values).whole;
  boost::random::mt19937_64 engine(1);
  Values draw = values;
  int reached = 1;
  for (int i = 0; i < kPermutations; ++i) {
    for (std::size_t left = draw.size(); left > 1; --left)
      std::swap(draw[left - 1],
                draw[boost::random::uniform_int_distribution<std::size_t>(0, left - 1)(engine)]);
    reached += splitter.best(draw).whole->statistic >= observed->statistic;
  }
  if (reached > 0.05 * (kPermutations + 1)) return {};
  return {observed->at};
}

/// The same of the values freed of their autocorrelation about one mean, where that is above 0.2.
Places cut_after_whitening_about_the_mean(Values values) {
  const double centre = *statistics::mean(values);
  for (double& value : values)
    value -= centre;
  const double rho = statistics::ar1_coefficient(values, 1);
  if (std::abs(rho) > 0.2) statistics::whiten(values, rho);
  return plain_cut(values);
}

Places cuts(const Values& values) {
  Places places;
  for (const auto& change : statistics::change_points(values, {}))
    places.push_back(change.at);
  return places;
}

bool has_one_near(const Places& places, std::size_t truth) {
  return std::any_of(places.begin(), places.end(),
                     [&](std::size_t place) { return place + 2 >= truth && place <= truth + 2; });
}

/// The share of series, in percent, of which `holds` says yes.
std::string share(std::uint32_t series, const std::function<bool(std::uint32_t)>& holds) {
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < series; ++i)
    count += holds(i);
  return format_fixed(100.0 * count / series, 1);
}

constexpr std::array kPhis = {0.0, 0.3, 0.6};

std::uint32_t seed_of(std::uint32_t series, double phi) {
  return 1000 * series + static_cast<std::uint32_t>(std::lround(100 * phi));
}

void print_false_changes(std::uint32_t series) {
  std::cout << "False change points on " << series << " stationary series of 30 values, % of series\n\n"
            << "| φ | wvagate | not prewhitened | prewhitened about one mean |\n|--:|--:|--:|--:|\n";
  for (const double phi : kPhis) {
    const auto of = [&](std::uint32_t i) { return stationary(30, phi, seed_of(i, phi)); };
    std::cout << "| " << phi << " | " << share(series, [&](auto i) { return !cuts(of(i)).empty(); }) << " | "
              << share(series, [&](auto i) { return !plain_cut(of(i)).empty(); }) << " | "
              << share(series, [&](auto i) { return !cut_after_whitening_about_the_mean(of(i)).empty(); })
              << " |\n";
  }
}

void print_found_steps(std::uint32_t series) {
  std::cout << "\nA step of 2 σ in the middle of 40 values found within ±2, % of " << series << " series\n\n"
            << "| φ | wvagate | not prewhitened | prewhitened about one mean |\n|--:|--:|--:|--:|\n";
  for (const double phi : kPhis) {
    const auto of = [&](std::uint32_t i) { return raised(stationary(40, phi, seed_of(i, phi)), 20, 40, 2); };
    std::cout << "| " << phi << " | " << share(series, [&](auto i) { return has_one_near(cuts(of(i)), 20); })
              << " | " << share(series, [&](auto i) { return has_one_near(plain_cut(of(i)), 20); }) << " | "
              << share(series,
                       [&](auto i) { return has_one_near(cut_after_whitening_about_the_mean(of(i)), 20); })
              << " |\n";
  }
}

void print_found_excursions(std::uint32_t series) {
  std::cout << "\nA rise after 20 values that is mended after 10, 20 more following, both ends found within "
               "±2, % of "
            << series << " series\n\n| size | φ = 0 | φ = 0.3 | φ = 0.6 |\n|--:|--:|--:|--:|\n";
  for (const double size : {3.0, 4.0, 5.0}) {
    std::cout << "| " << size << " σ |";
    for (const double phi : kPhis) {
      std::cout << ' ' << share(series, [&](auto i) {
        const Places found = cuts(raised(stationary(50, phi, seed_of(i, phi)), 20, 30, size));
        return has_one_near(found, 20) && has_one_near(found, 30);
      }) << " |";
    }
    std::cout << '\n';
  }
}

void print_drifts(std::uint32_t series) {
  std::cout << "\nDrift told of " << series << " series of 30 values, % of series\n\n"
            << "| drift a value | φ = 0 | φ = 0.3 | φ = 0.6 |\n|--:|--:|--:|--:|\n";
  for (const double drift : {0.0, 0.05, 0.1}) {
    std::cout << "| " << drift << " σ |";
    for (const double phi : kPhis) {
      std::cout << ' ' << share(series, [&](auto i) {
        Values values = stationary(30, phi, seed_of(i, phi));
        for (std::size_t at = 0; at < values.size(); ++at)
          values[at] += drift * static_cast<double>(at);
        return statistics::trend_test(values)->p <= statistics::kDriftLevel;
      }) << " |";
    }
    std::cout << '\n';
  }
}

}  // namespace

int main(int count, char** arguments) {
  const std::uint32_t series =
      count > 1 ? static_cast<std::uint32_t>(parse_number(arguments[1]).value_or(0)) : 1000;
  if (series == 0) {
    std::cerr << "usage: wvagate_change_point_study [SERIES]\n";
    return 2;
  }
  print_false_changes(series);
  print_found_steps(series);
  print_found_excursions(series);
  print_drifts(series);
  return 0;
}
