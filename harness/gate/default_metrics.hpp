#pragma once

#include <string_view>

#include "analysis/verdict/baseline.hpp"

namespace wvagate::gate {

/// A metric that a baseline gets when it is recorded first, and how it is gated then.
struct DefaultMetric {
  std::string_view name;
  verdict::Level level;
  verdict::Tolerance tolerance;
};

/// What the controller promises gates: latencies within their SLOs, predictions that hold, decisions that its
/// own model gives, capacity that its analyzers find sufficient, and cycles that end in a decision. What it
/// costs is shown: totals grow with the length of a recording. Figures that are
/// absent in a good run (the excess of violations, where there are none) cannot gate, so none of them is
/// here.
inline constexpr DefaultMetric kDefaultMetrics[] = {
    {"itl.compliance_pct", verdict::Level::error, {.absolute = 2, .relative = 0}},
    {"ttft.compliance_pct", verdict::Level::error, {.absolute = 2, .relative = 0}},
    {"slo.compliance_pct", verdict::Level::error, {.absolute = 2, .relative = 0}},
    {"itl.gaps.total_min", verdict::Level::error, {.absolute = 2, .relative = 0.1}},
    {"ttft.gaps.total_min", verdict::Level::error, {.absolute = 2, .relative = 0.1}},
    {"itl.error_model.mae_ms", verdict::Level::error, {.absolute = 0.2, .relative = 0.1}},
    {"ttft.error_model.mae_ms", verdict::Level::error, {.absolute = 5, .relative = 0.1}},
    {"replay.predictions_pct", verdict::Level::error, {.absolute = 0, .relative = 0}},
    {"replay.decisions_pct", verdict::Level::error, {.absolute = 0, .relative = 0}},
    {"capacity.saturation.over_pct", verdict::Level::error, {.absolute = 5, .relative = 0}},
    {"capacity.saturation.gaps.total_min", verdict::Level::error, {.absolute = 2, .relative = 0.1}},
    {"capacity.throughput.over_pct", verdict::Level::error, {.absolute = 5, .relative = 0}},
    {"capacity.throughput.gaps.total_min", verdict::Level::error, {.absolute = 2, .relative = 0.1}},
    {"decision.held", verdict::Level::error, {.absolute = 1, .relative = 0}},
    {"capacity.saturation.prc_jumps", verdict::Level::warn, {.absolute = 1, .relative = 0}},
    {"itl.error.mae_ms", verdict::Level::warn, {.absolute = 0.2, .relative = 0.1}},
    {"ttft.error.mae_ms", verdict::Level::warn, {.absolute = 5, .relative = 0.1}},
    {"itl.observed.p95_ms", verdict::Level::warn, {.absolute = 0.5, .relative = 0.1}},
    {"ttft.observed.p95_ms", verdict::Level::warn, {.absolute = 5, .relative = 0.1}},
    {"samples.unsolved", verdict::Level::warn, {.absolute = 1, .relative = 0}},
    {"scaling.reversals", verdict::Level::warn, {.absolute = 2, .relative = 0}},
    {"replicas.minutes", verdict::Level::warn, {.absolute = 0, .relative = 0.1}},
    {"cost.total", verdict::Level::warn, {.absolute = 0, .relative = 0.1}},
    {"extractor.ratio_to_memchr", verdict::Level::error, {.absolute = 0, .relative = 0.15}},
    {"extractor.text.ratio_to_read", verdict::Level::error, {.absolute = 0, .relative = 0.15}},
    {"extractor.json.ratio_to_read", verdict::Level::error, {.absolute = 0, .relative = 0.15}},
    {"extractor.sparse.ratio_to_read", verdict::Level::error, {.absolute = 0, .relative = 0.15}},
    {"extractor.dense.ratio_to_read", verdict::Level::error, {.absolute = 0, .relative = 0.15}},
    {"extractor.gzip.ratio_to_inflate", verdict::Level::error, {.absolute = 0, .relative = 0.15}},
    {"extractor.zstd.ratio_to_inflate", verdict::Level::error, {.absolute = 0, .relative = 0.15}},
    {"extractor.allocations_per_sample", verdict::Level::error, {.absolute = 0.05, .relative = 0.05}},
};

}  // namespace wvagate::gate
