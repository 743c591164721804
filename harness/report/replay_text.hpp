#pragma once

#include <span>
#include <string>

#include "analysis/model/series_replay.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/report/style.hpp"

namespace wvagate::report {

/// One log's replay for a person to read: what was reproduced, what diverged, and what would have been
/// decided.
std::string replay_text(const LogFacts& facts, std::span<const SeriesReplay> all, Colour colour);

/// The what-if as CSV, one row a cycle and variant; the header alone where nothing was asked.
std::string what_if_csv_header();
std::string what_if_csv(const LogFacts& facts, std::span<const SeriesReplay> all);

}  // namespace wvagate::report
