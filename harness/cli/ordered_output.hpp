#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace wvagate::cli {

/// Text of several sources that is made at once and printed one source after the other. Each source's memory
/// is bounded: one that is too far ahead waits for its turn. Sources must be begun in order.
class OrderedOutput {
 public:
  /// `print` is called by one thread at a time.
  OrderedOutput(std::size_t sources, std::function<void(const std::string&)> print)
      : print_(std::move(print)), kept_(sources), done_(sources) {}

  /// Takes `text` of a source, and leaves it empty.
  void write(std::size_t source, std::string& text);
  /// The source has no more to say.
  void finish(std::size_t source);

 private:
  static constexpr std::size_t kMostKept = std::size_t{1024} * 1024;

  std::function<void(const std::string&)> print_;
  std::mutex guard_;
  std::condition_variable turned_;
  std::size_t turn_ = 0;
  std::vector<std::string> kept_;
  std::vector<char> done_;
};

}  // namespace wvagate::cli
