#include "harness/plot/label_layout.hpp"

#include <cmath>
#include <random>

#include "tests/support/catch.hpp"

namespace wvagate::plot {
namespace {

TEST_CASE("Labels with room stand where they want, in the first row") {
  const std::vector<WantedLabel> wanted = {{.centre_px = 100, .width_px = 30},
                                           {.centre_px = 200, .width_px = 30}};
  const auto placed = stagger(wanted, 1000, 3);
  REQUIRE(placed.size() == 2);
  CHECK(placed[0].centre_px == 100);
  CHECK(placed[1].centre_px == 200);
  CHECK(rows_used(placed) == 1);
}

TEST_CASE("Labels that would overlap go to another row, and the lighter ones out where there is none") {
  const std::vector<WantedLabel> wanted = {{100, 30, 1}, {110, 30, 1}, {120, 30, 5}};
  const auto placed = stagger(wanted, 1000, 2);
  REQUIRE(placed.size() == 2);
  CHECK(placed[0].index == 0);
  CHECK(placed[0].row == 1);
  CHECK(placed[1].index == 2);
  CHECK(placed[1].row == 0);
}

TEST_CASE("Labels at the ends are moved into the frame, and one wider than it is left out") {
  const std::vector<WantedLabel> wanted = {{-5, 40, 1}, {1004, 40, 1}, {500, 2000, 9}};
  const auto placed = stagger(wanted, 1000, 1);
  REQUIRE(placed.size() == 2);
  CHECK(placed[0].centre_px == 20);
  CHECK(placed[1].centre_px == 980);
}

TEST_CASE("However many labels there are, none overlaps another or leaves the frame") {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> centre(-20, 1100);
  std::uniform_real_distribution<double> width(5, 60);
  std::vector<WantedLabel> wanted;
  for (int i = 0; i < 2000; ++i)
    wanted.push_back({centre(random), width(random), static_cast<double>(i % 5)});
  const auto placed = stagger(wanted, 1080, 3);
  CHECK(placed.size() > 60);
  for (std::size_t a = 0; a < placed.size(); ++a) {
    const double half = wanted[placed[a].index].width_px / 2;
    REQUIRE(placed[a].centre_px - half >= -1e-9);
    REQUIRE(placed[a].centre_px + half <= 1080 + 1e-9);
    for (std::size_t b = a + 1; b < placed.size(); ++b) {
      if (placed[a].row != placed[b].row) continue;
      const double both = half + wanted[placed[b].index].width_px / 2;
      REQUIRE(std::abs(placed[a].centre_px - placed[b].centre_px) >= both - 1e-9);
    }
  }
}

}  // namespace
}  // namespace wvagate::plot
