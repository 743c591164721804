#include "harness/cli/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace wvagate::cli {

std::size_t default_jobs() {
  return std::max(1U, std::thread::hardware_concurrency());
}

void in_parallel(std::size_t count, std::size_t jobs, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  std::exception_ptr thrown;
  std::mutex thrown_guard;
  const auto loop = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::lock_guard lock(thrown_guard);
        if (!thrown) thrown = std::current_exception();
        next = count;
      }
    }
  };
  std::vector<std::thread> threads;
  try {
    for (std::size_t i = 1; i < std::min(jobs, count); ++i) {
      threads.reserve(i);
      threads.emplace_back(loop);
    }
  } catch (const std::exception&) {  // the machine has no more: those that there are do as well
  }
  loop();
  for (std::thread& thread : threads)
    thread.join();
  if (thrown) std::rethrow_exception(thrown);
}

void in_parallel(std::size_t logs, std::size_t jobs, const Console& console,
                 const std::function<void(std::size_t)>& work) {
  if (logs < 2) return in_parallel(logs, jobs, work);
  std::size_t done = 0;
  std::mutex showing;
  const auto show = [&] {
    console.show_progress(std::to_string(done) + " of " + std::to_string(logs) + " logs");
  };
  show();
  in_parallel(logs, jobs, [&](std::size_t i) {
    work(i);
    const std::lock_guard lock(showing);
    ++done;
    show();
  });
  console.show_progress({});
}

}  // namespace wvagate::cli
