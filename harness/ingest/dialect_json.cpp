#include "harness/ingest/record.hpp"

namespace wvagate::ingest {

/// November–December 2025, model-based mode: one sentence of key=value pairs a variant and cycle.
Reading read_json(const LogRecord& record) {
  if (!has(record.markers, Marker::metrics_collected)) return {};
  const auto fields = text_after(record.message, "Metrics collected for VA:");
  if (!fields) return {};
  CollectedMetrics metrics(record.parsed);
  if (const auto fault = parse_collected_metrics(*fields, record, metrics)) return Reading::malformed(*fault);
  if (!metrics.model_based()) return {};
  return Reading::observed(apply_observation);
}

}  // namespace wvagate::ingest
