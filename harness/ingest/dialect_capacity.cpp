#include "harness/ingest/record.hpp"

namespace wvagate::ingest {

/// Reactive mode: the same sentence as model-based mode's with fewer fields, and no prediction.
Reading read_capacity(const LogRecord& record) {
  return read_collected_metrics(record, ControllerMode::reactive);
}

}  // namespace wvagate::ingest
