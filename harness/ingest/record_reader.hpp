#pragma once

#include <cstddef>
#include <string_view>

#include "harness/ingest/dialect.hpp"

namespace wvagate::ingest {

/// An unwrapped marker line.
struct MarkerLine {
  std::string_view text;   ///< the controller's own line
  std::string_view stamp;  ///< the collector's time; may be empty
  MarkerSet markers;
};

/// What a line was found to say.
struct Interpretation {
  Reading reading;
  std::size_t dialect = 0;     ///< index in kDialects of the one that took it
  std::string_view timestamp;  ///< the record's own, else zap's, else the collector's
};

/// Takes the line apart and gives it to the dialects. What it says goes into `parsed`; it depends on the line
/// alone. Views point into the line and into `parsed`.
Interpretation interpret(const MarkerLine& line, ParsedRecord& parsed);

}  // namespace wvagate::ingest
