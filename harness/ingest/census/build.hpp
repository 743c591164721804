#pragma once

#include <array>
#include <bitset>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wvagate::ingest {

/// When a build's last commit was made, in days of the commits of the controller's main branch.
struct BuildInterval {
  std::chrono::year_month_day from;                   ///< of the earliest commit that the build can be
  std::optional<std::chrono::year_month_day> before;  ///< of the first later commit that it cannot be;
                                                      ///< absent: it can be the newest known one or later
};

/// Finds the interval of commits of the controller's main branch (December 2025 to 2026-08-19) that a log's
/// callers' line numbers allow.
class BuildFinder {
 public:
  BuildFinder();

  /// Adds a line's message and caller, e.g. "analyzer-result" and "saturation/engine_v2.go:695". Calls and
  /// line numbers that are in no known commit are ignored.
  void add(std::string_view message, std::string_view caller);

  /// "57f3fe64 (2026-08-07) or later", "bd357196 (2026-06-25) … before 085cf09a (2026-07-20)"; intervals that
  /// are apart are joined by ", or ". Empty if nothing identified the build or if the lines contradict each
  /// other: the log is of two builds, or of none of the main branch.
  std::string text() const;

  /// The shortest interval that contains all those of text(); absent if text() is empty.
  std::optional<BuildInterval> interval() const;

 private:
  static constexpr std::size_t kMaxCommits = 128;
  static constexpr std::size_t kMaxSites = 32;

  bool identified() const { return added_ && possible_.any(); }

  std::bitset<kMaxCommits> possible_;                    ///< the commits that the build can be
  std::array<std::uint32_t, kMaxSites> last_line_ = {};  ///< of each call, to pass over its repetitions
  bool added_ = false;                                   ///< whether any line of the table was added
};

}  // namespace wvagate::ingest
