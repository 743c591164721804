#pragma once

#include <functional>

#include "analysis/core/result.hpp"
#include "harness/ingest/lines/line_batch.hpp"
#include "harness/ingest/source/byte_source.hpp"

namespace wvagate::ingest {

/// Takes a log's batches in order; false: no more are wanted.
using BatchSink = std::function<bool(const LineBatch&)>;

/// Reads a log's lines and hands them to `sink`, a batch at a time. Fails if the log cannot be read, after
/// the lines before the fault.
Status read_lines(ByteSource& source, const LineLimits& limits, const BatchSink& sink);

}  // namespace wvagate::ingest
