#include "harness/ingest/record.hpp"

namespace wvagate::ingest {

/// November–December 2025, model-based mode: one sentence of key=value pairs a variant and cycle.
Reading read_json(const LogRecord& record) {
  return read_collected_metrics(record, ControllerMode::model_based);
}

}  // namespace wvagate::ingest
