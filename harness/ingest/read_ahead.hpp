#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <exception>
#include <optional>
#include <semaphore>
#include <thread>

#include "harness/ingest/line_reader.hpp"

namespace wvagate::ingest {

/// Reads batches of lines while the one before is being used, in a thread of its own. They come in the log's
/// order, so that what is made of them does not depend on the thread.
class ReadAhead {
 public:
  /// `reader` must outlive the object, and nobody else may use it.
  explicit ReadAhead(LineReader& reader);
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;
  ~ReadAhead();

  /// The next batch, valid until the next call; nullptr at the end.
  Result<const LineBatch*> next();

 private:
  static constexpr std::ptrdiff_t kBatches = 3;

  void run();

  LineReader& reader_;
  std::array<LineBatch, kBatches> batches_;
  std::array<std::optional<Result<bool>>, kBatches> outcomes_;  // of the reader, for each batch
  std::size_t taken_ = 0;                                       // batches that next() gave
  std::exception_ptr thrown_;                                   // in the thread
  std::atomic<bool> stop_ = false;
  std::counting_semaphore<kBatches + 1> free_{kBatches};
  std::counting_semaphore<kBatches + 1> full_{0};
  std::thread thread_;
};

}  // namespace wvagate::ingest
