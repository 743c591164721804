#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/simulation/truth.hpp"
#include "harness/store/tool.hpp"

namespace wvagate::store {

/// One variant's samples and what is true of them.
struct VariantTruth {
  std::string variant;
  std::vector<simulation::TrueSample> samples;
  simulation::SeriesTruth truth;
};

/// What a synthetic log must be found to say.
struct LogTruth {
  std::string scenario;
  std::uint64_t seed = 0;
  std::uint64_t lines = 0;
  std::uint64_t starts = 0;  ///< of the controller's process
  std::vector<VariantTruth> variants;
};

/// The document "wvagate.truth/1".
std::string truth_json(const LogTruth& truth, const Tool& tool);

}  // namespace wvagate::store
