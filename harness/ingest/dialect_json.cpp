#include "harness/ingest/record.hpp"

namespace wvagate::ingest {

/// November–December 2025, model-based mode: one sentence of key=value pairs a variant and cycle.
Reading read_json(const LogRecord& record, CycleAssembler& cycle) {
  if (!has(record.markers, Marker::metrics_collected)) return {};
  const auto fields = text_after(record.message, "Metrics collected for VA:");
  if (!fields) return {};
  CollectedMetrics metrics;
  if (const auto fault = parse_collected_metrics(*fields, record, metrics)) return Reading::malformed(*fault);
  if (!metrics.model_based()) return {};
  cycle.observe(metrics.observation);
  return Reading::observed();
}

}  // namespace wvagate::ingest
