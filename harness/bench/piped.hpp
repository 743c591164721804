#pragma once

#include <string>
#include <string_view>
#include <thread>

namespace wvagate::bench {

/// A pipe that a thread writes `text` into, as `cat` would, until it is all through or nobody reads.
class Piped {
 public:
  /// `text` must outlive the object. Throws std::system_error where there is no pipe.
  explicit Piped(std::string_view text);
  Piped(const Piped&) = delete;
  Piped& operator=(const Piped&) = delete;
  ~Piped();

  int descriptor() const { return reading_; }
  /// Opens the pipe's reading end anew, within this process.
  std::string path() const { return "/proc/self/fd/" + std::to_string(reading_); }

 private:
  int reading_;
  std::thread writer_;
};

}  // namespace wvagate::bench
