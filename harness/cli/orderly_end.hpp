#pragma once

#include <atomic>
#include <functional>
#include <shared_mutex>

namespace wvagate::cli {

/// Lets SIGINT, SIGTERM and SIGHUP end the process only while nothing is half done, whichever threads work.
class OrderlyEnd {
 public:
  /// Does `work` in a thread of its own, and waits for it. A signal that comes ends the process once no
  /// Unfinished is left. What `work` throws comes out of here.
  void during(const std::function<void()>& work);

  /// Something that must not be left as it is: a directory that is being filled.
  class Unfinished {
   public:
    explicit Unfinished(OrderlyEnd& end) : lock_(end.unfinished_) {}

   private:
    std::shared_lock<std::shared_mutex> lock_;
  };

  /// A signal has come: what is unfinished should be given up, and nothing new be begun.
  bool ending() const { return ending_; }

 private:
  std::shared_mutex unfinished_;
  std::atomic<bool> ending_ = false;
};

}  // namespace wvagate::cli
