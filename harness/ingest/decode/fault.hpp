#pragma once

#include <string>
#include <string_view>

#include "analysis/sample/recording.hpp"

namespace wvagate::ingest {

/// Why nothing is read of a record.
struct Fault {
  Malformed reason{};
  std::string place = {};  ///< the text around the fault, raw; empty if the record as a whole is at fault
  bool unknown_version = false;  ///< not damaged: its fields are none that this program knows; no `reason`

  Fault(Malformed why) : reason(why) {}  // NOLINT(google-explicit-constructor)
  Fault(Malformed why, std::string where) : reason(why), place(std::move(where)) {}

  static Fault of_unknown_version() {
    Fault fault(Malformed::missing_field);
    fault.unknown_version = true;
    return fault;
  }
};

/// A fault at `at`, which is a part of `text`, its end included.
Fault fault_at(Malformed reason, std::string_view text, std::string_view at);

/// What of `text` is shown of a line that was lost: its start.
std::string snippet(std::string_view text);
/// The same of a place in it: the text before and behind the byte `at`, with "…" where it does not start
/// with the text.
std::string snippet_around(std::string_view text, std::size_t at);

}  // namespace wvagate::ingest
