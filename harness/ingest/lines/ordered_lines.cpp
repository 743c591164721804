#include "harness/ingest/lines/ordered_lines.hpp"

#include "harness/ingest/lines/block_reader.hpp"
#include "harness/ingest/lines/line_search.hpp"

namespace wvagate::ingest {

Status read_lines(ByteSource& source, const LineLimits& limits, const BatchSink& sink) {
  BlockReader reader(source, limits);
  LineSearch search(limits);
  LineBatch batch;
  while (true) {
    const Result<bool> more = reader.next(batch);
    if (!more) return more.error();
    if (!more.value()) return {};
    search.find(batch);
    if (!sink(batch)) return {};
    if (batch.buffer_bytes() > limits.block_bytes) batch = {};  // a long line's memory is not kept
  }
}

}  // namespace wvagate::ingest
