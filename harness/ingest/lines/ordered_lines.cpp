#include "harness/ingest/lines/ordered_lines.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "harness/ingest/lines/block_reader.hpp"
#include "harness/ingest/lines/line_search.hpp"

namespace wvagate::ingest {
namespace {

/// Whether `ready` comes to be within some tens of microseconds. Most of what a thread waits for does, and to
/// sleep and be woken would take longer.
template <typename Ready>
bool soon(const Ready& ready) {
  constexpr int kTries = 300;
  for (int i = 0; i < kTries; ++i) {
    if (ready()) return true;
    std::this_thread::yield();
  }
  return false;
}

/// Reads blocks on several threads and gives their lines to the sink in the order of the log.
class OrderedPipeline {
 public:
  OrderedPipeline(ByteSource& source, const LineLimits& limits, const BatchSink& sink)
      : limits_(limits), reader_(source, limits), sink_(sink) {}

  /// What each thread does.
  void run() {
    try {
      LineSearch search(limits_);
      LineBatch batch;
      while (take(batch, search)) {
      }
    } catch (...) {
      const std::lock_guard lock(throwing_);
      if (!thrown_) thrown_ = std::current_exception();
    }
  }

  /// When all threads are done.
  Status outcome() {
    if (thrown_) std::rethrow_exception(thrown_);
    return outcome_;
  }

 private:
  /// A batch's place in the log's order. It is served and returned even if its thread throws, since others
  /// wait.
  struct Ticket {
    OrderedPipeline& pipeline;
    std::uint64_t number;
    bool goes_on = false;

    void wait() const {
      if (soon([&] { return pipeline.serving_ == number; })) return;
      for (std::uint64_t now = pipeline.serving_; now != number; now = pipeline.serving_)
        pipeline.serving_.wait(now);
    }
    ~Ticket() {
      wait();
      pipeline.stopped_ = pipeline.stopped_ || !goes_on;
      ++pipeline.serving_;
      pipeline.serving_.notify_all();
    }
  };

  /// Takes the next batch all the way; false where there is none, or no more are wanted.
  bool take(LineBatch& batch, LineSearch& search) {
    std::unique_lock reading(reading_, std::defer_lock);
    if (!soon([&] { return reading.try_lock(); })) reading.lock();
    if (ended_) return false;
    Ticket ticket{.pipeline = *this, .number = tickets_++};
    const Result<bool> more = reader_.next(batch);
    ended_ = !more || !more.value();
    const bool large = batch.buffer_bytes() > limits_.block_bytes;
    if (!large) reading.unlock();  // one long line at a time is in memory
    if (more && more.value()) search.find(batch);
    ticket.wait();
    if (stopped_) return false;
    if (!more) outcome_ = more.error();
    ticket.goes_on = more && more.value() && sink_(batch);
    if (large) batch = {};
    return ticket.goes_on;
  }

  LineLimits limits_;

  std::mutex reading_;  // guards the members up to ended_
  BlockReader reader_;
  std::uint64_t tickets_ = 0;  // issued
  bool ended_ = false;         // no more will be issued

  std::atomic<std::uint64_t> serving_ = 0;  // the ticket whose thread may use the members below
  const BatchSink& sink_;
  Status outcome_;
  bool stopped_ = false;

  std::mutex throwing_;
  std::exception_ptr thrown_;
};

}  // namespace

Status read_lines(ByteSource& source, const LineLimits& limits, std::size_t threads, const BatchSink& sink) {
  OrderedPipeline pipeline(source, limits, sink);
  std::vector<std::thread> others;
  others.reserve(kMostReadingThreads);
  try {
    for (std::size_t i = 1; i < std::min(threads, kMostReadingThreads); ++i)
      others.emplace_back([&pipeline] { pipeline.run(); });
  } catch (const std::exception&) {  // the machine has no more: those that there are do as well
  }
  pipeline.run();
  for (std::thread& other : others)
    other.join();
  return pipeline.outcome();
}

}  // namespace wvagate::ingest
