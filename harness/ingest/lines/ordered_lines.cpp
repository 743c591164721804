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

/// What the threads that read one log share.
class Relay {
 public:
  Relay(ByteSource& source, const LineLimits& limits, const BatchSink& sink)
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
  /// A batch's place in the log's order. It comes and is over however its thread fares, since others wait.
  struct Turn {
    Relay& relay;
    std::uint64_t number;
    bool goes_on = false;

    void wait() const {
      if (soon([&] { return relay.turn_ == number; })) return;
      for (std::uint64_t now = relay.turn_; now != number; now = relay.turn_)
        relay.turn_.wait(now);
    }
    ~Turn() {
      wait();
      relay.stopped_ = relay.stopped_ || !goes_on;
      ++relay.turn_;
      relay.turn_.notify_all();
    }
  };

  /// Takes the next batch all the way; false where there is none, or no more are wanted.
  bool take(LineBatch& batch, LineSearch& search) {
    std::unique_lock reading(reading_, std::defer_lock);
    if (!soon([&] { return reading.try_lock(); })) reading.lock();
    if (ended_) return false;
    Turn turn{.relay = *this, .number = turns_++};
    const Result<bool> more = reader_.next(batch);
    ended_ = !more || !more.value();
    const bool large = batch.buffer_bytes() > limits_.block_bytes;
    if (!large) reading.unlock();  // one long line at a time is in memory
    if (more && more.value()) search.find(batch);
    turn.wait();
    if (stopped_) return false;
    if (!more) outcome_ = more.error();
    turn.goes_on = more && more.value() && sink_(batch);
    if (large) batch = {};
    return turn.goes_on;
  }

  LineLimits limits_;

  std::mutex reading_;  // guards the members up to ended_
  BlockReader reader_;
  std::uint64_t turns_ = 0;  // that were given out
  bool ended_ = false;       // no more are

  std::atomic<std::uint64_t> turn_ = 0;  // that may use the members below
  const BatchSink& sink_;
  Status outcome_;
  bool stopped_ = false;

  std::mutex throwing_;
  std::exception_ptr thrown_;
};

}  // namespace

Status read_lines(ByteSource& source, const LineLimits& limits, std::size_t threads, const BatchSink& sink) {
  Relay relay(source, limits, sink);
  std::vector<std::thread> others;
  others.reserve(kMostReadingThreads);
  try {
    for (std::size_t i = 1; i < std::min(threads, kMostReadingThreads); ++i)
      others.emplace_back([&relay] { relay.run(); });
  } catch (const std::exception&) {  // the machine has no more: those that there are do as well
  }
  relay.run();
  for (std::thread& other : others)
    other.join();
  return relay.outcome();
}

}  // namespace wvagate::ingest
