#include "harness/cli/ordered_output.hpp"

#include <utility>

namespace wvagate::cli {

void OrderedOutput::write(std::size_t source, std::string& text) {
  std::unique_lock lock(guard_);
  turned_.wait(lock, [&] { return source == turn_ || kept_[source].size() < kMostKept; });
  if (source == turn_) {
    print_(text);
  } else {
    kept_[source] += text;
  }
  text.clear();
}

void OrderedOutput::finish(std::size_t source) {
  const std::lock_guard lock(guard_);
  done_[source] = 1;
  while (turn_ < done_.size() && done_[turn_] != 0) {
    if (++turn_ == kept_.size()) break;
    print_(std::exchange(kept_[turn_], {}));
  }
  turned_.notify_all();
}

}  // namespace wvagate::cli
