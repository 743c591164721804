#pragma once

#include <array>
#include <string_view>

namespace wvagate::simulation {

/// The forms of controller log that can be written (design, domain §1).
enum class LogDialect { text, json, capacity, structured, metrics };
inline constexpr std::array<std::string_view, 5> kLogDialectNames = {"text", "json", "capacity", "structured",
                                                                     "metrics"};

/// What collected the log.
enum class LogWrapper { none, timestamp, prefix, stern, cri, docker };
inline constexpr std::array<std::string_view, 6> kLogWrapperNames = {"none",  "timestamp", "prefix",
                                                                     "stern", "cri",       "docker"};

/// How a scenario is logged. The dialect `capacity` is the reactive controller's, the others are those of the
/// one with a model.
struct LogForm {
  LogDialect dialect = LogDialect::text;
  LogWrapper wrapper = LogWrapper::none;
  int chatter_lines = 0;         ///< lines of a cycle that have nothing to do with scaling
  bool crlf = false;             ///< lines end in CR LF
  bool byte_order_mark = false;  ///< the log begins with one
};

}  // namespace wvagate::simulation
