#include "analysis/sample/recording.hpp"

#include <numeric>

namespace wvagate {

const MalformedText& malformed_text(Malformed reason) {
  static constexpr std::array<MalformedText, kMalformedCount> kTexts = {{
      {"cut_line", "the record breaks off before its end",
       "the log was cut while it was copied, or is still being written: copy it again"},
      {"broken_json", "a record's phrase is in it, but its JSON is not what zap writes",
       "look for a collector that rewrites lines, or two processes writing over each other"},
      {"bad_time", "neither the record nor its collector has a time that can be read",
       "collect with `kubectl logs --timestamps`, or keep zap's `ts` field"},
      {"bad_number", "none of its numbers can be read",
       "a controller of a version this program does not know, or a damaged line"},
      {"missing_field", "a field is missing without which the record is of no use",
       "a controller of a version this program does not know, or a damaged line"},
      {"too_long", "longer than 16 MiB, more than any record of the controller",
       "check whether another program's output is in the file"},
      {"cut_record", "a record that the container runtime wrote in pieces lacks its last piece",
       "collect the log from its start to its end, without rotating it in between"},
  }};
  return kTexts[static_cast<std::size_t>(reason)];
}

std::string_view controller_kind_text(ControllerKind kind) {
  static constexpr std::array<std::string_view, 3> kTexts = {"model_based", "reactive", "analyzers"};
  return kTexts[static_cast<std::size_t>(kind)];
}

std::uint64_t LineCounts::malformed_total() const {
  return std::accumulate(malformed.begin(), malformed.end(), std::uint64_t{0});
}

std::vector<std::string> controller_builds(const LogFacts& facts) {
  std::vector<std::string> builds;
  for (const Segment& segment : facts.segments) {
    if (!segment.build.empty() && (builds.empty() || builds.back() != segment.build))
      builds.push_back(segment.build);
  }
  return builds;
}

}  // namespace wvagate
