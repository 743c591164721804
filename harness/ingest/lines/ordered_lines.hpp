#pragma once

#include <cstddef>
#include <functional>

#include "analysis/core/result.hpp"
#include "harness/ingest/lines/line_batch.hpp"
#include "harness/ingest/source/byte_source.hpp"

namespace wvagate::ingest {

/// More threads than that would only wait for each other: reading, and what is done with the lines, is for
/// one at a time. Each takes a block's memory.
inline constexpr std::size_t kMostReadingThreads = 4;

/// Takes a log's batches in order; false: no more are wanted.
using BatchSink = std::function<bool(const LineBatch&)>;

/// Reads a log's lines and hands them to `sink`, a batch at a time in the log's order, so that what is made
/// of them does not depend on `threads`: the calling one and as many more as that and kMostReadingThreads
/// allow.
///
/// Each thread takes a batch all the way: reads its block when the one before has been read, finds its lines
/// meanwhile the others do, and hands them over when the one before has been handed over. So a batch stays in
/// one processor's cache, and only what `sink` keeps goes from one to the other.
///
/// Fails where the log cannot be read, after the lines before the fault; what `sink` throws comes out of
/// here.
Status read_lines(ByteSource& source, const LineLimits& limits, std::size_t threads, const BatchSink& sink);

}  // namespace wvagate::ingest
