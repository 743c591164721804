#include "harness/ingest/read_ahead.hpp"

namespace wvagate::ingest {

ReadAhead::ReadAhead(LineReader& reader) : reader_(reader), thread_([this] { run(); }) {}

ReadAhead::~ReadAhead() {
  stop_ = true;
  free_.release();
  thread_.join();
}

void ReadAhead::run() {
  for (std::size_t i = 0;; i = (i + 1) % kBatches) {
    free_.acquire();
    if (stop_) return;
    try {
      outcomes_[i] = reader_.next(batches_[i]);
    } catch (...) {
      thrown_ = std::current_exception();
      outcomes_[i] = false;
    }
    const bool more = *outcomes_[i] && outcomes_[i]->value();
    full_.release();
    if (!more) return;
  }
}

Result<const LineBatch*> ReadAhead::next() {
  if (taken_ > 0) free_.release();
  full_.acquire();
  const std::size_t i = taken_++ % kBatches;
  if (thrown_) std::rethrow_exception(thrown_);
  const Result<bool>& outcome = *outcomes_[i];
  if (!outcome) return outcome.error();
  return outcome.value() ? &batches_[i] : nullptr;
}

}  // namespace wvagate::ingest
