#pragma once

#include <span>
#include <string>

#include "analysis/model/series_replay.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/store/tool.hpp"

namespace wvagate::store {

/// One log's replay.
struct ReplayedRecording {
  const LogFacts& facts;
  std::span<const SeriesReplay> series;
};

/// `replay --json`: schema wvagate.replay/1 (design, product §8).
std::string replay_document(const Tool& tool, std::span<const ReplayedRecording> recordings);

}  // namespace wvagate::store
