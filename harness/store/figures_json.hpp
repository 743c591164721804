#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/metric/series_analysis.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/store/tool.hpp"

namespace wvagate::store {

/// One log's analysis.
struct AnalyzedRecording {
  const LogFacts& facts;
  std::span<const metric::SeriesAnalysis> series;
  std::string sha256 = {};  ///< of the log's bytes; empty where they are not those of a file
};

/// How figures were computed, and of which samples.
struct FiguresSettings {
  Policy policy;
  LatencyPair fallback_slo;          ///< where a log names none
  std::optional<std::string> since;  ///< as typed; absent: from the log's first sample
  std::optional<std::string> until;  ///< likewise: to its last
};

/// `analyze --json`: schema wvagate.figures/1 (design, product §8).
std::string figures_document(const Tool& tool, const FiguresSettings& settings,
                             std::span<const AnalyzedRecording> recordings);

/// `doctor --json`: schema wvagate.doctor/1.
struct DiagnosedRecording {
  const LogFacts& facts;
  std::size_t samples = 0;
  std::vector<std::string> variants;
};
std::string doctor_document(const Tool& tool, std::span<const DiagnosedRecording> recordings);

/// `metrics --json`: schema wvagate.metrics/1.
std::string metrics_document(const Tool& tool);

/// The manifest of an experiment directory: schema wvagate.experiment/1. `files` are paths in it.
std::string manifest_document(const Tool& tool, PolicyName policy, const AnalyzedRecording& recording,
                              std::span<const std::string> files);

}  // namespace wvagate::store
