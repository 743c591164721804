#include "harness/ingest/record.hpp"

namespace wvagate::ingest {

/// Reactive mode: the same sentence as model-based mode's with fewer fields, and no prediction.
Reading read_capacity(const LogRecord& record, CycleAssembler& cycle) {
  if (!has(record.markers, Marker::metrics_collected)) return {};
  const auto fields = text_after(record.message, "Metrics collected for VA:");
  if (!fields) return {};
  CollectedMetrics metrics;
  if (const auto fault = parse_collected_metrics(*fields, record, metrics)) return Reading::malformed(*fault);
  cycle.observe(metrics.observation);
  return Reading::observed();
}

}  // namespace wvagate::ingest
