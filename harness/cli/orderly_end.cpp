#include "harness/cli/orderly_end.hpp"

#include <chrono>
#include <csignal>
#include <future>
#include <mutex>
#include <system_error>

#include "harness/cli/held_signals.hpp"

namespace wvagate::cli {

void OrderlyEnd::during(const std::function<void()>& work) {
  constexpr std::chrono::milliseconds kPatience(50);
  // Held back before the threads are made, which inherit that.
  HeldSignals signals{SIGINT, SIGTERM, SIGHUP};
  std::future<void> done;
  try {
    done = std::async(std::launch::async, work);
  } catch (const std::system_error&) {
    // No thread is to be had: what is half written could not be removed when a signal comes. It waits.
    return work();
  }
  while (done.wait_for(kPatience) != std::future_status::ready) {
    if (!signals.pending()) continue;
    ending_ = true;
    const std::unique_lock nothing_unfinished(unfinished_);
    signals.let_go_all();
  }
  done.get();
}

}  // namespace wvagate::cli
