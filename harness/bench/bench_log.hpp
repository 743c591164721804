#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "analysis/simulation/log_form.hpp"
#include "harness/bench/memory_file.hpp"
#include "harness/bench/packing.hpp"

namespace wvagate::bench {

/// What a log is made of.
struct LogSpec {
  simulation::LogDialect dialect = simulation::LogDialect::text;
  simulation::LogWrapper wrapper = simulation::LogWrapper::none;
  double marker_share = 0.73;  ///< of its bytes in lines that say something, before they are wrapped; (0, 1)
  Packing packing = Packing::none;
  std::size_t bytes = std::size_t{32} << 20;  ///< it has at least so many, before it is packed

  friend bool operator==(const LogSpec&, const LogSpec&) = default;
};

/// A controller's log. Its cycles are simulated: every one has another load, other latencies, other
/// decisions and other parameters, so that no branch predictor learns them by heart. Lines that say nothing
/// to us are left out of them, or added between them in random order, until the lines that do have their
/// share. The same spec gives the same bytes.
class BenchLog {
 public:
  explicit BenchLog(const LogSpec& spec);

  const LogSpec& spec() const { return spec_; }
  std::string_view text() const { return text_; }
  /// What is in the file: the text, packed as the spec says.
  std::string_view content() const { return packed_.empty() ? text_ : packed_; }
  const std::string& path() const { return file_.path(); }

 private:
  LogSpec spec_;
  std::string text_;
  std::string packed_;  // empty where the spec says so
  MemoryFile file_;
};

/// The log of `spec`, kept until another one is asked for: one at a time is in memory.
const BenchLog& log_of(const LogSpec& spec);

/// The lines of an unwrapped log of `dialect` in which `phrase` stands, at least `bytes` of them; fewer where
/// they are rare.
std::string lines_with(std::string_view phrase, simulation::LogDialect dialect, std::size_t bytes);

}  // namespace wvagate::bench
