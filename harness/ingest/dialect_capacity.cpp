#include "harness/ingest/record.hpp"

namespace wvagate::ingest {

/// Reactive mode: the same sentence as model-based mode's with fewer fields, and no prediction.
Reading read_capacity(const LogRecord& record) {
  if (!has(record.markers, Marker::metrics_collected)) return {};
  const auto fields = text_after(record.message, "Metrics collected for VA:");
  if (!fields) return {};
  CollectedMetrics metrics(record.parsed);
  if (const auto fault = parse_collected_metrics(*fields, record, metrics)) return Reading::malformed(*fault);
  return Reading::observed(apply_observation);
}

}  // namespace wvagate::ingest
