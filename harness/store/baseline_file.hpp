#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/result.hpp"
#include "analysis/verdict/baseline.hpp"

namespace wvagate::store {

inline constexpr std::string_view kBaselineSchema = "wvagate.baseline/1";
inline constexpr std::string_view kBaselineSuffix = ".json";
inline constexpr std::string_view kCandidateSuffix = ".candidate.json";

/// A baseline that was read, or what is wrong with it.
struct BaselineFile {
  std::string path;
  std::string sha256;  ///< of its bytes
  verdict::Baseline baseline;
  std::map<std::string, std::uint64_t> lines;  ///< of each metric
  std::vector<Error> faults;                   ///< the baseline is of use only where there are none
};

/// Reads `text`, the content of the file `path`. Strict: an unknown or repeated key, NaN, a wrong type, a
/// value out of range, an unknown schema, metric or direction are faults, each with its line.
BaselineFile parse_baseline(const std::string& path, std::string_view text);

/// Reads the file at `path`.
BaselineFile read_baseline(const std::string& path);

/// The same bytes for the same baseline: keys in one order, a number or text a line, values with the digits
/// that verdict::as_kept() leaves.
std::string baseline_text(const verdict::Baseline& baseline);

/// The baselines of `directory` by name: its .json files that are neither candidates nor schemas. Fails where
/// it cannot be listed or has none.
Result<std::vector<std::string>> list_baselines(const std::string& directory);

/// Whether `text` may name a scenario: letters, digits, "-", "_" and ".", and no "." at its front.
bool is_scenario_name(std::string_view text);

}  // namespace wvagate::store
